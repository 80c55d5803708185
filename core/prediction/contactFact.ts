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
