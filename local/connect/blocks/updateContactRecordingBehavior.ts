import { type Block, EVERY_CHANNEL, next } from './block.ts';

/** Nothing is recorded locally; whether the call would be analysed is kept. */
export const updateContactRecordingBehavior: Block = {
  type: 'UpdateContactRecordingBehavior',
  flowTypes: 'all',
  errors: [],
  channels: EVERY_CHANNEL,
  problems({ AnalyticsBehavior: analytics, RecordingBehavior: recording }) {
    const recorded = (recording as { RecordedParticipants?: unknown[] } | undefined)?.RecordedParticipants ?? [];
    const isOn = (analytics as { Enabled?: string } | undefined)?.Enabled === 'True';
    return isOn && recorded.length < 2
      ? ['AnalyticsBehavior is allowed only where agent and customer are recorded']
      : [];
  },
  run({ action, contact }) {
    const { AnalyticsBehavior: analytics } = action.Parameters;
    contact.isAnalysed = (analytics as { Enabled?: string } | undefined)?.Enabled === 'True';
    return next;
  },
};
