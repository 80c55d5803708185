import type { Channel } from '../contacts/channel.ts';
import type { IntervalForecast, VolumeForecast } from '../forecasting/forecast.ts';
import type { Instant } from '../time/units.ts';
import { type Line, lineKey } from './line.ts';
import { enoughAgents, gapProbability, type IntervalWork, requiredAgents } from './requirement.ts';
import type { ScheduledGroups } from './schedule.ts';
import { shareAgents } from './sharing.ts';
import { offeredLoads } from './workload.ts';

/** One interval of one queue and channel: what it needs, who is there, what that means. */
export interface PlannedInterval {
  readonly intervalStart: Instant;
  readonly queue: string;
  readonly channel: Channel;
  /** Agents who must be available. A whole number; 0 where nobody is expected. */
  readonly requiredAgents: number;
  /** Agents on the schedule, those of several queues counted once. */
  readonly scheduledAgents: number;
  /** Agents the schedule should have more (below 0: has more than needed), shrinkage counted once. */
  readonly gapAgents: number;
  /** Probability, over what the forecast leaves open, that the scheduled agents miss the target. */
  readonly gapProbability: number;
  /** Of the scheduled agents, those who would wait even on the busiest day in twenty. */
  readonly wasteAgents: number;
}

/** A planned interval with the work it was planned for: what slots, suggestions and the reserve are decided by. */
export interface PlannedWork extends PlannedInterval {
  readonly work: IntervalWork;
  readonly callbackShare: number;
}

export interface PlanInput {
  readonly forecast: VolumeForecast;
  readonly lines: Readonly<Record<string, Line>>;
  /** Agents on the schedule at an instant, by what they serve. */
  readonly scheduledAt: (at: Instant) => ScheduledGroups;
  /** Nobody is needed while a queue is closed, whatever its forecast. @default always open */
  readonly isOpenAt?: (queue: string, at: Instant) => boolean;
  /** Only intervals that touch this span are planned; those before still bring it their load. @default all */
  readonly span?: { readonly from: Instant; readonly until: Instant };
  /** What earlier plans worked out. @default nothing is known yet */
  readonly staffing?: StaffingOf;
}

/**
 * The plan of a forecast: every interval of every line that is known. Each line's load follows its arrivals through the
 * day; agents of several queues go where the need is greatest. Never a NaN, never negative, whole agents.
 */
export function planAgents(input: PlanInput): PlannedWork[] {
  const { from, until } = input.span ?? { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  const works = worksOf(input).filter(
    ({ forecast: { intervalStart }, work }) =>
      intervalStart < until && intervalStart + 1000 * work.intervalSeconds > from,
  );
  const byStart = Map.groupBy(works, ({ forecast }) => forecast.intervalStart);
  const planned: PlannedWork[] = [];
  const staffing = input.staffing ?? rememberedStaffing();
  for (const [at, entries] of [...byStart].sort(([a], [b]) => a - b)) {
    const staffed = entries.map((entry) => ({ ...entry, staffing: staffing(entry.line, entry.work) }));
    const needs = Object.fromEntries(
      staffed.map(({ line, staffing: { required } }) => [keyOf(line), required / line.availableShare]),
    );
    const scheduled = shareAgents(servedOnly(input.scheduledAt(at), needs), needs);
    for (const { line, work, forecast, staffing: needed } of staffed) {
      planned.push(judge(line, work, forecast, needed, scheduled[keyOf(line)] ?? 0));
    }
  }
  return planned.sort((a, b) =>
    keyOf(a) === keyOf(b) ? a.intervalStart - b.intervalStart : keyOf(a) < keyOf(b) ? -1 : 1,
  );
}

const keyOf = ({ queue, channel }: Pick<Line, 'queue' | 'channel'>): string => lineKey(queue, channel);

export interface Staffing {
  readonly required: number;
  readonly enough: number;
  /** Probability that so many available agents miss the target. */
  missedBy(available: number): number;
}

/** What the work of one interval asks of a line. */
export type StaffingOf = (line: Line, work: IntervalWork) => Staffing;

/** A fortnight of 15-minute intervals of some twenty lines; beyond, all is worked out anew. */
const mostRemembered = 25_000;

/**
 * Intervals of equal work are worked out once: all of a line's without a history, nights and holidays, and, for who keeps
 * it from plan to plan, every day that the latest forecast left as it was.
 */
export function rememberedStaffing(): StaffingOf {
  const known = new Map<string, Staffing>();
  return ({ target, ...line }, work) => {
    const key = JSON.stringify([keyOf(line), target, work]);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= mostRemembered) known.clear();
    const missed = new Map<number, number>();
    const made: Staffing = {
      required: requiredAgents(target, work),
      enough: enoughAgents(target, work),
      missedBy(available) {
        const probability = missed.get(available) ?? gapProbability(target, work, available);
        missed.set(available, probability);
        return probability;
      },
    };
    known.set(key, made);
    return made;
  };
}

/** Groups without what nobody forecasts: an agent whose one queue is closed helps the other. */
function servedOnly(groups: ScheduledGroups, needs: Readonly<Record<string, number>>): ScheduledGroups {
  return groups
    .map((group) => ({ ...group, lines: group.lines.filter((line) => needs[line] !== undefined) }))
    .filter((group) => group.lines.length > 0);
}

interface LineWork {
  line: Line;
  forecast: IntervalForecast;
  work: IntervalWork;
}

function worksOf({ forecast, lines, isOpenAt }: PlanInput): LineWork[] {
  const byLine = Map.groupBy(forecast.intervals, ({ queue, channel }) => lineKey(queue, channel));
  return [...byLine].flatMap(([key, intervals]) => {
    const line = lines[key];
    if (line === undefined) return [];
    const isOpen = (at: Instant) => isOpenAt?.(line.queue, at) ?? true;
    return lineWorks(line, intervals, forecast.intervalSeconds, isOpen).map((one) => ({ line, ...one }));
  });
}

/** The work of each interval of one line, in order of time: its load follows its arrivals from the first of them on. */
export function lineWorks<Interval extends ForecastOfInterval>(
  line: Line,
  intervals: readonly Interval[],
  intervalSeconds: number,
  isOpen: (at: Instant) => boolean,
): { forecast: Interval; work: IntervalWork }[] {
  const inOrder = [...intervals]
    .sort((a, b) => a.intervalStart - b.intervalStart)
    .map((interval) => sane(interval, intervalSeconds));
  const arrivals = inOrder.map((interval) => ({
    contactsPerSecond: isOpen(interval.intervalStart) ? interval.mean / intervalSeconds : 0,
    handleSeconds: interval.ahtSeconds,
  }));
  const loads = offeredLoads(arrivals, intervalSeconds);
  return inOrder.map((interval, index) => {
    const own = (arrivals[index]?.contactsPerSecond ?? 0) * interval.ahtSeconds;
    const open = own > 0;
    const work: IntervalWork = {
      contacts: open ? { mean: interval.mean, quantiles: interval.quantiles } : { mean: 0, quantiles: {} },
      // A trickle after a rush would make the factor boundless; the rush's rest is little then.
      loadFactor: open ? Math.min(3, Math.max(0.2, (loads[index] ?? own) / own)) : 1,
      intervalSeconds,
      handleSeconds: interval.ahtSeconds,
      patienceSeconds: interval.patienceSeconds ?? line.patienceSeconds,
      contactsPerAgent: line.contactsPerAgent,
    };
    return { forecast: interval, work };
  });
}

/** What a forecast must say of an interval for its work to be known. */
export type ForecastOfInterval = Pick<
  IntervalForecast,
  'intervalStart' | 'mean' | 'quantiles' | 'ahtSeconds' | 'patienceSeconds'
>;

/** No center of ours is larger: what a forecast gone wrong asks beyond is cut off, or a plan would take minutes. */
const mostErlangs = 2000;

/** A plan always exists: what is no number in a forecast is nobody, or what is usual. */
function sane<Interval extends ForecastOfInterval>(forecast: Interval, intervalSeconds: number): Interval {
  const finite = (value: number | undefined, least: number, other: number): number =>
    value !== undefined && Number.isFinite(value) ? Math.max(least, value) : other;
  const patienceSeconds = finite(forecast.patienceSeconds, 1, Number.NaN);
  const ahtSeconds = Math.min(finite(forecast.ahtSeconds, 1, 240), 86_400);
  const most = (mostErlangs * intervalSeconds) / ahtSeconds;
  const { patienceSeconds: _, ...rest } = forecast;
  return {
    ...(rest as Interval),
    mean: Math.min(most, finite(forecast.mean, 0, 0)),
    quantiles: Object.fromEntries(
      Object.entries(forecast.quantiles)
        .filter(([, value]) => Number.isFinite(value) && value >= 0)
        .map(([level, value]) => [level, Math.min(most, value)]),
    ),
    ahtSeconds,
    ...(Number.isFinite(patienceSeconds) ? { patienceSeconds } : {}),
  };
}

function judge(
  line: Line,
  work: IntervalWork,
  forecast: IntervalForecast,
  staffing: Staffing,
  scheduled: number,
): PlannedWork {
  const { availableShare } = line;
  const { required } = staffing;
  const toSchedule = Math.ceil(required / availableShare - 1e-9);
  const available = Math.floor(scheduled * availableShare + 1e-9);
  const enough = Math.ceil(staffing.enough / availableShare - 1e-9);
  const nobodyComes = required === 0;
  return {
    intervalStart: forecast.intervalStart,
    queue: line.queue,
    channel: line.channel,
    requiredAgents: required,
    scheduledAgents: scheduled,
    gapAgents: toSchedule - scheduled,
    gapProbability: nobodyComes ? 0 : staffing.missedBy(available),
    wasteAgents: Math.max(0, scheduled - Math.max(enough, toSchedule)),
    work,
    callbackShare: forecast.callbackShare ?? 0,
  };
}
