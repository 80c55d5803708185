import { predictWait } from '../prediction/predictWait.ts';
import type { QueueState } from '../prediction/queueState.ts';
import type { WaitModel } from '../prediction/waitModel.ts';
import { afterOpenSeconds, type OpeningHours } from '../time/hours.ts';
import { type Instant, type Seconds, secondsBetween } from '../time/units.ts';
import type { QuoteDecision } from './decideQuote.ts';
import { tellable } from './quote.ts';
import { sayPost, sayPostUnknown } from './say.ts';

export interface PostSituation {
  now: Instant;
  state: QueueState;
  model: WaitModel;
  /** Share of told bounds that shall come true. */
  promiseKeptShare: number;
  /** Whether anybody will read it: without letters an e-mail is promised nothing. */
  told: boolean;
  /** Of the queue: the line moves only while it is open. */
  hours: OpeningHours & { timeZone: string };
}

/** Nobody who wrote asks for minutes: bounds are whole half hours of opening, rounded up. */
const stepSeconds = 1800;

/**
 * When somebody who wrote has an answer: the law of the wait runs in opening time, what is told is the time on the clock.
 * Nothing is offered in its place, because nobody holds the line; the letter that tells it brings a link along.
 */
export function quotePost({ now, state, model, promiseKeptShare, told, hours }: PostSituation): QuoteDecision {
  const predicted = predictWait(state, model);
  const open = tellable(predicted, model, promiseKeptShare);
  const unknown: QuoteDecision = {
    predicted,
    what: { kind: 'unknown' },
    quote: { say: told ? sayPostUnknown : '', toldBoundSeconds: undefined, told },
    decision: { kind: 'no-offer', reason: 'wait-unknown' },
  };
  if (open.kind === 'unknown') return unknown;
  const clock = (openSeconds: number): Instant | undefined =>
    afterOpenSeconds(hours, hours.timeZone, now, stepUp(openSeconds));
  const [aboutAt, boundAt] = [clock(open.aboutSeconds), clock(open.boundSeconds)];
  if (aboutAt === undefined || boundAt === undefined) return unknown;
  const aboutSeconds = secondsBetween(now, aboutAt);
  const boundSeconds = secondsBetween(now, boundAt);
  // Closed in between, hours from now say less than the day and the time.
  const throughout = boundSeconds === stepUp(open.boundSeconds);
  return {
    predicted,
    what: { kind: 'range', aboutSeconds, boundSeconds },
    quote: {
      say: !told ? '' : sayPost({ aboutSeconds, boundSeconds, boundAt, throughout, timeZone: hours.timeZone, now }),
      toldBoundSeconds: told ? boundSeconds : undefined,
      told,
    },
    decision: { kind: 'no-offer', reason: 'not-offered-here' },
  };
}

const stepUp = (openSeconds: number): Seconds =>
  (Math.max(1, Math.ceil(openSeconds / stepSeconds)) * stepSeconds) as Seconds;
