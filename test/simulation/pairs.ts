import { randomStream } from '../../core/random/stream.ts';
import type { Planted } from './faults.ts';
import { pairPlan } from './pairPlan.ts';
import { pairTable } from './pairTable.ts';
import type { PairAnswer, PairJob } from './pairThread.ts';
import type { Passed } from './placesThread.ts';
import type { RunOptions } from './run.ts';
import { type Spreading, spread } from './threads.ts';

/**
 * A rush in one evening, so eventful that most runs pass most places of the code: with three times the people a run takes
 * three times as long, but what is seldom passed carries three times the faults, and nine times the pairs.
 */
export const rush = { profile: 'eventful', people: 300, faultHours: 8 } as const;

export interface Pairs {
  sideEffects: number;
  /** Two faults, each one of five kinds, at two side effects or twice at one, that one run passes both. */
  pairs: number;
  /** Pairs of side effects that no run passes both. */
  apart: number;
  hit: number;
  runs: number;
  /** Pairs that struck in no run together. */
  missed: string[];
  broken: { planted: Planted[]; seed: number; what: string }[];
}

interface Terms {
  /** Each run is of one of them: one that passes the places at stake. */
  seeds: readonly number[];
  mostRuns: number;
  people?: number;
  /** Places are told apart by the line that makes the call; by the function, too; or by the whole way that leads there. */
  by?: keyof typeof sideEffectOf;
  /** Places taken, evenly, when not all shall be tried. */
  share?: number;
  spreading?: Spreading;
  onRound?: (hit: number, pairs: number, runs: number) => void;
}

/** A place reads `function operation < line < caller of the line …`; shortened to what tells side effects apart. */
export const sideEffectOf = {
  lines: (place: string): string => place.slice(place.indexOf(' ') + 1),
  functions: (place: string): string => place,
  ways: (place: string): string => place,
} as const;

/** Runs between two looks at what is still to be hit. */
const runsEachRound = 24;

/**
 * Every pair of faults strikes in one run at least: each run plants faults at most places, chosen so that as many pairs as
 * possible come together that have not yet. Places are read off the stack while each seed runs once without planted faults.
 */
export async function tryPairs({
  seeds,
  mostRuns,
  people = rush.people,
  by = 'lines',
  share = 1,
  spreading,
  onRound,
}: Terms): Promise<Pairs> {
  const passed = new Map<number, ReadonlyMap<string, readonly number[]>>();
  const runs = seeds.map((seed): RunOptions => ({ ...rush, seed, people }));
  await spread<RunOptions, Passed[]>(
    new URL('placesThread.ts', import.meta.url),
    runs,
    spreading,
    (found, { seed }) => {
      passed.set(seed, by === 'ways' ? new Map(found) : byLine(found));
    },
  );
  const all = [...new Set([...passed.values()].flatMap((places) => [...places.keys()]))].sort();
  const places = all.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
  const table = pairTable(places, passed, sideEffectOf[by]);
  const plan = pairPlan(table);
  const { sideEffects, size: pairs, apart } = table;
  const result: Pairs = { sideEffects, pairs, apart, hit: 0, runs: 0, missed: [], broken: [] };
  const chance = randomStream(1, 'pairs');
  while (table.left() > 0 && result.runs < mostRuns) {
    const count = Math.min(runsEachRound, mostRuns - result.runs);
    const jobs = Array.from({ length: count }, (): PairJob => ({ ...plan.next(chance), people }));
    table.nextRound();
    await spread<PairJob, PairAnswer>(new URL('pairThread.ts', import.meta.url), jobs, spreading, (answer, job) => {
      plan.made(job, answer.struck);
      if (answer.broken) result.broken.push({ ...answer.broken, seed: job.seed });
    });
    result.runs += count;
    onRound?.(table.size - table.left(), table.size, result.runs);
  }
  result.hit = table.size - table.left();
  result.missed = table.missed();
  return result;
}

/** Requests by the function, the call and the line that makes it, whichever way led there. */
function byLine(found: readonly Passed[]): Map<string, number[]> {
  const requests = new Map<string, Set<number>>();
  for (const [way, passes] of found) {
    const line = way.split(' < ', 2).join(' < ');
    requests.set(line, new Set([...(requests.get(line) ?? []), ...passes]));
  }
  return new Map([...requests].map(([line, passes]) => [line, [...passes]]));
}
