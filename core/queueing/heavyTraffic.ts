import { normalDensity, normalHazard, normalTail } from './normal.ts';

/*
 * Square-root staffing: agents = load + β √load. As the load grows, the probability of a wait depends on β alone.
 */

/** P(wait) for patient customers at staffing margin β > 0. Source: Halfin & Whitt 1981. Known answer: β = 1 → 0.2233612748. */
export function halfinWhitt(margin: number): number {
  if (!(margin > 0)) throw new RangeError(`expected a staffing margin above 0, got ${margin}`);
  return 1 / (1 + (margin * normalTail(-margin)) / normalDensity(margin));
}

/** The margin β at which a share `waiting` in (0, 1) of patient customers waits. */
export function halfinWhittMargin(waiting: number): number {
  if (!(waiting > 0 && waiting < 1)) throw new RangeError(`expected a probability between 0 and 1, got ${waiting}`);
  let [low, high] = [0, 40];
  for (let round = 0; round < 200 && high - low > 1e-16 * high; round++) {
    const middle = (low + high) / 2;
    if (halfinWhitt(middle) > waiting) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * P(wait) when customers lose patience at `abandonPerService` times the rate of service, at any margin β.
 * Source: Garnett, Mandelbaum & Reiman 2002. Known answer: β = 0, ratio 0.5 → 2 - √2.
 */
export function garnett(margin: number, abandonPerService: number): number {
  if (!(abandonPerService > 0)) throw new RangeError(`expected a rate ratio above 0, got ${abandonPerService}`);
  const root = Math.sqrt(abandonPerService);
  return 1 / (1 + (root * normalHazard(margin / root)) / normalHazard(-margin));
}
