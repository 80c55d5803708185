import { z } from 'zod';
import type { Channel } from '../../core/contacts/channel.ts';
import type { OpenState } from '../../core/rows/callback.ts';
import { instant } from '../../core/time/units.ts';
import type { ContactView, QueueFigures } from '../connect/connect.ts';
import { channelOnWire } from '../connect/log.ts';
import type { WebCenter } from './center.ts';
import type { AgentOnBoard, CallbackOnBoard, Figure, QueueRow, WaitingContact } from './messages.ts';
import { lastDigits } from './transcript.ts';

/** How far back a gauge is looked for: an older one says nothing of now. */
const gaugeWindowSeconds = 30 * 60;
/** Promises are counted over this long, so that a small queue has some. */
export const promiseWindowSeconds = 2 * 3600;

const unknown: Figure = { value: null, at: null };

/** Every queue and channel of the center as it stands now. */
export function queueRows(center: WebCenter): QueueRow[] {
  const figures = center.connect.metrics();
  const waiting = center.connect.openContacts().filter((contact) => contact.stage === 'queued');
  return center.queues.flatMap((queue) =>
    queue.channels.map((channel) => {
      const now = figures.find((row) => row.queue === queue.name && row.channel === wireOf(channel));
      return queueRow(center, queue.name, channel, queue.expectationSeconds[channel] ?? null, now, waiting);
    }),
  );
}

const wireOf = channelOnWire;

function queueRow(
  center: WebCenter,
  queue: string,
  channel: Channel,
  expectationSeconds: number | null,
  now: QueueFigures | undefined,
  waiting: readonly ContactView[],
): QueueRow {
  const at = center.clock.now();
  const exact = (value: number | undefined): Figure => (value === undefined ? unknown : { value, at });
  const gauge = (name: string): Figure => latest(center, name, queue, channel);
  return {
    queue,
    channel,
    expectationSeconds,
    waiting: exact(now?.contactsInQueue),
    callbacksWaiting: exact(now?.callbacksInQueue),
    oldestSeconds: exact(now?.contactsInQueue === 0 ? undefined : now?.oldestContactAgeSeconds),
    predictedMedianSeconds: gauge('PredictedWaitMedianSeconds'),
    predictedBoundSeconds: gauge('PredictedWaitBoundSeconds'),
    promisesKept: promisesKept(center, queue, channel),
    staffed: exact(now?.agentsStaffed),
    available: exact(now?.agentsAvailable),
    contacts: waiting
      .filter((contact) => contact.queue === queue && contact.channel === wireOf(channel))
      .map(waitingContact)
      .sort((a, b) => a.since - b.since),
  };
}

const waitingContact = (contact: ContactView): WaitingContact => ({
  contactId: contact.contactId,
  caller: lastDigits(contact.customerNumber),
  since: contact.enqueuedAt ?? contact.initiatedAt,
  isCallback: contact.initiationMethod === 'CALLBACK',
});

function points(
  center: WebCenter,
  name: string,
  queue: string,
  channel: Channel,
  statistic: string,
  windowSeconds: number,
) {
  const to = center.clock.now();
  return center.metrics.query({
    namespace: 'Nohold',
    name,
    dimensions: { Queue: queue, Channel: channel },
    statistic,
    periodSeconds: 60,
    from: instant(to - windowSeconds * 1000),
    to: instant(to + 60_000),
  });
}

function latest(center: WebCenter, name: string, queue: string, channel: Channel): Figure {
  const point = points(center, name, queue, channel, 'Maximum', gaugeWindowSeconds).at(-1);
  return point === undefined ? unknown : { value: point.value, at: point.at };
}

/** Sums first, then the ratio. A promise is settled when the contact is answered or its told bound has passed. */
function promisesKept(center: WebCenter, queue: string, channel: Channel): Figure {
  const [kept, broken] = ['PromisesKept', 'PromisesBroken'].map((name) =>
    points(center, name, queue, channel, 'Sum', promiseWindowSeconds),
  );
  const total = (series: typeof kept = []): number => series.reduce((sum, point) => sum + point.value, 0);
  const n = total(kept) + total(broken);
  if (n === 0) return { ...unknown, n: 0 };
  return { value: total(kept) / n, at: center.clock.now(), n };
}

/** What a callback's row says while it is open; a closed one keeps its key for a while. */
const openStates = ['ACCEPTED', 'CREATED', 'PENDING', 'DIALING', 'DIALED'] as const satisfies OpenState[];

// Rows of a newer version are shown as far as they can be read: the board must not fail on one.
const callbackShape = z.object({
  callbackId: z.string(),
  queue: z.string(),
  state: z.enum(openStates),
  attempt: z.number(),
  promisedBy: z.number(),
  sourceContactId: z.string(),
});

/** Callbacks promised and not yet kept, the most urgent first. */
export async function callbacksOnBoard(center: WebCenter): Promise<CallbackOnBoard[]> {
  const rows = await center.openCallbacks();
  return rows
    .flatMap((row) => {
      const read = callbackShape.safeParse(row);
      return read.success ? [read.data] : [];
    })
    .sort((a, b) => a.promisedBy - b.promisedBy);
}

export function agentsOnBoard(center: WebCenter): AgentOnBoard[] {
  return center.connect.agents
    .list()
    .map(({ username, status, contacts, leaving }) => ({ username, status, contacts: contacts.length, leaving }));
}
