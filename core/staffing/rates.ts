import { normalQuantile, normalTail } from '../queueing/normal.ts';

/** What a forecast says of the contacts of one interval. */
export interface CountForecast {
  readonly mean: number;
  readonly quantiles: Readonly<Record<string, number>>;
}

/** Contacts an interval may bring in the mean, with the probability of that. */
export interface WeightedRate {
  readonly contacts: number;
  readonly weight: number;
}

/** As many points as keep the agents required within one of a hundred points', for a tenth of the work. */
const points = 9;

/**
 * The distribution of an interval's mean contacts that its forecast leaves open.
 *
 * A forecast's quantiles are of the contacts that will be counted, and so hold the chance of Poisson arrivals, which a
 * queue's formula holds already. It is taken out here: variance of the rate = variance of the count − mean. Between and
 * beyond the quantiles given, the rate is linear in the normal score. A forecast without quantiles is taken at its mean.
 */
export class RateLaw {
  private readonly nodes: readonly { readonly score: number; readonly contacts: number }[];

  constructor(forecast: CountForecast) {
    const given = Object.entries(forecast.quantiles)
      .map(([level, contacts]) => ({ score: normalQuantile(Number(level)), contacts }))
      .filter((node) => Number.isFinite(node.score) && Number.isFinite(node.contacts))
      .sort((a, b) => a.score - b.score);
    const [first, last] = [given[0], given.at(-1)];
    if (!first || !last || first === last) {
      this.nodes = [{ score: 0, contacts: Math.max(0, forecast.mean) }];
      return;
    }
    const deviation = (last.contacts - first.contacts) / (last.score - first.score);
    const rateVariance = Math.max(0, deviation ** 2 - Math.max(0, forecast.mean));
    const kept = deviation > 0 ? Math.sqrt(rateVariance) / deviation : 0;
    const middle = interpolate(given, 0);
    this.nodes = given.map(({ score, contacts }) => ({ score, contacts: middle + kept * (contacts - middle) }));
  }

  /** The mean number of contacts not exceeded with probability `level` in (0, 1); never negative. */
  quantile(level: number): number {
    return Math.max(0, interpolate(this.nodes, normalQuantile(level)));
  }

  /** The probability that the mean number of contacts is above `contacts`. */
  probabilityAbove(contacts: number): number {
    if (this.quantile(1e-6) > contacts) return 1;
    if (this.quantile(1 - 1e-6) <= contacts) return 0;
    let [low, high] = [-5, 5];
    for (let round = 0; round < 40; round++) {
      const middle = (low + high) / 2;
      if (Math.max(0, interpolate(this.nodes, middle)) > contacts) high = middle;
      else low = middle;
    }
    return normalTail((low + high) / 2);
  }

  /** The law as a few rates of equal weight; one where nothing is left open. */
  mixture(): WeightedRate[] {
    if (this.nodes.length === 1) return [{ contacts: this.quantile(0.5), weight: 1 }];
    return Array.from({ length: points }, (_, index) => ({
      contacts: this.quantile((index + 0.5) / points),
      weight: 1 / points,
    }));
  }
}

/** Piecewise linear; beyond the ends as the outermost piece goes on. */
function interpolate(nodes: readonly { score: number; contacts: number }[], score: number): number {
  const [only] = nodes;
  if (!only || nodes.length === 1) return only?.contacts ?? 0;
  let upper = nodes.findIndex((node) => node.score >= score);
  if (upper < 0) upper = nodes.length - 1;
  const [a, b] = [nodes[Math.max(0, upper - 1)] ?? only, nodes[Math.max(1, upper)] ?? only];
  return a.contacts + ((b.contacts - a.contacts) * (score - a.score)) / (b.score - a.score);
}
