import { type Command, InvalidArgumentError } from 'commander';
import type { ForecastFlag, IntervalForecast, VolumeForecast } from '../../core/forecasting/forecast.ts';
import { forecastVolume, usualQuantiles } from '../../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../../core/forecasting/history.ts';
import { sumOverQueues } from '../../core/forecasting/queueSum.ts';
import { toIso } from '../../core/time/units.ts';
import { offsetAt } from '../../core/time/zoneOffset.ts';
import {
  type HistoryOptions,
  instantOption,
  intervalOption,
  listOption,
  readForecastInput,
  specialOption,
  type WrittenInstant,
} from '../forecastInput.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { type Panel, writePlot } from '../plot.ts';

interface ForecastOptions extends HistoryOptions {
  from: WrittenInstant;
  until: WrittenInstant;
  quantiles: string[];
  knownUntil?: WrittenInstant;
  plot?: string;
}

export function register(program: Command): void {
  addHistoryOptions(
    program
      .command('forecast')
      .description('Forecasts contacts and handle time per interval and queue from a history, with quantiles.')
      .argument(
        '<history>',
        'HISTORY.csv: intervalStart, queue, channel, offered; ahtSeconds, abandoned and drivers if known',
      )
      .requiredOption('--from <time>', 'first interval, as ISO 8601 with offset', instantOption)
      .requiredOption('--until <time>', 'end of the last interval', instantOption)
      .option('--quantiles <list>', 'probabilities', quantilesOption, [...usualQuantiles])
      .option(
        '--known-until <time>',
        'use the history up to here: within a day it updates the rest of it',
        instantOption,
      ),
  ).action(answering((history: string, options: ForecastOptions) => forecast(history, options)));
}

export function addHistoryOptions(command: Command): Command {
  return command
    .option('--settings <file>', 'hours, holidays, special days, drivers and time zone of the center')
    .option('--columns <map.json>', "where another system's file keeps each column")
    .option('--time-zone <zone>', 'IANA zone of the days, and of times written without an offset')
    .option('--interval <minutes>', "5, 15, 30 or 60; default: the history's own", intervalOption)
    .option('--driver <column>', 'a column that foretells volume; may be repeated', listOption)
    .option('--special <date[=name]>', 'a day closed, or open and special; may be repeated', specialOption)
    .option('--plot <file>', 'draw it: .svg or .html');
}

/** Throws BadInput when the history, the map or the settings are wrong. */
export function forecast(path: string, options: ForecastOptions): Answer {
  const { from, until, knownUntil, quantiles, plot } = options;
  if (until.at <= from.at) throw new BadInput('--until: expected a time after --from.');
  progress('reading the history');
  const written = [from, until, ...(knownUntil ? [knownUntil] : [])].flatMap(({ at, offsetMinutes }) =>
    offsetMinutes === undefined ? [] : [{ at, offsetMinutes }],
  );
  const input = readForecastInput(path, options, written);
  progress('learning from the history');
  const made = makeForecast(
    { ...input, from: from.at, until: until.at, quantiles, generatedAt: (knownUntil ?? from).at },
    knownUntil,
  );
  progress('');
  for (const flag of made.flags) process.stderr.write(`note: ${flagMeanings[flag]}\n`);
  if (plot !== undefined)
    writePlot(plot, `Forecast from ${toIso(from.at)}`, panelsOf(made, input.history, input.timeZone));
  return { json: made.intervals.map(jsonRow), text: sayForecast(made, quantiles) };
}

function makeForecast(request: Parameters<typeof forecastVolume>[0], knownUntil: WrittenInstant | undefined) {
  try {
    return forecastVolume(knownUntil === undefined ? request : { ...request, knownUntil: knownUntil.at });
  } catch (error) {
    if (error instanceof RangeError) throw new BadInput(`The range cannot be forecast: ${error.message}.`);
    throw error;
  }
}

const flagMeanings: Record<ForecastFlag, string> = {
  'no-history': 'nothing is known of at least one queue; its figures are a guess',
  'cold-start': 'less than two weeks of history: expect wide errors',
  'last-good': 'an earlier forecast stands in',
  'stale-history': 'the history ends more than a week before the forecast begins',
  'history-repaired': 'rows were dropped or combined: doubles, negative or impossible figures',
  outliers: 'figures beyond belief were given little weight',
  gaps: 'some days or intervals have no figures; they were skipped, not taken for closures',
  'level-shift': 'volume has lately changed for good; older days count less',
  'driver-missing': 'a driver has too few values, or none for these days, and is done without',
  'driver-late': "a driver's value is missing for some days; its usual one stands in",
  'zone-unknown': 'the time zone does not exist; days were taken by UTC',
};

const rounded = (value: number): number => Math.round(1000 * value) / 1000;

function jsonRow(row: IntervalForecast) {
  const quantiles = Object.entries(row.quantiles).map(([key, value]) => [key, rounded(value)]);
  return {
    ...row,
    intervalStart: toIso(row.intervalStart),
    mean: rounded(row.mean),
    quantiles: Object.fromEntries(quantiles) as Record<string, number>,
    ahtSeconds: rounded(row.ahtSeconds),
  };
}

function sayForecast(made: VolumeForecast, quantiles: readonly string[]): string {
  const header = ['interval', 'queue', 'channel', 'mean', ...quantiles, 'AHT s'];
  const sums = sumOverQueues(made.intervals).map((sum) => ({ ...sum, queue: `all ${sum.queues} queues` }));
  const rows = [...made.intervals, ...sums]
    .filter(({ mean }) => mean > 0)
    .map((row) => [
      toIso(row.intervalStart).slice(0, 16),
      row.queue,
      row.channel,
      row.mean.toFixed(1),
      ...quantiles.map((key) => (row.quantiles[key] ?? 0).toFixed(1)),
      row.ahtSeconds.toFixed(0),
    ]);
  if (rows.length === 0) return 'Closed all along: no contacts are expected.';
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at < 3 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  const total = made.intervals.reduce((sum, { mean }) => sum + mean, 0);
  return [line(header), ...rows.map(line), `${total.toFixed(0)} contacts in all; times are UTC`].join('\n');
}

const weekMs = 7 * 86_400_000;

/** Of the panel that shows a channel's queues together. */
const allQueues = 'all queues';

/** Each queue's forecast after its last week, and that of all queues of a channel where there are several. */
function panelsOf(made: VolumeForecast, history: readonly HistoryRow[], zone: string): Panel[] {
  const [first] = made.intervals;
  const sums = sumOverQueues(made.intervals).map((sum) => ({ ...sum, queue: allQueues }));
  const series = Map.groupBy([...made.intervals, ...sums], ({ queue, channel }) => `${queue}, ${channel}`);
  return [...series].map(([title, rows]) => {
    const from = (first?.intervalStart ?? 0) - weekMs;
    const known = new Map<number, number>();
    for (const { queue, channel, intervalStart, offered = 0 } of history) {
      const isOfPanel = [queue, allQueues].some((name) => title === `${name}, ${channel}`);
      if (!isOfPanel || intervalStart < from || intervalStart >= made.knownUntil) continue;
      known.set(intervalStart, (known.get(intervalStart) ?? 0) + offered);
    }
    const outer = Object.keys(rows[0]?.quantiles ?? {}).sort((a, b) => Number(a) - Number(b));
    const [low = '', high = ''] = [outer[0], outer.at(-1)];
    return {
      title,
      lines: [
        { name: 'forecast', points: rows.map(({ intervalStart, mean }) => [intervalStart, mean] as const) },
        { name: 'history', points: [...known].sort(([one], [other]) => one - other) },
      ],
      band: {
        name: `${low} to ${high}`,
        points: rows.map(
          ({ intervalStart, quantiles }) => [intervalStart, quantiles[low] ?? 0, quantiles[high] ?? 0] as const,
        ),
      },
      offsetAt: (at) => offsetAt(zone, at),
    };
  });
}

function quantilesOption(text: string): string[] {
  const keys = text.split(',').map((key) => key.trim());
  const wrong = keys.find((key) => !(Number(key) > 0 && Number(key) < 1));
  if (wrong !== undefined || keys.length === 0)
    throw new InvalidArgumentError(
      `Expected probabilities between 0 and 1 such as 0.1,0.5,0.9, got "${wrong ?? text}".`,
    );
  return keys;
}
