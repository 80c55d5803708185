import type { Instant, Seconds } from '../time/units.ts';
import type { Forecast } from './forecast.ts';
import type { KnownWait } from './predictWait.ts';
import type { LawBasis } from './waitLaw.ts';

/** What a contact's row remembers of one quote, so that it can be scored once the wait is known. JSON-plain. */
export interface QuoteFact {
  readonly askedAt: Instant;
  /** On arrival, or again while waiting. */
  readonly purpose: 'arrival' | 'waiting';
  readonly basis: LawBasis;
  /** The bound as it was spoken, after rounding; null when none was. */
  readonly toldBoundSeconds: Seconds | null;
  /** Kept with the first quote, to be scored; the later ones are no forecasts of the whole wait. */
  readonly forecast?: Forecast;
}

export function quoteFact(
  askedAt: Instant,
  purpose: QuoteFact['purpose'],
  predicted: KnownWait,
  toldBoundSeconds: Seconds | null,
  forecast?: Forecast,
): QuoteFact {
  return { askedAt, purpose, basis: predicted.basis, toldBoundSeconds, ...(forecast ? { forecast } : {}) };
}

/** The first quote that told a bound: the promise a contact is held to, whatever it was told later. */
export function promiseAmong(quotes: readonly QuoteFact[]): QuoteFact | undefined {
  return quotes.find((quote) => quote.toldBoundSeconds !== null);
}
