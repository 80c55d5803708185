import type { RandomStream } from '../../core/random/stream.ts';
import type { Planted } from './faults.ts';
import { faultsAt, type PairTable, placeOf } from './pairTable.ts';

export interface PlannedRun {
  seed: number;
  planted: readonly Planted[];
}

export interface MadeRun extends PlannedRun {
  /** The planted faults that struck, in their order. */
  order: readonly number[];
}

/**
 * From the runs that were made one in which one of the two struck and, later, any fault at the place of the other: with the
 * other's kind there it is the same run until then, so both strike. Undefined: none came so near.
 */
export function again(
  table: PairTable,
  runs: readonly MadeRun[],
  { a, b }: { a: number; b: number },
  chance: RandomStream,
): PlannedRun | undefined {
  if (placeOf(a) === placeOf(b)) return undefined;
  const start = chance.integer(0, Math.max(0, runs.length - 1));
  for (let step = 0; step < runs.length; step += 1) {
    const run = runs[(start + step) % runs.length] as MadeRun;
    for (const [first, then] of [
      [a, b],
      [b, a],
    ] as const) {
      const from = run.order.indexOf(first);
      const until = from < 0 ? -1 : run.order.findIndex((fault, at) => at > from && placeOf(fault) === placeOf(then));
      if (until >= 0) return changed(table, run, until, then, chance);
    }
  }
  return undefined;
}

/** The same faults until the one that struck at `until`, in whose place `fault` is planted; later ones are chosen anew. */
function changed(
  table: PairTable,
  { seed, planted, order }: MadeRun,
  until: number,
  fault: number,
  chance: RandomStream,
): PlannedRun {
  let kept = order.slice(0, until);
  const chosen = [...kept, fault];
  let changes = true;
  const inPlaceOf = (known: number): number => {
    if (kept.includes(known)) {
      kept = kept.toSpliced(kept.indexOf(known), 1);
      return known;
    }
    if (changes && known === order[until]) {
      changes = false;
      return fault;
    }
    const free = faultsAt(placeOf(known)).filter((other) => !chosen.includes(other));
    const others = (free.length > 0 ? free : [known]).map((one) => rated(table, one, chosen, chance));
    const other = best(others, ({ gain }) => gain).fault;
    chosen.push(other);
    return other;
  };
  return { seed, planted: planted.map((one) => ({ ...one, kind: table.kindOf(inPlaceOf(table.faultOf(one))) })) };
}

/** A fault, and what it is worth beside the chosen ones; of equals any. */
export const rated = (table: PairTable, fault: number, chosen: readonly number[], chance: RandomStream) => ({
  fault,
  gain: table.gain(fault, chosen) + chance.uniform() / 10,
});

export const best = <One>(of: readonly One[], worth: (one: One) => number): One =>
  of.reduce((most, one) => (worth(one) > worth(most) ? one : most));
