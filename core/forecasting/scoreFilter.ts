import type { Matrix } from 'ml-matrix';

/** Variances relative to that of the scores themselves; `persistence` is the AR(1) coefficient, 0 to 1. */
export interface ScoreParameters {
  readonly levelStep: number;
  readonly weekdayStep: number;
  readonly regressor: number;
  readonly persistence: number;
  readonly passing: number;
  readonly noise: number;
}

export interface ScoreSeries {
  /** One score per day; NaN where the day is not known or yet to come. */
  readonly scores: Float64Array;
  /** 0 Sunday … 6 Saturday. */
  readonly weekdays: Int8Array;
  /** Days × effects: calendar, special days and drivers. */
  readonly regressors: Matrix;
  /** Days from which on the level is open anew, because it has changed for good. */
  readonly breaks?: ReadonlySet<number>;
}

export interface FilteredScores {
  /** What was expected of each day from the days before it. */
  readonly expected: Float64Array;
  /** Its variance, the day's own noise included. */
  readonly variance: Float64Array;
  readonly logLikelihood: number;
}

/** A standardised surprise beyond this counts as if it were this. */
const surpriseLimit = 2.5;
/** Variance of a level of which nothing is known yet. */
const startingLevel = 2;
/** State: level, passing deviation (AR), seven weekdays; then one coefficient per regressor. */
const weekdayAt = 2;
const regressorAt = 9;

/**
 * Kalman filter of one score: a level and weekday effects that walk, regressors with a ridge prior, a deviation that passes
 * (AR(1)) and noise. Unknown days are skipped, so days to come are simply unknown ones. A surprise is damped as Huber's
 * function does. Hot: own loops on flat arrays, since a matrix library would allocate on each of a day's few updates.
 *
 * Source: Durbin & Koopman, Time Series Analysis by State Space Methods, 2012, §4.3.
 */
export function filterScores(series: ScoreSeries, parameters: ScoreParameters, scale: number): FilteredScores {
  const { scores, weekdays, regressors } = series;
  const days = scores.length;
  const size = regressorAt + regressors.columns;
  const state = new Float64Array(size);
  const covariance = startingCovariance(size, parameters, scale);
  const gain = new Float64Array(size);
  const expected = new Float64Array(days);
  const variance = new Float64Array(days);
  const places = new Int32Array(size);
  const loads = new Float64Array(size);
  let logLikelihood = 0;
  for (let day = 0; day < days; day++) {
    if (day > 0) advance(state, covariance, parameters, scale);
    if (series.breaks?.has(day)) covariance[0] = (covariance[0] as number) + startingLevel * scale;
    const used = observe(places, loads, weekdays[day] as number, regressors, day);
    let mean = 0;
    gain.fill(0);
    for (let index = 0; index < used; index++) {
      const place = places[index] as number;
      const load = loads[index] as number;
      mean += load * (state[place] as number);
      for (let row = 0, cell = place * size; row < size; row++, cell++)
        gain[row] = (gain[row] as number) + load * (covariance[cell] as number);
    }
    let total = parameters.noise * scale;
    for (let index = 0; index < used; index++)
      total += (loads[index] as number) * (gain[places[index] as number] as number);
    expected[day] = mean;
    variance[day] = total;
    const score = scores[day] as number;
    if (Number.isNaN(score)) continue;
    const surprise = (score - mean) / Math.sqrt(total);
    const excess = Math.max(1, Math.abs(surprise) / surpriseLimit);
    logLikelihood -= (Math.log(total) + surprise ** 2 * (excess > 1 ? (2 * excess - 1) / excess ** 2 : 1)) / 2;
    update(state, covariance, gain, score - mean, total * excess);
  }
  return { expected, variance, logLikelihood };
}

function startingCovariance(size: number, parameters: ScoreParameters, scale: number): Float64Array {
  const covariance = new Float64Array(size * size);
  const set = (place: number, variance: number) => {
    covariance[place * size + place] = variance * scale;
  };
  set(0, startingLevel);
  set(1, parameters.passing / Math.max(0.05, 1 - parameters.persistence ** 2));
  for (let weekday = 0; weekday < 7; weekday++) set(weekdayAt + weekday, 0.5);
  for (let place = regressorAt; place < size; place++) set(place, parameters.regressor);
  return covariance;
}

function advance(state: Float64Array, covariance: Float64Array, parameters: ScoreParameters, scale: number): void {
  const size = state.length;
  const { persistence } = parameters;
  state[1] = (state[1] as number) * persistence;
  for (let other = 0; other < size; other++) {
    covariance[size + other] = (covariance[size + other] as number) * persistence;
    covariance[other * size + 1] = (covariance[other * size + 1] as number) * persistence;
  }
  const add = (place: number, variance: number) => {
    const cell = place * size + place;
    covariance[cell] = (covariance[cell] as number) + variance * scale;
  };
  add(0, parameters.levelStep);
  add(1, parameters.passing);
  for (let weekday = 0; weekday < 7; weekday++) add(weekdayAt + weekday, parameters.weekdayStep);
}

/** Which parts of the state the day sees, and how strongly; gives their number. */
function observe(places: Int32Array, loads: Float64Array, weekday: number, regressors: Matrix, day: number): number {
  places[0] = 0;
  places[1] = 1;
  places[2] = weekdayAt + weekday;
  loads.fill(1, 0, 3);
  let used = 3;
  for (let column = 0; column < regressors.columns; column++) {
    const value = regressors.get(day, column);
    if (value === 0) continue;
    places[used] = regressorAt + column;
    loads[used] = value;
    used++;
  }
  return used;
}

function update(
  state: Float64Array,
  covariance: Float64Array,
  gain: Float64Array,
  surprise: number,
  total: number,
): void {
  const size = state.length;
  for (let row = 0; row < size; row++) {
    const share = (gain[row] as number) / total;
    if (share === 0) continue;
    state[row] = (state[row] as number) + share * surprise;
    for (let column = 0, cell = row * size; column < size; column++, cell++)
      covariance[cell] = (covariance[cell] as number) - share * (gain[column] as number);
  }
}
