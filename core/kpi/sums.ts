import { marginBounds } from '../contacts/margin.ts';
import type { IntervalFigures } from '../rows/center.ts';
import type { Instant } from '../time/units.ts';

/**
 * What intervals add up to; agents counted in two intervals may be the same ones. Ratios are formed of these sums: the mean
 * of intervals' ratios is no figure of a day.
 */
export type Sums = Required<
  Omit<
    IntervalFigures,
    | 'startsAt'
    | 'deflections'
    | 'marginCounts'
    | 'predictions'
    | 'waitedSeconds'
    | 'agentsSeenCount'
    | 'agentsStaffedCount'
  >
>;

const nothing: Sums = {
  offeredCount: 0,
  answeredCount: 0,
  abandonedCount: 0,
  abandonedShortCount: 0,
  callbackCount: 0,
  movedCount: 0,
  overflowedCount: 0,
  waitingCount: 0,
  answeredWithinThresholdCount: 0,
  abandonedWithinThresholdCount: 0,
  callbackWithinThresholdCount: 0,
  waitSeconds: 0 as Sums['waitSeconds'],
  abandonedWaitSeconds: 0 as Sums['abandonedWaitSeconds'],
  handleSeconds: 0 as Sums['handleSeconds'],
  handledCount: 0,
  promisesKeptCount: 0,
  promisesBrokenCount: 0,
  callbacksKeptCount: 0,
  callbacksBrokenCount: 0,
  callbacksRungInTimeCount: 0,
  expectationMetLiveCount: 0,
  expectationMissedLiveCount: 0,
  knownCount: 0,
  repeatCount: 0,
  transferCount: 0,
  switchCount: 0,
  askedTwiceCount: 0,
  beyondExpectationSeconds: 0 as Sums['beyondExpectationSeconds'],
  watchedCount: 0,
  cameBackCount: 0,
  watchedLongCount: 0,
  otherIssueCount: 0,
  surveyedCount: 0,
  surveyAnsweredCount: 0,
  surveySolvedCount: 0,
  surveyEasySum: 0,
};

const names = Object.keys(nothing) as (keyof Sums)[];

/** Figures an older row lacks count as nothing. */
export function sumIntervals(intervals: readonly Partial<IntervalFigures>[]): Sums {
  const sums: Record<string, number> = { ...nothing };
  for (const interval of intervals) for (const name of names) sums[name] = (sums[name] ?? 0) + (interval[name] ?? 0);
  return sums as unknown as Sums;
}

/** Answered contacts of the intervals by the margin left, least first; the bounds are those of core/contacts/margin.ts. */
export const sumMargins = (intervals: readonly Pick<IntervalFigures, 'marginCounts'>[]): number[] =>
  intervals.reduce<number[]>(
    (sums, { marginCounts = [] }) => sums.map((sum, index) => sum + (marginCounts[index] ?? 0)),
    new Array<number>(marginBounds.length + 1).fill(0),
  );

/**
 * The intervals that lie in one day of a time zone: 23 hours of them when clocks go forward, 25 when they go back.
 * `date` as YYYY-MM-DD.
 */
export function intervalsOfDay<Interval extends { startsAt: Instant }>(
  intervals: readonly Interval[],
  date: string,
  timeZone: string,
): Interval[] {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return intervals.filter(({ startsAt }) => day.format(startsAt) === date);
}
