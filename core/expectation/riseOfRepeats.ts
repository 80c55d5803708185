/** A group of contacts of like wait, and how many of them came back. */
export interface WaitBin {
  readonly waitSeconds: number;
  readonly count: number;
  readonly cameBack: number;
}

export interface Rise {
  /** Where the share that comes back begins to rise, seconds. */
  readonly thresholdSeconds: number;
  /** It has risen wholly so much later, and that as a share of the threshold; 0: at once. */
  readonly rampSeconds: number;
  readonly ramp: number;
  readonly shareBefore: number;
  readonly shareAfter: number;
  /** Twice the log-likelihood ratio to a share that never rises. */
  readonly evidence: number;
}

/** Lengths of the rise that are tried, as shares of the threshold. */
const ramps = [0, 0.5, 1] as const;
/** A slow rise that begins early looks like a sudden one later: it must be clearly likelier to be believed. */
const slowRiseEvidence = 6;
const leastShare = 1e-4;

/**
 * For each threshold tried, how likely it is that the share of contacts that come back begins to rise there with the wait:
 * p before the threshold, q > p after it, and linear in between over a ramp of 0, a half or a whole threshold. `candidates`
 * are the thresholds, seconds. Those at which it would not rise are left out.
 * Source: profile likelihood of a change point; Hinkley, Biometrika 57(1), 1970.
 */
export function risesOfRepeats(bins: readonly WaitBin[], candidates: readonly number[]): Rise[] {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const all = bins.reduce((sum, { cameBack }) => sum + cameBack, 0);
  if (total === 0 || all === 0 || all === total) return [];
  const flat = logLikelihood(bins, () => all / total);
  return candidates.flatMap((threshold) =>
    ramps.flatMap((ramp): Rise[] => {
      const shape = shapeOf(threshold, ramp * threshold);
      const fit = fitShares(bins, shape);
      if (fit === undefined) return [];
      const { before, rise } = fit;
      return [
        {
          thresholdSeconds: threshold,
          ramp,
          rampSeconds: ramp * threshold,
          shareBefore: before,
          shareAfter: before + rise,
          evidence: 2 * (logLikelihood(bins, (wait) => before + rise * shape(wait)) - flat),
        },
      ];
    }),
  );
}

/** Undefined where there is none. */
export function likeliestRise(rises: readonly Rise[]): Rise | undefined {
  const best = (of: readonly Rise[]): Rise | undefined =>
    of.reduce<Rise | undefined>((most, one) => (most && most.evidence >= one.evidence ? most : one), undefined);
  const sudden = best(rises.filter(({ ramp }) => ramp === 0));
  const slow = best(rises.filter(({ ramp }) => ramp > 0));
  if (!slow || !sudden) return sudden ?? slow;
  return slow.evidence > sudden.evidence + slowRiseEvidence ? slow : sudden;
}

const shapeOf =
  (threshold: number, ramp: number) =>
  (wait: number): number =>
    wait <= threshold ? 0 : ramp === 0 ? 1 : Math.min(1, (wait - threshold) / ramp);

const clamped = (share: number): number => Math.min(1 - leastShare, Math.max(leastShare, share));

function logLikelihood(bins: readonly WaitBin[], shareAt: (wait: number) => number): number {
  return bins.reduce((sum, { waitSeconds, count, cameBack }) => {
    const share = clamped(shareAt(waitSeconds));
    return sum + cameBack * Math.log(share) + (count - cameBack) * Math.log(1 - share);
  }, 0);
}

/** Steps of the weighted least squares below; it settles in a few. */
const rounds = 6;

/** p and q − p for a shape of the rise, by iteratively reweighted least squares; undefined when it does not rise. */
function fitShares(
  bins: readonly WaitBin[],
  shape: (wait: number) => number,
): { before: number; rise: number } | undefined {
  const points = bins.map((bin) => ({ ...bin, at: shape(bin.waitSeconds) }));
  const after = points.reduce((sum, { at, count }) => sum + at * count, 0);
  const total = points.reduce((sum, { count }) => sum + count, 0);
  if (after === 0 || after === total) return undefined;
  let [before, rise] = [0.5, 0];
  for (let round = 0; round < rounds; round += 1) {
    let [weight, mean, slope, meanY, slopeY] = [0, 0, 0, 0, 0];
    for (const { at, count, cameBack } of points) {
      const share = round === 0 ? 0.5 : clamped(before + rise * at);
      const each = 1 / (share * (1 - share));
      weight += each * count;
      mean += each * count * at;
      slope += each * count * at * at;
      meanY += each * cameBack;
      slopeY += each * cameBack * at;
    }
    const determinant = weight * slope - mean * mean;
    if (determinant <= 0) return undefined;
    before = (slope * meanY - mean * slopeY) / determinant;
    rise = (weight * slopeY - mean * meanY) / determinant;
  }
  return rise > 0 ? { before, rise } : undefined;
}
