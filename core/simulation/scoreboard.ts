import { type Predictor, predictors, type Scene } from '../prediction/rivals.ts';
import type { WaitModel } from '../prediction/waitModel.ts';

/** What one predictor said to one contact that had to wait. */
export interface AskedPrediction {
  readonly name: Predictor['name'];
  readonly mean: number;
  /** The intervals of our law that should hold 80 and 90 %; rivals are held to their mean. */
  readonly intervals: readonly (readonly [number, number])[] | undefined;
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
    const whole = name === 'nohold' ? prediction?.intervalSeconds : undefined;
    const intervals = whole && [0.8, 0.9].map((share) => whole(share));
    return prediction ? [{ name, mean: prediction.meanSeconds, intervals }] : [];
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
      for (const { name, mean, intervals } of asked) tallies.get(name)?.add(mean, waitSeconds, intervals);
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

  add(mean: number, wait: number, intervals: AskedPrediction['intervals']): void {
    this.#contacts += 1;
    this.#squared += (mean - wait) ** 2;
    this.#error += mean - wait;
    if (!intervals) return;
    this.#whole = true;
    const [holds80, holds90] = intervals.map(([low, high]) => wait >= low && wait <= high);
    this.#within80 += Number(holds80);
    this.#within90 += Number(holds90);
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
