import { type RandomStream, randomStream } from '../../core/random/stream.ts';
import { type FaultKind, faultKinds, type Planted } from './faults.ts';
import type { PairAnswer, PairJob } from './pairThread.ts';
import type { RunOptions } from './run.ts';
import { type Spreading, spread } from './threads.ts';

/** A rush in one evening, so eventful that nearly every run passes nearly every place of the code. */
export const rush = { profile: 'eventful', people: 60, faultHours: 8 } as const;

export interface Pairs {
  places: number;
  /** Two faults, each one of five kinds, at two places or twice at one, that one run passes both. */
  pairs: number;
  /** Pairs of places that no run passes both. */
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
  /** Places taken, evenly, when not all shall be tried. */
  share?: number;
  spreading?: Spreading;
  onRound?: (hit: number, pairs: number, runs: number) => void;
}

/** Where a run passes so often one more fault is planted: what is planted elsewhere may keep it from some of them. */
const passesOfFault = 3;

/** Of a fault with those beside it: an open pair at least, though it be planned in this round already. */
const leastGain = 0.2;

/** Runs between two looks at what is still to be hit. */
const runsEachRound = 24;

/**
 * Every pair of faults strikes in one run at least: each run plants faults at every place that its seed passes, of several
 * kinds where it passes often, chosen so that as many pairs as possible come together that have not yet. Places are read
 * off the stack while each seed runs once without planted faults.
 */
export async function tryPairs({ seeds, mostRuns, share = 1, spreading, onRound }: Terms): Promise<Pairs> {
  const passed = new Map<number, ReadonlyMap<string, number>>();
  const runs = seeds.map((seed): RunOptions => ({ seed, ...rush }));
  await spread<RunOptions, [string, number][]>(
    new URL('placesThread.ts', import.meta.url),
    runs,
    spreading,
    (found, { seed }) => {
      passed.set(seed, new Map(found));
    },
  );
  const all = [...new Set([...passed.values()].flatMap((places) => [...places.keys()]))].sort();
  const places = all.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
  const table = pairTable(places, passed);
  const { size: pairs, apart } = table;
  const result: Pairs = { places: places.length, pairs, apart, hit: 0, runs: 0, missed: [], broken: [] };
  const chance = randomStream(1, 'pairs');
  while (table.left() > 0 && result.runs < mostRuns) {
    const count = Math.min(runsEachRound, mostRuns - result.runs);
    const jobs = Array.from({ length: count }, (): PairJob => table.plan(chance));
    table.nextRound();
    await spread<PairJob, PairAnswer>(new URL('pairThread.ts', import.meta.url), jobs, spreading, (answer, job) => {
      table.strike(job, answer.struck);
      if (answer.broken) result.broken.push({ ...answer.broken, seed: job.seed });
    });
    result.runs += count;
    onRound?.(table.size - table.left(), table.size, result.runs);
  }
  result.hit = table.size - table.left();
  result.missed = table.missed();
  return result;
}

const kinds = faultKinds.length;

/**
 * Which pairs have struck together. A fault is a place and a kind, by number; a pair that no seed passes is none.
 */
function pairTable(places: readonly string[], passed: ReadonlyMap<number, ReadonlyMap<string, number>>) {
  const faults = places.length * kinds;
  const struck = new Uint8Array(faults * faults);
  const tried = new Uint8Array(faults * faults);
  /** In the round that is being planned. */
  let planned = new Set<number>();
  const at = (a: number, b: number): number => (a < b ? a * faults + b : b * faults + a);
  const numberOf = new Map(places.map((place, index) => [place, index]));
  const placeOf = (fault: number): string => places[Math.floor(fault / kinds)] as string;
  const faultOf = ({ place, kind }: Planted): number => (numberOf.get(place) ?? 0) * kinds + faultKinds.indexOf(kind);
  const plantedOf = (fault: number): Planted => ({
    place: placeOf(fault),
    kind: faultKinds[fault % kinds] as FaultKind,
  });
  const passes = (seed: number, fault: number): boolean => passed.get(seed)?.has(placeOf(fault)) === true;
  /** Of one place in runs of one seed: how often faults were planted there, and how often one struck. */
  const luck = new Map<string, { planted: number; struck: number }>();
  const luckOf = (seed: number, fault: number): { planted: number; struck: number } => {
    const key = `${seed} ${placeOf(fault)}`;
    const known = luck.get(key) ?? { planted: 0, struck: 0 };
    luck.set(key, known);
    return known;
  };
  /** What is expected of the next try: the first succeeds the rather the oftener the place is passed. */
  const odds = (seed: number, fault: number): number => {
    const { planted: tries, struck: hits } = luckOf(seed, fault);
    return (hits + 1 - 0.5 ** (passed.get(seed)?.get(placeOf(fault)) ?? 0)) / (tries + 1);
  };
  const seedsOf = (a: number, b: number): number[] =>
    [...passed.keys()].filter((seed) => passes(seed, a) && passes(seed, b));
  let [left, apart] = [0, 0];
  for (let a = 0; a < faults; a += kinds) {
    for (let b = a; b < faults; b += kinds) {
      const count = a === b ? (kinds * (kinds + 1)) / 2 : kinds * kinds;
      if (seedsOf(a, b).length > 0) left += count;
      else apart += count;
    }
  }
  const size = left;
  const open = (a: number, b: number): boolean => struck[at(a, b)] === 0;
  const worthOf = (a: number, b: number): number => (open(a, b) ? (planned.has(at(a, b)) ? 0.2 : 1) : 0);

  /** An open pair that was planned as seldom as any, and a seed that passes both. */
  function firstOpen(chance: RandomStream): { a: number; b: number; seed: number } {
    const start = chance.integer(0, faults - 1);
    for (let least = 0; least < 256; least += 1) {
      for (let step = 0; step < faults; step += 1) {
        const a = (start + step) % faults;
        for (let b = a; b < faults; b += 1) {
          if (!open(a, b) || (tried[at(a, b)] ?? 0) > least) continue;
          const seeds = seedsOf(a, b);
          if (seeds.length === 0) continue;
          const rated = seeds.map((seed) => ({ seed, odds: odds(seed, a) * odds(seed, b) * chance.uniform() }));
          return { a, b, seed: rated.reduce((best, one) => (one.odds > best.odds ? one : best)).seed };
        }
      }
    }
    throw new Error('every pair has struck');
  }

  return {
    size,
    apart,
    left: () => left,
    nextRound: () => {
      planned = new Set();
    },
    strike({ seed, planted: tries }: PairJob, together: readonly Planted[]): void {
      for (const place of new Set(tries.map((one) => one.place))) {
        const known = luckOf(seed, (numberOf.get(place) ?? 0) * kinds);
        known.planted += 1;
        known.struck += Number(together.some((one) => one.place === place));
      }
      const numbers = together.map(faultOf);
      for (const [index, a] of numbers.entries()) {
        for (const b of numbers.slice(index + 1)) {
          if (!open(a, b)) continue;
          struck[at(a, b)] = 1;
          // Faults lead to places that the seed does not pass without them.
          if (seedsOf(a, b).length > 0) left -= 1;
        }
      }
    },
    /** An open pair, and at every other place the faults that make most open pairs with those chosen before. */
    plan(chance: RandomStream): PairJob {
      const { a: first, b: second, seed } = firstOpen(chance);
      const chosen = [first, second];
      const times = tried[at(first, second)] ?? 0;
      tried[at(first, second)] = Math.min(255, times + 1);
      // One that others kept from striking has fewer beside it each time.
      const most = times === 0 ? Number.POSITIVE_INFINITY : Math.floor(400 / times);
      const start = chance.integer(0, places.length - 1);
      const taken = new Set(chosen.map((fault) => Math.floor(fault / kinds)));
      for (let step = 0; step < places.length && chosen.length < most; step += 1) {
        const place = (start + step) % places.length;
        if (taken.has(place) || !passes(seed, place * kinds)) continue;
        const worth = Array.from({ length: kinds }, (_, kind) => {
          const fault = place * kinds + kind;
          return { fault, gain: chosen.reduce((sum, other) => sum + worthOf(fault, other), chance.uniform() / 10) };
        }).sort((a, b) => b.gain - a.gain);
        const room = Math.ceil((passed.get(seed)?.get(places[place] as string) ?? 0) / passesOfFault);
        chosen.push(
          ...worth
            .filter(({ gain }) => gain >= leastGain)
            .slice(0, room)
            .map(({ fault }) => fault),
        );
      }
      for (const [index, a] of chosen.entries()) for (const b of chosen.slice(index + 1)) planned.add(at(a, b));
      return { seed, planted: chosen.map(plantedOf) };
    },
    missed: () =>
      Array.from({ length: faults }, (_, a) =>
        Array.from({ length: faults - a }, (_, more) => a + more)
          .filter((b) => open(a, b) && seedsOf(a, b).length > 0)
          .map((b) => `${said(plantedOf(a))} and ${said(plantedOf(b))}`),
      ).flat(),
  };
}

const said = ({ place, kind }: Planted): string => `${kind} at ${place}`;
