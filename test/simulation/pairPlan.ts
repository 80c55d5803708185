import type { RandomStream } from '../../core/random/stream.ts';
import type { Planted } from './faults.ts';
import { again, best, type MadeRun, type PlannedRun, rated } from './pairAgain.ts';
import { faultsAt, kinds, type PairTable, placeOf, worthPlanned } from './pairTable.ts';

/** So many runs are drawn; of what has not struck together by then most is reached sooner by changing a run that nearly did. */
const runsAtRandom = 100;

/** Of a pair that was tried before, the runs have so many faults at most, over the tries squared: others kept it from striking. */
const faultsOfTry = 400;

/** Whoever asks a flow's function hangs on for a few seconds only; what a queue or a schedule brings comes again and again. */
const triesAt = (place: string): number => (/^(?:quote-wait|take-offer|bind-callback) /.test(place) ? 2 : 4);

export interface PairPlan {
  /** Faults to plant so that as many open pairs as possible strike, one that is chosen among them. */
  next(chance: RandomStream): PlannedRun;
  /** What came of it. */
  made(run: PlannedRun, struck: readonly Planted[]): void;
}

export function pairPlan(table: PairTable): PairPlan {
  const tried = new Map<string, number>();
  const triesOf = (a: number, b: number): number => tried.get(`${a} ${b}`) ?? 0;
  const luck = luckOfPlaces(table);
  const runs: MadeRun[] = [];
  const functionAt = (place: number): string => (table.places[place] as string).split(' ', 1)[0] as string;

  /** An open pair that was planned as seldom as any, and a seed that passes both. */
  function firstOpen(chance: RandomStream): { a: number; b: number; seed: number } {
    const { faults } = table;
    const start = chance.integer(0, faults - 1);
    for (let least = 0; ; least += 1) {
      for (let step = 0; step < faults; step += 1) {
        const a = (start + step) % faults;
        for (let b = a; b < faults; b += 1) {
          if (!table.open(a, b) || triesOf(a, b) > least) continue;
          const seeds = table.seedsOf(a, b).map((seed) => {
            const twice = placeOf(a) === placeOf(b) ? table.requestsOf(seed, placeOf(a)).length : 1;
            return { seed, odds: twice * luck.odds(seed, a) * luck.odds(seed, b) * chance.uniform() };
          });
          if (seeds.length > 0) return { a, b, seed: best(seeds, ({ odds }) => odds).seed };
        }
      }
    }
  }

  /**
   * How many faults to plant at each place beside the chosen ones. Of a seed's requests each may carry one for every try that
   * is made of it: what lies behind a fault in the same try is not reached. Those places choose first that are in most open
   * pairs.
   */
  function roomBeside(
    chosen: readonly number[],
    seed: number,
    isLeftOut: (place: number) => boolean,
    chance: RandomStream,
  ): number[] {
    const taken = new Map<number, number>();
    const takeOne = (place: number): boolean => {
      const tries = triesAt(table.places[place] as string);
      const free = table.requestsOf(seed, place).find((request) => (taken.get(request) ?? 0) < tries);
      if (free !== undefined) taken.set(free, (taken.get(free) ?? 0) + 1);
      return free !== undefined;
    };
    for (const fault of chosen) takeOne(placeOf(fault));
    const byNeed = table.places
      .map((_, place) => ({ place, need: table.openAt(place) * (0.5 + chance.uniform()) }))
      .filter(({ place }) => !isLeftOut(place) && !chosen.some((fault) => placeOf(fault) === place))
      .sort((a, b) => b.need - a.need);
    // What a fault leads to elsewhere may pass those that the seed itself does not.
    const room = table.places.map((_, place): number =>
      table.requestsOf(seed, place).length === 0 && !isLeftOut(place) ? 1 : 0,
    );
    for (let round = 0; round < kinds; round += 1) {
      for (const { place } of byNeed) if (takeOne(place)) room[place] = (room[place] ?? 0) + 1;
    }
    return room;
  }

  /** At each place, from any on, the faults that make most open pairs with those chosen before. */
  function addCompanions(chosen: number[], room: readonly number[], most: number, chance: RandomStream): void {
    const { length } = table.places;
    const start = chance.integer(0, length - 1);
    for (let step = 0; step < length && chosen.length < most; step += 1) {
      const place = (start + step) % length;
      const all = faultsAt(place).map((fault) => rated(table, fault, chosen, chance));
      const byGain = all.sort((a, b) => b.gain - a.gain).filter(({ gain }) => gain >= worthPlanned);
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

  return {
    next(chance) {
      const { a, b, seed } = firstOpen(chance);
      const times = triesOf(a, b);
      tried.set(`${a} ${b}`, times + 1);
      const known = runs.length < runsAtRandom ? undefined : again(table, runs, { a, b }, chance);
      if (known) {
        table.plan(known.planted.map(table.faultOf));
        return known;
      }
      const chosen = [a, b];
      // What was tried before was kept from striking by faults before it in the same functions.
      const functions = new Set(chosen.map((fault) => functionAt(placeOf(fault))));
      const isLeftOut = (place: number): boolean => times > 0 && functions.has(functionAt(place));
      const most = times === 0 ? Number.POSITIVE_INFINITY : Math.floor(faultsOfTry / times ** 2);
      addCompanions(chosen, roomBeside(chosen, seed, isLeftOut, chance), most, chance);
      table.plan(chosen);
      return { seed, planted: plantedOf(chosen, seed) };
    },
    made({ seed, planted }, struck) {
      const order = struck.map(table.faultOf);
      luck.note(seed, planted.map(table.faultOf), order);
      runs.push({ seed, planted, order });
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
