import { nelderMead } from './nelderMead.ts';
import { type FilteredScores, filterScores, type ScoreParameters, type ScoreSeries } from './scoreFilter.ts';

/** Where the search begins and what a short history is drawn to; found on rolling origins of public call logs. */
export const usualParameters: ScoreParameters = {
  levelStep: 0.014,
  weekdayStep: 0.0006,
  regressor: 0.3,
  persistence: 0.5,
  passing: 0.08,
  noise: 0.12,
};

/** In units of the natural logarithm: how far a parameter strays from the usual. */
const spread = 1.2;

/** The parameters that make these scores likeliest, drawn to the usual ones: maximum a posteriori. */
export function learnParameters(series: ScoreSeries, scale: number, evaluations: number): ScoreParameters {
  const start = toPoint(usualParameters);
  const cost = (point: readonly number[]): number => {
    const parameters = fromPoint(point);
    const stray = point.reduce((sum, value, axis) => sum + ((value - (start[axis] as number)) / spread) ** 2, 0);
    return stray / 2 - filterScores(series, parameters, scale).logLikelihood;
  };
  return fromPoint(nelderMead(cost, start, 0.7, evaluations));
}

/**
 * What is expected of each day: half by the parameters learned, half by a copy whose level and weekdays hardly move.
 * The quick one follows a change, the slow one is right two weeks ahead; their mean beats both on every log tried.
 */
export function expectScores(series: ScoreSeries, parameters: ScoreParameters, scale: number): FilteredScores {
  const quick = filterScores(series, parameters, scale);
  const slow = filterScores(
    series,
    { ...parameters, levelStep: parameters.levelStep * slowness, weekdayStep: 0 },
    scale,
  );
  return {
    expected: quick.expected.map((value, day) => (value + (slow.expected[day] as number)) / 2),
    variance: quick.variance.map((value, day) => (value + (slow.variance[day] as number)) / 2),
    logLikelihood: quick.logLikelihood,
  };
}

const slowness = 0.1;

const toPoint = (parameters: ScoreParameters): number[] => [
  Math.log(parameters.levelStep),
  Math.log(parameters.weekdayStep),
  Math.log(parameters.regressor),
  Math.log(parameters.persistence / (1 - parameters.persistence)),
  Math.log(parameters.passing),
  Math.log(parameters.noise),
];

function fromPoint(point: readonly number[]): ScoreParameters {
  const [levelStep = 0, weekdayStep = 0, regressor = 0, persistence = 0, passing = 0, noise = 0] = point.map((value) =>
    Math.exp(Math.min(8, Math.max(-16, value))),
  );
  return { levelStep, weekdayStep, regressor, persistence: persistence / (1 + persistence), passing, noise };
}
