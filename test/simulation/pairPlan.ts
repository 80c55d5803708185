import type { RandomStream } from '../../core/random/stream.ts';
import type { Planted } from './faults.ts';
import { faultsAt, kinds, type PairTable, placeOf, worthPlanned } from './pairTable.ts';
import type { PairJob } from './pairThread.ts';

/** So many runs are drawn; of what has not struck together by then most is reached sooner by changing a run that nearly did. */
const runsAtRandom = 240;

/** Of a pair that was tried before, the runs have so many faults at most, over the number of tries: others kept it from striking. */
const faultsOfTry = 400;

export interface PairPlan {
  /** Faults to plant so that as many open pairs as possible strike, one that is chosen among them. */
  next(chance: RandomStream): PairJob;
  /** What came of it. */
  made(job: PairJob, struck: readonly Planted[]): void;
}

export function pairPlan(table: PairTable): PairPlan {
  const tried = new Map<string, number>();
  const triesOf = (a: number, b: number): number => tried.get(`${a} ${b}`) ?? 0;
  const luck = luckOfPlaces(table);
  /** The runs that were made, with the faults that struck, in their order. */
  const runs: { job: PairJob; order: readonly number[] }[] = [];

  /** An open pair that was planned as seldom as any, and a seed that passes both. */
  function firstOpen(chance: RandomStream): { a: number; b: number; seed: number } {
    const { faults } = table;
    const start = chance.integer(0, faults - 1);
    for (let least = 0; ; least += 1) {
      for (let step = 0; step < faults; step += 1) {
        const a = (start + step) % faults;
        for (let b = a; b < faults; b += 1) {
          if (!table.open(a, b) || triesOf(a, b) > least) continue;
          const rated = table.seedsOf(a, b).map((seed) => {
            return { seed, odds: luck.odds(seed, a) * luck.odds(seed, b) * chance.uniform() };
          });
          if (rated.length > 0) return { a, b, seed: best(rated, ({ odds }) => odds).seed };
        }
      }
    }
  }

  /**
   * How many faults to plant at each place beside the chosen ones. Of a seed's requests each may carry one: what lies behind
   * it in the same request is not reached. Those places choose first that are in most open pairs.
   */
  function roomBeside(chosen: readonly number[], seed: number, chance: RandomStream): number[] {
    const taken = new Set<number>();
    const takeOne = (place: number): boolean => {
      const free = table.requestsOf(seed, place).find((request) => !taken.has(request));
      if (free !== undefined) taken.add(free);
      return free !== undefined;
    };
    for (const fault of chosen) takeOne(placeOf(fault));
    const byNeed = table.places
      .map((_, place) => ({ place, need: table.openAt(place) * (0.5 + chance.uniform()) }))
      .filter(({ place }) => !chosen.some((fault) => placeOf(fault) === place))
      .sort((a, b) => b.need - a.need);
    // What a fault leads to elsewhere may pass those that the seed itself does not.
    const room = table.places.map((_, place): number => (table.requestsOf(seed, place).length === 0 ? 1 : 0));
    for (let round = 0; round < kinds; round += 1) {
      for (const { place } of byNeed) if (takeOne(place)) room[place] = (room[place] ?? 0) + 1;
    }
    return room;
  }

  const rate = (fault: number, chosen: readonly number[], chance: RandomStream) => ({
    fault,
    gain: table.gain(fault, chosen) + chance.uniform() / 10,
  });

  /** At each place, from any on, the faults that make most open pairs with those chosen before. */
  function addCompanions(chosen: number[], room: readonly number[], most: number, chance: RandomStream): void {
    const { length } = table.places;
    const start = chance.integer(0, length - 1);
    for (let step = 0; step < length && chosen.length < most; step += 1) {
      const place = (start + step) % length;
      const rated = faultsAt(place).map((fault) => rate(fault, chosen, chance));
      const byGain = rated.sort((a, b) => b.gain - a.gain).filter(({ gain }) => gain >= worthPlanned);
      const here = byGain.slice(0, room[place]).map(({ fault }) => fault);
      // The same one twice is a pair, too.
      const twice = here.length > 1 ? here.filter((fault) => table.gain(fault, [fault]) >= 1).slice(0, 1) : [];
      chosen.push(...here, ...twice);
    }
  }

  function plantedOf(chosen: readonly number[], seed: number): Planted[] {
    const count = new Map<number, number>();
    for (const fault of chosen) count.set(placeOf(fault), (count.get(placeOf(fault)) ?? 0) + 1);
    return chosen.map((fault) => {
      const place = placeOf(fault);
      const oneIn = Math.max(1, table.requestsOf(seed, place).length / (2 * (count.get(place) ?? 1)));
      return { place: table.places[place] as string, kind: table.kindOf(fault), oneIn };
    });
  }

  /**
   * A run in which one of the two struck and, later, any fault at the place of the other: with the other's kind there it is
   * the same run until then, so both strike.
   */
  function again(a: number, b: number, chance: RandomStream): PairJob | undefined {
    if (placeOf(a) === placeOf(b)) return undefined;
    const start = chance.integer(0, Math.max(0, runs.length - 1));
    for (let step = 0; step < runs.length; step += 1) {
      const { job, order } = runs[(start + step) % runs.length] as (typeof runs)[number];
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

  /** The same faults until the one that struck at `until`, in whose place `fault` is planted; later ones are chosen anew. */
  function changedFrom(
    { seed, planted }: PairJob,
    order: readonly number[],
    until: number,
    fault: number,
    chance: RandomStream,
  ): PairJob {
    const kept = order.slice(0, until);
    const chosen = [...kept, fault];
    let [keeps, changes] = [[...kept], true];
    const inPlaceOf = (known: number): number => {
      if (keeps.includes(known)) {
        keeps = keeps.toSpliced(keeps.indexOf(known), 1);
        return known;
      }
      if (changes && known === order[until]) {
        changes = false;
        return fault;
      }
      const free = faultsAt(placeOf(known)).filter((other) => !chosen.includes(other));
      const rated = (free.length > 0 ? free : [known]).map((one) => rate(one, chosen, chance));
      const other = best(rated, ({ gain }) => gain).fault;
      chosen.push(other);
      return other;
    };
    return { seed, planted: planted.map((one) => ({ ...one, kind: table.kindOf(inPlaceOf(table.faultOf(one))) })) };
  }

  return {
    next(chance) {
      const { a, b, seed } = firstOpen(chance);
      const times = triesOf(a, b);
      tried.set(`${a} ${b}`, times + 1);
      const known = runs.length < runsAtRandom ? undefined : again(a, b, chance);
      if (known) {
        table.plan(known.planted.map(table.faultOf));
        return known;
      }
      const chosen = [a, b];
      const most = times === 0 ? Number.POSITIVE_INFINITY : Math.floor(faultsOfTry / times);
      addCompanions(chosen, roomBeside(chosen, seed, chance), most, chance);
      table.plan(chosen);
      return { seed, planted: plantedOf(chosen, seed) };
    },
    made(job, struck) {
      const order = struck.map(table.faultOf);
      luck.note(job.seed, job.planted.map(table.faultOf), order);
      runs.push({ job, order });
      table.strike(order);
    },
  };
}

/** Of one place in runs of one seed: how often faults were planted there, and how often one struck. */
function luckOfPlaces(table: PairTable) {
  const known = new Map<string, { planted: number; struck: number }>();
  const of = (seed: number, place: number): { planted: number; struck: number } =>
    known.get(`${seed} ${place}`) ?? { planted: 0, struck: 0 };
  return {
    note(seed: number, planted: readonly number[], struck: readonly number[]): void {
      const there = new Set(struck.map(placeOf));
      for (const place of new Set(planted.map(placeOf))) {
        const before = of(seed, place);
        const hits = before.struck + Number(there.has(place));
        known.set(`${seed} ${place}`, { planted: before.planted + 1, struck: hits });
      }
    },
    /** What is expected of the next try: the first succeeds the rather the oftener the place is passed. */
    odds(seed: number, fault: number): number {
      const { planted, struck } = of(seed, placeOf(fault));
      return (struck + 1 - 0.5 ** table.requestsOf(seed, placeOf(fault)).length) / (planted + 1);
    },
  };
}

const best = <One>(of: readonly One[], worth: (one: One) => number): One =>
  of.reduce((most, one) => (worth(one) > worth(most) ? one : most));
