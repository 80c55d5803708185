import { type Predictor, predictors, type Scene } from '../prediction/rivals.ts';
import type { WaitModel } from '../prediction/waitModel.ts';

/** What one predictor said to one contact that had to wait. */
export interface AskedPrediction {
  readonly name: Predictor['name'];
  readonly mean: number;
  /** The .05, .1, .9 and .95 quantiles of our law; rivals are held to their mean. */
  readonly cuts: readonly number[] | undefined;
}

/** How one predictor did on all who had to wait, those who left included by the wait they would have had. */
export interface PredictorFigures {
  readonly predictor: Predictor['name'];
  readonly contacts: number;
  readonly meanSquaredError: number;
  /** Mean of predicted less real: above 0, too long. */
  readonly biasSeconds: number;
  /** Shares of waits within the law's own 80 and 90 % intervals; undefined for predictors of a single number. */
  readonly covered80: number | undefined;
  readonly covered90: number | undefined;
}

/** Every predictor's answer to one scene; only ours is asked for its law. */
export function askPredictors(scene: Scene, model: WaitModel): AskedPrediction[] {
  return predictors.flatMap(({ name, predict }) => {
    const prediction = predict(scene, model);
    const whole = name === 'nohold' ? prediction?.quantileSeconds : undefined;
    const cuts = whole && [0.05, 0.1, 0.9, 0.95].map((p) => whole(p));
    return prediction ? [{ name, mean: prediction.meanSeconds, cuts }] : [];
  });
}

export interface Scoreboard {
  /** Holds what was said to a contact to the wait that came. */
  add(asked: readonly AskedPrediction[], waitSeconds: number): void;
  /** Of the predictors that said anything. */
  figures(): PredictorFigures[];
}

export function createScoreboard(): Scoreboard {
  const tallies = new Map(predictors.map(({ name }) => [name, new Tally()]));
  return {
    add(asked, waitSeconds) {
      for (const { name, mean, cuts } of asked) tallies.get(name)?.add(mean, waitSeconds, cuts);
    },
    figures: () => predictors.flatMap(({ name }) => tallies.get(name)?.figures(name) ?? []),
  };
}

class Tally {
  #contacts = 0;
  #squared = 0;
  #error = 0;
  #within80 = 0;
  #within90 = 0;
  #whole = false;

  add(mean: number, wait: number, cuts: readonly number[] | undefined): void {
    this.#contacts += 1;
    this.#squared += (mean - wait) ** 2;
    this.#error += mean - wait;
    if (!cuts) return;
    this.#whole = true;
    const [low90 = 0, low80 = 0, high80 = 0, high90 = 0] = cuts;
    if (wait >= low80 && wait <= high80) this.#within80 += 1;
    if (wait >= low90 && wait <= high90) this.#within90 += 1;
  }

  figures(predictor: Predictor['name']): PredictorFigures[] {
    if (this.#contacts === 0) return [];
    return [
      {
        predictor,
        contacts: this.#contacts,
        meanSquaredError: this.#squared / this.#contacts,
        biasSeconds: this.#error / this.#contacts,
        covered80: this.#whole ? this.#within80 / this.#contacts : undefined,
        covered90: this.#whole ? this.#within90 / this.#contacts : undefined,
      },
    ];
  }
}
