import type { Disposition } from '../rows/callback.ts';
import { type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';
import { dispositionOfReason } from './disposition.ts';

/** What is known of a callback contact: facts of its row, or of Connect's own description. */
export interface LegFacts {
  /** A native callback that never stood in the queue rang nobody. */
  queuedAt?: Instant | undefined;
  /** The customer's telephone was answered: by a human, or by a machine. */
  customerAnsweredAt?: Instant | undefined;
  /** An agent was connected. */
  answeredAt?: Instant | undefined;
  endedAt?: Instant | undefined;
  disconnectReason?: string | undefined;
}

export type LegReading =
  | { kind: 'in-progress' }
  /** `gapSeconds`: how long the customer, there and ready to talk, waited for the agent; 0 where the agent was there first. */
  | { kind: 'spoke'; spokeAt: Instant; gapSeconds: Seconds }
  | { kind: 'unanswered'; disposition: Disposition };

export interface LegOfCallback {
  confirmedAt: Instant | undefined;
  /** Connect's own callback: the agent is called first. */
  native: boolean;
}

/**
 * How a callback contact went. Customer and agent spoke when both were connected. Voicemail picks up like a human and,
 * on an ordinary instance, cannot be told from one: on the dialler's calls whatever did not press the key was not
 * answered; on Connect's own (agent first) the agent is there and hears it.
 */
export function readLeg(facts: LegFacts, { confirmedAt, native }: LegOfCallback): LegReading {
  const { customerAnsweredAt, answeredAt, endedAt } = facts;
  if (answeredAt !== undefined && customerAnsweredAt !== undefined) {
    const spokeAt = Math.max(answeredAt, customerAnsweredAt) as Instant;
    // The greeting begins as the customer picks up, and only its end connects them to the agent who is there.
    if (native) return { kind: 'spoke', spokeAt, gapSeconds: seconds(0) };
    // Who is asked to press a key is ready when it is pressed.
    const readyAt = Math.max(customerAnsweredAt, confirmedAt ?? customerAnsweredAt) as Instant;
    return { kind: 'spoke', spokeAt, gapSeconds: Math.max(0, secondsBetween(readyAt, spokeAt)) as Seconds };
  }
  if (endedAt === undefined) return { kind: 'in-progress' };
  return { kind: 'unanswered', disposition: dispositionOf(facts, confirmedAt !== undefined, native) };
}

function dispositionOf(facts: LegFacts, confirmed: boolean, native: boolean): Disposition {
  if (facts.customerAnsweredAt === undefined) {
    const known = dispositionOfReason(facts.disconnectReason);
    if (known !== undefined) return known;
    return native && facts.queuedAt === undefined ? 'lost' : 'not-answered';
  }
  if (native) return 'not-answered';
  return confirmed ? 'no-agent' : 'not-confirmed';
}
