import type { KnownWait } from './predictWait.ts';
import type { QueueState } from './queueState.ts';
import { type Predictor, predictors } from './rivals.ts';
import type { WaitModel } from './waitModel.ts';

export type Rival = Exclude<Predictor['name'], 'nohold'>;

/** What was foretold with a contact's first quote, ours and the rivals', so that all can be scored once the wait is known. */
export interface Forecast {
  readonly meanSeconds: number;
  /** Ends of the intervals that should hold 80 and 90 % of waits. */
  readonly interval80: readonly [number, number];
  readonly interval90: readonly [number, number];
  readonly rivals: Partial<Record<Rival, number>>;
}

/** The last wait that ended with an agent is not known on arrival; who scores adds it from the contacts. */
export function forecastOf(
  { law }: KnownWait,
  state: QueueState,
  model: WaitModel,
  ewtSeconds: number | undefined,
): Forecast {
  const scene = { state, lastAnsweredWaitSeconds: undefined, averageWaitSeconds: model.recentWaitSeconds, ewtSeconds };
  const rivals: Partial<Record<Rival, number>> = {};
  for (const { name, predict } of predictors) {
    const said = name === 'nohold' ? undefined : predict(scene, model);
    if (name !== 'nohold' && said) rivals[name] = rounded(said.meanSeconds);
  }
  const holding = (share: number): [number, number] => {
    const [low, high] = law.intervalSeconds(share);
    return [rounded(low), rounded(high)];
  };
  return {
    meanSeconds: rounded(law.meanSeconds),
    interval80: holding(0.8),
    interval90: holding(0.9),
    rivals,
  };
}

const rounded = (value: number): number => Math.round(10 * value) / 10;
