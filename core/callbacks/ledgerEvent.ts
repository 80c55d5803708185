import type { CallbackTiming } from '../rows/callback.ts';
import type { Instant } from '../time/units.ts';
import type { LegFacts } from './leg.ts';

/** What a callback can live through; core/callbacks/ledger.ts says what becomes of it. */
export type LedgerEvent =
  /** The creation flow announces Connect's callback contact. */
  | { kind: 'bound'; contactId: string; at: Instant }
  /** Nobody bound a callback contact of Connect's to it: the dialler takes over. */
  | { kind: 'handed-over'; at: Instant }
  /** The dialler's message is on its way. */
  | { kind: 'sent'; at: Instant }
  /** The message came when this moment's calls were made, or could not be sent: due again at once, in its old place. */
  | { kind: 'out-of-turn'; at: Instant }
  /** Not before `until`: nobody may ring there now, or the center is closed. */
  | { kind: 'postponed'; until: Instant; reason: string; at: Instant }
  /** Another time: the queue closes before it could be made, or the customer asked for it. */
  | { kind: 'moved'; by: 'closing' | 'customer'; to: CallbackTiming; at: Instant }
  /** The queue closes before it could be made, and by its settings that is the end of it. */
  | { kind: 'closed'; at: Instant }
  | { kind: 'intent'; attempt: number; at: Instant }
  | { kind: 'placed'; attempt: number; contactId: string; at: Instant }
  | { kind: 'refused'; attempt: number; disposition: 'invalid' | 'blocked'; reason: string; at: Instant }
  | { kind: 'busy'; attempt: number; reason: string; at: Instant }
  /** Connect was asked and knows no call of this attempt: it was never placed. */
  | { kind: 'not-found'; attempt: number; at: Instant }
  | { kind: 'confirmed'; contactId: string; at: Instant }
  /** What is known of the callback contact by now. */
  | { kind: 'leg'; contactId: string; facts: LegFacts; at: Instant }
  /** Looked at, nothing new: look again later. */
  | { kind: 'checked'; at: Instant }
  | { kind: 'cancel'; reason: CancelReason; at: Instant }
  | { kind: 'lapsed'; at: Instant };

export type CancelReason =
  | 'customer'
  | 'customer-live'
  | 'agent-was-faster'
  /** Another callback, on another number, has taken its place. */
  | 'replaced'
  | 'opted-out'
  | 'operator';
