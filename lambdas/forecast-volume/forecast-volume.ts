import type { IntervalForecast, VolumeForecast } from '../../core/forecasting/forecast.ts';
import { type ForecastMethod, forecastVolume, ourMethod } from '../../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../../core/forecasting/history.ts';
import type { PlanningFiles, PlanningRows } from '../../core/planningPorts.ts';
import type { Clock, Log, Metrics } from '../../core/ports.ts';
import type { DayRow } from '../../core/rows/center.ts';
import {
  type ForecastRow,
  type ForecastStateRow,
  planningSchemaVersion,
  type StoredForecast,
} from '../../core/rows/planning.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { championOf, withScore } from '../../core/staffing/accuracy.ts';
import { lineKey } from '../../core/staffing/line.ts';
import { addSeconds, hours, type Instant, instant, utcDate } from '../../core/time/units.ts';
import { isQueueOpen, linesOf, localTime, someQueueOpen, workingAt, writtenSchedule } from '../planned-lines.ts';
import { someAtOnce } from '../some-at-once.ts';
import { scoreDay } from './forecast-volume.accuracy.ts';
import { learnAvailability } from './forecast-volume.availability.ts';
import { readDriverRows } from './forecast-volume.drivers.ts';

export interface ForecastVolumeWorld {
  planningRows: PlanningRows;
  planningFiles: PlanningFiles;
  settings: RuntimeSettings;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** The method that must be beaten before it is left: what a center without any forecast would go by. */
export const challenger: ForecastMethod = 'six-week-mean';
export const methods: readonly ForecastMethod[] = [ourMethod, challenger];

/**
 * Nightly work is due from this local hour on, whenever a run finds it undone. Never between midnight and four, where
 * clocks change: a schedule in local time would skip it one night a year.
 */
const nightlyFromHour = 4;
const horizonDays = 14;
const historyDays = 396;
const forecastRetentionSeconds = 60 * 86_400;

/**
 * Forecasts every queue: the whole fortnight once a day, the rest of the day each half hour while a queue is open.
 *
 * What is due is told from the rows, not from the moment it was woken: run twice, late, or after a missed night, it ends in
 * the same rows. Where a forecast fails for want of history, the last good one stands, flagged.
 */
export function makeForecastVolume(world: ForecastVolumeWorld): () => Promise<void> {
  return async () => {
    const now = world.clock.now();
    const state = await world.planningRows.forecastState();
    const { date, hour } = localTime(world.settings, now);
    const nightlyDue = state === undefined || (state.nightlyOn !== date && hour >= nightlyFromHour);
    if (!nightlyDue && !someQueueOpen(world.settings, now)) return;
    const days = await readDays(world, now);
    const drivers = await readDriverRows(world);
    if (nightlyDue) await nightly(world, state, { days, drivers }, now, date);
    else await intraday(world, state, { days, drivers }, now);
  };
}

async function readDays({ planningRows, settings }: ForecastVolumeWorld, now: Instant): Promise<DayRow[]> {
  const days = await someAtOnce(linesOf(settings), ({ queue, channel }) =>
    planningRows.days(queue, channel, utcDate(now, -historyDays), utcDate(now)),
  );
  return days.flat();
}

/** What is known when a forecast is made: what came, and the drivers' values, those planned among them. */
interface Known {
  readonly days: readonly DayRow[];
  readonly drivers: readonly HistoryRow[];
}

async function nightly(
  world: ForecastVolumeWorld,
  state: ForecastStateRow | undefined,
  known: Known,
  now: Instant,
  date: string,
): Promise<void> {
  const { settings, planningRows } = world;
  const { days } = known;
  let scores = state?.scores ?? {};
  // The first night scores nothing: no forecast stood when yesterday opened.
  if (state !== undefined) {
    for (const method of methods) {
      const accuracy = await scoreDay(world, days, method, state.nightlyOn, method === state.champion);
      if (accuracy === undefined) continue;
      scores = withScore(scores, method, accuracy.weightedError);
      if (method === state.champion) world.metrics.ofCenter({ ForecastError: accuracy.weightedError });
    }
  }
  const champion = championOf(scores, state?.champion ?? ourMethod);
  const working = workingAt(settings, await writtenSchedule(world), days);
  const availableShares = learnAvailability(settings, working, days, now, state?.availableShares ?? {});
  for (const method of methods) {
    const forecast = forecastOf(world, known, method, now, addSeconds(now, hours(24 * horizonDays)));
    await store(world, forecast, { method, opens: true, days });
  }
  await planningRows.putForecastState({
    schemaVersion: planningSchemaVersion,
    at: now,
    nightlyOn: date,
    champion,
    scores,
    availableShares,
  });
  world.log.info('forecast for the fortnight', { count: days.length, state: champion });
}

async function intraday(
  world: ForecastVolumeWorld,
  state: ForecastStateRow | undefined,
  known: Known,
  now: Instant,
): Promise<void> {
  if (state === undefined) return;
  const { days } = known;
  const forecast = forecastOf(world, known, state.champion as ForecastMethod, now, endOfLocalDay(world.settings, now));
  await store(world, forecast, { method: state.champion, opens: false, days });
  await world.planningRows.putForecastState({ ...state, at: now });
  world.log.info('forecast for the rest of the day', { count: forecast.intervals.length, state: state.champion });
}

/** Within an hour after the local day's last interval began. */
function endOfLocalDay(settings: RuntimeSettings, now: Instant): Instant {
  const { date } = localTime(settings, now);
  let end = addSeconds(now, hours(1));
  while (localTime(settings, end).date === date) end = addSeconds(end, hours(1));
  return end;
}

function forecastOf(
  { settings }: ForecastVolumeWorld,
  { days, drivers }: Known,
  method: ForecastMethod,
  now: Instant,
  until: Instant,
): VolumeForecast {
  const intervalSeconds = settings.forecasting.intervalMinutes * 60;
  const from = instant(Math.floor(now / (intervalSeconds * 1000)) * intervalSeconds * 1000);
  return forecastVolume({
    history: [...historyOf(settings, days, from), ...drivers],
    from,
    until,
    knownUntil: from,
    generatedAt: now,
    intervalSeconds,
    timeZone: settings.center.timeZone,
    method,
    queues: linesOf(settings).map(({ queue, channel }) => {
      const opening = settings.hours[settings.queues[queue]?.hours ?? ''];
      return { queue, channel, ...(opening ? { hours: { hours: opening, timeZone: opening.timeZone } } : {}) };
    }),
    specialDays: settings.forecasting.specialDays.map((day) => ({ ...day, closed: false })),
    drivers: settings.forecasting.drivers.map((name) => ({ name })),
  });
}

/**
 * What the days hold, closed intervals only. An open interval in which nobody asked has no figures and is a true 0, once
 * its queue was ever heard of; one before that is unknown.
 */
export function historyOf(settings: RuntimeSettings, days: readonly DayRow[], before: Instant): HistoryRow[] {
  const stepMs = Math.min(30, settings.forecasting.intervalMinutes) * 60_000;
  const byLine = Map.groupBy(days, ({ queue, channel }) => lineKey(queue, channel));
  return [...byLine.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { queue, channel } = first;
    const figures = rows.flatMap(({ intervals }) => intervals).filter(({ startsAt }) => startsAt < before);
    const known = new Map(figures.map((one) => [one.startsAt as number, one]));
    const history: HistoryRow[] = [];
    for (let at = Math.min(...known.keys()); at + stepMs <= before; at += stepMs) {
      const one = known.get(at);
      const intervalStart = instant(at);
      if (one === undefined) {
        if (isQueueOpen(settings, queue, intervalStart)) history.push({ intervalStart, queue, channel, offered: 0 });
        continue;
      }
      history.push({
        intervalStart,
        queue,
        channel,
        offered: one.offeredCount,
        abandoned: one.abandonedCount,
        callbacks: one.callbackCount,
        ...(one.handledCount > 0 ? { ahtSeconds: one.handleSeconds / one.handledCount } : {}),
        ...(one.waitedSeconds === undefined ? {} : { waitSeconds: one.waitedSeconds }),
      });
    }
    return history;
  });
}

/** Intervals take their places in the rows of their dates; what a row says of others, the past ones, stays. */
async function store(
  { planningRows, clock }: ForecastVolumeWorld,
  forecast: VolumeForecast,
  { method, opens, days }: { method: string; opens: boolean; days: readonly DayRow[] },
): Promise<void> {
  const known = new Set(days.map((day) => lineKey(day.queue, day.channel)));
  const rows: ForecastRow[] = [];
  for (const intervals of Map.groupBy(forecast.intervals, ({ queue, channel }) => lineKey(queue, channel)).values()) {
    const byDate = Map.groupBy(intervals, ({ intervalStart }) => utcDate(intervalStart));
    const dates = [...byDate.keys()].sort();
    const [{ queue, channel }] = intervals as [IntervalForecast];
    const before = await planningRows.forecasts(queue, channel, method, dates[0] ?? '', dates.at(-1) ?? '');
    for (const [date, ofDate] of byDate) {
      const old = new Map(before.find((row) => row.date === date)?.intervals.map((one) => [one.startsAt, one]));
      const fresh = ofDate.map((one) => stored(one, opens ? undefined : old.get(one.intervalStart)?.opening));
      for (const { startsAt } of fresh) old.delete(startsAt);
      rows.push({
        schemaVersion: planningSchemaVersion,
        queue,
        channel,
        date,
        method,
        generatedAt: forecast.generatedAt,
        knownUntil: forecast.knownUntil,
        // The forecast's flags are of all queues together; a guess is one for its own queue.
        flags: [
          ...forecast.flags.filter((flag) => flag !== 'no-history'),
          ...(known.has(lineKey(queue, channel)) ? [] : ['no-history']),
        ],
        intervalSeconds: forecast.intervalSeconds,
        intervals: [...old.values(), ...fresh].sort((a, b) => a.startsAt - b.startsAt),
        expiresAt: Math.ceil(clock.now() / 1000) + forecastRetentionSeconds,
      });
    }
  }
  await planningRows.putForecasts(rows);
}

function stored(interval: IntervalForecast, opening: StoredForecast['opening'] | undefined): StoredForecast {
  const { mean, quantiles, ahtSeconds, patienceSeconds, callbackShare, drivers } = interval;
  return {
    startsAt: interval.intervalStart,
    mean,
    quantiles,
    ahtSeconds,
    ...(patienceSeconds === undefined ? {} : { patienceSeconds }),
    ...(callbackShare === undefined ? {} : { callbackShare }),
    ...(drivers === undefined ? {} : { drivers }),
    opening: opening ?? { mean, quantiles },
  };
}
