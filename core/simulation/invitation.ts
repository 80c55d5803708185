import type { CallbackSlot } from './callbackDesk.ts';
import type { TwinOffers } from './center.ts';
import type { TwinContact } from './customers.ts';
import { deskOf, type Twin } from './twin.ts';

/** What a contact makes of what it was told and offered. */
export type Choice =
  | { readonly kind: 'holds' }
  | { readonly kind: 'takes-callback'; readonly slot: CallbackSlot }
  | { readonly kind: 'moves'; readonly queue: string };

const holds: Choice = { kind: 'holds' };

/** Tells a waiting contact what a Lambda would tell it, and lets its customer choose. */
export function invite(twin: Twin, contact: TwinContact, offers: TwinOffers, purpose: 'arrival' | 'waiting'): Choice {
  const desk = deskOf(twin, contact);
  const slot = desk.callbacks?.room(twin.at);
  const { predicted, what, quote, decision } = desk.quoting.decide(
    twin.at,
    contact,
    offers,
    purpose,
    slot !== undefined,
  );
  contact.toldBoundSeconds ??= quote.toldBoundSeconds;
  if (decision.kind !== 'offer' || predicted.kind !== 'known') return holds;
  if (!slot && !offers.move) return holds;
  contact.offeredAtSeconds ??= twin.at - contact.askedAtSeconds + predicted.law.meanSeconds;
  contact.offeredBoundSeconds = what.kind === 'unknown' ? undefined : what.boundSeconds;
  const { acceptance } = contact.customer;
  const callbackShare = slot && offers.callback ? offers.callback.acceptedShare : 0;
  if (slot && acceptance < callbackShare) return { kind: 'takes-callback', slot };
  if (offers.move && acceptance < callbackShare + offers.move.acceptedShare) {
    return { kind: 'moves', queue: offers.move.queue };
  }
  return holds;
}
