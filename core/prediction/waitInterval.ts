/** Of what an interval leaves out, the parts tried below it; the rest lies above. */
const partsBelow: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/**
 * The shortest interval between two of the law's quantiles that holds `share` of the waits. Waits lean to the right and
 * never fall below 0, so that equal tails would leave out many short waits to hold few long ones: with a law as scattered
 * as an exponential one the shortest interval begins at 0 and is a fifth narrower. A law of one summit has one such
 * interval: the search ends where it grows again.
 */
export function shortestInterval(quantile: (p: number) => number, share: number): [number, number] {
  const left = 1 - share;
  let best: [number, number] = [0, quantile(share)];
  for (const part of partsBelow.slice(1)) {
    const [low, high] = [quantile(part * left), quantile(part * left + share)];
    if (high - low >= best[1] - best[0]) break;
    best = [low, high];
  }
  return best;
}
