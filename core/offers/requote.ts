import { addSeconds, type Instant, type Seconds, secondsBetween } from '../time/units.ts';

/** A caller in the queue is spoken to at most once in so long, unless a told bound is about to pass. */
export const requoteEverySeconds = 60 as Seconds;
/** The waiting flow looks every 30 seconds and what it speaks: a bound that may pass before the next look is told anew now. */
export const lookAheadSeconds = 45 as Seconds;

export interface TellingSituation {
  now: Instant;
  /** When this contact was last told anything; undefined: never. */
  lastToldAt: Instant | undefined;
  /** The moment by which it was told to be served; undefined: no bound was told, or it was taken back. */
  toldUntil: Instant | undefined;
  /** What could be told now; undefined: nothing. */
  boundSeconds: Seconds | undefined;
  /** An offer is due: it comes with the bound it is better than. */
  offerDue: boolean;
}

export type Telling =
  /** The told bound will not hold: the new one, first of all and whatever was said a moment ago. */
  | 'bound-lapses'
  /** Time to say how it stands; the bound told before still holds and is not repeated. */
  | 'comfort'
  /** A bound for one who was told none, or together with an offer. */
  | 'first-bound'
  | 'silence';

/** Whether a told bound passes before the next look, and would not be kept. */
export const boundLapses = (now: Instant, toldUntil: Instant | undefined, boundSeconds: Seconds | undefined): boolean =>
  toldUntil !== undefined &&
  toldUntil <= addSeconds(now, lookAheadSeconds) &&
  (boundSeconds === undefined || addSeconds(now, boundSeconds) > toldUntil);

/** What a contact that waits is told this time. No told bound passes in silence. */
export function decideTelling(situation: TellingSituation): Telling {
  const { now, lastToldAt, toldUntil, boundSeconds, offerDue } = situation;
  const early = lastToldAt !== undefined && secondsBetween(lastToldAt, now) < requoteEverySeconds;
  if (boundLapses(now, toldUntil, boundSeconds)) return 'bound-lapses';
  if (early) return 'silence';
  if (boundSeconds === undefined) return offerDue ? 'first-bound' : 'silence';
  if (toldUntil === undefined) return 'first-bound';
  if (!offerDue) return 'comfort';
  return addSeconds(now, boundSeconds) > toldUntil ? 'bound-lapses' : 'first-bound';
}
