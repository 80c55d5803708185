import type { Disposition } from '../rows/callback.ts';
import type { Instant } from '../time/units.ts';

/** What is known of a callback contact: facts of its row, or of Connect's own description. */
export interface LegFacts {
  /** A native callback that never stood in the queue rang nobody. */
  queuedAt?: Instant | undefined;
  /** The customer's telephone was answered: by a human, or by a machine. */
  customerAnsweredAt?: Instant | undefined;
  /** An agent was connected. */
  answeredAt?: Instant | undefined;
  endedAt?: Instant | undefined;
}

export type LegReading =
  | { kind: 'in-progress' }
  | { kind: 'spoke'; spokeAt: Instant }
  | { kind: 'unanswered'; disposition: Disposition };

/**
 * How a callback contact went. Customer and agent spoke when both were connected. Voicemail picks up like a human and,
 * on an ordinary instance, cannot be told from one: on the dialler's calls whatever did not press the key was not
 * answered; on Connect's own (agent first) the agent is there and hears it.
 */
export function readLeg(facts: LegFacts, confirmed: boolean, native: boolean): LegReading {
  const { customerAnsweredAt, answeredAt, endedAt } = facts;
  if (answeredAt !== undefined && customerAnsweredAt !== undefined) {
    return { kind: 'spoke', spokeAt: Math.max(answeredAt, customerAnsweredAt) as Instant };
  }
  if (endedAt === undefined) return { kind: 'in-progress' };
  return { kind: 'unanswered', disposition: dispositionOf(facts, confirmed, native) };
}

function dispositionOf(facts: LegFacts, confirmed: boolean, native: boolean): Disposition {
  if (native) return facts.queuedAt === undefined ? 'lost' : 'not-answered';
  if (facts.customerAnsweredAt === undefined) return 'not-answered';
  return confirmed ? 'no-agent' : 'not-confirmed';
}
