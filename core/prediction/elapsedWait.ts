import { type Dispersion, dispersionAt, isMemoryless } from './dispersion.ts';
import type { Patience } from './patience.ts';
import type { CallerAhead } from './queueState.ts';

/** What a callback costs the line when it is called: nobody may answer, and the attempt still takes agent time. */
export interface CallbackEffort {
  /** Share of callbacks that nobody answers. */
  readonly unansweredShare: number;
  /** Agent time lost on one that nobody answers. */
  readonly lostSeconds: number;
}

/** A change of staffing that is known beforehand. */
export interface StaffingChange {
  readonly inSeconds: number;
  readonly completionsPerSecond: number;
}

export interface LineAhead {
  /** Head of the queue first. */
  readonly ahead: readonly CallerAhead[];
  /** Further callers behind those, of whom only the number is known. */
  readonly beyond: number;
  readonly completionsPerSecond: number;
  readonly handleSeconds: number;
  /** How unevenly agents' contacts end. @default memoryless */
  readonly dispersion?: Dispersion | undefined;
  /** Arrivals of a class that is taken before this one. Below `completionsPerSecond`. */
  readonly overtakingPerSecond?: number;
  /** From the shift plan, earliest first. */
  readonly changes?: readonly StaffingChange[];
}

export interface WaitMoments {
  readonly mean: number;
  readonly variance: number;
  /** Callers ahead who will take an agent's time if nobody loses patience. */
  readonly callersAhead: number;
}

/** A turn that comes by the clock, as at the start of a shift, still is not certain to a thousandth. */
const leastVariance = 1e-6;

/** Less is no time, and its square would be none in numbers either. */
const momentSeconds = 1e-3;

/**
 * Mean and variance of the wait behind a line of callers who have already shown some patience.
 *
 * Each caller ahead, w seconds into their wait, is still there when their turn comes at U with probability
 * E[S(w + U) / S(w)], and only then takes a completion; the line shortens accordingly. U is taken as gamma distributed
 * and the hazard up to U as even, which is exact for the next in line and, for memoryless patience, within 1e-4 of the
 * exact mean at 200 callers. Needs no arrival rate. O(callers).
 */
export function elapsedWait(line: LineAhead, patience: Patience, callbacks: CallbackEffort): WaitMoments {
  const cumulative = cumulativeHazard(patience);
  const soFar = hazardAlong(patience, cumulative);
  const byTheirTurn = hazardAlong(patience, cumulative);
  const callbackTurn = 1 - callbacks.unansweredShare * (1 - Math.min(1, callbacks.lostSeconds / line.handleSeconds));
  const turns = turnsOf(line);
  turns.take(1);
  let callersAhead = 0;
  const lastElapsed = line.ahead.at(-1)?.elapsedSeconds ?? 0;
  const count = line.ahead.length + line.beyond;
  for (let index = 0; index < count; index++) {
    const caller = line.ahead[index];
    if (caller?.holdsCallback) {
      callersAhead += callbackTurn;
      turns.take(callbackTurn);
      continue;
    }
    const { mean } = turns;
    if (mean < momentSeconds) {
      // Agents who start this moment take this caller: nobody has had the time to leave.
      turns.take(1);
      callersAhead += 1;
      continue;
    }
    const variance = Math.max(turns.variance, leastVariance * mean * mean);
    const elapsed = caller?.elapsedSeconds ?? lastElapsed;
    const gone = byTheirTurn.until(elapsed + mean) - soFar.until(elapsed);
    const shape = (mean * mean) / variance;
    const present = Math.exp(-shape * Math.log1p(gone / shape));
    // Who comes to their turn late is the likelier to be gone: the covariance of turn and presence.
    const hazard = byTheirTurn.rate;
    turns.variance -= (2 * turns.step * present * hazard * variance) / (1 + (hazard * variance) / mean);
    turns.take(present);
    callersAhead += 1;
  }
  const { variance, step } = turns;
  const mean = Math.max(momentSeconds, turns.mean);
  return { mean, variance: Math.max(variance, Math.min(step * step, mean * mean)), callersAhead };
}

/**
 * When the next turn comes. With nobody overtaking and no change of staffing, each turn taken adds one exponential step;
 * overtakers make a step the busy period they open; agents who start their shift take a caller each at once.
 */
function turnsOf(line: LineAhead) {
  const overtaking = line.overtakingPerSecond ?? 0;
  const changes = line.changes ?? [];
  const dispersion = line.dispersion && !isMemoryless(line.dispersion) ? line.dispersion : undefined;
  let rate = line.completionsPerSecond;
  let next = 0;
  let starting = 0;
  const stretch = () => rate / Math.max(rate - overtaking, 1e-3 * rate);
  return {
    mean: 0,
    variance: 0,
    /** Mean time of a full turn at the present staffing. */
    step: stretch() / rate,
    /** One more caller takes a turn, present with probability `present`. */
    take(present: number): void {
      const atOnce = Math.min(present, starting);
      starting -= atOnce;
      let rest = present - atOnce;
      for (
        let change = changes[next];
        change && this.mean + rest * this.step > change.inSeconds;
        change = changes[next]
      ) {
        rest = Math.max(0, rest - Math.max(0, change.inSeconds - this.mean) / this.step);
        this.mean = Math.max(this.mean, change.inSeconds);
        starting = Math.max(0, (change.completionsPerSecond - rate) * line.handleSeconds);
        rate = change.completionsPerSecond;
        this.step = stretch() / rate;
        next += 1;
        const now = Math.min(rest, starting);
        starting -= now;
        rest -= now;
      }
      this.mean += rest * this.step;
      const widening = stretch();
      const uneven = dispersion ? dispersionAt(dispersion, this.mean / line.handleSeconds) : 1;
      // A busy period of mean 1/(rate - overtaking) is wider than an exponential: (2w - 1)w² of 1/rate², w its widening; w of
      // the 2w - 1 are due to the ends of contacts, the rest to the overtakers.
      const own = ((1 + uneven) * widening - 1) * widening * widening;
      this.variance += (rest * own) / (rate * rate) + rest * (1 - rest) * this.step * this.step;
    },
  };
}

/** The hazard along waits that lie near one another: the span found last is where the next is sought. */
interface HazardAlong {
  /** Integrated up to `waited`. */
  until(waited: number): number;
  /** Per second, at the wait last asked for. */
  rate: number;
}

function hazardAlong({ fromSeconds, leavingPerSecond }: Patience, cumulative: readonly number[]): HazardAlong {
  let [span, from, end, before] = [0, 0, fromSeconds[1] ?? Number.POSITIVE_INFINITY, 0];
  return {
    rate: leavingPerSecond[0] ?? 0,
    until(waited) {
      if (waited < from || waited >= end) {
        while (span > 0 && waited < (fromSeconds[span] ?? 0)) span -= 1;
        while (waited >= (fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY)) span += 1;
        from = fromSeconds[span] ?? 0;
        end = fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY;
        before = cumulative[span] ?? 0;
        this.rate = leavingPerSecond[span] ?? 0;
      }
      return before + (waited - from) * this.rate;
    },
  };
}

function cumulativeHazard(patience: Patience): number[] {
  const cumulative = [0];
  for (let span = 1; span < patience.fromSeconds.length; span++) {
    const length = (patience.fromSeconds[span] ?? 0) - (patience.fromSeconds[span - 1] ?? 0);
    cumulative.push((cumulative[span - 1] ?? 0) + length * (patience.leavingPerSecond[span - 1] ?? 0));
  }
  return cumulative;
}
