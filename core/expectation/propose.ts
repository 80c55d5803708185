import { type PatiencePoint, patienceCurve, thinned } from './patienceCurve.ts';
import { likeliestRise, type Rise, risesOfRepeats, type WaitBin } from './riseOfRepeats.ts';
import type { WaitedFact } from './waitedFact.ts';

/** Fewer contacts whose seven days are over say nothing, whatever they look like. */
const leastWatched = 500;
/** On each side of a threshold at least this share of them, or it is the edge of what was seen. */
const leastShareAside = 0.05;
/** Twice the log-likelihood ratio; by chance one set of 1000 reaches it where nothing rises (`test/core/expectation`). */
const leastEvidence = 18;
/** Thresholds at least an eighth as likely as the likeliest must lie within this share of it, either way. */
const widestShare = 0.25;
const asLikely = 2 * Math.log(8);
const binCount = 200;
const candidateCount = 100;

export type ExpectationProposal =
  | {
      kind: 'proposed';
      waitSeconds: number;
      /** Thresholds at least an eighth as likely as the likeliest. */
      betweenSeconds: readonly [number, number];
      rise: Rise;
      watchedCount: number;
      curve: readonly RepeatPoint[];
      patience: readonly PatiencePoint[];
      /** Share of customers who would have given up by then. */
      leftByThenShare: number | undefined;
    }
  | {
      kind: 'not-enough-evidence';
      /** What is missing, in words. */
      why: string;
      watchedCount: number;
      curve: readonly RepeatPoint[];
      patience: readonly PatiencePoint[];
    };

/** Share of contacts of like wait that came back, for looking at. */
export interface RepeatPoint {
  readonly waitSeconds: number;
  readonly share: number;
  readonly count: number;
}

/**
 * The wait from which on customers come back more often: what they find acceptable, as far as their own doing tells. It is
 * proposed, with what speaks for it; a person accepts it.
 */
export function proposeExpectation(facts: readonly WaitedFact[]): ExpectationProposal {
  const watched = facts.filter(({ cameBack }) => cameBack !== undefined);
  const bins = binsOf(watched);
  const held = patienceCurve(facts);
  const patience = thinned(held);
  const shown = { watchedCount: watched.length, curve: curveOf(watched), patience };
  const lacking = (why: string): ExpectationProposal => ({ kind: 'not-enough-evidence', why, ...shown });
  if (watched.length < leastWatched)
    return lacking(`${watched.length} contacts are known for seven days after, at least ${leastWatched} are needed`);
  const rises = risesOfRepeats(bins, candidatesOf(watched));
  const rise = likeliestRise(rises);
  if (rise === undefined || rise.evidence < leastEvidence)
    return lacking('customers do not come back more often after a longer wait, as far as these contacts tell');
  const between = supportOf(rises, rise);
  const waitSeconds = roundedSeconds(rise.thresholdSeconds);
  if (between[1] - between[0] > 2 * widestShare * rise.thresholdSeconds)
    return lacking(`the rise may begin anywhere from ${between[0]} to ${between[1]} s`);
  const left = held.findLast((point) => point.waitSeconds <= waitSeconds)?.leftShare;
  return { kind: 'proposed', waitSeconds, betweenSeconds: between, rise, leftByThenShare: left, ...shown };
}

/** Spoken and set in steps of five seconds. */
const roundedSeconds = (value: number): number => Math.max(5, 5 * Math.round(value / 5));

const byWait = (facts: readonly WaitedFact[]): WaitedFact[] => facts.toSorted((a, b) => a.waitSeconds - b.waitSeconds);

function binsOf(watched: readonly WaitedFact[], count = binCount): WaitBin[] {
  const sorted = byWait(watched);
  const size = Math.max(1, Math.ceil(sorted.length / count));
  const bins: WaitBin[] = [];
  for (let first = 0; first < sorted.length; first += size) {
    const group = sorted.slice(first, first + size);
    bins.push({
      waitSeconds: group.reduce((sum, one) => sum + one.waitSeconds, 0) / group.length,
      count: group.length,
      cameBack: group.filter((one) => one.cameBack).length,
    });
  }
  return bins;
}

const pointCount = 15;

const curveOf = (watched: readonly WaitedFact[]): RepeatPoint[] =>
  binsOf(watched, pointCount).map(({ waitSeconds, count, cameBack }) => ({
    waitSeconds,
    share: cameBack / count,
    count,
  }));

/** Waits between which enough contacts lie on both sides, evenly by rank: as dense as the contacts themselves. */
function candidatesOf(watched: readonly WaitedFact[]): number[] {
  const sorted = byWait(watched);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.waitSeconds ?? 0;
  const shares = Array.from(
    { length: candidateCount },
    (_, index) => leastShareAside + ((1 - 2 * leastShareAside) * index) / (candidateCount - 1),
  );
  return [...new Set(shares.map(at))].filter((wait) => wait > 0);
}

/** From the least to the greatest threshold that the contacts speak for, of a rise of the same shape. */
function supportOf(rises: readonly Rise[], best: Rise): [number, number] {
  const likely = rises
    .filter(({ ramp, evidence }) => ramp === best.ramp && evidence >= best.evidence - asLikely)
    .map(({ thresholdSeconds }) => thresholdSeconds);
  return [Math.round(Math.min(...likely)), Math.round(Math.max(...likely))];
}
