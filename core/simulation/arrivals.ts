import type { RandomStream } from '../random/stream.ts';

/** A steady rate, or one that changes and never exceeds `mostPerSecond`; after `untilSeconds` nobody is asked for. */
export type ArrivalRate =
  | { readonly kind: 'steady'; readonly perSecond: number }
  | {
      readonly kind: 'changing';
      readonly perSecondAt: (at: number) => number;
      readonly mostPerSecond: number;
      readonly untilSeconds?: number;
    };

/** At a rate, or at the very moments of a log: seconds from the start, in any order. */
export type Arrivals = ArrivalRate | { readonly kind: 'replay'; readonly atSeconds: readonly number[] };

/** Times of arrival, one a call, Infinity when there are no more; a changing rate by thinning. */
export function arrivalTimes(arrivals: Arrivals, stream: Pick<RandomStream, 'uniform'>): () => number {
  let at = 0;
  switch (arrivals.kind) {
    case 'steady':
      return () => {
        at -= Math.log(stream.uniform()) / arrivals.perSecond;
        return at;
      };
    case 'changing':
      return () => {
        const { mostPerSecond, perSecondAt, untilSeconds = Number.POSITIVE_INFINITY } = arrivals;
        do {
          at -= Math.log(stream.uniform()) / mostPerSecond;
          // A rate that has fallen to 0 for good would be searched for ever.
          if (at > untilSeconds) return Number.POSITIVE_INFINITY;
        } while (stream.uniform() * mostPerSecond > perSecondAt(at));
        return at;
      };
    case 'replay': {
      const ordered = arrivals.atSeconds.toSorted((one, other) => one - other);
      let next = 0;
      return () => ordered[next++] ?? Number.POSITIVE_INFINITY;
    }
    default:
      return arrivals satisfies never;
  }
}

/** The rate at a moment; of a log, that of the whole log. */
export function arrivalRateAt(arrivals: Arrivals, at: number): number {
  switch (arrivals.kind) {
    case 'steady':
      return arrivals.perSecond;
    case 'changing':
      return arrivals.perSecondAt(at);
    case 'replay': {
      const last = arrivals.atSeconds.reduce((latest, moment) => Math.max(latest, moment), 0);
      return last > 0 ? arrivals.atSeconds.length / last : 0;
    }
    default:
      return arrivals satisfies never;
  }
}
