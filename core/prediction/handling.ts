import { type Dispersion, dispersionOf } from './dispersion.ts';
import { kaplanMeier } from './score.ts';

/** An agent's time with one contact: until they were done, or, `ended` false, as far as it was seen. */
export interface Handling {
  readonly seconds: number;
  readonly ended: boolean;
}

/** Of fewer it is not said how evenly contacts end. */
const leastForDispersion = 200;

/** The law of handle times as it was seen. */
export interface HandlingLaw {
  readonly meanSeconds: number;
  /** Undefined where too few were seen. */
  readonly dispersion: Dispersion | undefined;
}

/**
 * The law after `seen` (Kaplan–Meier); undefined where nothing ended. Contacts still in hand count for as long as they
 * have taken: the last hours of a busy center hold little else, and without them its long contacts would be missing.
 * Beyond the longest seen, the rest is taken to last `priorSeconds` on average.
 */
export function handlingLaw(seen: readonly Handling[], priorSeconds: number): HandlingLaw | undefined {
  const ended = seen.filter((one) => one.ended).length;
  if (ended === 0) return undefined;
  const longer = kaplanMeier(seen.map((one) => ({ at: one.seconds, happened: one.ended })));
  let [meanSeconds, last, share] = [0, 0, 1];
  for (const { seconds } of seen.toSorted((one, other) => one.seconds - other.seconds)) {
    if (seconds === last) continue;
    meanSeconds += share * (seconds - last);
    last = seconds;
    share = longer(seconds);
  }
  meanSeconds += share * priorSeconds;
  const dispersion =
    ended < leastForDispersion ? undefined : dispersionOf((relative) => 1 - longer(relative * meanSeconds));
  return { meanSeconds, dispersion };
}
