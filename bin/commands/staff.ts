import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { isPost } from '../../core/contacts/channel.ts';
import type { IntervalForecast } from '../../core/forecasting/forecast.ts';
import { usualPatienceSeconds } from '../../core/prediction/waitModel.ts';
import { runtimeSettings } from '../../core/settings/runtime.ts';
import type { Settings } from '../../core/settings/schema.ts';
import { type Line, lineKey, targetOf } from '../../core/staffing/line.ts';
import { type PerThousand, perThousandOfPlan } from '../../core/staffing/perThousand.ts';
import { type PlannedWork, planAgents } from '../../core/staffing/plan.ts';
import { settingsSchedule } from '../../core/staffing/schedule.ts';
import { isOpenAt } from '../../core/time/hours.ts';
import { type Instant, instant, toIso } from '../../core/time/units.ts';
import { localClock } from '../../core/time/zoneOffset.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { defaultSettingsFile, readSettings } from '../settingsFile.ts';
import { staffPlot } from './staffPlot.ts';
import { jsonProposal, proposedShifts, sayProposal } from './staffShifts.ts';

interface StaffOptions {
  settings: string;
  plot?: string;
  shifts?: string;
  solveSeconds?: number;
}

/** Half a percent of a roster's cost is less than what a forecast leaves open. */
const solverGap = 0.005;
const usualSolveSeconds = 60;

export function register(program: Command): void {
  program
    .command('staff')
    .description('Says how many agents each interval of a forecast needs, and where the schedule has too few.')
    .argument('<forecast>', 'FORECAST.json, as nohold forecast --json prints it')
    .option('--settings <file>', 'targets, shifts and shrinkage', defaultSettingsFile)
    .option('--shifts <file>', 'SHIFTS.json: shapes, crews and costs; proposes the cheapest roster for the forecast')
    .option('--solve-seconds <n>', 'how long the roster may be improved', solveSecondsOption, usualSolveSeconds)
    .option('--plot <file>', 'draw required, scheduled and proposed agents into this SVG file')
    .action(answering((path: string, options: StaffOptions) => staff(path, options)));
}

function solveSecondsOption(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError(`Expected seconds above 0, at most 3600, got "${text}".`);
}

/** Throws BadInput, naming path, place and value, when the forecast cannot be read or speaks of other queues. */
export async function staff(path: string, options: StaffOptions): Promise<Answer> {
  const settings = readSettings(options.settings);
  const intervals = readForecast(path, settings);
  const planned = planOf(settings, intervals);
  const proposal = options.shifts === undefined ? undefined : await propose(options.shifts, options, settings, planned);
  if (options.plot !== undefined) writeFileSync(options.plot, staffPlot(planned, proposal?.intervals));
  const driven = drivenBy(settings, intervals, planned);
  const json = planned.map((one) => ({
    intervalStart: toIso(one.intervalStart),
    queue: one.queue,
    channel: one.channel,
    requiredAgents: one.requiredAgents,
    scheduledAgents: one.scheduledAgents,
    gapAgents: one.gapAgents,
    gapProbability: one.gapProbability,
    wasteAgents: one.wasteAgents,
  }));
  const text = [say(planned), sayDriven(driven), ...(proposal ? [sayProposal(proposal, planned)] : [])];
  return {
    json: proposal ? { intervals: json, perThousand: driven, proposal: jsonProposal(proposal) } : json,
    text: text.filter((part) => part !== '').join('\n\n'),
  };
}

function propose(path: string, options: StaffOptions, settings: Settings, planned: readonly PlannedWork[]) {
  progress('looking for the cheapest roster');
  return proposedShifts({
    path,
    planned,
    queues: Object.keys(settings.queues),
    timeZone: settings.center.timeZone,
    isOpenAt: openingOf(settings),
    limits: { seconds: options.solveSeconds ?? usualSolveSeconds, gap: solverGap },
  }).finally(() => progress(''));
}

const share = z.number().min(0);
const forecastSchema = z.array(
  z.object({
    intervalStart: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'expected ISO 8601 with an offset'),
    queue: z.string(),
    channel: z.enum(['voice', 'chat']),
    mean: share,
    quantiles: z.record(z.string(), share),
    ahtSeconds: z.number().positive(),
    patienceSeconds: z.number().positive().optional(),
    drivers: z.record(z.string(), share).optional(),
  }),
);

function readForecast(path: string, settings: Settings): IntervalForecast[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is not JSON: ${error.message}` : 'cannot be read';
    throw new BadInput(`${path} ${reason}. Write it with: nohold forecast HISTORY.csv … --json > FORECAST.json`);
  }
  const parsed = forecastSchema.safeParse(json);
  if (!parsed.success) {
    const mistakes = parsed.error.issues
      .slice(0, 5)
      .map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
    throw new BadInput([`${path} is not a forecast:`, ...mistakes].join('\n'));
  }
  if (parsed.data.length === 0) throw new BadInput(`${path}: expected at least one interval, got an empty list.`);
  for (const { queue, channel } of parsed.data) {
    const known = settings.queues[queue];
    if (known === undefined)
      throw new BadInput(
        `${path}: queue "${queue}" is in no settings. Write one of ${Object.keys(settings.queues).join(', ')}.`,
      );
    if (!known.channels.includes(channel))
      throw new BadInput(`${path}: the settings' queue "${queue}" has no ${channel}. Add the channel to the queue.`);
  }
  return parsed.data.map(({ patienceSeconds, drivers, ...one }) => ({
    ...one,
    intervalStart: instant(Date.parse(one.intervalStart)),
    ...(patienceSeconds === undefined ? {} : { patienceSeconds }),
    ...(drivers === undefined ? {} : { drivers }),
  }));
}

function planOf(settings: Settings, intervals: readonly IntervalForecast[]): PlannedWork[] {
  const runtime = runtimeSettings(settings);
  const lines: Record<string, Line> = {};
  for (const { queue, channel } of intervals) {
    lines[lineKey(queue, channel)] ??= {
      queue,
      channel,
      target: targetOf(runtime, queue, channel),
      contactsPerAgent: runtime.contactsPerAgent[queue]?.[channel] ?? 1,
      availableShare: 1 - (settings.queues[queue]?.shrinkage ?? 0),
      patienceSeconds: isPost(channel) ? Number.POSITIVE_INFINITY : usualPatienceSeconds[channel],
    };
  }
  return planAgents({
    forecast: {
      schemaVersion: 1,
      method: 'given',
      generatedAt: instant(0),
      knownUntil: instant(0),
      intervalSeconds: stepOf(intervals),
      flags: [],
      intervals,
    },
    lines,
    scheduledAt: settingsSchedule(runtime),
    isOpenAt: openingOf(settings),
  });
}

const openingOf =
  (settings: Settings) =>
  (queue: string, at: Instant): boolean => {
    const hours = settings.hours[settings.queues[queue]?.hours ?? ''];
    return hours !== undefined && isOpenAt(hours, hours.timeZone, at);
  };

/** The shortest distance between two intervals of one line; half an hour where there is only one. */
function stepOf(intervals: readonly IntervalForecast[]): number {
  let step = Number.POSITIVE_INFINITY;
  for (const line of Map.groupBy(intervals, ({ queue, channel }) => lineKey(queue, channel)).values()) {
    const starts = line.map(({ intervalStart }) => intervalStart).sort((a, b) => a - b);
    for (const [index, start] of starts.entries()) {
      const next = starts[index + 1];
      if (next !== undefined && next > start) step = Math.min(step, (next - start) / 1000);
    }
  }
  return Number.isFinite(step) ? step : 1800;
}

function say(planned: readonly PlannedWork[]): string {
  const columns = ['interval', 'queue', 'required', 'scheduled', 'gap', 'probability', 'waste'];
  const rows = planned
    .filter(({ requiredAgents, scheduledAgents }) => requiredAgents > 0 || scheduledAgents > 0)
    .map((one) => [
      toIso(one.intervalStart).slice(0, 16),
      `${one.queue} ${one.channel}`,
      String(one.requiredAgents),
      String(one.scheduledAgents),
      String(one.gapAgents),
      `${(100 * one.gapProbability).toFixed(0)} %`,
      String(one.wasteAgents),
    ]);
  const table = [columns, ...rows].map((cells) =>
    cells.map((cell, index) => (index < 2 ? cell.padEnd(22) : cell.padStart(12))).join(''),
  );
  return [...table, legend].join('\n');
}

/** What a thousand of each driver mean to each line, where the forecast carries its drivers. */
function drivenBy(
  settings: Settings,
  intervals: readonly IntervalForecast[],
  planned: readonly PlannedWork[],
): PerThousand[] {
  const localOf = localClock(settings.center.timeZone);
  const placeOf = (one: { queue: string; channel: string; intervalStart: Instant }) =>
    `${one.queue}#${one.channel}#${one.intervalStart}`;
  const driversAt = new Map(intervals.map((one) => [placeOf(one), one.drivers ?? {}]));
  return perThousandOfPlan(planned, (one) => driversAt.get(placeOf(one)), localOf);
}

const sayDriven = (driven: readonly PerThousand[]): string =>
  driven
    .map(
      ({ queue, channel, driver, contacts, agentHours, peakAgents }) =>
        `per 1000 ${driver}: ${queue} ${channel} ${contacts.toFixed(1)} contacts, ${agentHours.toFixed(2)} agent hours required, ${peakAgents.toFixed(2)} agents at the peak`,
    )
    .join('\n');

const legend = `required: available agents. scheduled: agents by the shifts in the settings. gap: how many more the schedule needs,
shrinkage counted once (below 0: it has more). probability: that those scheduled miss the target.`;
