import type { Patience } from '../prediction/patience.ts';
import { memorylessPatience } from '../prediction/patience.ts';
import { type Predictor, predictors, type Scene } from '../prediction/rivals.ts';
import { initialWaitModel, type WaitModel } from '../prediction/waitModel.ts';
import { randomStream } from '../random/stream.ts';
import { seconds } from '../time/units.ts';
import { type LineScenario, type LineView, simulateLine } from './line.ts';
import { lawSurvival, meanOf, type TimeLaw } from './timeLaw.ts';

/** Callbacks are offered where the wait predicted is longer than this; so many accept. */
export interface CallbackPolicy {
  readonly offerBeyondSeconds: number;
  readonly acceptedShare: number;
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

export interface TrialFigures {
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Waits of those answered, callbacks included, ascending. */
  readonly answeredWaits: readonly number[];
  readonly predictors: readonly PredictorFigures[];
}

/** What a predictor would know that knew the scenario: handle time, patience, what callbacks cost. */
export function knownModel(scenario: Pick<LineScenario, 'service' | 'patience' | 'callbacks'>): WaitModel {
  return {
    ...initialWaitModel('voice'),
    handleSeconds: meanOf(scenario.service),
    patience: scenario.patience ? knownPatience(scenario.patience) : memorylessPatience(1e9),
    pace: { factor: 1, spread: 0, headWeight: 0 },
    callbacks: scenario.callbacks ?? { unansweredShare: 0, lostSeconds: 0 },
  };
}

/** The hazard of a law that is known, span by span, up to three of its means. */
function knownPatience(law: TimeLaw): Patience {
  if (law.kind === 'exponential') return memorylessPatience(law.meanSeconds);
  const spanSeconds = 0.05 * meanOf(law);
  const fromSeconds = Array.from({ length: 61 }, (_, span) => span * spanSeconds);
  const leavingPerSecond = fromSeconds.map((from) => {
    const [here, next] = [lawSurvival(law, from), lawSurvival(law, from + spanSeconds)];
    return here > 0
      ? Math.min(50, Math.max(1e-7, Math.log(here / Math.max(next, 1e-12)))) / spanSeconds
      : 50 / spanSeconds;
  });
  return { fromSeconds, leavingPerSecond };
}

/**
 * One run of a line in which every predictor is asked about everyone who must wait and held to what came of it. Those who
 * arrive before `warmupSeconds` only fill the line. Preferred customers are served and counted, not predicted.
 */
export function runTrial(scenario: LineScenario, warmupSeconds: number, policy?: CallbackPolicy): TrialFigures {
  const model = knownModel(scenario);
  const chance = randomStream(scenario.seed, 'acceptance');
  const tallies = new Map<string, Tally>(predictors.map((predictor) => [predictor.name, new Tally()]));
  const asked = new Map<number, { name: string; mean: number; cuts: number[] | undefined }[]>();
  const preferredCustomers = new Set<number>();
  const counts = { offered: 0, answered: 0, abandoned: 0 };
  const answeredWaits: number[] = [];
  let last: number | undefined;
  simulateLine(scenario, {
    atOnce: (_customer, at) => {
      if (at < warmupSeconds) return;
      counts.offered += 1;
      counts.answered += 1;
      answeredWaits.push(0);
    },
    arrive: (view, customer, preferred) => {
      if (preferred) {
        preferredCustomers.add(customer);
        return 'hold';
      }
      const scene = sceneOf(view, scenario, last);
      const quotes = predictors.flatMap((predictor) => {
        const prediction = predictor.predict(scene, model);
        const whole = predictor.name === 'nohold' ? prediction?.quantileSeconds : undefined;
        const cuts = whole && [0.05, 0.1, 0.9, 0.95].map((p) => whole(p));
        return prediction ? [{ name: predictor.name, mean: prediction.meanSeconds, cuts }] : [];
      });
      if (view.at >= warmupSeconds) asked.set(customer, quotes);
      const accepts = policy !== undefined && chance.uniform() < policy.acceptedShare;
      const ours = quotes.find((quote) => quote.name === 'nohold')?.mean ?? 0;
      return accepts && ours > policy.offerBeyondSeconds ? 'callback' : 'hold';
    },
    turn: (customer, wait, fate, at) => {
      if (!preferredCustomers.delete(customer) && fate !== 'abandoned') last = wait;
      for (const quote of asked.get(customer) ?? []) tallies.get(quote.name)?.add(quote.mean, wait, quote.cuts);
      asked.delete(customer);
      if (at - wait < warmupSeconds) return;
      counts.offered += 1;
      counts[fate === 'abandoned' ? 'abandoned' : 'answered'] += 1;
      if (fate !== 'abandoned') answeredWaits.push(wait);
    },
  });
  return {
    ...counts,
    answeredWaits: answeredWaits.sort((one, other) => one - other),
    predictors: predictors.flatMap(({ name }) => tallies.get(name)?.figures(name) ?? []),
  };
}

/** Four changes of staffing ahead are as far as a wait reaches. */
const changesAhead = 4;

function sceneOf(view: LineView, scenario: LineScenario, last: number | undefined): Scene {
  const shifts = typeof scenario.agents === 'number' ? [] : scenario.agents;
  const next = shifts.findIndex((shift) => shift.fromSeconds > view.at);
  const plan = next < 0 ? [] : shifts.slice(next, next + changesAhead);
  const { arrivals, preferredShare = 0 } = scenario;
  const perSecond = arrivals.kind === 'steady' ? arrivals.perSecond : arrivals.perSecondAt(view.at);
  return {
    state: {
      ahead: view.ahead(false),
      aheadBeyond: 0,
      agents: { staffed: view.agents, available: 0, busy: view.agents },
      contactsPerAgent: 1,
      overtakingPerSecond: preferredShare * perSecond,
      plan: plan.map((shift) => ({ inSeconds: seconds(shift.fromSeconds - view.at), agents: shift.agents })),
    },
    lastAnsweredWaitSeconds: last,
    averageWaitSeconds: undefined,
    ewtSeconds: undefined,
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
