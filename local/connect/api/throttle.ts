import type { Rate } from './operation.ts';

/** A token bucket for each operation, on the center's clock. */
export interface Throttle {
  /** False: too many of `name` lately. */
  admits(name: string, rate: Rate, atMs: number): boolean;
}

export function createThrottle(): Throttle {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    admits(name, { perSecond, burst }, atMs) {
      const bucket = buckets.get(name) ?? { tokens: burst, atMs };
      const refilled = Math.min(burst, bucket.tokens + ((atMs - bucket.atMs) / 1000) * perSecond);
      const admitted = refilled >= 1;
      buckets.set(name, { tokens: admitted ? refilled - 1 : refilled, atMs });
      return admitted;
    },
  };
}
