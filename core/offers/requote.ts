import { addSeconds, type Instant, type Seconds, secondsBetween } from '../time/units.ts';

/** A caller in the queue is spoken to at most once in so long, unless a told bound is about to pass. */
export const requoteEverySeconds = 60 as Seconds;
/** The waiting flow asks at least this often: a bound that passes before the next time is told anew now. */
export const lookAheadSeconds = 30 as Seconds;

export interface TellingSituation {
  now: Instant;
  /** When this contact was last told anything; undefined: never. */
  lastToldAt: Instant | undefined;
  /** The moment by which it was told to be served; undefined: no bound was told, or none is left to keep. */
  toldUntil: Instant | undefined;
  /** What would be told now. */
  boundSeconds: Seconds | undefined;
}

export type Telling =
  /** The told bound cannot be kept: the new one, first of all and whatever was said a moment ago. */
  | 'bound-lapses'
  /** Time to say how it stands; the bound told before still holds and is not repeated. */
  | 'comfort'
  /** A first bound for one who was told none. */
  | 'first-bound'
  | 'silence';

/** What a contact that waits is told this time. No told bound passes in silence. */
export function decideTelling({ now, lastToldAt, toldUntil, boundSeconds }: TellingSituation): Telling {
  const sinceSeconds = lastToldAt === undefined ? undefined : secondsBetween(lastToldAt, now);
  const early = sinceSeconds !== undefined && sinceSeconds < requoteEverySeconds;
  if (toldUntil !== undefined && toldUntil <= addSeconds(now, lookAheadSeconds)) {
    if (boundSeconds === undefined) return early && now < toldUntil ? 'silence' : 'bound-lapses';
    return addSeconds(now, boundSeconds) > toldUntil ? 'bound-lapses' : 'silence';
  }
  if (early) return 'silence';
  return toldUntil === undefined ? 'first-bound' : 'comfort';
}
