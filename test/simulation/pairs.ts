import { type RandomStream, randomStream } from '../../core/random/stream.ts';
import { type FaultKind, faultKinds, type Planted } from './faults.ts';
import type { PairAnswer, PairJob } from './pairThread.ts';
import type { RunOptions } from './run.ts';
import { type Spreading, spread } from './threads.ts';

/** A rush in one evening, so large that nearly every run passes nearly every place of the code. */
export const rush = { profile: 'mild', people: 48, faultHours: 8 } as const;

export interface Pairs {
  places: number;
  /** Two faults, each one of five kinds, at two places or twice at one. */
  pairs: number;
  hit: number;
  runs: number;
  /** Pairs that struck in no run together. */
  missed: string[];
  broken: { planted: Planted[]; seed: number; what: string }[];
}

interface Terms {
  /** Each run is of one of them, in turn. */
  seeds: readonly number[];
  mostRuns: number;
  /** Places taken, evenly, when not all shall be tried. */
  share?: number;
  spreading?: Spreading;
  onRound?: (hit: number, pairs: number, runs: number) => void;
}

/** Runs between two looks at what is still to be hit. */
const runsEachRound = 24;

/**
 * Every pair of faults strikes in one run at least: each run plants one fault, or two, at every place of the code, chosen
 * so that as many pairs as possible come together that have not yet. Places are read off the stack while some seeds run.
 */
export async function tryPairs({ seeds, mostRuns, share = 1, spreading, onRound }: Terms): Promise<Pairs> {
  const passed = new Map<string, number>();
  const runs = seeds.map((seed): RunOptions => ({ seed, ...rush }));
  await spread<RunOptions, string[]>(new URL('placesThread.ts', import.meta.url), runs, spreading, (found) => {
    for (const place of found) passed.set(place, (passed.get(place) ?? 0) + 1);
  });
  const all = [...passed.keys()].sort();
  const places = all.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
  const table = pairTable(places);
  const result: Pairs = { places: places.length, pairs: table.size, hit: 0, runs: 0, missed: [], broken: [] };
  const chance = randomStream(1, 'pairs');
  while (table.left() > 0 && result.runs < mostRuns) {
    const count = Math.min(runsEachRound, mostRuns - result.runs);
    const jobs = Array.from({ length: count }, (_, index): PairJob => {
      return { seed: seeds[(result.runs + index) % seeds.length] as number, planted: table.plan(chance) };
    });
    await spread<PairJob, PairAnswer>(
      new URL('pairThread.ts', import.meta.url),
      jobs,
      spreading,
      (answer, { seed }) => {
        table.strike(answer.struck);
        if (answer.broken) result.broken.push({ ...answer.broken, seed });
      },
    );
    result.runs += count;
    onRound?.(table.size - table.left(), table.size, result.runs);
  }
  result.hit = table.size - table.left();
  result.missed = table.missed();
  return result;
}

/** Which pairs have struck together. A fault is a place and a kind, by number. */
function pairTable(places: readonly string[]) {
  const kinds = faultKinds.length;
  const faults = places.length * kinds;
  const struck = new Uint8Array(faults * faults);
  const tried = new Uint16Array(faults * faults);
  const at = (a: number, b: number): number => (a < b ? a * faults + b : b * faults + a);
  const numberOf = new Map(places.map((place, index) => [place, index]));
  const faultOf = ({ place, kind }: Planted): number => (numberOf.get(place) ?? 0) * kinds + faultKinds.indexOf(kind);
  const plantedOf = (fault: number): Planted => ({
    place: places[Math.floor(fault / kinds)] as string,
    kind: faultKinds[fault % kinds] as FaultKind,
  });
  let left = (faults * (faults + 1)) / 2;
  const size = left;
  const open = (a: number, b: number): boolean => struck[at(a, b)] === 0;

  function firstOpen(chance: RandomStream): [number, number] {
    const start = chance.integer(0, faults - 1);
    for (let step = 0; step < faults; step += 1) {
      const a = (start + step) % faults;
      for (let b = a; b < faults; b += 1) if (open(a, b)) return [a, b];
    }
    throw new Error('every pair has struck');
  }

  return {
    size,
    left: () => left,
    strike(planted: readonly Planted[]): void {
      const numbers = planted.map(faultOf);
      for (const [index, a] of numbers.entries()) {
        for (const b of numbers.slice(index + 1)) {
          if (!open(a, b)) continue;
          struck[at(a, b)] = 1;
          left -= 1;
        }
      }
    },
    /** An open pair, and at every other place the two faults that make most open pairs with those chosen before. */
    plan(chance: RandomStream): Planted[] {
      const [first, second] = firstOpen(chance);
      const chosen = [first, second];
      tried[at(first, second)] = (tried[at(first, second)] ?? 0) + 1;
      // One that others kept from striking has a run to itself.
      if ((tried[at(first, second)] ?? 0) > 3) return chosen.map(plantedOf);
      const start = chance.integer(0, places.length - 1);
      const taken = new Set(chosen.map((fault) => Math.floor(fault / kinds)));
      for (let step = 0; step < places.length; step += 1) {
        const place = (start + step) % places.length;
        if (taken.has(place)) continue;
        const worth = Array.from({ length: kinds }, (_, kind) => {
          const fault = place * kinds + kind;
          return { fault, gain: chosen.filter((other) => open(fault, other)).length + chance.uniform() / 2 };
        }).sort((a, b) => b.gain - a.gain);
        const best = worth[0];
        if (best && best.gain >= 1) chosen.push(best.fault);
        const twice = worth.find(({ fault }) => best && open(best.fault, fault));
        if (best && twice && chance.uniform() < 0.3) chosen.push(twice.fault);
      }
      return chosen.map(plantedOf);
    },
    missed: () =>
      Array.from({ length: faults }, (_, a) =>
        Array.from({ length: faults - a }, (_, more) => a + more)
          .filter((b) => open(a, b))
          .map((b) => `${said(plantedOf(a))} and ${said(plantedOf(b))}`),
      ).flat(),
  };
}

const said = ({ place, kind }: Planted): string => `${kind} at ${place}`;
