/** What augurs hands over of Prophet's Stan model, as far as its default options use it. */
interface StanData {
  readonly T: number;
  readonly y: readonly number[];
  readonly t: readonly number[];
  readonly S: number;
  readonly t_change: readonly number[];
  readonly K: number;
  readonly X: readonly number[] | readonly (readonly number[])[];
  readonly s_m: readonly number[];
  readonly sigmas: readonly number[];
  readonly tau: number;
}

interface Start {
  readonly k: number;
  readonly m: number;
  readonly delta: ArrayLike<number>;
  readonly beta: ArrayLike<number>;
  readonly sigmaObs: number;
}

const mostRounds = 2000;
const remembered = 8;
/** Rounds off the corner of |δ| at 0; a thousandth of what a changepoint is worth. */
const corner = 1e-8;

/**
 * The most probable parameters of Prophet's model, found by L-BFGS as its own packages do: linear trend with changepoints
 * δ ~ Laplace(0, τ), additive seasonalities β ~ N(0, σ), k and m ~ N(0, 5), noise ~ N(0, .5), counted as Stan does.
 * Augurs brings everything but this; the package that has it compiled from Stan is a further one.
 */
export function optimizeProphet(start: Start, json: string) {
  const data = JSON.parse(json) as StanData;
  if (data.s_m.some((multiplied) => multiplied !== 0)) throw new Error('multiplicative features are not fitted here');
  const from = [start.k, start.m, Math.log(start.sigmaObs), ...Array.from(start.delta), ...Array.from(start.beta)];
  const fit = leastBy(posterior(data), Float64Array.from(from));
  const [k = 0, m = 0, logSigma = 0] = fit;
  const delta = fit.slice(3, 3 + data.S);
  const beta = fit.slice(3 + data.S);
  const trend = Float64Array.from(data.t, (at) => trendAt(at, k, m, delta, data.t_change));
  const none = { debug: '', info: '', warn: '', error: '', fatal: '' };
  return { logs: none, params: { k, m, sigmaObs: Math.exp(logSigma), delta, beta, trend } };
}

function trendAt(at: number, k: number, m: number, delta: Float64Array, changes: readonly number[]): number {
  let trend = k * at + m;
  for (let change = 0; change < changes.length; change++) {
    const since = at - (changes[change] ?? 0);
    if (since >= 0) trend += since * (delta[change] ?? 0);
  }
  return trend;
}

type Objective = (at: Float64Array, slope: Float64Array) => number;

/** The negative logarithm of the posterior, and its slope. Parameters in the order k, m, ln σ, δ, β. */
function posterior(data: StanData): Objective {
  const { T, S, K, y, t, t_change: changes } = data;
  const features = Float64Array.from(data.X.flat() as number[]);
  return (at, slope) => {
    const [k = 0, m = 0, logSigma = 0] = at;
    const [delta, beta] = [at.subarray(3, 3 + S), at.subarray(3 + S)];
    const precision = Math.exp(-2 * logSigma);
    slope.fill(0);
    const pullAt = (index: number, pull: number): void => {
      slope[index] = (slope[index] ?? 0) + pull;
    };
    let squares = 0;
    for (let row = 0; row < T; row++) {
      const time = t[row] ?? 0;
      let fitted = trendAt(time, k, m, delta, changes);
      for (let column = 0; column < K; column++) fitted += (features[row * K + column] ?? 0) * (beta[column] ?? 0);
      const error = fitted - (y[row] ?? 0);
      squares += error * error;
      const pull = error * precision;
      pullAt(0, pull * time);
      pullAt(1, pull);
      for (let change = 0; change < S; change++) pullAt(3 + change, pull * Math.max(0, time - (changes[change] ?? 0)));
      for (let column = 0; column < K; column++) pullAt(3 + S + column, pull * (features[row * K + column] ?? 0));
    }
    pullAt(2, T - squares * precision);
    return (squares * precision) / 2 + T * logSigma + prior(at, data, pullAt);
  };
}

function prior(at: Float64Array, { S, tau, sigmas }: StanData, pullAt: (index: number, pull: number) => void): number {
  const [k = 0, m = 0, logSigma = 0] = at;
  const variance = Math.exp(2 * logSigma);
  pullAt(0, k / 25);
  pullAt(1, m / 25);
  pullAt(2, 4 * variance);
  let value = (k * k + m * m) / 50 + 2 * variance;
  for (const [change, delta] of at.subarray(3, 3 + S).entries()) {
    const size = Math.sqrt(delta * delta + corner);
    value += size / tau;
    pullAt(3 + change, delta / size / tau);
  }
  for (const [column, beta] of at.subarray(3 + S).entries()) {
    const scale = (sigmas[column] ?? 1) ** 2;
    value += (beta * beta) / (2 * scale);
    pullAt(3 + S + column, beta / scale);
  }
  return value;
}

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly along: number;
}

const dot = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

/** L-BFGS with a step that is halved until it is worth its while (Nocedal & Wright, 7.4). */
function leastBy(objective: Objective, start: Float64Array): Float64Array {
  let at = start;
  let slope = new Float64Array(at.length);
  let value = objective(at, slope);
  const memory: Step[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const way = descent(slope, memory);
    const falls = dot(way, slope);
    let length = memory.length === 0 ? 1e-3 / Math.sqrt(dot(slope, slope) + 1e-12) : 1;
    const nextSlope = new Float64Array(at.length);
    let next = at;
    let nextValue = Number.POSITIVE_INFINITY;
    for (let halving = 0; halving < 40; halving++) {
      next = at.map((coordinate, index) => coordinate + length * (way[index] ?? 0));
      nextValue = objective(next, nextSlope);
      if (nextValue <= value + 1e-4 * length * falls) break;
      length /= 2;
    }
    if (!(nextValue < value)) break;
    const moved = next.map((coordinate, index) => coordinate - (at[index] ?? 0));
    const turned = nextSlope.map((one, index) => one - (slope[index] ?? 0));
    const along = dot(moved, turned);
    if (along > 1e-12) memory.push({ moved, turned, along });
    if (memory.length > remembered) memory.shift();
    const gained = value - nextValue;
    [at, slope, value] = [next, nextSlope, nextValue];
    if (gained < 1e-8 * Math.max(1, Math.abs(value))) break;
  }
  return at;
}

function descent(slope: Float64Array, memory: readonly Step[]): Float64Array {
  const way = slope.map((one) => -one);
  const shares: number[] = [];
  for (const { moved, turned, along } of memory.toReversed()) {
    const share = dot(moved, way) / along;
    shares.push(share);
    turned.forEach((one, index) => {
      way[index] = (way[index] ?? 0) - share * one;
    });
  }
  const last = memory.at(-1);
  const scale = last ? last.along / dot(last.turned, last.turned) : 1;
  for (const index of way.keys()) way[index] = (way[index] ?? 0) * scale;
  for (const { moved, turned, along } of memory) {
    const share = (shares.pop() ?? 0) - dot(turned, way) / along;
    moved.forEach((one, index) => {
      way[index] = (way[index] ?? 0) + share * one;
    });
  }
  return way;
}
