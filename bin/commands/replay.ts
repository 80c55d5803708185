import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { type LoggedContact, type ReplayedPrediction, replayCalls } from '../../core/prediction/callReplay.ts';
import { type OffersReplayed, replayOffers } from '../../core/prediction/offersReplayed.ts';
import { type PredictionScore, scorePredictions } from '../../core/prediction/score.ts';
import { parseCallLog, type RecordedContact } from '../../local/callers/callLog.ts';
import { calibrationPlot } from '../calibrationPlot.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';

/** What the settings take where they do not say. */
const confidence = 0.8;

interface ReplayOptions {
  predictions?: string;
  plot?: string;
  keptShare: number;
  expectation?: number;
}

interface LineScore {
  queue: string;
  channel: string;
  predictors: ({ predictor: string } & PredictionScore)[];
  offers?: OffersReplayed;
}

export function register(program: Command): void {
  program
    .command('replay')
    .description(
      'Walks a real contact log and compares predicted waits, ours and the classical ones, with what happened.',
    )
    .argument(
      '<calls>',
      'CALLS.csv: contactId, queue, channel, arrivedAt, queuedAt, answeredAt, endedAt, outcome, agentId; if known priority, ewtSeconds',
    )
    .option('--predictions <file>', 'write every prediction to this CSV file')
    .option('--plot <file>', 'draw how well the quantiles hold, as an SVG file')
    .option(
      '--expectation <seconds>',
      'the wait that is acceptable: adds what callbacks would have made of the longer ones',
      expectationOption,
    )
    .option('--kept-share <share>', 'share of told bounds that should hold', shareOption, 0.9)
    .action(answering((calls: string, options: ReplayOptions) => replay(calls, options)));
}

/** Throws BadInput when the log cannot be read or nobody in it waited. */
export function replay(callsPath: string, options: ReplayOptions): Answer {
  const contacts = readCalls(callsPath);
  const { keptShare, expectation } = options;
  const settings = { keptShare, ...(expectation !== undefined && { expectationSeconds: expectation }) };
  const predictions: ReplayedPrediction[] = [];
  const scores: LineScore[] = [];
  // All queues of a channel together: their agents may be the same.
  for (const [channel, line] of Map.groupBy(contacts, (contact) => contact.channel)) {
    progress(`replaying ${line.length} contacts, ${channel}`);
    const made = replayCalls(line.flatMap(loggedContact), channel, settings);
    for (const prediction of made) predictions.push(prediction);
    for (const [queue, entries] of Map.groupBy(made, (prediction) => prediction.queue)) {
      const score = scoreLine(queue, channel, entries, expectation);
      if (score.predictors.length > 0) scores.push(score);
    }
  }
  progress('');
  if (scores.length === 0) {
    throw new BadInput(`${callsPath}: nobody waited and was answered. Give a log with queuedAt before answeredAt.`);
  }
  if (options.predictions !== undefined) writeFileSync(options.predictions, predictionsCsv(predictions));
  if (options.plot !== undefined) writeFileSync(options.plot, calibrationPlot(predictions));
  return { json: scores, text: scores.map(sayLine).join('\n\n') };
}

function scoreLine(
  queue: string,
  channel: string,
  entries: readonly ReplayedPrediction[],
  expectationSeconds: number | undefined,
): LineScore {
  const byPredictor = Map.groupBy(entries, (prediction) => prediction.predictor);
  const predictors = [...byPredictor].flatMap(([predictor, made]) => {
    const score = scorePredictions(made);
    return score ? [{ predictor, ...score }] : [];
  });
  const offers =
    expectationSeconds === undefined
      ? undefined
      : replayOffers(byPredictor.get('nohold') ?? [], { expectationSeconds, confidence });
  return { queue, channel, predictors, ...(offers && { offers }) };
}

function readCalls(path: string): RecordedContact[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new BadInput(`${path} cannot be read. Give the path of a CALLS.csv.`);
  }
  try {
    return parseCallLog(text, path);
  } catch (error) {
    throw new BadInput(error instanceof Error ? error.message : String(error));
  }
}

function loggedContact(contact: RecordedContact): LoggedContact[] {
  const queuedAt = contact.queuedAt ?? contact.answeredAt;
  return queuedAt === undefined ? [] : [{ ...contact, queuedAt }];
}

function predictionsCsv(predictions: readonly ReplayedPrediction[]): string {
  const rows = predictions.map(({ contactId, predictor, meanSeconds, quantiles, waitedSeconds, served }) => {
    const [, q10, q50, q80, q90] = quantiles;
    const numbers = [meanSeconds, q10, q50, q80, q90, waitedSeconds].map((value) => value.toFixed(1));
    return [contactId, predictor, ...numbers, served ? 'answered' : 'abandoned'].join(',');
  });
  return ['contactId,predictor,meanSeconds,q10,q50,q80,q90,realSeconds,outcome', ...rows, ''].join('\n');
}

function sayLine(line: LineScore): string {
  const [first] = line.predictors;
  const heading = `${line.queue}, ${line.channel}: ${first?.contacts ?? 0} contacts waited, ${first?.served ?? 0} of them were answered`;
  const columns = ['predictor', 'RMSE', 'weighted', 'MAE', 'bias', '80 %', '90 %', 'width', 'kept', 'told'];
  const rows = line.predictors.map((score) => [
    score.predictor,
    score.rootMeanSquareSeconds.toFixed(1),
    score.weightedRootMeanSquareSeconds.toFixed(1),
    score.meanAbsoluteSeconds.toFixed(1),
    score.biasSeconds.toFixed(1),
    percent(score.covered80),
    percent(score.covered90),
    score.meanWidth90Seconds.toFixed(0),
    percent(score.promisesKept),
    score.meanBoundSeconds.toFixed(0),
  ]);
  const table = [columns, ...rows].map((cells) =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(10) : cell.padStart(9))).join(''),
  );
  return [heading, ...table, legend, ...sayOffers(line.offers)].join('\n');
}

function sayOffers(offers: OffersReplayed | undefined): string[] {
  if (!offers) return [];
  const { expectationSeconds, offeredShare, kept, met } = offers;
  const share = (value: number | undefined) => (value === undefined ? '-' : percent(value));
  return [
    `promises kept without offers: ${percent(kept.withoutOffers)}; with a callback for the ${percent(offeredShare)} whose wait was likely beyond ` +
      `${expectationSeconds} s: ${share(kept.offered)} of theirs, ${share(kept.others)} of the others'`,
    `expectation met without offers: ${percent(met.withoutOffers)}; with them, if all are taken: ${percent(met.withOffers)} (the line as it was)`,
  ];
}

const legend = `RMSE, MAE, bias, width and told in seconds. weighted: those answered stand in for those who left as long waits.
80 %, 90 %: share of waits inside the interval of that name. kept: waits within the bound that would have been told; told: its mean.`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function expectationOption(text: string): number {
  const value = Number(text);
  if (value >= 5 && value <= 3600) return value;
  throw new InvalidArgumentError(`Expected seconds from 5 to 3600, got "${text}". Write 60.`);
}

function shareOption(text: string): number {
  const share = Number(text);
  if (share >= 0.5 && share <= 0.99) return share;
  throw new InvalidArgumentError(`Expected a share from 0.5 to 0.99, got "${text}". Write 0.9.`);
}
