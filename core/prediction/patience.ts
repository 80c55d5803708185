/**
 * How readily customers give up, by how long they have waited: a hazard that is constant within each span of waiting.
 * `leavingPerSecond[i]` holds from `fromSeconds[i]` (the first is 0) to the next; the last span is open.
 */
export interface Patience {
  readonly fromSeconds: readonly number[];
  readonly leavingPerSecond: readonly number[];
}

/** Narrow early, where most leave, and as far as most waits reach: there the next minute decides who is still ahead. */
const commonSpans: readonly number[] = [
  0, 15, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 360, 420, 480, 600, 720, 900, 1200,
];

/** Customers whose willingness to wait has no memory: leaving at one rate, however long they have waited. */
export function memorylessPatience(meanSeconds: number): Patience {
  return { fromSeconds: commonSpans, leavingPerSecond: commonSpans.map(() => 1 / meanSeconds) };
}

/** The one rate at which customers leave, or undefined when it changes with the time waited. */
export function constantRate(patience: Patience): number | undefined {
  const [first = 0] = patience.leavingPerSecond;
  return patience.leavingPerSecond.every((rate) => rate === first) ? first : undefined;
}

/** Share of customers who are willing to wait longer than `waitedSeconds`. */
export function survival(patience: Patience, waitedSeconds: number): number {
  const hazard = patience.fromSeconds.reduce((total, from, span) => {
    const until = patience.fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY;
    const within = Math.max(0, Math.min(waitedSeconds, until) - from);
    return within > 0 ? total + within * (patience.leavingPerSecond[span] ?? 0) : total;
  }, 0);
  return Math.exp(-hazard);
}

/** One customer's stay on the line: `left` when they gave up, otherwise they were taken off it (censored). */
export interface Stay {
  readonly heldSeconds: number;
  readonly left: boolean;
}

/** Seconds that `stays` were seen within each span. */
export function exposureOf(stays: readonly Stay[], fromSeconds: readonly number[]): number[] {
  const exposure = fromSeconds.map(() => 0);
  for (const { heldSeconds } of stays) {
    for (let span = 0; span < fromSeconds.length; span++) {
      const from = fromSeconds[span] ?? 0;
      if (heldSeconds <= from) break;
      const until = fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY;
      exposure[span] = (exposure[span] ?? 0) + Math.min(heldSeconds, until) - from;
    }
  }
  return exposure;
}

/** Of `stays` those that ended by leaving, by the span in which they did. */
function leavingsOf(stays: readonly Stay[], fromSeconds: readonly number[]): number[] {
  const leavings = fromSeconds.map(() => 0);
  for (const { heldSeconds, left } of stays) {
    if (!left || !(heldSeconds > 0)) continue;
    const span = fromSeconds.findLastIndex((from) => heldSeconds > from);
    leavings[span] = (leavings[span] ?? 0) + 1;
  }
  return leavings;
}

/**
 * The hazard after `stays`. `previous` is first scaled to the leavings there are, then each span drawn towards it as if
 * `priorLeavings` of its customers had been seen to leave there. Occurrence over exposure is the Kaplan–Meier estimate at
 * the grain of the spans.
 */
export function estimatePatience(stays: readonly Stay[], previous: Patience, priorLeavings: number): Patience {
  const { fromSeconds } = previous;
  const leavings = leavingsOf(stays, fromSeconds);
  const exposure = exposureOf(stays, fromSeconds);
  const foreseen = previous.leavingPerSecond.reduce((total, rate, span) => total + rate * (exposure[span] ?? 0), 0);
  const seen = leavings.reduce((total, count) => total + count, 0);
  const scale = (seen + priorLeavings) / (foreseen + priorLeavings);
  return {
    fromSeconds,
    leavingPerSecond: previous.leavingPerSecond.map(
      (rate, span) =>
        ((leavings[span] ?? 0) + priorLeavings) / ((exposure[span] ?? 0) + priorLeavings / (scale * rate)),
    ),
  };
}
