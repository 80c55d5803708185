import type { RandomStream } from '../../core/random/stream.ts';
import { type FaultKind, faultKinds, type Planted } from './faults.ts';
import type { PairJob } from './pairThread.ts';

const kinds = faultKinds.length;

/** What a pair that is planned in this round already is worth beside an open one: it may not come together. */
const worthPlanned = 0.2;

/** So many runs are drawn; of what has not struck together by then most is reached sooner by changing a run that nearly did. */
const runsAtRandom = 240;

/**
 * Which pairs have struck together. A fault is a place and a kind, by number; a pair that no seed passes is none. `passed`
 * gives, by seed and place, the requests in which a run passes it.
 */
export function pairTable(
  places: readonly string[],
  passed: ReadonlyMap<number, ReadonlyMap<string, readonly number[]>>,
) {
  const faults = places.length * kinds;
  const struck = new Uint8Array(faults * faults);
  const tried = new Uint8Array(faults * faults);
  /** In the round that is being planned. */
  let planned = new Set<number>();
  const at = (a: number, b: number): number => (a < b ? a * faults + b : b * faults + a);
  const numberOf = new Map(places.map((place, index) => [place, index]));
  const placeOf = (fault: number): number => Math.floor(fault / kinds);
  const faultOf = ({ place, kind }: Planted): number => (numberOf.get(place) ?? 0) * kinds + faultKinds.indexOf(kind);
  const said = (fault: number): string => `${faultKinds[fault % kinds]} at ${places[placeOf(fault)]}`;
  const requestsOf = (seed: number, place: number): readonly number[] =>
    passed.get(seed)?.get(places[place] as string) ?? [];
  const passes = (seed: number, fault: number): boolean => requestsOf(seed, placeOf(fault)).length > 0;
  /** Of one place in runs of one seed: how often faults were planted there, and how often one struck. */
  const luck = new Map<string, { planted: number; struck: number }>();
  const luckOf = (seed: number, place: number): { planted: number; struck: number } => {
    const key = `${seed} ${place}`;
    const known = luck.get(key) ?? { planted: 0, struck: 0 };
    luck.set(key, known);
    return known;
  };
  /** What is expected of the next try: the first succeeds the rather the oftener the place is passed. */
  const odds = (seed: number, fault: number): number => {
    const { planted: tries, struck: hits } = luckOf(seed, placeOf(fault));
    return (hits + 1 - 0.5 ** requestsOf(seed, placeOf(fault)).length) / (tries + 1);
  };
  const seedsOf = (a: number, b: number): number[] =>
    [...passed.keys()].filter((seed) => passes(seed, a) && passes(seed, b));
  let [left, apart] = [0, 0];
  /** Open pairs that each place is in. */
  const openAt = new Array<number>(places.length).fill(0);
  for (let a = 0; a < faults; a += kinds) {
    for (let b = a; b < faults; b += kinds) {
      const count = a === b ? (kinds * (kinds + 1)) / 2 : kinds * kinds;
      if (seedsOf(a, b).length > 0) {
        left += count;
        for (const fault of [a, b]) openAt[placeOf(fault)] = (openAt[placeOf(fault)] ?? 0) + count;
      } else apart += count;
    }
  }
  const size = left;
  const open = (a: number, b: number): boolean => struck[at(a, b)] === 0;
  const worthOf = (a: number, b: number): number => (open(a, b) ? (planned.has(at(a, b)) ? worthPlanned : 1) : 0);

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

  /**
   * How many faults to plant at each place beside the chosen ones. Of a seed's requests each may carry one: what lies behind
   * it in the same request is not reached. Those places choose first that are in most open pairs.
   */
  function roomBeside(chosen: readonly number[], seed: number, chance: RandomStream): number[] {
    const taken = new Set<number>();
    const takeOne = (place: number): boolean => {
      const free = requestsOf(seed, place).find((request) => !taken.has(request));
      if (free !== undefined) taken.add(free);
      return free !== undefined;
    };
    for (const fault of chosen) takeOne(placeOf(fault));
    const byNeed = places
      .map((_, place) => ({ place, need: (openAt[place] ?? 0) * (0.5 + chance.uniform()) }))
      .filter(({ place }) => !chosen.some((fault) => placeOf(fault) === place))
      .sort((a, b) => b.need - a.need);
    // What a fault leads to elsewhere may pass those that the seed itself does not.
    const room = places.map((_, place): number => (requestsOf(seed, place).length === 0 ? 1 : 0));
    for (let round = 0; round < kinds; round += 1) {
      for (const { place } of byNeed) if (takeOne(place)) room[place] = (room[place] ?? 0) + 1;
    }
    return room;
  }

  /** At each place, from any on, the faults that make most open pairs with those chosen before. */
  function addCompanions(chosen: number[], room: readonly number[], most: number, chance: RandomStream): void {
    const start = chance.integer(0, places.length - 1);
    for (let step = 0; step < places.length && chosen.length < most; step += 1) {
      const place = (start + step) % places.length;
      const rated = Array.from({ length: kinds }, (_, kind) => {
        const fault = place * kinds + kind;
        return { fault, gain: chosen.reduce((sum, other) => sum + worthOf(fault, other), chance.uniform() / 10) };
      });
      const best = rated.sort((a, b) => b.gain - a.gain).slice(0, room[place]);
      chosen.push(...best.filter(({ gain }) => gain >= worthPlanned).map(({ fault }) => fault));
    }
  }

  function notePlanned(chosen: readonly number[]): void {
    for (const [index, a] of chosen.entries()) for (const b of chosen.slice(index + 1)) planned.add(at(a, b));
  }

  /** Runs that were made, with the faults that struck, in their order. */
  const made: { job: PairJob; order: readonly number[] }[] = [];

  /**
   * A run in which one of the two struck and, later, any fault at the place of the other: with the other's kind there it is
   * the same run until then, so both strike. Faults after that are chosen anew.
   */
  function again(a: number, b: number, chance: RandomStream): PairJob | undefined {
    if (placeOf(a) === placeOf(b)) return undefined;
    const start = chance.integer(0, Math.max(0, made.length - 1));
    for (let step = 0; step < made.length; step += 1) {
      const { job, order } = made[(start + step) % made.length] as (typeof made)[number];
      for (const [first, then] of [
        [a, b],
        [b, a],
      ] as const) {
        const from = order.indexOf(first);
        const until = from < 0 ? -1 : order.findIndex((fault, at) => at > from && placeOf(fault) === placeOf(then));
        if (until >= 0) return changedFrom(job, order, until, then, chance);
      }
    }
    return undefined;
  }

  /** The same faults until the one that struck at `until`, in whose place `fault` is planted. */
  function changedFrom(
    { seed, planted: before }: PairJob,
    order: readonly number[],
    until: number,
    fault: number,
    chance: RandomStream,
  ): PairJob {
    const kept = new Set(order.slice(0, until));
    const chosen = [...kept, fault];
    const taken = new Set(chosen);
    const changed = order[until] as number;
    const planted = before.map((one): Planted => {
      const known = faultOf(one);
      if (kept.has(known)) return one;
      if (known === changed) return { ...one, kind: faultKinds[fault % kinds] as FaultKind };
      const first = placeOf(known) * kinds;
      const free = Array.from({ length: kinds }, (_, kind) => first + kind).filter((other) => !taken.has(other));
      const rated = free.map((other) => ({
        other,
        gain: chosen.reduce((sum, beside) => sum + worthOf(other, beside), chance.uniform() / 10),
      }));
      const best = rated.reduce((most, one) => (one.gain > most.gain ? one : most)).other;
      chosen.push(best);
      taken.add(best);
      return { ...one, kind: faultKinds[best % kinds] as FaultKind };
    });
    return { seed, planted };
  }

  return {
    size,
    apart,
    left: () => left,
    nextRound: () => {
      planned = new Set();
    },
    strike(job: PairJob, together: readonly Planted[]): void {
      const { seed, planted: tries } = job;
      for (const place of new Set(tries.map((one) => one.place))) {
        const known = luckOf(seed, numberOf.get(place) ?? 0);
        known.planted += 1;
        known.struck += Number(together.some((one) => one.place === place));
      }
      const numbers = together.map(faultOf);
      made.push({ job, order: numbers });
      for (const [index, a] of numbers.entries()) {
        for (const b of numbers.slice(index + 1)) {
          if (!open(a, b)) continue;
          struck[at(a, b)] = 1;
          // Faults lead to places that the seed does not pass without them.
          if (seedsOf(a, b).length === 0) continue;
          left -= 1;
          for (const fault of [a, b]) openAt[placeOf(fault)] = (openAt[placeOf(fault)] ?? 0) - 1;
        }
      }
    },
    /** An open pair, and at other places the faults that make most open pairs with those chosen before. */
    plan(chance: RandomStream): PairJob {
      const { a: first, b: second, seed } = firstOpen(chance);
      const times = tried[at(first, second)] ?? 0;
      tried[at(first, second)] = Math.min(255, times + 1);
      const known = made.length < runsAtRandom ? undefined : again(first, second, chance);
      if (known) {
        notePlanned(known.planted.map(faultOf));
        return known;
      }
      const chosen = [first, second];
      // One that others kept from striking has fewer beside it each time.
      const most = times === 0 ? Number.POSITIVE_INFINITY : Math.floor(400 / times);
      addCompanions(chosen, roomBeside(chosen, seed, chance), most, chance);
      notePlanned(chosen);
      const count = new Map<number, number>();
      for (const fault of chosen) count.set(placeOf(fault), (count.get(placeOf(fault)) ?? 0) + 1);
      const planted = chosen.map((fault): Planted => {
        const place = placeOf(fault);
        const oneIn = Math.max(1, requestsOf(seed, place).length / (2 * (count.get(place) ?? 1)));
        return { place: places[place] as string, kind: faultKinds[fault % kinds] as FaultKind, oneIn };
      });
      return { seed, planted };
    },
    missed: () =>
      Array.from({ length: faults }, (_, a) =>
        Array.from({ length: faults - a }, (_, more) => a + more)
          .filter((b) => open(a, b) && seedsOf(a, b).length > 0)
          .map((b) => `${said(a)} and ${said(b)}`),
      ).flat(),
  };
}
