import { type Instant, instant } from '../time/units.ts';
import type { LineNow } from './flex.ts';
import type { Line } from './line.ts';
import { type ForecastOfInterval, lineWorks } from './plan.ts';
import { gapProbability } from './requirement.ts';

/** A miss by less than this share of the contacts is as good as met: nobody is called for it. */
const clearlyBeyond = 0.05;

export interface Present {
  readonly now: Instant;
  readonly intervalSeconds: number;
  /** Agents at their desks, helpers included, and when they were counted. */
  readonly agents: number;
  readonly countedAt: Instant;
  /** Agents on the schedule in the interval that begins then; undefined: not known. */
  readonly scheduledAt: (intervalStart: Instant) => number | undefined;
  readonly isOpenAt: (at: Instant) => boolean;
}

/**
 * A line as the reserve is decided by: who is there, and what this interval and the next will ask of them and of those who
 * come or go by the schedule until then. `forecast` holds the day's past intervals, too: its load follows from them. Present
 * agents are at their desks: no shrinkage is due. A miss in either interval is one worth help. Undefined: nothing is forecast.
 */
export function lineNow(line: Line, forecast: readonly ForecastOfInterval[], present: Present): LineNow | undefined {
  const { now, intervalSeconds, agents: presentAgents, countedAt, scheduledAt } = present;
  const lengthMs = intervalSeconds * 1000;
  const scheduledThen = scheduledAt(instant(Math.floor(countedAt / lengthMs) * lengthMs));
  const works = lineWorks(line, forecast, intervalSeconds, present.isOpenAt)
    .filter(({ forecast: { intervalStart } }) => intervalStart + lengthMs > now && intervalStart < now + lengthMs)
    .map(({ forecast: { intervalStart }, work }) => {
      const scheduled = scheduledAt(intervalStart);
      const known = scheduledThen !== undefined && scheduled !== undefined;
      return { work, joining: known ? (scheduled - scheduledThen) * line.availableShare : 0 };
    });
  if (works.length === 0) return undefined;
  const missing = (agents: number, beyond: number): number =>
    Math.max(
      ...works.map(({ joining, work }) => gapProbability(line.target, work, Math.max(0, agents + joining), beyond)),
    );
  return {
    presentAgents,
    missProbability: (agents) => missing(agents, 0),
    clearMissProbability: (agents) => missing(agents, clearlyBeyond),
  };
}

/**
 * A line whose customers have little left of what they accept: those present do not do, whatever was forecast. How many more
 * it takes is the forecast's to say, one at least.
 */
export function pressed(line: LineNow): LineNow {
  const unlessMore = (miss: LineNow['missProbability']) => (agents: number) =>
    agents <= line.presentAgents ? 1 : miss(agents);
  return {
    ...line,
    isPressed: true,
    missProbability: unlessMore(line.missProbability),
    clearMissProbability: unlessMore(line.clearMissProbability),
  };
}
