import type { DayRow } from '../rows/center.ts';
import type { Forecast, Rival } from './forecast.ts';
import { type Patience, survival } from './patience.ts';
import type { Predictor } from './rivals.ts';

/** A contact whose wait is over, beside what was foretold of it. */
export interface ForetoldWait {
  readonly forecast: Forecast;
  readonly waitedSeconds: number;
  /** False: the customer left; the wait would have been longer. */
  readonly served: boolean;
  /** The first bound told; undefined when none was. */
  readonly toldBoundSeconds: number | undefined;
  /** The last wait that ended with an agent before this contact asked. */
  readonly lastAnsweredWaitSeconds: number | undefined;
}

/**
 * One predictor's sums over one interval's contacts: sums, so that a day, a week or several queues are added up. Who was
 * served counts also for those like them who left (inverse probability of having stayed): `weight` is the sum of that.
 */
export interface PredictorSums {
  readonly predictor: Predictor['name'];
  /** Contacts it foretold, those who left included. */
  readonly contacts: number;
  readonly served: number;
  readonly weight: number;
  readonly squaredError: number;
  readonly absoluteError: number;
  /** Foretold less real. */
  readonly error: number;
  /** Waits within the interval that should hold 80 %, and 90 %; absent for a rival that says one number. */
  readonly covered80?: number;
  readonly covered90?: number;
  /** Waits no longer than told: of ours the bound, of a rival its number as it is. And the weight of those told. */
  readonly kept: number;
  readonly told: number;
  readonly toldSeconds: number;
}

/** Nobody speaks for more than this many who left. */
const mostWeight = 20;

/** The sums of every predictor that foretold any of `waits`; `patience` says how many were there to stay so long. */
export function sumPredictions(waits: readonly ForetoldWait[], patience: Patience): PredictorSums[] {
  const names: Predictor['name'][] = ['nohold', 'ql', 'qlm', 'hol', 'les', 'average', 'ewt'];
  return names.flatMap((predictor) => {
    const foretold = waits.flatMap((wait) => {
      const said = predictor === 'nohold' ? ours(wait) : theirs(wait, predictor);
      return said === undefined ? [] : [{ ...said, wait }];
    });
    return foretold.length === 0 ? [] : [sumsOf(predictor, foretold, patience)];
  });
}

interface Said {
  readonly meanSeconds: number;
  readonly boundSeconds: number | undefined;
}

const ours = ({ forecast, toldBoundSeconds }: ForetoldWait): Said => ({
  meanSeconds: forecast.meanSeconds,
  boundSeconds: toldBoundSeconds,
});

function theirs({ forecast, lastAnsweredWaitSeconds }: ForetoldWait, rival: Rival): Said | undefined {
  const meanSeconds = rival === 'les' ? lastAnsweredWaitSeconds : forecast.rivals[rival];
  return meanSeconds === undefined ? undefined : { meanSeconds, boundSeconds: meanSeconds };
}

function sumsOf(
  predictor: Predictor['name'],
  foretold: readonly (Said & { wait: ForetoldWait })[],
  patience: Patience,
): PredictorSums {
  const sums = { served: 0, weight: 0, squaredError: 0, absoluteError: 0, error: 0, kept: 0, told: 0, toldSeconds: 0 };
  let [covered80, covered90] = [0, 0];
  for (const { meanSeconds, boundSeconds, wait } of foretold) {
    if (!wait.served) continue;
    const { waitedSeconds, forecast } = wait;
    const weight = Math.min(mostWeight, 1 / survival(patience, waitedSeconds));
    const error = meanSeconds - waitedSeconds;
    sums.served += 1;
    sums.weight += weight;
    sums.squaredError += weight * error * error;
    sums.absoluteError += weight * Math.abs(error);
    sums.error += weight * error;
    covered80 += weight * Number(isWithin(waitedSeconds, forecast.interval80));
    covered90 += weight * Number(isWithin(waitedSeconds, forecast.interval90));
    if (boundSeconds === undefined) continue;
    sums.told += weight;
    sums.toldSeconds += weight * boundSeconds;
    if (waitedSeconds <= boundSeconds) sums.kept += weight;
  }
  const coverage = predictor === 'nohold' ? { covered80, covered90 } : {};
  return { predictor, contacts: foretold.length, ...sums, ...coverage };
}

const isWithin = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;

/** How one predictor did over the days looked at. */
export interface PredictorDays {
  readonly predictor: Predictor['name'];
  readonly contacts: number;
  readonly served: number;
  readonly rootMeanSquareSeconds: number;
  readonly meanAbsoluteSeconds: number;
  /** Above 0: foretold too long. */
  readonly biasSeconds: number;
  readonly covered80: number | undefined;
  readonly covered90: number | undefined;
  /** Share of waits no longer than told; undefined where nothing was told. */
  readonly keptShare: number | undefined;
  readonly meanToldSeconds: number | undefined;
}

/** The comparison that a board shows: every predictor over all intervals of `days`, of one queue or of many. */
export function predictorsOfDays(days: readonly Pick<DayRow, 'intervals'>[]): PredictorDays[] {
  const all = days.flatMap((day) => day.intervals.flatMap((interval) => interval.predictions ?? []));
  return [...Map.groupBy(all, (sums) => sums.predictor)].flatMap(([predictor, parts]) => {
    const total = (of: (sums: PredictorSums) => number) => parts.reduce((sum, part) => sum + of(part), 0);
    const weight = total((sums) => sums.weight);
    if (weight === 0) return [];
    const told = total((sums) => sums.told);
    const hasIntervals = predictor === 'nohold';
    return [
      {
        predictor,
        contacts: total((sums) => sums.contacts),
        served: total((sums) => sums.served),
        rootMeanSquareSeconds: Math.sqrt(total((sums) => sums.squaredError) / weight),
        meanAbsoluteSeconds: total((sums) => sums.absoluteError) / weight,
        biasSeconds: total((sums) => sums.error) / weight,
        covered80: hasIntervals ? total((sums) => sums.covered80 ?? 0) / weight : undefined,
        covered90: hasIntervals ? total((sums) => sums.covered90 ?? 0) / weight : undefined,
        keptShare: told > 0 ? total((sums) => sums.kept) / told : undefined,
        meanToldSeconds: told > 0 ? total((sums) => sums.toldSeconds) / told : undefined,
      },
    ];
  });
}
