import type { Scene } from '../prediction/rivals.ts';
import { randomStream } from '../random/stream.ts';
import { seconds } from '../time/units.ts';
import { arrivalRateAt } from './arrivals.ts';
import { knownModel } from './knownModel.ts';
import { type LineScenario, type LineView, simulateLine } from './line.ts';
import { type AskedPrediction, askPredictors, createScoreboard, type PredictorFigures } from './scoreboard.ts';

/** Callbacks are offered where the wait predicted is longer than this; so many accept. */
export interface CallbackPolicy {
  readonly offerBeyondSeconds: number;
  readonly acceptedShare: number;
}

export interface TrialFigures {
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Waits of those answered, callbacks included, ascending. */
  readonly answeredWaits: readonly number[];
  readonly predictors: readonly PredictorFigures[];
}

/**
 * One run of a line in which every predictor is asked about everyone who must wait and held to what came of it. Those who
 * arrive before `warmupSeconds` only fill the line. Preferred customers are served and counted, not predicted.
 */
export function runTrial(scenario: LineScenario, warmupSeconds: number, policy?: CallbackPolicy): TrialFigures {
  const model = knownModel(scenario);
  const chance = randomStream(scenario.seed, 'acceptance');
  const scoreboard = createScoreboard();
  const asked = new Map<number, AskedPrediction[]>();
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
      const quotes = askPredictors(sceneOf(view, scenario, last), model);
      if (view.at >= warmupSeconds) asked.set(customer, quotes);
      const accepts = policy !== undefined && chance.uniform() < policy.acceptedShare;
      const ours = quotes.find((quote) => quote.name === 'nohold')?.mean ?? 0;
      return accepts && ours > policy.offerBeyondSeconds ? 'callback' : 'hold';
    },
    turn: (customer, wait, fate, at) => {
      if (!preferredCustomers.delete(customer) && fate !== 'abandoned') last = wait;
      scoreboard.add(asked.get(customer) ?? [], wait);
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
    predictors: scoreboard.figures(),
  };
}

/** Four changes of staffing ahead are as far as a wait reaches. */
const changesAhead = 4;

function sceneOf(view: LineView, scenario: LineScenario, last: number | undefined): Scene {
  const shifts = typeof scenario.agents === 'number' ? [] : scenario.agents;
  const next = shifts.findIndex((shift) => shift.fromSeconds > view.at);
  const plan = next < 0 ? [] : shifts.slice(next, next + changesAhead);
  const { arrivals, preferredShare = 0 } = scenario;
  return {
    state: {
      ahead: view.ahead(false),
      aheadBeyond: 0,
      agents: { staffed: view.agents, available: 0, busy: view.agents },
      contactsPerAgent: 1,
      overtakingPerSecond: preferredShare * arrivalRateAt(arrivals, view.at),
      plan: plan.map((shift) => ({ inSeconds: seconds(shift.fromSeconds - view.at), agents: shift.agents })),
    },
    lastAnsweredWaitSeconds: last,
    averageWaitSeconds: undefined,
    ewtSeconds: undefined,
  };
}
