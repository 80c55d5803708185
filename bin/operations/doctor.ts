import { Fault } from '../../adapters/fault.ts';
import { dialsOfDay } from '../../core/callbacks/budgets.ts';
import { channels } from '../../core/contacts/channel.ts';
import { isLive } from '../../core/offers/place.ts';
import { diagnose, type Finding } from '../../core/operations/doctor.ts';
import type { ContactAtConnect, ContactCenter } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { DirectoryRow } from '../../core/rows/center.ts';
import { openCallbacks } from './callbacks.ts';
import type { OperatedCenter } from './center.ts';

/** DescribeContact takes ten requests a second of the whole account, and the center needs them too. */
const mostDescribed = 20;
const pageSize = 500;

/** Looks at everything a center can be ill with. What cannot be asked for is a finding, never a failure. */
export async function examine(
  center: OperatedCenter,
  limits: { concurrentCalls?: number },
  onProgress: (text: string) => void = () => {},
): Promise<Finding[]> {
  try {
    return await examineRows(center, limits, onProgress);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const act =
      'Callers are queued without a quote meanwhile: docs/runbooks/SafeAnswers.md. See its status and its throttling.';
    return [{ check: 'table', state: 'bad', found: `it does not answer: ${error.message}`, act }];
  }
}

async function examineRows(
  center: OperatedCenter,
  limits: { concurrentCalls?: number },
  onProgress: (text: string) => void,
): Promise<Finding[]> {
  const now = center.clock.now();
  onProgress('reading rows');
  const directory = await center.centerRows.directory();
  const connect = directory && center.center(directory);
  const open = await openCallbacks(center);
  const waiting = await waitingNow(center);
  const longestWaiting = waiting.flatMap(({ longest }) => longest).slice(0, mostDescribed);
  onProgress('asking Connect');
  const inProgress = open.flatMap(({ contactId }) => contactId ?? []).slice(0, mostDescribed);
  onProgress('counting dead letters');
  return diagnose({
    now,
    directory,
    freeze: await center.centerRows.freeze(),
    pulse: await center.centerRows.pulse(),
    open: await current(center, open),
    waiting,
    figures: connect && directory && (await connect.figures(directory.queues).catch(() => undefined)),
    described: await described(connect, [...inProgress, ...longestWaiting]),
    longestWaiting,
    letters: await letters(center, directory),
    dials: {
      spentToday: await center.spent(dialsOfDay(center.settings.callbacks.dialsPerDay, now).name),
      limit: center.settings.callbacks.dialsPerDay,
    },
    concurrentCalls: limits.concurrentCalls,
  });
}

async function waitingNow(center: OperatedCenter) {
  const now = center.clock.now();
  const all = Object.entries(center.settings.queues).flatMap(([queue, settings]) =>
    channels.filter((channel) => settings.channels.includes(channel)).map((channel) => ({ queue, channel })),
  );
  return Promise.all(
    all.map(async ({ queue, channel }) => {
      const { entries } = await center.contacts.waiting(queue, channel, pageSize);
      const live = entries.filter((entry) => isLive(entry, now));
      return { queue, channel, count: live.length, longest: live.slice(0, 5).map(({ contactId }) => contactId) };
    }),
  );
}

/** The index shows some rows as they were seconds ago: what is said of a callback is said of its slot. */
async function current(center: OperatedCenter, open: readonly CallbackRow[]): Promise<CallbackRow[]> {
  const rows = await Promise.all(open.map(({ callbackKey }) => center.callbacks.get(callbackKey)));
  return rows.filter((row): row is CallbackRow => row !== undefined);
}

async function described(
  connect: Pick<ContactCenter, 'describe'> | undefined,
  ids: readonly string[],
): Promise<Map<string, ContactAtConnect | null>> {
  const found = new Map<string, ContactAtConnect | null>();
  for (const id of ids) {
    const contact = await connect?.describe(id).catch(() => 'unasked' as const);
    if (contact !== 'unasked' && connect) found.set(id, contact ?? null);
  }
  return found;
}

const letters = async (center: OperatedCenter, directory: DirectoryRow | undefined) =>
  directory?.operations === undefined
    ? []
    : Promise.all(
        center.deadLetters(directory).map(async (queue) => ({
          name: queue.place.name,
          holds: queue.place.holds,
          count: await queue.count().catch(() => undefined),
        })),
      );
