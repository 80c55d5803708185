import { type Command, InvalidArgumentError } from 'commander';
import { backtest, type Horizon, type HorizonScore, sayHorizon } from '../../core/forecasting/backtest.ts';
import { instant } from '../../core/time/units.ts';
import { offsetAt } from '../../core/time/zoneOffset.ts';
import { type HistoryOptions, readForecastInput } from '../forecastInput.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { type Panel, writePlot } from '../plot.ts';
import { addHistoryOptions } from './forecast.ts';

interface BacktestOptions extends HistoryOptions {
  days: number;
  hours: number[];
  plot?: string;
}

export function register(program: Command): void {
  addHistoryOptions(
    program
      .command('backtest')
      .description(
        'Forecasts the last days of a history again, each from what was known then, by every method, and scores them.',
      )
      .argument('<history>', 'HISTORY.csv: intervalStart, queue, channel, offered')
      .option('--days <count>', 'days to score, the last with contacts', daysOption, 28)
      .option('--hours <list>', 'hours at which the rest of the day is forecast again', hoursOption, [10, 12, 15]),
  ).action(answering((history: string, options: BacktestOptions) => runBacktest(history, options)));
}

/** Throws BadInput when the history cannot be read or holds no two weeks before the days to score. */
export function runBacktest(path: string, options: BacktestOptions): Answer {
  const input = readForecastInput(path, options, []);
  const horizons: Horizon[] = [
    { kind: 'day-ahead' },
    { kind: 'two-week' },
    ...options.hours.map((hour) => ({ kind: 'rest-of-day' as const, hour })),
  ];
  const run = backtest({ ...input, days: options.days, horizons, generatedAt: instant(0) });
  let step = run.next();
  while (!step.done) {
    progress(`backtest: ${Math.round(100 * step.value)} %`);
    step = run.next();
  }
  progress('');
  const scores = step.value;
  if (scores.every(({ ours }) => ours.length === 0))
    throw new BadInput(`${path}: no day could be scored. Give a history of at least a few weeks, or fewer --days.`);
  if (options.plot !== undefined) writePlot(options.plot, `Backtest of ${path}`, panelsOf(scores, input.timeZone));
  return { json: scores.map(jsonScore), text: scores.map(sayScore).join('\n\n') };
}

function jsonScore({ horizon, methods, againstNaive }: HorizonScore) {
  return {
    horizon: horizon.kind,
    ...(horizon.kind === 'rest-of-day' ? { hour: horizon.hour } : {}),
    methods: methods.map(({ method, accuracy }) => ({ method, ...accuracy })),
    ...(againstNaive
      ? {
          verdictAgainstSeasonalNaive: againstNaive.verdict,
          daysBetter: againstNaive.daysBetter,
          daysWorse: againstNaive.daysWorse,
        }
      : {}),
  };
}

const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(100 * share).toFixed(2)} %`);

function sayScore({ horizon, methods, againstNaive }: HorizonScore): string {
  const header = ['method', 'WAPE', 'bias', 'RMSE', 'pinball', 'covered'];
  const rows = methods.map(({ method, accuracy }) => [
    method,
    percent(accuracy.wape),
    percent(accuracy.bias),
    accuracy.rootMeanSquare.toFixed(1),
    accuracy.pinball.toFixed(2),
    percent(accuracy.coverage),
  ]);
  const table = [header, ...rows].map((cells) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(16) : cell.padStart(10))).join(''),
  );
  const count = methods[0]?.accuracy.intervals ?? 0;
  const nominal = methods[0]?.accuracy.nominalCoverage;
  const verdict = againstNaive
    ? `ours erred less than seasonal-naive on ${againstNaive.daysBetter} days, more on ${againstNaive.daysWorse}`
    : '';
  return [`${sayHorizon(horizon)}: ${count} intervals, ${percent(nominal)} should be covered`, ...table, verdict]
    .filter((line) => line !== '')
    .join('\n');
}

const panelIntervals = 2000;

function panelsOf(scores: readonly HorizonScore[], zone: string): Panel[] {
  const [dayAhead] = scores;
  const series = Map.groupBy(dayAhead?.ours ?? [], ({ queue, channel }) => `${queue}, ${channel}`);
  return [...series].map(([title, all]) => {
    const rows = all.slice(-panelIntervals);
    return {
      title: `${title}: forecast at midnight and what came`,
      lines: [
        { name: 'forecast', points: rows.map(({ intervalStart, mean }) => [intervalStart, mean] as const) },
        { name: 'actual', points: rows.map(({ intervalStart, actual }) => [intervalStart, actual] as const) },
      ],
      band: {
        name: '0.1 to 0.9',
        points: rows.map(
          ({ intervalStart, quantiles }) => [intervalStart, quantiles['0.1'] ?? 0, quantiles['0.9'] ?? 0] as const,
        ),
      },
      offsetAt: (at) => offsetAt(zone, at),
    };
  });
}

function daysOption(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 366) return days;
  throw new InvalidArgumentError(`Expected days from 1 to 366, got "${text}".`);
}

function hoursOption(text: string): number[] {
  const hours = text === '' ? [] : text.split(',').map(Number);
  if (hours.every((hour) => Number.isInteger(hour) && hour >= 1 && hour <= 23)) return hours;
  throw new InvalidArgumentError(`Expected hours from 1 to 23 such as 10,12,15, got "${text}".`);
}
