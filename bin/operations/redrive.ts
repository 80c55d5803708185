import { judgeLetter, runOf, type Verdict } from '../../core/operations/letters.ts';
import type { DeadLetter, DeadLetterQueue } from '../../core/operations/ports.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { BadInput } from '../outcome.ts';
import { directoryOf, type OperatedCenter } from './center.ts';

export interface RedriveOptions {
  /** Poison is taken out for good. */
  discardPoison?: true;
  /** Only says what it would do. */
  dryRun?: true;
}

export interface QueueRedriven {
  queue: string;
  sentBack: number;
  settled: number;
  left: number;
  discarded: number;
  /** Each different reason and how often it was given. */
  reasons: Record<string, number>;
}

/** `names` empty: every queue of dead letters. */
export async function redrive(
  center: OperatedCenter,
  names: readonly string[],
  options: RedriveOptions = {},
  onProgress: (queue: string, letters: number) => void = () => {},
): Promise<QueueRedriven[]> {
  const queues = center.deadLetters(await directoryOf(center));
  const known = queues.map(({ place }) => place.name);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new BadInput(`${stranger}: expected one of ${known.join(', ')}.`);
  const chosen = queues.filter(({ place }) => names.length === 0 || names.includes(place.name));
  const done: QueueRedriven[] = [];
  for (const queue of chosen) done.push(await redriveQueue(center, queue, options, onProgress));
  return done;
}

/**
 * Every letter is judged, then sent back, taken out or left. Sent back first and taken out second: a run that dies
 * between the two leaves the letter here as well, and what is done twice is done once, because the fold joins facts and
 * the dialler's intent is written on condition.
 */
async function redriveQueue(
  center: OperatedCenter,
  queue: DeadLetterQueue,
  options: RedriveOptions,
  onProgress: (queue: string, letters: number) => void,
): Promise<QueueRedriven> {
  const done: QueueRedriven = { queue: queue.place.name, sentBack: 0, settled: 0, left: 0, discarded: 0, reasons: {} };
  // Left ones stay hidden until the end, or they would be received again and again.
  const left: DeadLetter[] = [];
  try {
    const letters: DeadLetter[] = [];
    for await (const letter of queue.letters()) {
      letters.push(letter);
      onProgress(done.queue, letters.length);
      // Whether a run has succeeded since is judged by its newest letter, so those are all looked at first.
      if (queue.place.holds !== 'scheduled-runs')
        left.push(...(await treat(center, queue, letter, letters, options, done)));
    }
    if (queue.place.holds === 'scheduled-runs')
      for (const letter of letters) left.push(...(await treat(center, queue, letter, letters, options, done)));
  } finally {
    for (const letter of left) await queue.leave(letter);
  }
  return done;
}

/** Gives the letter when it is to be left. */
async function treat(
  center: OperatedCenter,
  queue: DeadLetterQueue,
  letter: DeadLetter,
  all: readonly DeadLetter[],
  { dryRun, discardPoison }: RedriveOptions,
  done: QueueRedriven,
): Promise<DeadLetter[]> {
  const verdict = await judgeLetter({
    letter,
    holds: queue.place.holds,
    now: center.clock.now(),
    callbackOf: (callbackKey) => center.callbacks.get(callbackKey),
    newestOfRun: newestOf(all, runOf(letter)),
  });
  note(done, verdict);
  const leaves = verdict.kind === 'wait' || (verdict.kind === 'poison' && !discardPoison);
  if (leaves) done.left += 1;
  else if (verdict.kind === 'send-back') done.sentBack += 1;
  else if (verdict.kind === 'settled') done.settled += 1;
  else done.discarded += 1;
  if (leaves || dryRun) return [letter];
  if (verdict.kind === 'send-back') await queue.sendBack(letter);
  await queue.takeOut(letter);
  return [];
}

function newestOf(letters: readonly DeadLetter[], run: string): Instant {
  return instant(Math.max(...letters.filter((letter) => runOf(letter) === run).map(({ sentAt }) => sentAt)));
}

function note(done: QueueRedriven, verdict: Verdict): void {
  if (verdict.kind === 'send-back') return;
  const reason = `${verdict.kind}: ${verdict.reason}`;
  done.reasons[reason] = (done.reasons[reason] ?? 0) + 1;
}
