import { type CallbackRow, type CallbackTiming, type Consent, callbackSchemaVersion } from '../rows/callback.ts';
import { callbackKeyOf, dueShard } from '../rows/keys.ts';
import { addSeconds, hours, type Instant, minutes, type Seconds } from '../time/units.ts';
import { graceSeconds, handOverAfterSeconds, isOpen } from './ledger.ts';
import type { CallbackWindow } from './windows.ts';

/** What a caller accepts, and all that must be known to keep it. */
export interface Acceptance {
  callbackId: string;
  sourceContactId: string;
  customerKey: string;
  lineOfBusiness: string;
  queue: string;
  channel: CallbackRow['channel'];
  numberCipher: string;
  at: Instant;
  timing: CallbackTiming;
  /** Start of the contact whose place is kept. */
  placeSince: Instant;
  consent: Omit<Consent, 'at' | 'contactId'>;
  /** Who promised it by themselves. */
  agentId?: string;
  replaces?: CallbackRow['replaces'];
}

export interface AcceptanceRules {
  perNumberPerDay: number;
}

export type AcceptDecision =
  /** Write this row on condition of the version (undefined: of an empty slot), then promise. */
  | { kind: 'accept'; row: CallbackRow; expectedVersion: number | undefined }
  /** This very contact accepted before: the same answer again. */
  | { kind: 'accepted-already'; row: CallbackRow }
  /** The number has an open callback by another contact. */
  | { kind: 'open-already'; row: CallbackRow }
  | { kind: 'over-budget' };

/** One contact has one callback, however often its key press is delivered; a new one only after it took the first back. */
export const callbackIdOf = (sourceContactId: string, round = 1): string =>
  round === 1 ? `cb-${sourceContactId}` : `cb-${sourceContactId}-${round}`;

/**
 * What an acceptance does to the ledger's slot as it stands. At most one open callback: the slot's key is the number
 * and the line of business, and the row is written on condition of what stood there.
 */
export function decideAcceptance(
  acceptance: Acceptance,
  slot: CallbackRow | undefined,
  rules: AcceptanceRules,
): AcceptDecision {
  const { callbackId } = acceptance;
  if (slot?.callbackId === callbackId) return { kind: 'accepted-already', row: slot };
  if (slot && isOpen(slot.state)) return { kind: 'open-already', row: slot };
  const recent = acceptancesOfDay(slot, acceptance.at);
  if (recent.length >= rules.perNumberPerDay) return { kind: 'over-budget' };
  return {
    kind: 'accept',
    expectedVersion: slot?.version,
    row: newCallback(acceptance, [...recent, acceptance.at], (slot?.version ?? 0) + 1),
  };
}

/** When this number was promised a callback in the last 24 hours. */
export const acceptancesOfDay = (slot: CallbackRow | undefined, now: Instant): Instant[] =>
  (slot?.recentAcceptances ?? []).filter((at) => at > addSeconds(now, hours(-24)));

function newCallback(acceptance: Acceptance, recentAcceptances: Instant[], version: number): CallbackRow {
  const { at, timing, sourceContactId, callbackId, replaces } = acceptance;
  const native = timing.kind === 'keeps-place';
  return {
    schemaVersion: callbackSchemaVersion,
    version,
    callbackKey: callbackKeyOf(acceptance.customerKey, acceptance.lineOfBusiness),
    callbackId,
    customerKey: acceptance.customerKey,
    lineOfBusiness: acceptance.lineOfBusiness,
    queue: acceptance.queue,
    channel: acceptance.channel,
    state: native ? 'ACCEPTED' : 'PENDING',
    ...timing,
    attempt: 1,
    attempts: [],
    acceptedAt: at,
    since: at,
    expiresBy: addSeconds(timing.promisedBy, graceSeconds),
    sourceContactId,
    placeSince: acceptance.placeSince,
    numberCipher: acceptance.numberCipher,
    consent: { at, contactId: sourceContactId, ...acceptance.consent },
    recentAcceptances,
    ...(acceptance.agentId === undefined ? {} : { agentId: acceptance.agentId }),
    ...(replaces ? { replaces } : {}),
    dueKey: dueShard,
    dueAt: native ? addSeconds(at, handOverAfterSeconds) : timing.notBefore,
  };
}

/** Keeps its place: from now on, and within what was told. */
export const placeTiming = (at: Instant, withinSeconds: Seconds): CallbackTiming => ({
  kind: 'keeps-place',
  notBefore: at,
  promisedBy: addSeconds(at, withinSeconds),
});

export const windowTiming = ({ startsAt, endsAt }: CallbackWindow): CallbackTiming => ({
  kind: 'window',
  notBefore: startsAt,
  promisedBy: endsAt,
  windowStartsAt: startsAt,
});

/** Without a plan a callback for the next opening is promised within its first hour. */
export const openingSeconds = minutes(60);

export const openingTiming = (opensAt: Instant): CallbackTiming => ({
  kind: 'next-opening',
  notBefore: opensAt,
  promisedBy: addSeconds(opensAt, openingSeconds),
});
