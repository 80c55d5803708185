interface Corner {
  readonly at: readonly number[];
  readonly value: number;
}

/**
 * The lowest point of `cost` that a simplex finds from `start` within `evaluations` calls; `step` is the first edge.
 * Deterministic. A cost that is not a number counts as infinite.
 *
 * Source: Nelder & Mead, The Computer Journal 7(4), 1965, with the usual coefficients 1, 2, ½, ½.
 */
export function nelderMead(
  cost: (at: readonly number[]) => number,
  start: readonly number[],
  step: number,
  evaluations: number,
): readonly number[] {
  let left = evaluations;
  const measure = (at: readonly number[]): Corner => {
    left--;
    const value = cost(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const simplex = [
    measure(start),
    ...start.map((_, axis) => measure(start.map((value, index) => (index === axis ? value + step : value)))),
  ];
  for (;;) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0] as Corner;
    const worst = simplex.at(-1) as Corner;
    if (left <= 0 || worst.value - best.value < 1e-4) return best.at;
    const rest = simplex.slice(0, -1);
    const middle = start.map((_, axis) => rest.reduce((sum, { at }) => sum + (at[axis] as number), 0) / rest.length);
    const along = (factor: number): Corner =>
      measure(middle.map((value, axis) => value + factor * (value - (worst.at[axis] as number))));
    const reflected = along(1);
    if (reflected.value < best.value) {
      const further = along(2);
      simplex[rest.length] = further.value < reflected.value ? further : reflected;
    } else if (reflected.value < (rest.at(-1) as Corner).value) {
      simplex[rest.length] = reflected;
    } else {
      const inward = along(reflected.value < worst.value ? 0.5 : -0.5);
      if (inward.value < Math.min(worst.value, reflected.value)) simplex[rest.length] = inward;
      else {
        for (const [index, { at }] of simplex.entries())
          if (index > 0) simplex[index] = measure(at.map((value, axis) => ((best.at[axis] as number) + value) / 2));
      }
    }
  }
}
