import type { ContactFact } from '../prediction/contactFact.ts';
import { estimateModel } from '../prediction/estimateModel.ts';
import { overtakingPerSecond } from '../prediction/overtaking.ts';
import { predictWait, toldBoundSeconds } from '../prediction/predictWait.ts';
import type { QueueState } from '../prediction/queueState.ts';
import { type QuoteFact, quoteFact } from '../prediction/quoteFact.ts';
import { initialWaitModel, type WaitModel } from '../prediction/waitModel.ts';
import type { Instant } from '../time/units.ts';
import { momentOf } from './customers.ts';
import type { AskedPrediction } from './scoreboard.ts';

/** As often as roll-up runs, from as many contacts as it reads. */
const everySeconds = 900;
const commonFacts = 1500;
const keptShare = 0.9;
/** More than come in the time they are counted over. */
const mostOvertakers = 2000;

interface Seen {
  readonly arrivedAt: number;
  quotes: QuoteFact[];
  leftAt?: number;
  end?: 'answered' | 'abandoned' | 'callback';
  servedAt?: number;
  handleSeconds?: number;
}

/** What a center that knows nothing beforehand makes of a line, from what the line has shown it until now. */
export interface Learner {
  /** Made anew once a quarter hour has passed. */
  modelAt(at: number): WaitModel;
  /** Preferred customers who came lately, per second. */
  overtakingPerSecond(at: number): number;
  preferred(at: number): void;
  arrived(customer: number, at: number): void;
  quoted(customer: number, at: number, state: QueueState, asked: readonly AskedPrediction[]): void;
  left(customer: number, at: number, end: 'answered' | 'abandoned' | 'callback'): void;
  /** An agent takes the customer, or their callback, for so long. */
  served(customer: number, at: number, handleSeconds: number): void;
}

export interface LearnerStart {
  /** @default what a voice center starts from */
  readonly model?: WaitModel;
  /** Contacts looked at each time: fewer cost less and forget sooner. @default as many as the center reads */
  readonly mostFacts?: number;
}

export function createLearner({ model: first, mostFacts = commonFacts }: LearnerStart = {}): Learner {
  let model = first ?? initialWaitModel('voice');
  let dueAt = everySeconds;
  let recent: Seen[] = [];
  const open = new Map<number, Seen>();
  let overtakersAt: Instant[] = [];

  return {
    modelAt(at) {
      if (at < dueAt) return model;
      dueAt = at + everySeconds;
      recent = recent.slice(-mostFacts);
      model = estimateModel(
        recent.map((seen) => factOf(seen, at)),
        model,
        momentOf(at),
        keptShare,
      );
      return model;
    },
    overtakingPerSecond(at) {
      return overtakingPerSecond(overtakersAt, momentOf(at), momentOf(0));
    },
    preferred(at) {
      overtakersAt.push(momentOf(at));
      if (overtakersAt.length > 2 * mostOvertakers) overtakersAt = overtakersAt.slice(-mostOvertakers);
    },
    arrived(customer, arrivedAt) {
      const seen: Seen = { arrivedAt, quotes: [] };
      open.set(customer, seen);
      recent.push(seen);
    },
    quoted(customer, at, state, asked) {
      const predicted = predictWait(state, model);
      const seen = open.get(customer);
      const ours = asked.find(({ name }) => name === 'nohold');
      const [interval80, interval90] = ours?.intervals ?? [];
      if (!seen || predicted.kind === 'unknown' || !ours || !interval80 || !interval90) return;
      const told = toldBoundSeconds(predicted, model, keptShare);
      const forecast = { meanSeconds: ours.mean, interval80, interval90, rivals: {} };
      seen.quotes = [quoteFact(momentOf(at), 'arrival', predicted, told, forecast)];
    },
    left(customer, at, end) {
      const seen = open.get(customer);
      if (!seen) return;
      seen.leftAt = at;
      seen.end = end;
      if (end === 'abandoned') open.delete(customer);
    },
    served(customer, at, handleSeconds) {
      const seen = open.get(customer);
      if (!seen) return;
      seen.leftAt ??= at;
      seen.end ??= 'answered';
      seen.servedAt = at;
      seen.handleSeconds = handleSeconds;
      open.delete(customer);
    },
  };
}

/** The fact as it stands at `at`: nothing of what happens later. */
function factOf({ arrivedAt, quotes, leftAt, end, servedAt, handleSeconds }: Seen, at: number): ContactFact {
  const over = servedAt !== undefined && handleSeconds !== undefined && servedAt + handleSeconds <= at;
  return {
    queuedAt: momentOf(arrivedAt),
    quotes,
    heldUntil: momentOf(leftAt ?? at),
    heldEnd: end ?? 'waiting',
    servedAt: servedAt === undefined ? null : momentOf(servedAt),
    handleSeconds: over ? handleSeconds : null,
  };
}
