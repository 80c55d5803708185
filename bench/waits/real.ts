import { type LoggedContact, type ReplayedPrediction, replayCalls } from '../../core/prediction/callReplay.ts';
import { kaplanMeier, scorePredictions, shareWithin } from '../../core/prediction/score.ts';
import { randomStream } from '../../core/random/stream.ts';
import { addSeconds, instant, seconds } from '../../core/time/units.ts';
import { sharedDataMissing, sharedRows } from '../../test/support/sharedData.ts';
import { type Claims, percent } from './report.ts';

/*
 * Predicted waits on a real center: the calls of an anonymous bank, 1999. Its types of call are queues that share agents;
 * who has the bank's higher priority stands in line as if a minute and a half longer there.
 */
const file = 'technion_bank_1999_calls.csv.gz';
/** Those the published comparison is of; the others only occupy agents. */
const scoredTypes = new Set(['PS', 'NE', 'NW', 'PE']);
const longestSeconds = 3600;
const keptShare = 0.9;
const headStartSeconds = 90;

/** Weighted error, mean absolute error and 90 % width of an independent evaluation that knew the first 14 dates. */
const anchors: Record<string, string> = {
  nohold: 'a 12-feature linear model: 84.8 / 50.2 / 213',
  ql: '101.9 / 60.9 / 244',
  qlm: '94.7 / 56.1 / 238',
  hol: '106.6 / 66.9 / 372',
  les: '117.3 / 69.9 / 394',
  average: '102.5 / 62.4 / 251',
};

/** `firstMonths` alone skips the months after February. */
export function realCenter(claims: Claims, firstMonths = false): void {
  console.log('\n== a real center, every parameter learned on the way ==');
  const missing = sharedDataMissing(file);
  if (missing) {
    claims.notRun(missing);
    return;
  }
  const rows = sharedRows(file).filter((row) => row.outcome !== 'PHANTOM');
  const scored = rows.flatMap(loggedContact);
  februarySplit(
    claims,
    scored.filter((contact) => contact.contactId.startsWith('1999-02')),
  );
  if (!firstMonths) months(claims, scored);
}

/** February alone, as published: nothing known before its first date, its last 14 scored. */
function februarySplit(claims: Claims, log: readonly LoggedContact[]): void {
  const dates = [...new Set(log.map(dateOf))].sort();
  const from = dates.at(-14) ?? '';
  const made = replayScored(log).filter((prediction) => dateOf(prediction) >= from);
  console.log(
    '\nFebruary, last 14 dates\npredictor  weighted RMSE   MAE   bias   80/90 % cover  width   kept   told   anchor (weighted RMSE / MAE / width)',
  );
  for (const [predictor, entries] of Map.groupBy(made, (prediction) => prediction.predictor)) {
    const score = scorePredictions(entries);
    if (!score) continue;
    const cells = [
      score.weightedRootMeanSquareSeconds.toFixed(1).padStart(12),
      score.meanAbsoluteSeconds.toFixed(1).padStart(8),
      score.biasSeconds.toFixed(1).padStart(7),
      `${percent(score.covered80)}/${percent(score.covered90)}`.padStart(13),
      score.meanWidth90Seconds.toFixed(0).padStart(9),
      percent(score.promisesKept).padStart(8),
      score.meanBoundSeconds.toFixed(0).padStart(6),
    ];
    console.log(`${predictor.padEnd(9)}${cells.join('')}    ${anchors[predictor] ?? ''}`);
    if (predictor !== 'nohold') continue;
    keptClaims(claims, 'February', entries);
    const { weightedRootMeanSquareSeconds: weighted, meanAbsoluteSeconds: absolute } = score;
    claims.settle(weighted < 84.8, 'February, weighted RMSE', `${weighted.toFixed(1)} s`, 'under 84.8 s');
    claims.settle(absolute < 50.2, 'February, MAE', `${absolute.toFixed(1)} s`, 'under 50.2 s');
    const covers = score.covered90 >= 0.88 && score.covered90 <= 0.92;
    claims.settle(covers, 'February, 90 % coverage', `${percent(score.covered90)} %`, '88 to 92 %');
    const width = score.meanWidth90Seconds;
    claims.settle(width < 211, 'February, mean width of the 90 % interval', `${width.toFixed(0)} s`, 'under 211 s');
  }
}

/** Told bounds: the share that holds, and that no constant of the same share is as short. */
function keptClaims(claims: Claims, span: string, entries: readonly ReplayedPrediction[]): void {
  const kept = shareWithin(entries, (entry) => entry.boundSeconds);
  const told = entries.reduce((total, entry) => total + entry.boundSeconds, 0) / entries.length;
  const longer = kaplanMeier(entries.map((entry) => ({ at: entry.waitedSeconds, happened: entry.served })));
  let constant = 0;
  while (longer(constant) > 1 - kept && constant < longestSeconds) constant += 1;
  const named = `${span}, told bounds`;
  claims.settle(Math.abs(kept - keptShare) <= 0.03, `${named} kept`, `${percent(kept)} %`, '87 to 93 %');
  claims.settle(told < constant, `${named}, their mean`, `${told.toFixed(0)} s`, `under the constant's ${constant} s`);
}

interface DayError {
  readonly month: string;
  /** Sums over the day's served contacts, ours less the rival's. */
  readonly squared: number;
  readonly absolute: number;
  readonly weight: number;
}

/** From January on, each later month against every rival: the same contacts, days drawn again and again. */
function months(claims: Claims, log: readonly LoggedContact[]): void {
  const made = replayScored(log).filter((prediction) => dateOf(prediction) >= '1999-02');
  const byPredictor = Map.groupBy(made, (prediction) => prediction.predictor);
  const own = new Map((byPredictor.get('nohold') ?? []).map((prediction) => [prediction.contactId, prediction]));
  console.log('\nFebruary to July, each day predicted from the past alone; ours by month:');
  for (const [month, entries] of Map.groupBy(own.values(), monthOf)) {
    const score = scorePredictions(entries);
    if (!score) continue;
    console.log(
      `${month}  weighted RMSE ${score.weightedRootMeanSquareSeconds.toFixed(1)} s, MAE ${score.meanAbsoluteSeconds.toFixed(1)} s, ` +
        `90 % cover ${percent(score.covered90)} %, width ${score.meanWidth90Seconds.toFixed(0)} s`,
    );
    keptClaims(claims, month, entries);
  }
  for (const [rival, entries] of byPredictor) {
    if (rival === 'nohold') continue;
    const days = dayErrors(entries, own);
    for (const measure of ['squared', 'absolute'] as const) {
      const all = intervalOf(days, measure);
      const name = `${measure === 'squared' ? 'weighted squared error, s²' : 'weighted absolute error, s'}, less than ${rival}'s`;
      claims.settle(all.high < 0, name, `${say(all)}`, '95 % interval below 0');
      const worse = [...Map.groupBy(days, (day) => day.month)]
        .map(([month, ofMonth]) => ({ month, interval: intervalOf(ofMonth, measure) }))
        .filter(({ interval }) => interval.low > 0);
      const which = worse.map(({ month, interval }) => `${month} ${say(interval)}`).join(', ') || 'none';
      claims.settle(worse.length === 0, `  months in which ${rival} is significantly nearer`, which, 'none');
    }
  }
}

function dayErrors(entries: readonly ReplayedPrediction[], own: ReadonlyMap<string, ReplayedPrediction>): DayError[] {
  return [...Map.groupBy(entries, monthOf)].flatMap(([month, ofMonth]) => {
    const stayed = kaplanMeier(ofMonth.map((entry) => ({ at: entry.waitedSeconds, happened: !entry.served })));
    return [...Map.groupBy(ofMonth, dateOf).values()].map((day): DayError => {
      let [squared, absolute, weights] = [0, 0, 0];
      for (const theirs of day) {
        const ours = own.get(theirs.contactId);
        if (!ours || !theirs.served) continue;
        const weight = 1 / Math.max(0.05, stayed(theirs.waitedSeconds));
        const [one, other] = [ours.meanSeconds - ours.waitedSeconds, theirs.meanSeconds - theirs.waitedSeconds];
        squared += weight * (one * one - other * other);
        absolute += weight * (Math.abs(one) - Math.abs(other));
        weights += weight;
      }
      return { month, squared, absolute, weight: weights };
    });
  });
}

interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean difference and its 95 % interval: days drawn with replacement, 2,000 times. */
function intervalOf(days: readonly DayError[], measure: 'squared' | 'absolute'): Interval {
  const stream = randomStream(1, `bootstrap ${measure}`);
  const meanOf = (drawn: readonly DayError[]) =>
    drawn.reduce((sum, day) => sum + day[measure], 0) / drawn.reduce((sum, day) => sum + day.weight, 0);
  const means = Array.from({ length: 2000 }, () => meanOf(days.map(() => stream.pick(days)))).sort((a, b) => a - b);
  return { mean: meanOf(days), low: means[49] ?? Number.NaN, high: means[1949] ?? Number.NaN };
}

const say = ({ mean, low, high }: Interval): string => `${mean.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;

function replayScored(log: readonly LoggedContact[]): ReplayedPrediction[] {
  const scored = new Set(log.filter(({ queue }) => scoredTypes.has(queue)).map(({ contactId }) => contactId));
  return replayCalls(log, 'voice', { keptShare }).filter((prediction) => scored.has(prediction.contactId));
}

const dateOf = ({ contactId }: { contactId: string }): string => contactId.slice(0, 10);
const monthOf = ({ contactId }: { contactId: string }): string => contactId.slice(0, 7);

/** Calls that waited or were served; a call's number comes again on other lines and days. */
function loggedContact(row: Record<string, string>, index: number): LoggedContact[] {
  const waited = Math.min(longestSeconds, Math.max(0, Number(row.q_time_s)));
  const served = Number(row.ser_start_s) > 0;
  if (!served && !(waited > 0)) return [];
  const at = (second: number) => addSeconds(instant(Date.parse(`${row.date}T00:00:00Z`)), seconds(second));
  const left = served ? Number(row.ser_start_s) : Number(row.q_start_s) + waited;
  const handled = Math.min(longestSeconds, Math.max(0, Number(row.ser_time_s)));
  return [
    {
      contactId: `${row.date}-${index}`,
      queue: row.type ?? '',
      queuedAt: at(left - waited),
      rankedAt: at(left - waited - (row.priority === '2' ? headStartSeconds : 0)),
      answeredAt: served ? at(left) : undefined,
      endedAt: at(served ? left + handled : left),
      agentId: row.agent || undefined,
    },
  ];
}
