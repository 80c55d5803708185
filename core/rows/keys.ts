import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';
import { intervalMinutes } from './table.ts';

/** A row's place in the table. */
export interface RowKey {
  pk: string;
  sk: string;
}

/** All open callbacks lie on one shard: a center has hundreds of them, a partition holds a thousand writes a second. */
export const dueShard = 'callbacks';

export const contactKey = (contactId: string): RowKey => ({ pk: `contact#${contactId}`, sk: 'contact' });

/** `callbackKey` names the ledger's slot: at most one open callback per number to dial and line of business. */
export const callbackKeyOf = (customerKey: string, lineOfBusiness: string): string =>
  `callback#${customerKey}#${lineOfBusiness}`;

export const openCallbackKey = (callbackKey: string): RowKey => ({ pk: callbackKey, sk: 'open' });
export const closedCallbackKey = (callbackKey: string, callbackId: string): RowKey => ({
  pk: callbackKey,
  sk: `closed#${callbackId}`,
});

export const modelKey = (queue: string, channel: Channel): RowKey => ({ pk: `model#${queue}#${channel}`, sk: 'model' });

/** `date` as YYYY-MM-DD in the center's time zone. */
export const dayKey = (queue: string, channel: Channel, date: string): RowKey => ({
  pk: `day#${queue}#${channel}`,
  sk: date,
});

export const forecastKey = (queue: string, channel: Channel, method: string, date: string): RowKey => ({
  pk: `forecast#${queue}#${channel}#${method}`,
  sk: date,
});
export const planKey = (queue: string, channel: Channel, date: string): RowKey => ({
  pk: `plan#${queue}#${channel}`,
  sk: date,
});
/** What one planning function remembers between its runs. */
export const planningKey = (of: 'roll-up' | 'forecast' | 'plan' | 'flex'): RowKey => ({ pk: 'planning', sk: of });

export const pulseKey: RowKey = { pk: 'pulse', sk: 'pulse' };
export const directoryKey: RowKey = { pk: 'directory', sk: 'directory' };
export const freezeKey: RowKey = { pk: 'freeze', sk: 'freeze' };
export const windowsKey = (queue: string): RowKey => ({ pk: `windows#${queue}`, sk: 'windows' });
export const journeyKey = (customerKey: string): RowKey => ({ pk: `journey#${customerKey}`, sk: 'journey' });
/** Of everybody, or of one segment. */
export const expectationKey = (queue: string, channel: Channel, segment?: string): RowKey => ({
  pk: `expectation#${queue}#${channel}${segment === undefined ? '' : `#${segment}`}`,
  sk: 'expectation',
});
export const optOutKey = (customerKey: string): RowKey => ({ pk: `opt-out#${customerKey}`, sk: 'opt-out' });
export const budgetKey = (name: string): RowKey => ({ pk: `budget#${name}`, sk: 'budget' });

export const linkKey = (linkId: string): RowKey => ({ pk: `link#${linkId}`, sk: 'link' });
export const keptAnswerKey = (requestId: string): RowKey => ({ pk: `answer#${requestId}`, sk: 'answer' });

export const waitingKeyOf = (queue: string, channel: Channel): string => `${queue}#${channel}`;

/**
 * Sorts as Connect serves: priority (1 first), then the older rank, then the id so that two of one millisecond differ.
 * `priority` from 1 to 99; `rankAt` positive: both are padded, because DynamoDB compares text.
 */
export const waitingRankOf = (priority: number, rankAt: Instant, contactId: string): string =>
  `${String(priority).padStart(2, '0')}#${String(Math.round(rankAt)).padStart(14, '0')}#${contactId}`;

/** Start of the interval that holds `at`. Whole intervals from the epoch: they begin at the full and half hour of UTC. */
export const intervalStartOf = (at: Instant): Instant => {
  const length = intervalMinutes * 60_000;
  return (Math.floor(at / length) * length) as Instant;
};

export const intervalKeyOf = (queue: string, channel: Channel, at: Instant): string =>
  `${queue}#${channel}#${new Date(intervalStartOf(at)).toISOString()}`;
