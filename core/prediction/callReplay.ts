import type { Channel } from '../contacts/channel.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../time/units.ts';
import type { Correction } from './correction.ts';
import { estimateModel } from './estimateModel.ts';
import type { Forecast } from './forecast.ts';
import { factAt, type LoggedContact, LoggedLine, type Passage } from './loggedLine.ts';
import { PastRatios } from './pastRatios.ts';
import { predictWait, toldBoundSeconds } from './predictWait.ts';
import { quoteFact } from './quoteFact.ts';
import { type Predictor, predictors, type Scene } from './rivals.ts';
import { quantileLevels, type ScoredPrediction } from './score.ts';
import { type Lesson, lessonOf, trainingDue, withCorrection } from './trainCorrection.ts';
import { initialWaitModel, type WaitModel } from './waitModel.ts';

export type { LoggedContact } from './loggedLine.ts';

export interface ReplayedPrediction extends ScoredPrediction {
  readonly contactId: string;
  readonly queue: string;
  readonly predictor: Predictor['name'];
  /** The chance foretold of a wait longer than the expectation; of a rival, and without an expectation, undefined. */
  readonly beyondExpectation?: number | undefined;
}

/** Told on the way. */
export interface ReplayWatch {
  /** Share of the log that is behind. */
  passed?(share: number): void;
  /** A queue's correction was learned from what had happened until then. */
  trained?(queue: string, correction: Correction): void;
}

export interface ReplaySettings {
  /** Share of told bounds that should hold. */
  readonly keptShare: number;
  /** @default nothing is expected, and nothing offered */
  readonly expectationSeconds?: number;
}

const modelEverySeconds = seconds(900);
const mostLessons = 20_000;

/** What was learned of one queue on the way. */
interface Learner {
  model: WaitModel;
  modelDueAt: Instant;
  open: Passage[];
  lessons: Lesson[];
  readonly rivals: ReadonlyMap<string, PastRatios>;
}

/**
 * Walks a log of one channel in the order of queueing and predicts each contact that had to wait from what was known at
 * that moment: who was waiting in which queue, which agents had been seen at work, and a model learned from what had
 * happened until then. What comes later in the log cannot change an earlier prediction.
 */
export function replayCalls(
  log: readonly LoggedContact[],
  channel: Channel,
  settings: ReplaySettings,
  watch: ReplayWatch = {},
): ReplayedPrediction[] {
  const passages = log
    .flatMap((contact): Passage[] => {
      const leftQueueAt = contact.answeredAt ?? contact.endedAt;
      return leftQueueAt === undefined ? [] : [{ ...contact, leftQueueAt, quotes: [] }];
    })
    .sort((one, other) => one.queuedAt - other.queuedAt);
  const line = new LoggedLine();
  const learners = new Map<string, Learner>();
  const predictions: ReplayedPrediction[] = [];
  passages.forEach((passage, index) => {
    const at = passage.queuedAt;
    line.moveTo(at);
    const learner = learners.get(passage.queue) ?? newLearner(channel, at);
    learners.set(passage.queue, learner);
    if (at >= learner.modelDueAt) {
      const trained = learn(learner, line, passage.queue, at, settings.keptShare);
      if (trained) watch.trained?.(passage.queue, trained);
    }
    if (passage.leftQueueAt > at) {
      const scene = line.sceneFor(passage, at);
      for (const prediction of predictAll(passage, scene, learner, settings)) predictions.push(prediction);
      learner.open.push(passage);
    }
    line.join(passage);
    if (index % 500 === 0) watch.passed?.(index / passages.length);
  });
  return predictions;
}

const newLearner = (channel: Channel, at: Instant): Learner => ({
  model: initialWaitModel(channel),
  modelDueAt: addSeconds(at, modelEverySeconds),
  open: [],
  lessons: [],
  rivals: new Map(predictors.map((predictor) => [predictor.name, new PastRatios()])),
});

/** The correction, where one was sought and found. */
function learn(
  learner: Learner,
  line: LoggedLine,
  queue: string,
  at: Instant,
  keptShare: number,
): Correction | undefined {
  learner.modelDueAt = addSeconds(at, modelEverySeconds);
  learner.model = estimateModel(line.factsOf(queue, at), learner.model, at, keptShare);
  if (!trainingDue(learner.model, at)) return undefined;
  const closed = learner.open.filter((passage) => passage.leftQueueAt <= at);
  learner.open = learner.open.filter((passage) => passage.leftQueueAt > at);
  learner.lessons.push(...closed.flatMap((passage) => lessonOf(factAt(passage, at)) ?? []));
  learner.lessons = learner.lessons.slice(-mostLessons);
  learner.model = withCorrection(learner.model, learner.lessons, at);
  return learner.model.correction;
}

function predictAll(passage: Passage, scene: Scene, learner: Learner, settings: ReplaySettings): ReplayedPrediction[] {
  const at = passage.queuedAt;
  const waitedSeconds = secondsBetween(at, passage.leftQueueAt);
  const served = passage.answeredAt !== undefined;
  const made = predictors.flatMap((predictor): ReplayedPrediction[] => {
    const ratios = learner.rivals.get(predictor.name);
    const predicted = ratios && predictOne(predictor, scene, learner.model, settings, ratios, at);
    if (!predicted) return [];
    if (served) ratios.expect(passage.leftQueueAt, waitedSeconds, predicted.meanSeconds);
    const { contactId, queue } = passage;
    return [{ contactId, queue, predictor: predictor.name, ...predicted, waitedSeconds, served }];
  });
  const known = predictWait(scene.state, learner.model);
  const own = made.find((prediction) => prediction.predictor === 'nohold');
  if (known.kind === 'known' && own) {
    const { meanSeconds, interval80, interval90 } = own;
    const forecast: Forecast = { meanSeconds, interval80, interval90, rivals: {} };
    passage.quotes = [quoteFact(at, 'arrival', known, seconds(own.boundSeconds), forecast)];
  }
  return made;
}

type Predicted = Omit<ReplayedPrediction, 'contactId' | 'queue' | 'predictor' | 'waitedSeconds' | 'served'>;

/** Ours by its own law; a rival by its point and the spread its own past errors showed, so that all are judged alike. */
function predictOne(
  predictor: Predictor,
  scene: Scene,
  model: WaitModel,
  { keptShare, expectationSeconds }: ReplaySettings,
  ratios: PastRatios,
  at: Instant,
): Predicted | undefined {
  if (predictor.name === 'nohold') {
    const known = predictWait(scene.state, model);
    if (known.kind === 'unknown') return undefined;
    const { law } = known;
    const quantiles = quantileLevels.map((p) => law.quantileSeconds(p)) as unknown as Predicted['quantiles'];
    return {
      meanSeconds: law.meanSeconds,
      quantiles,
      interval80: law.intervalSeconds(0.8),
      interval90: law.intervalSeconds(0.9),
      boundSeconds: toldBoundSeconds(known, model, keptShare),
      beyondExpectation:
        expectationSeconds === undefined ? undefined : law.probabilityLongerThan(seconds(expectationSeconds)),
    };
  }
  const prediction = predictor.predict(scene, model);
  if (!prediction) return undefined;
  const { meanSeconds } = prediction;
  const [boundSeconds = 0, ...quantiles] = ratios.quantilesAt(at, meanSeconds, [keptShare, ...quantileLevels]);
  return {
    meanSeconds,
    quantiles: quantiles as unknown as Predicted['quantiles'],
    interval80: ratios.intervalAt(at, meanSeconds, 0.8),
    interval90: ratios.intervalAt(at, meanSeconds, 0.9),
    boundSeconds,
  };
}
