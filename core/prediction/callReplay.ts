import type { Channel } from '../contacts/channel.ts';
import { addSeconds, type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';
import type { ContactFact } from './contactFact.ts';
import { estimateModel } from './estimateModel.ts';
import { predictWait, toldBoundSeconds } from './predictWait.ts';
import { type QuoteFact, quoteFact } from './quoteFact.ts';
import { type Predictor, predictors, type Scene } from './rivals.ts';
import type { ScoredPrediction } from './score.ts';
import { initialWaitModel, type WaitModel } from './waitModel.ts';

/** One contact of a log, of one queue and channel, that asked for an agent. */
export interface LoggedContact {
  readonly contactId: string;
  readonly queuedAt: Instant;
  readonly answeredAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly agentId: string | undefined;
}

export interface ReplayedPrediction extends ScoredPrediction {
  readonly contactId: string;
  readonly predictor: Predictor['name'];
}

const modelEverySeconds = seconds(900);
const windowSeconds = seconds(4 * 3600);
const mostFacts = 300;
/** An agent seen this lately is at work; a log does not say who has logged in. */
const agentSeenSeconds = seconds(300);
const levels = [0.05, 0.1, 0.5, 0.8, 0.9, 0.95] as const;

interface Passage extends LoggedContact {
  readonly leftQueueAt: Instant;
  quotes: QuoteFact[];
}

/**
 * Walks a log in the order of queueing and predicts each contact that had to wait from what was known at that moment:
 * who was waiting, which agents had been seen at work, and a model learned from what had happened until then. What comes
 * later in the log cannot change an earlier prediction.
 */
export function replayCalls(log: readonly LoggedContact[], channel: Channel, keptShare: number): ReplayedPrediction[] {
  const passages = log
    .flatMap((contact): Passage[] => {
      const leftQueueAt = contact.answeredAt ?? contact.endedAt;
      return leftQueueAt === undefined ? [] : [{ ...contact, leftQueueAt, quotes: [] }];
    })
    .sort((one, other) => one.queuedAt - other.queuedAt);
  const [first] = passages;
  if (!first) return [];

  const predictions: ReplayedPrediction[] = [];
  const rivals = new Map(predictors.map((predictor) => [predictor.name, new PastRatios()]));
  let model = initialWaitModel(channel);
  let modelDueAt = addSeconds(first.queuedAt, modelEverySeconds);
  let recent: Passage[] = [];
  for (const passage of passages) {
    const at = passage.queuedAt;
    recent = recent.filter((other) => secondsBetween(other.queuedAt, at) <= windowSeconds || endOf(other) > at);
    if (at >= modelDueAt) {
      model = estimateModel(
        recent.slice(-mostFacts).map((other) => factAt(other, at)),
        model,
        at,
        keptShare,
      );
      modelDueAt = addSeconds(at, modelEverySeconds);
    }
    const waitedSeconds = secondsBetween(at, passage.leftQueueAt);
    if (waitedSeconds > 0) {
      const scene = sceneAt(recent, at);
      for (const predictor of predictors) {
        const ratios = rivals.get(predictor.name);
        const predicted = ratios && predictOne(predictor, scene, model, keptShare, ratios, at);
        if (!predicted) continue;
        const served = passage.answeredAt !== undefined;
        predictions.push({
          contactId: passage.contactId,
          predictor: predictor.name,
          ...predicted,
          waitedSeconds,
          served,
        });
        if (served) ratios.expect(passage.leftQueueAt, ratioOf(waitedSeconds, predicted.meanSeconds));
      }
      const known = predictWait(scene.state, model);
      if (known.kind === 'known') {
        passage.quotes = [quoteFact(at, 'arrival', known, toldBoundSeconds(known, model, keptShare))];
      }
    }
    recent.push(passage);
  }
  return predictions;
}

const endOf = (passage: Passage): Instant => passage.endedAt ?? passage.leftQueueAt;

/** Contacts present, head first, and agents seen at work. The contact itself has just found nobody free. */
function sceneAt(recent: readonly Passage[], at: Instant): Scene {
  const ahead = recent.filter((other) => other.leftQueueAt > at);
  const inService = recent.filter(
    (other) => other.answeredAt !== undefined && other.answeredAt <= at && endOf(other) > at,
  );
  const agents = new Set(inService.map((other) => other.agentId ?? other.contactId));
  for (const other of recent) {
    const lately =
      other.answeredAt !== undefined && endOf(other) <= at && secondsBetween(endOf(other), at) <= agentSeenSeconds;
    if (lately && other.agentId !== undefined) agents.add(other.agentId);
  }
  const answered = recent.filter((other) => other.answeredAt !== undefined && other.answeredAt <= at);
  const waits = answered.map((other) => secondsBetween(other.queuedAt, other.leftQueueAt)).filter((wait) => wait > 0);
  const last = answered.reduce<Passage | undefined>(
    (latest, other) => (latest === undefined || other.leftQueueAt > latest.leftQueueAt ? other : latest),
    undefined,
  );
  return {
    state: {
      ahead: ahead.map((other) => ({ elapsedSeconds: secondsBetween(other.queuedAt, at), holdsCallback: false })),
      aheadBeyond: 0,
      agents: { staffed: agents.size, available: 0, busy: agents.size },
      contactsPerAgent: 1,
    },
    lastAnsweredWaitSeconds: last && secondsBetween(last.queuedAt, last.leftQueueAt),
    averageWaitSeconds: waits.length > 0 ? waits.reduce((total, wait) => total + wait, 0) / waits.length : undefined,
    ewtSeconds: undefined,
  };
}

function factAt(passage: Passage, at: Instant): ContactFact {
  const left = passage.leftQueueAt <= at;
  const served = left && passage.answeredAt !== undefined;
  const ended = passage.endedAt !== undefined && passage.endedAt <= at;
  return {
    queuedAt: passage.queuedAt,
    quotes: passage.quotes,
    heldUntil: left ? passage.leftQueueAt : at,
    heldEnd: !left ? 'waiting' : served ? 'answered' : 'abandoned',
    servedAt: served ? passage.leftQueueAt : null,
    handleSeconds: served && ended ? secondsBetween(passage.leftQueueAt, endOf(passage)) : null,
  };
}

type Predicted = Pick<ScoredPrediction, 'meanSeconds' | 'quantiles' | 'boundSeconds'>;

/** Ours by its own law; a rival by its point and the spread its own past errors showed, so that all are judged alike. */
function predictOne(
  predictor: Predictor,
  scene: Scene,
  model: WaitModel,
  keptShare: number,
  ratios: PastRatios,
  at: Instant,
): Predicted | undefined {
  const prediction = predictor.predict(scene, model);
  if (!prediction) return undefined;
  const { meanSeconds } = prediction;
  const own = predictor.name === 'nohold' ? prediction.quantileSeconds : undefined;
  const past = own ? undefined : ratios.knownAt(at);
  const quantile =
    own ?? ((p: number) => Math.max(0, (meanSeconds + grainSeconds) * pick(past ?? [], p) - grainSeconds));
  const known = own ? predictWait(scene.state, model) : undefined;
  const [q05, q10, q50, q80, q90, q95] = levels.map(quantile) as [number, number, number, number, number, number];
  return {
    meanSeconds,
    quantiles: [q05, q10, q50, q80, q90, q95],
    boundSeconds: known?.kind === 'known' ? toldBoundSeconds(known, model, keptShare) : quantile(keptShare),
  };
}

/** Added to waits and predictions before their ratio is taken: a prediction of nothing still has an error. */
const grainSeconds = 15;
const ratioOf = (waited: Seconds, predicted: number): number => (waited + grainSeconds) / (predicted + grainSeconds);
const pick = (sorted: readonly number[], p: number): number =>
  sorted.length === 0 ? 1 : (sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 1);

/** How far a predictor's waits came out from its points: the last three hundred, each known once it had happened. */
class PastRatios {
  #pending: { at: Instant; ratio: number }[] = [];
  #known: number[] = [];

  expect(at: Instant, ratio: number): void {
    this.#pending.push({ at, ratio });
  }

  /** Sorted. */
  knownAt(at: Instant): number[] {
    const due = this.#pending.filter((entry) => entry.at <= at);
    this.#pending = this.#pending.filter((entry) => entry.at > at);
    this.#known = [...this.#known, ...due.map((entry) => entry.ratio)].slice(-300);
    return this.#known.toSorted((one, other) => one - other);
  }
}
