/**
 * How much more (above 1) or less unevenly than memoryless ends of contacts those of busy agents fall, by how far ahead
 * one looks: what the variance of a wait grows by at each of `horizons`, of which the last holds for all that is later.
 */
export type Dispersion = readonly number[];

/** In mean handle times. */
const horizons: readonly number[] = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];

/** Of the renewal equation, in mean handle times. */
export const grain = 1 / 16;
const steps = 4 / grain;
/** Of handle times more even than that the contacts in hand would tell more than any variance does. */
const bounds = { least: 0.5, most: 5 };

/** Of memoryless handle times, exactly. */
export const memorylessDispersion: Dispersion = horizons.map(() => 1);

/**
 * Contacts an agent who takes one after the other is expected to end within each step of `grain`, up to four, of starting
 * one: the renewal equation by trapezoids. `shareDone(t)` of them have ended t mean handle times after their start.
 */
export function endsAfterStart(shareDone: (relativeSeconds: number) => number): number[] {
  const done = Array.from({ length: steps + 1 }, (_, step) => shareDone(step * grain));
  const ends = [0];
  const first = (done[1] ?? 0) - (done[0] ?? 0);
  for (let step = 1; step <= steps; step++) {
    let total = (done[step] ?? 0) + (first * (ends[step - 1] ?? 0)) / 2;
    for (let back = 2; back <= step; back++) {
      const share = (done[back] ?? 0) - (done[back - 1] ?? 0);
      total += (share * ((ends[step - back] ?? 0) + (ends[step - back + 1] ?? 0))) / 2;
    }
    ends.push(total / (1 - first / 2));
  }
  return ends;
}

/**
 * The dispersion of agents who take one contact after the other, by the law of their handle times: 1 + 2 (H(t) - t), the
 * growth of the variance of a renewal process in equilibrium (Cox 1962), H being `endsAfterStart`. It starts at 1 whatever
 * the law and tends to its squared cv: lognormal times of cv 1, of which few are very short, are at .72 half a handle time
 * on and below 1 up to two.
 */
export function dispersionOf(shareDone: (relativeSeconds: number) => number): Dispersion {
  const ends = endsAfterStart(shareDone);
  return horizons.map((horizon) => {
    const growth = 1 + 2 * ((ends[Math.round(horizon / grain)] ?? 0) - horizon);
    return horizon === 0 ? 1 : Math.min(bounds.most, Math.max(bounds.least, growth));
  });
}

/** Piecewise linear between the horizons. */
export function dispersionAt(dispersion: Dispersion, relativeSeconds: number): number {
  for (let index = 1; index < horizons.length; index++) {
    const until = horizons[index] ?? 0;
    if (relativeSeconds > until) continue;
    const from = horizons[index - 1] ?? 0;
    const [before = 1, after = 1] = [dispersion[index - 1], dispersion[index]];
    return before + ((relativeSeconds - from) / (until - from)) * (after - before);
  }
  return dispersion.at(-1) ?? 1;
}

export const isDispersion = (stored: unknown): stored is Dispersion =>
  Array.isArray(stored) &&
  stored.length === horizons.length &&
  stored.every((value) => value >= bounds.least && value <= bounds.most);

export const isMemoryless = (dispersion: Dispersion): boolean => dispersion.every((value) => value === 1);
