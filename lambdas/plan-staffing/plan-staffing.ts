import { isDeepStrictEqual } from 'node:util';
import type { Announcements, PlanningFiles, PlanningRows } from '../../core/planningPorts.ts';
import type { Clock, Log, Metrics } from '../../core/ports.ts';
import {
  type ForecastRow,
  type ForecastStateRow,
  type PlanRow,
  type PlanStateRow,
  planningSchemaVersion,
} from '../../core/rows/planning.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { lineKey } from '../../core/staffing/line.ts';
import { perThousandOfPlan } from '../../core/staffing/perThousand.ts';
import { type PlannedWork, planAgents, rememberedStaffing, type StaffingOf } from '../../core/staffing/plan.ts';
import { planExtract } from '../../core/staffing/slots.ts';
import { addSeconds, hours, type Instant, utcDate } from '../../core/time/units.ts';
import { localClock } from '../../core/time/zoneOffset.ts';
import {
  isQueueOpen,
  linesOf,
  someQueueOpen,
  staffedLines,
  type WrittenSchedule,
  workingAt,
  writtenSchedule,
} from '../planned-lines.ts';
import { someAtOnce } from '../some-at-once.ts';
import { announce } from './plan-staffing.announce.ts';

export interface PlanStaffingWorld {
  planningRows: PlanningRows;
  announcements: Announcements;
  planningFiles: PlanningFiles;
  settings: RuntimeSettings;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** Agents can still be asked in so far ahead; beyond, the nightly forecast's plan is soon enough. */
const plannedDays = 7;
/** What a quote carries along: slots of today and tomorrow. */
const extractSeconds = hours(48);
const measuredDays = 42;
const planRetentionSeconds = 396 * 86_400;

/**
 * Makes the plan anew from the champion's forecast: agents required, scheduled, the gap with its probability, slots for
 * callbacks. Does nothing while every queue is closed and the plan is as new as its forecast. Without a forecast the last
 * plan stands, flagged in what quotes read.
 */
export function makePlanStaffing(world: PlanStaffingWorld): () => Promise<void> {
  // An intraday forecast changes today only: for as long as this process lives, the other days are known.
  const staffing = rememberedStaffing();
  return async () => {
    const now = world.clock.now();
    const forecastState = await world.planningRows.forecastState();
    const state = await world.planningRows.planState();
    if (forecastState === undefined) return;
    const upToDate = state?.forecastAt === forecastState.at;
    if (upToDate && !someQueueOpen(world.settings, now)) return;
    const written = await writtenSchedule(world);
    const plannedUntil = upToDate ? addSeconds(now, extractSeconds) : undefined;
    const forecasts = flagged(await readForecasts(world, forecastState, plannedUntil, now), written.flag);
    const planned = await plan(world, forecastState, { forecasts, written, staffing, now, plannedUntil });
    if (!upToDate) await putPlans(world, forecasts, planned, now);
    await putExtracts(world, forecastState, forecasts, planned, now);
    const announced = await announce(world, { planned, forecasts, written, announced: state?.announced ?? {}, now });
    const next: PlanStateRow = {
      schemaVersion: planningSchemaVersion,
      at: now,
      forecastAt: forecastState.at,
      announced,
    };
    await world.planningRows.putPlanState(next);
  };
}

/** What is wrong with the schedule is said where what is wrong with the forecast is. */
const flagged = (rows: readonly ForecastRow[], flag: string | undefined): readonly ForecastRow[] =>
  flag === undefined ? rows : rows.map((row) => ({ ...row, flags: [...row.flags, flag] }));

/** From yesterday, whose load may reach into today, as far as is planned. */
async function readForecasts(
  { planningRows, settings }: PlanStaffingWorld,
  { champion }: ForecastStateRow,
  plannedUntil: Instant | undefined,
  now: Instant,
): Promise<ForecastRow[]> {
  const until = plannedUntil === undefined ? utcDate(now, plannedDays) : utcDate(plannedUntil);
  const rows = await someAtOnce(linesOf(settings), ({ queue, channel }) =>
    planningRows.forecasts(queue, channel, champion, utcDate(now, -1), until),
  );
  return rows.flat();
}

interface PlanningBasis {
  readonly forecasts: readonly ForecastRow[];
  readonly written: WrittenSchedule;
  readonly staffing: StaffingOf;
  readonly now: Instant;
  /** Later intervals stay as the last plan has them. Undefined: every one is planned. */
  readonly plannedUntil: Instant | undefined;
}

async function plan(
  { planningRows, settings }: PlanStaffingWorld,
  state: ForecastStateRow,
  { forecasts, written, staffing, now, plannedUntil }: PlanningBasis,
): Promise<PlannedWork[]> {
  const measured = settings.staffing.schedule === 'measured' ? linesOf(settings) : [];
  const days = await someAtOnce(measured, ({ queue, channel }) =>
    planningRows.days(queue, channel, utcDate(now, -measuredDays), utcDate(now, -1)),
  );
  const [first] = forecasts;
  if (first === undefined) return [];
  return planAgents({
    forecast: {
      schemaVersion: 1,
      method: state.champion,
      generatedAt: state.at,
      knownUntil: first.knownUntil,
      intervalSeconds: first.intervalSeconds,
      flags: [],
      intervals: forecasts.flatMap(({ queue, channel, intervals }) =>
        intervals.map(({ startsAt, ...one }) => ({ ...one, intervalStart: startsAt, queue, channel })),
      ),
    },
    lines: staffedLines(settings, state.availableShares),
    scheduledAt: workingAt(settings, written, days.flat()),
    isOpenAt: (queue, at) => isQueueOpen(settings, queue, at),
    staffing,
    ...(plannedUntil === undefined ? {} : { span: { from: now, until: plannedUntil } }),
  });
}

/** Past intervals stay as they were planned, so that a day's plan can be compared with what came. */
async function putPlans(
  { planningRows, settings, clock }: PlanStaffingWorld,
  forecasts: readonly ForecastRow[],
  planned: readonly PlannedWork[],
  now: Instant,
): Promise<void> {
  const rows: PlanRow[] = [];
  const localOf = localClock(settings.center.timeZone);
  for (const ofLine of Map.groupBy(forecasts, ({ queue, channel }) => lineKey(queue, channel)).values()) {
    const [{ queue, channel }] = ofLine as [ForecastRow];
    const own = planned.filter((one) => one.queue === queue && one.channel === channel);
    const driven = perThousandOf(ofLine, own, localOf);
    const dates = ofLine.map(({ date }) => date).sort();
    const plans = await planningRows.plans(queue, channel, dates[0] ?? '', dates.at(-1) ?? '');
    for (const { date, method, flags, intervalSeconds } of ofLine) {
      const fresh = own
        .filter(({ intervalStart }) => utcDate(intervalStart) === date)
        .filter(({ intervalStart }) => intervalStart + intervalSeconds * 1000 > now)
        .map(({ queue: _, channel: __, work: ___, callbackShare: ____, ...interval }) => interval);
      if (fresh.length === 0) continue;
      const before = plans.find((row) => row.date === date);
      const replaced = new Set(fresh.map(({ intervalStart }) => intervalStart));
      const kept = (before?.intervals ?? []).filter(({ intervalStart }) => !replaced.has(intervalStart));
      const row: PlanRow = {
        schemaVersion: planningSchemaVersion,
        queue,
        channel,
        date,
        version: (before?.version ?? 0) + 1,
        generatedAt: now,
        method,
        flags,
        ...(driven.length === 0 ? {} : { perThousand: driven }),
        intervals: [...kept, ...fresh].sort((a, b) => a.intervalStart - b.intervalStart),
        expiresAt: Math.ceil(clock.now() / 1000) + planRetentionSeconds,
      };
      if (before === undefined || !plansTheSame(before, row)) rows.push(row);
    }
  }
  await planningRows.putPlans(rows);
}

/** An intraday forecast changes today only: the week's other days are not written again each half hour. */
const plansTheSame = (one: PlanRow, other: PlanRow): boolean => isDeepStrictEqual(contentOf(one), contentOf(other));
/** As the table gives it back: it knows no -0. */
const contentOf = ({ method, flags, perThousand, intervals }: PlanRow): unknown =>
  JSON.parse(JSON.stringify({ method, flags, perThousand, intervals }));

/** Contacts and required agents per 1,000 of each driver, by local days as drivers are. */
function perThousandOf(
  rows: readonly ForecastRow[],
  planned: readonly PlannedWork[],
  localOf: (at: Instant) => number,
) {
  const drivers = new Map(
    rows.flatMap(({ intervals }) => intervals.map((one) => [one.startsAt, one.drivers ?? {}] as const)),
  );
  const driven = perThousandOfPlan(planned, ({ intervalStart }) => drivers.get(intervalStart), localOf);
  return driven.map(({ queue: _, channel: __, ...figures }) => figures);
}

/** Older than this a forecast should have been made anew: what stands is the last good one. */
const staleSeconds = hours(30);

async function putExtracts(
  { planningRows, settings }: PlanStaffingWorld,
  state: ForecastStateRow,
  forecasts: readonly ForecastRow[],
  planned: readonly PlannedWork[],
  now: Instant,
): Promise<void> {
  const lines = staffedLines(settings, state.availableShares);
  await someAtOnce(linesOf(settings), async ({ queue, channel }) => {
    const line = lines[lineKey(queue, channel)];
    if (line === undefined) return;
    const own = planned.filter((one) => one.queue === queue && one.channel === channel);
    const open = own.filter(({ intervalStart }) => isQueueOpen(settings, queue, intervalStart));
    const stale = addSeconds(state.at, staleSeconds) < now;
    const flag = stale
      ? 'last-good'
      : forecasts.find((row) => row.queue === queue && row.channel === channel)?.flags[0];
    const extract = planExtract(open, line, {
      generatedAt: now,
      flag,
      from: now,
      until: addSeconds(now, extractSeconds),
    });
    await planningRows.putPlanExtract(queue, channel, extract);
  });
}
