import type { Instant } from '../time/units.ts';

/** Added to waits and predictions before their ratio is taken: a prediction of nothing still has an error. */
const grainSeconds = 15;
const most = 300;

/**
 * How far a predictor's waits came out from its points, each known once it had happened: the last three hundred. So a
 * rival that says one number has intervals too, and all are judged alike.
 */
export class PastRatios {
  #pending: { at: Instant; ratio: number }[] = [];
  #inOrder: number[] = [];
  #sorted: number[] = [];

  /** A contact predicted to wait `predictedSeconds` was answered at `at`, after `waitedSeconds`. */
  expect(at: Instant, waitedSeconds: number, predictedSeconds: number): void {
    this.#pending.push({ at, ratio: (waitedSeconds + grainSeconds) / (predictedSeconds + grainSeconds) });
  }

  /** The wait not exceeded with probability p, by the ratios known at `at`. */
  quantilesAt(at: Instant, predictedSeconds: number, levels: readonly number[]): number[] {
    this.#settle(at);
    const ratios = this.#sorted;
    return levels.map((p) => {
      const ratio = ratios[Math.min(ratios.length - 1, Math.floor(p * ratios.length))] ?? 1;
      return secondsFor(predictedSeconds, ratio);
    });
  }

  /** The shortest interval that holds `share` of them, likewise. */
  intervalAt(at: Instant, predictedSeconds: number, share: number): [number, number] {
    this.#settle(at);
    const ratios = this.#sorted;
    const steps = Math.max(0, Math.ceil(share * ratios.length) - 1);
    let best: [number, number] = [ratios[0] ?? 1, ratios[steps] ?? 1];
    for (let first = 1; first + steps < ratios.length; first++) {
      const [low = 1, high = 1] = [ratios[first], ratios[first + steps]];
      if (high - low < best[1] - best[0]) best = [low, high];
    }
    return [secondsFor(predictedSeconds, best[0]), secondsFor(predictedSeconds, best[1])];
  }

  #settle(at: Instant): void {
    if (!this.#pending.some((entry) => entry.at <= at)) return;
    for (const { ratio } of this.#pending.filter((entry) => entry.at <= at)) {
      this.#inOrder.push(ratio);
      this.#sorted.splice(placeOf(this.#sorted, ratio), 0, ratio);
      if (this.#inOrder.length > most) this.#sorted.splice(placeOf(this.#sorted, this.#inOrder.shift() ?? 0), 1);
    }
    this.#pending = this.#pending.filter((entry) => entry.at > at);
  }
}

const secondsFor = (predictedSeconds: number, ratio: number): number =>
  Math.max(0, (predictedSeconds + grainSeconds) * ratio - grainSeconds);

/** Of the first value not below `value`. */
function placeOf(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
