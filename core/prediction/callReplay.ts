import type { Channel } from '../contacts/channel.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../time/units.ts';
import { estimateModel } from './estimateModel.ts';
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
  readonly predictor: Predictor['name'];
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
  keptShare: number,
  onDay: (share: number) => void = () => {},
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
    if (at >= learner.modelDueAt) learn(learner, line, passage.queue, at, keptShare);
    if (passage.leftQueueAt > at) {
      const scene = line.sceneFor(passage, at);
      for (const prediction of predictAll(passage, scene, learner, keptShare)) predictions.push(prediction);
      learner.open.push(passage);
    }
    line.join(passage);
    if (index % 500 === 0) onDay(index / passages.length);
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

function learn(learner: Learner, line: LoggedLine, queue: string, at: Instant, keptShare: number): void {
  learner.modelDueAt = addSeconds(at, modelEverySeconds);
  learner.model = estimateModel(line.factsOf(queue, at), learner.model, at, keptShare);
  if (!trainingDue(learner.model, at)) return;
  const closed = learner.open.filter((passage) => passage.leftQueueAt <= at);
  learner.open = learner.open.filter((passage) => passage.leftQueueAt > at);
  learner.lessons.push(...closed.flatMap((passage) => lessonOf(factAt(passage, at)) ?? []));
  learner.lessons = learner.lessons.slice(-mostLessons);
  learner.model = withCorrection(learner.model, learner.lessons, at);
}

function predictAll(passage: Passage, scene: Scene, learner: Learner, keptShare: number): ReplayedPrediction[] {
  const at = passage.queuedAt;
  const waitedSeconds = secondsBetween(at, passage.leftQueueAt);
  const served = passage.answeredAt !== undefined;
  const made = predictors.flatMap((predictor): ReplayedPrediction[] => {
    const ratios = learner.rivals.get(predictor.name);
    const predicted = ratios && predictOne(predictor, scene, learner.model, keptShare, ratios, at);
    if (!predicted) return [];
    if (served) ratios.expect(passage.leftQueueAt, waitedSeconds, predicted.meanSeconds);
    return [{ contactId: passage.contactId, predictor: predictor.name, ...predicted, waitedSeconds, served }];
  });
  const known = predictWait(scene.state, learner.model);
  const own = made.find((prediction) => prediction.predictor === 'nohold');
  if (known.kind === 'known' && own) {
    passage.quotes = [quoteFact(at, 'arrival', known, seconds(own.boundSeconds))];
  }
  return made;
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
  if (predictor.name === 'nohold') {
    const known = predictWait(scene.state, model);
    if (known.kind === 'unknown') return undefined;
    const { law } = known;
    const quantiles = quantileLevels.map((p) => law.quantileSeconds(p)) as unknown as Predicted['quantiles'];
    return { meanSeconds: law.meanSeconds, quantiles, boundSeconds: toldBoundSeconds(known, model, keptShare) };
  }
  const prediction = predictor.predict(scene, model);
  if (!prediction) return undefined;
  const { meanSeconds } = prediction;
  const [boundSeconds = 0, ...quantiles] = ratios.quantilesAt(at, meanSeconds, [keptShare, ...quantileLevels]);
  return { meanSeconds, quantiles: quantiles as unknown as Predicted['quantiles'], boundSeconds };
}
