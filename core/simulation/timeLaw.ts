import { normalTail } from '../queueing/normal.ts';
import type { RandomStream } from '../random/stream.ts';

/** How long something takes, or how long somebody is willing to wait. Means in seconds, cv = standard deviation / mean. */
export type TimeLaw =
  | { readonly kind: 'exponential'; readonly meanSeconds: number }
  | { readonly kind: 'lognormal'; readonly meanSeconds: number; readonly cv: number }
  | { readonly kind: 'deterministic'; readonly meanSeconds: number }
  /** A sum of `stages` equal exponentials: cv = 1/√stages. */
  | { readonly kind: 'erlang'; readonly meanSeconds: number; readonly stages: number }
  /** One of two exponentials, each bringing half the mean; cv above 1. */
  | { readonly kind: 'hyperexponential'; readonly meanSeconds: number; readonly cv: number }
  /** Drawn from values that were seen. */
  | { readonly kind: 'empirical'; readonly seconds: readonly number[] };

/** Draws from the law, one number a call. Throws RangeError on a hyperexponential of cv ≤ 1 or an empty empirical law. */
export function sampler(law: TimeLaw, stream: RandomStream): () => number {
  switch (law.kind) {
    case 'exponential':
      return () => -law.meanSeconds * Math.log(stream.uniform());
    case 'lognormal':
      return () => stream.lognormal(law.meanSeconds, law.cv);
    case 'deterministic':
      return () => law.meanSeconds;
    case 'erlang':
      return () => {
        let product = 1;
        for (let stage = 0; stage < law.stages; stage++) product *= stream.uniform();
        return (-law.meanSeconds / law.stages) * Math.log(product);
      };
    case 'hyperexponential':
      return hyperexponential(law.meanSeconds, law.cv, stream);
    case 'empirical':
      if (law.seconds.length === 0) throw new RangeError('expected at least one value to draw from');
      return () => stream.pick(law.seconds);
    default:
      return law satisfies never;
  }
}

function hyperexponential(meanSeconds: number, cv: number, stream: RandomStream): () => number {
  if (!(cv > 1)) throw new RangeError(`expected a cv above 1 for a hyperexponential law, got ${cv}`);
  const square = cv * cv;
  const short = (1 + Math.sqrt((square - 1) / (square + 1))) / 2;
  return () => {
    const share = stream.uniform() < short ? short : 1 - short;
    return (-meanSeconds / (2 * share)) * Math.log(stream.uniform());
  };
}

export function meanOf(law: TimeLaw): number {
  if (law.kind !== 'empirical') return law.meanSeconds;
  return law.seconds.reduce((total, value) => total + value, 0) / law.seconds.length;
}

/** P(T > seconds). */
export function lawSurvival(law: TimeLaw, seconds: number): number {
  const relative = seconds / ('meanSeconds' in law ? law.meanSeconds : 1);
  switch (law.kind) {
    case 'exponential':
      return Math.exp(-relative);
    case 'deterministic':
      return relative < 1 ? 1 : 0;
    case 'erlang': {
      const rate = law.stages * relative;
      let [term, sum] = [1, 1];
      for (let stage = 1; stage < law.stages; stage++) {
        term *= rate / stage;
        sum += term;
      }
      return Math.exp(-rate) * sum;
    }
    case 'hyperexponential': {
      const square = law.cv * law.cv;
      const short = (1 + Math.sqrt((square - 1) / (square + 1))) / 2;
      return short * Math.exp(-2 * short * relative) + (1 - short) * Math.exp(-2 * (1 - short) * relative);
    }
    case 'lognormal': {
      const variance = Math.log1p(law.cv * law.cv);
      if (!(relative > 0)) return 1;
      return variance > 0
        ? normalTail((Math.log(relative) + variance / 2) / Math.sqrt(variance))
        : Number(relative < 1);
    }
    case 'empirical':
      return law.seconds.filter((value) => value > seconds).length / law.seconds.length;
    default:
      return law satisfies never;
  }
}
