import type { WaitedFact } from './waitedFact.ts';

export interface PatiencePoint {
  readonly waitSeconds: number;
  /** Share of customers who would have given up by then, had nobody answered. */
  readonly leftShare: number;
}

/**
 * How long customers hold before they give up, a point for each who did. Who was answered would have held at least
 * so long: censored. Kaplan & Meier, JASA 53, 1958.
 */
export function patienceCurve(facts: readonly WaitedFact[]): PatiencePoint[] {
  const sorted = facts.toSorted((a, b) => a.waitSeconds - b.waitSeconds || Number(b.abandoned) - Number(a.abandoned));
  const points: PatiencePoint[] = [];
  let holding = 1;
  sorted.forEach(({ waitSeconds, abandoned }, index) => {
    if (!abandoned) return;
    holding *= 1 - 1 / (sorted.length - index);
    points.push({ waitSeconds, leftShare: 1 - holding });
  });
  return points;
}

const most = 40;

/** At most 40 points of it, for looking at. */
export function thinned(points: readonly PatiencePoint[]): PatiencePoint[] {
  const step = Math.max(1, Math.ceil(points.length / most));
  return points.filter((_, index) => index % step === step - 1 || index === points.length - 1);
}
