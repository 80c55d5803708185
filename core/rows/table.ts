/**
 * The one table. Names are shared by the construct that makes the table and the adapter that reads it.
 * Indexes are sparse: a row is in one only while it carries the index's two attributes.
 */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds. DynamoDB deletes late (up to two days), so every read filters. */
  timeToLive: 'expiresAt',
} as const;

export const indexes = {
  /** Who waits, in the order Connect will serve them. Eventually consistent: a hint, never a proof. */
  waiting: {
    name: 'waiting',
    partitionKey: 'waitingKey',
    sortKey: 'waitingRank',
    sortKeyType: 'S',
    include: [
      'contactId',
      'priority',
      'rankAt',
      'queuedAt',
      'provisionalUntil',
      'keepsPlaceSince',
      'version',
      'checkedAt',
      'expiresAt',
    ],
  },
  /** Contacts by the interval in which they asked for an agent: what roll-up reads. */
  interval: {
    name: 'interval',
    partitionKey: 'intervalKey',
    sortKey: 'askedAt',
    sortKeyType: 'N',
    include: 'all',
  },
  /** Contacts of one customer, for the journey across channels. */
  customer: {
    name: 'customer',
    partitionKey: 'customerKey',
    sortKey: 'initiatedAt',
    sortKeyType: 'N',
    include: ['contactId', 'channel', 'queue', 'outcome', 'answeredAt', 'endedAt', 'expiresAt'],
  },
  /** Open callbacks by the moment somebody must look at them next: what the sweep reads. */
  due: {
    name: 'due',
    partitionKey: 'dueKey',
    sortKey: 'dueAt',
    sortKeyType: 'N',
    include: 'all',
  },
} as const;

/** Length of the intervals by which contacts are gathered and forecast. */
export const intervalMinutes = 30;
