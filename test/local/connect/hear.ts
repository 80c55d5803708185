import { type ACenter, act, CALLER, content, hangUpAction, LINE, START } from './aCenter.ts';

export const errors = { NoMatchingError: 'failed' };
export const failed = act('failed', 'MessageParticipant', { Text: 'It failed.' }, { next: 'bye' });
export const heard = (text: string) =>
  act('heard', 'MessageParticipant', { Text: text }, { next: 'bye', errors: { NoMatchingError: 'bye' } });

/** What a caller hears whose call runs through these actions. */
export async function hear(center: ACenter, actions: ReturnType<typeof act>[], call: object = {}): Promise<string[]> {
  await center.answerWith(center.flow('flow', content(...actions, failed, hangUpAction)));
  const id = center.connect.dial({ from: CALLER, to: LINE, ...call });
  await center.run((center.clock.now() - START) / 1000 + 600);
  return center.facts('said', id).map(({ text }) => text);
}
