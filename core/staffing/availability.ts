import { erlangA } from '../queueing/erlangA.ts';

/** What one interval showed of its agents: heads counted, and what waiting under them was like. */
export interface StaffedInterval {
  readonly offeredCount: number;
  readonly abandonedCount: number;
  /** Waits of all offered contacts, added up. */
  readonly waitedSeconds: number;
  /** Agents counted: on the schedule, or seen serving. */
  readonly heads: number;
  readonly handleSeconds: number;
  readonly patienceSeconds: number;
  readonly intervalSeconds: number;
  readonly contactsPerAgent: number;
}

/** Contacts whose waits weigh as much as what was believed before. */
const priorContacts = 300;
const least = 0.3;
const most = 1.2;

/**
 * The share of a counted agent that is available to contacts: the one with which the queue formula has had the waits and
 * the abandonment that were there. Head-count is not available time: agents talk to each other, fetch files, walk.
 *
 * Each of two measures gives a share (contacts that gave up; seconds waited); their mean is taken, and drawn to `before`
 * as long as few contacts have been seen. From 0.3 to 1.2: a formula that must be told more is wrong elsewhere.
 */
export function availableShare(intervals: readonly StaffedInterval[], before: number): number {
  const usable = intervals.filter((one) => one.offeredCount > 0 && one.heads > 0 && one.handleSeconds > 0);
  const contacts = usable.reduce((sum, { offeredCount }) => sum + offeredCount, 0);
  const abandoned = usable.reduce((sum, { abandonedCount }) => sum + abandonedCount, 0);
  const waited = usable.reduce((sum, { waitedSeconds }) => sum + waitedSeconds, 0);
  if (contacts === 0) return before;
  const byAbandoning = shareWhere((share) => expected(usable, share).abandoned - abandoned);
  const byWaiting = shareWhere((share) => expected(usable, share).waitedSeconds - waited);
  const seen = (byAbandoning + byWaiting) / 2;
  return (before * priorContacts + seen * contacts) / (priorContacts + contacts);
}

/** Contacts given up and seconds waited that the formula expects of these intervals, agents available at `share`. */
export function expected(intervals: readonly StaffedInterval[], share: number) {
  let [abandoned, waitedSeconds] = [0, 0];
  for (const interval of intervals) {
    const { offeredCount } = interval;
    const agents = Math.max(0.5, interval.heads * interval.contactsPerAgent * share);
    const [below, above] = [Math.max(1, Math.floor(agents)), Math.max(1, Math.ceil(agents))];
    for (const [whole, weight] of [
      [below, above === below ? 1 : above - agents],
      [above, above === below ? 0 : agents - below],
    ] as const) {
      if (weight <= 0) continue;
      const queue = erlangA({
        agents: whole,
        arrivalsPerSecond: offeredCount / interval.intervalSeconds,
        handleSeconds: interval.handleSeconds,
        patienceSeconds: interval.patienceSeconds,
      });
      abandoned += weight * offeredCount * queue.probabilityOfAbandoning;
      waitedSeconds += weight * offeredCount * queue.meanWaitSeconds;
    }
  }
  return { abandoned, waitedSeconds };
}

/** Where an excess that falls with the share reaches 0. */
function shareWhere(excess: (share: number) => number): number {
  let [low, high] = [least, most];
  for (let round = 0; round < 12; round++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
