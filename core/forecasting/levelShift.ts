/** Days looked back for a change, and how many must lie on either side of it. */
const daysLooked = 60;
const daysBefore = 10;
const daysAfter = 4;
/** How many spreads of single days the level must have moved: a drift or a busy week does not. */
const shiftLimit = 4;

/**
 * The day, if any, from which on the scores stand at another level for good: medians on both sides, the days' weekdays taken
 * off, apart by more than three spreads of single days, all of the days after nearer to the new level than to the old.
 */
export function levelBreaks(scores: Float64Array, weekdays: Int8Array): ReadonlySet<number> {
  const known = [...scores.keys()].filter((day) => !Number.isNaN(scores[day] as number)).slice(-daysLooked);
  if (known.length < daysBefore + daysAfter) return new Set();
  const values = weekdayAdjusted(known, scores, weekdays);
  let best = { stat: shiftLimit, at: -1 };
  for (let split = daysBefore; split <= known.length - daysAfter; split++) {
    const [before, after] = [values.slice(0, split), values.slice(split)];
    const [low, high] = [median(before), median(after)];
    const shift = Math.abs(high - low);
    const spread = 1.4826 * median([...before.map((v) => Math.abs(v - low)), ...after.map((v) => Math.abs(v - high))]);
    const stat = shift / Math.max(spread, 1e-9);
    const lasting = after.every((value) => Math.abs(value - high) < Math.abs(value - low));
    if (lasting && stat > best.stat) best = { stat, at: split };
  }
  return best.at < 0 ? new Set() : new Set([known[best.at] as number]);
}

/** With a change of level inside, weekday medians of all days still differ only by where the change lies in each. */
function weekdayAdjusted(known: readonly number[], scores: Float64Array, weekdays: Int8Array): number[] {
  const all = median(known.map((day) => scores[day] as number));
  const differences = Array.from({ length: 7 }, (_, weekday) => {
    const own = known.filter((day) => weekdays[day] === weekday);
    const around = own.flatMap((day) => {
      const near = known.filter((other) => other !== day && Math.abs(other - day) <= 6);
      return near.length === 0 ? [] : [(scores[day] as number) - median(near.map((other) => scores[other] as number))];
    });
    return around.length === 0 ? 0 : median(around);
  });
  return known.map((day) => (scores[day] as number) - (differences[weekdays[day] as number] ?? 0) - all);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
