import { type Acceptance, callbackIdOf, decideAcceptance, placeTiming } from '../../core/callbacks/accept.ts';
import { newLink } from '../../core/links/link.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import type { ContactDigest } from '../../core/rows/journey.ts';
import type { LinkRow } from '../../core/rows/link.ts';
import { addSeconds, hours, type Instant, instant, minutes } from '../../core/time/units.ts';

export const noon: Instant = instant(Date.UTC(2026, 2, 10, 17));
const inAMonth = noon / 1000 + 30 * 86_400;

export const aContact = (facts: Partial<ContactRow> = {}): ContactRow => ({
  schemaVersion: 1,
  version: 1,
  contactId: 'contact-1',
  expiresAt: inAMonth,
  ...facts,
});

export const aDigest = (facts: Partial<ContactDigest> = {}): ContactDigest => ({
  contactId: 'contact-1',
  channel: 'voice',
  queue: 'service',
  at: noon,
  outcome: 'answered',
  ...facts,
});

export const anAcceptance = (facts: Partial<Acceptance> = {}): Acceptance => {
  const sourceContactId = facts.sourceContactId ?? 'contact-1';
  return {
    callbackId: callbackIdOf(sourceContactId),
    sourceContactId,
    customerKey: 'k1.customer',
    lineOfBusiness: 'service',
    queue: 'service',
    channel: 'voice',
    numberCipher: 'k1.cipher',
    at: noon,
    placeSince: noon,
    timing: placeTiming(facts.at ?? noon, minutes(10)),
    consent: { door: 'voice', how: 'key-press', wording: 'test-1', zones: ['America/New_York'] },
    ...facts,
  };
};

/** A callback as it is right after it was accepted. */
export function aCallback(facts: Partial<CallbackRow> = {}, acceptance: Partial<Acceptance> = {}): CallbackRow {
  const decision = decideAcceptance(anAcceptance(acceptance), undefined, { perNumberPerDay: 3 });
  if (decision.kind !== 'accept') throw new Error(decision.kind);
  return { ...decision.row, ...facts };
}

export const aLink = (facts: Partial<LinkRow> = {}): LinkRow => ({
  ...newLink({
    linkId: 'link-1',
    purpose: 'continue',
    queue: 'service',
    channel: 'voice',
    sourceContactId: 'contact-1',
    numberCipher: 'k1.cipher',
    validUntil: addSeconds(noon, hours(2)),
  }),
  ...facts,
});
