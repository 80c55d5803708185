import type { Matrix } from 'ml-matrix';

/** A root this many times the usual one, and so much more, is beyond belief: four times the contacts. */
const beyondFactor = 2;
const beyondMore = 3;
/** Of a day's slots, a smaller share beyond belief is a fault of recording; a larger one may be a real change. */
const faultShare = 0.2;

/**
 * Takes values beyond belief out of past days, in place: single slots become unknown, a whole wild day is cut down to the
 * limit, so that it can still teach a change of level but not bend the shapes. Says whether there were any.
 *
 * The usual root of a slot is the median of its weekday's days, or of its last three where those are higher.
 */
export function tameOutliers(roots: Matrix, weekdays: Int8Array, until: number): boolean {
  let found = false;
  for (let weekday = 0; weekday < 7; weekday++) {
    const rows = [...weekdays.keys()].filter((row) => row < until && weekdays[row] === weekday);
    const limits = Array.from({ length: roots.columns }, (_, slot) => {
      const values = rows.map((row) => roots.get(row, slot)).filter((value) => !Number.isNaN(value));
      return beyondFactor * Math.max(median(values), median(values.slice(-3))) + beyondMore;
    });
    for (const row of rows) {
      const beyond = limits.flatMap((limit, slot) => (roots.get(row, slot) > limit ? [slot] : []));
      if (beyond.length === 0 || rows.length < 2) continue;
      found = true;
      const fault = beyond.length < faultShare * roots.columns;
      for (const slot of beyond) roots.set(row, slot, fault ? Number.NaN : (limits[slot] as number));
    }
  }
  return found;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
