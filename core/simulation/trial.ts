import type { Scene } from '../prediction/rivals.ts';
import { randomStream } from '../random/stream.ts';
import { seconds } from '../time/units.ts';
import { arrivalRateAt } from './arrivals.ts';
import { knownModel } from './knownModel.ts';
import type { Learner } from './learner.ts';
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
 *
 * With a `learner` nobody knows more than agents, shift plan and what the line has shown; else the parameters are known.
 */
export function runTrial(
  scenario: LineScenario,
  warmupSeconds: number,
  policy?: CallbackPolicy,
  learner?: Learner,
): TrialFigures {
  const known = knownModel(scenario);
  const chance = randomStream(scenario.seed, 'acceptance');
  const scoreboard = createScoreboard();
  const asked = new Map<number, AskedPrediction[]>();
  const preferredCustomers = new Set<number>();
  const counts = { offered: 0, answered: 0, abandoned: 0 };
  const answeredWaits: number[] = [];
  let last: number | undefined;
  simulateLine(scenario, {
    atOnce: (customer, at, preferred) => {
      learner?.arrived(customer, at);
      if (preferred) learner?.preferred(at);
      if (at < warmupSeconds) return;
      counts.offered += 1;
      counts.answered += 1;
      answeredWaits.push(0);
    },
    arrive: (view, customer, preferred) => {
      learner?.arrived(customer, view.at);
      if (preferred) {
        learner?.preferred(view.at);
        preferredCustomers.add(customer);
        return 'hold';
      }
      const scene = sceneOf(view, scenario, last, learner?.overtakingPerSecond(view.at));
      const quotes = askPredictors(scene, learner?.modelAt(view.at) ?? known);
      learner?.quoted(customer, view.at, scene.state, quotes);
      if (view.at >= warmupSeconds) asked.set(customer, quotes);
      const accepts = policy !== undefined && chance.uniform() < policy.acceptedShare;
      const ours = quotes.find((quote) => quote.name === 'nohold')?.mean ?? 0;
      if (!accepts || ours <= policy.offerBeyondSeconds) return 'hold';
      learner?.left(customer, view.at, 'callback');
      return 'callback';
    },
    leave: (customer, at) => learner?.left(customer, at, 'abandoned'),
    begin: (customer, at, handleSeconds) => learner?.served(customer, at, handleSeconds),
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

function sceneOf(
  view: LineView,
  scenario: LineScenario,
  last: number | undefined,
  overtakingPerSecond: number | undefined,
): Scene {
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
      overtakingPerSecond: overtakingPerSecond ?? preferredShare * arrivalRateAt(arrivals, view.at),
      plan: plan.map((shift) => ({ inSeconds: seconds(shift.fromSeconds - view.at), agents: shift.agents })),
    },
    lastAnsweredWaitSeconds: last,
    averageWaitSeconds: undefined,
    ewtSeconds: undefined,
  };
}
