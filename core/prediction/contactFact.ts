import type { Instant } from '../time/units.ts';
import type { QuoteFact } from './quoteFact.ts';

/** One contact's passage through a queue, as far as it is known. */
export interface ContactFact {
  readonly queuedAt: Instant;
  readonly quotes: readonly QuoteFact[];
  /** The customer held the line until here; of one still waiting: now. */
  readonly heldUntil: Instant;
  readonly heldEnd: 'answered' | 'abandoned' | 'callback' | 'other' | 'waiting';
  /** When an agent took this place: live, or the callback that kept it. Null if that did not happen, or not yet. */
  readonly servedAt: Instant | null;
  /** From the agent's answer to the end of after-contact work. */
  readonly handleSeconds: number | null;
}

/** Whether every figure of the fact is a number: rows come from outside, and one that is none would spoil all that is learned with it. */
export function isSoundFact({ queuedAt, heldUntil, servedAt, handleSeconds, quotes }: ContactFact): boolean {
  const told = quotes.flatMap(({ askedAt, toldBoundSeconds }) => [askedAt, toldBoundSeconds ?? 0]);
  return [queuedAt, heldUntil, servedAt ?? 0, handleSeconds ?? 0, ...told].every(isEpoch);
}

/** Within the range of JavaScript's dates. */
const isEpoch = (value: number): boolean => Math.abs(value) <= 8.64e15;
