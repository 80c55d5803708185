import { type CallbackRow, callbackSchemaVersion } from '../rows/callback.ts';
import { callbackKeyOf, dueShard } from '../rows/keys.ts';
import { addSeconds, hours, type Instant, type Seconds } from '../time/units.ts';
import { handOverAfterSeconds, isOpen } from './ledger.ts';

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
  promisedWithinSeconds: Seconds;
  /** Start of the contact whose place is kept. */
  placeSince: Instant;
  /** Undefined: keeps its place in the queue as it stands. Else: not dialled before the opening. */
  opensAt: Instant | undefined;
  wording: string;
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

/** After its promise a callback may still be made for so long; then it is EXPIRED rather than ring out of the blue. */
export const graceSeconds = hours(4);

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
  const dayBefore = addSeconds(acceptance.at, hours(-24));
  const recent = (slot?.recentAcceptances ?? []).filter((at) => at > dayBefore);
  if (recent.length >= rules.perNumberPerDay) return { kind: 'over-budget' };
  return {
    kind: 'accept',
    expectedVersion: slot?.version,
    row: newCallback(acceptance, [...recent, acceptance.at], (slot?.version ?? 0) + 1),
  };
}

function newCallback(acceptance: Acceptance, recentAcceptances: Instant[], version: number): CallbackRow {
  const { at, opensAt, sourceContactId, callbackId } = acceptance;
  const begins = opensAt ?? at;
  const promisedBy = addSeconds(begins, acceptance.promisedWithinSeconds);
  return {
    schemaVersion: callbackSchemaVersion,
    version,
    callbackKey: callbackKeyOf(acceptance.customerKey, acceptance.lineOfBusiness),
    callbackId,
    customerKey: acceptance.customerKey,
    lineOfBusiness: acceptance.lineOfBusiness,
    queue: acceptance.queue,
    channel: acceptance.channel,
    state: opensAt === undefined ? 'ACCEPTED' : 'PENDING',
    kind: opensAt === undefined ? 'keeps-place' : 'next-opening',
    attempt: 1,
    attempts: [],
    acceptedAt: at,
    since: at,
    promisedBy,
    notBefore: begins,
    expiresBy: addSeconds(promisedBy, graceSeconds),
    sourceContactId,
    placeSince: acceptance.placeSince,
    numberCipher: acceptance.numberCipher,
    consent: { at, contactId: sourceContactId, how: 'key-press', wording: acceptance.wording },
    recentAcceptances,
    dueKey: dueShard,
    dueAt: opensAt ?? addSeconds(at, handOverAfterSeconds),
  };
}
