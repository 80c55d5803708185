import { addSeconds, minutes, seconds, secondsBetween } from '../../core/time/units.ts';
import { type SimulatedCenter, simulatedCenter } from './center.ts';
import { seededFaults } from './faults.ts';
import { profiles } from './profiles.ts';

export interface WaitingAfterLoss {
  seeds: number;
  eventsLost: number;
  /** Contacts that stood in Connect's queue when it was looked at, in all seeds. */
  waiting: number;
  /** Entries of contacts that do not wait, and waiting contacts without an entry: when the loss ends, and two sweeps later. */
  wrongAtOnce: number;
  wrongAfterTwoSweeps: string[];
}

/** A fifth of the events is lost and nothing else goes wrong. */
const lossy = { ...profiles.calm, eventLossRate: 0.2, indexLagSeconds: 5 };
/** So many hours of loss, until five minutes after many have come at once and some of them have left again. */
const lossHours = 4.25;
const people = 260;
/** Who came, was answered or left so shortly before may still be on the way. */
const settledSeconds = 10;

/** Whether the rows that say who waits agree with Connect two sweeps after the last event was lost. */
export async function waitingAfterLoss(seeds: readonly number[]): Promise<WaitingAfterLoss> {
  const result: WaitingAfterLoss = {
    seeds: seeds.length,
    eventsLost: 0,
    waiting: 0,
    wrongAtOnce: 0,
    wrongAfterTwoSweeps: [],
  };
  for (const seed of seeds) {
    const faults = seededFaults({ seed, profile: lossy });
    const center = simulatedCenter({ seed, faults, people, faultHours: lossHours });
    const end = lossHours * 3600;
    center.time.after(end, () => {
      result.wrongAtOnce += wrongOf(center).wrong.length;
    });
    center.time.after(end + minutes(2) + settledSeconds, () => {
      const { wrong, waiting } = wrongOf(center);
      result.waiting += waiting;
      result.wrongAfterTwoSweeps.push(...wrong.map((what) => `seed ${seed}: ${what}`));
    });
    await center.run(lossHours + 0.2);
    result.eventsLost += faults.counts.get('event-lost') ?? 0;
  }
  return result;
}

function wrongOf({ connect, rows, time }: SimulatedCenter): { wrong: string[]; waiting: number } {
  const now = time.now();
  const settled = addSeconds(now, seconds(-settledSeconds));
  const waits = new Set<string>();
  const changing = new Set<string>();
  for (const contact of connect.contacts.values()) {
    const { contactId, state, queuedAt, answeredAt, endedAt } = contact;
    if (state === 'queued') waits.add(contactId);
    if ([queuedAt, answeredAt, endedAt].some((at) => at !== undefined && at > settled)) changing.add(contactId);
  }
  const entries = rows.all().contacts.filter((row) => row.waitingKey !== undefined);
  // Not in the queue yet, and soon will be: provisional until then.
  const confirmed = entries.filter((row) => row.queuedAt !== undefined || (row.provisionalUntil ?? 0) <= now);
  const shown = new Set(confirmed.map((row) => row.contactId));
  const known = new Set(entries.map((row) => row.contactId));
  const wrong = [
    ...[...shown].filter((id) => !waits.has(id)).map((id) => `${id} is shown and does not wait`),
    ...[...waits]
      .filter((id) => !known.has(id))
      .map((id) => {
        const since = connect.contacts.get(id)?.queuedAt ?? now;
        return `${id} waits since ${secondsBetween(since, now).toFixed(0)} s and is not shown`;
      }),
  ].filter((what) => !changing.has(what.split(' ')[0] ?? ''));
  return { wrong, waiting: waits.size };
}
