import { type LinkPurpose, type LinkResult, type LinkRow, type LinkUse, linkSchemaVersion } from '../rows/link.ts';
import { addSeconds, hours, type Instant, minutes, type Seconds } from '../time/units.ts';

/** How long each kind of link is good for: 15 minutes to 24 hours, as long as its use makes sense and no longer. */
export const linkLife: Record<LinkPurpose | 'letter', Seconds> = {
  continue: hours(2),
  /** `continue` in the answer to a letter: read in the evening, used in the morning. */
  letter: hours(24),
  /** From the end of the promise: until then its customer may change their mind. */
  manage: hours(1),
  chat: hours(24),
  survey: hours(24),
};

/** A used link is remembered so long after its end, so that a late retry is answered the same. */
const remembered = hours(24);

export type NewLink = Pick<LinkRow, 'linkId' | 'purpose' | 'queue' | 'channel' | 'sourceContactId' | 'validUntil'> &
  Partial<LinkRow>;

export const newLink = (link: NewLink): LinkRow => ({
  ...link,
  schemaVersion: linkSchemaVersion,
  version: 1,
  expiresAt: Math.ceil(addSeconds(link.validUntil, remembered) / 1000),
});

export type UseDecision =
  /** Write this row on condition of its version, then do it. */
  | { kind: 'claim'; row: LinkRow }
  /** Somebody has begun: do the same again (it is idempotent), whatever is asked now. */
  | { kind: 'resume'; use: LinkUse }
  | { kind: 'used'; use: LinkUse; result: LinkResult }
  | { kind: 'refused'; reason: 'unknown' | 'expired' | 'not-for-this' };

const usesOf: Record<LinkPurpose, readonly LinkUse['kind'][]> = {
  continue: ['callback', 'chat'],
  manage: ['move', 'cancel'],
  chat: [],
  survey: ['survey'],
};

/**
 * Whether a link may be used so now. A link works once: the first use claims it, and whoever comes with it afterwards, be
 * it the same customer again or a hundred requests at once, is given what the first one got.
 */
export function decideUse(row: LinkRow | undefined, use: LinkUse, now: Instant): UseDecision {
  if (!row) return { kind: 'refused', reason: 'unknown' };
  if (row.used) return { kind: 'used', use: row.used.use, result: row.used.result };
  if (row.validUntil <= now) return { kind: 'refused', reason: 'expired' };
  // Somebody who wrote is known by their address only: there is nothing to ring.
  const unknownNumber = use.kind === 'callback' && row.numberCipher === undefined;
  if (unknownNumber || !usesOf[row.purpose].includes(use.kind)) return { kind: 'refused', reason: 'not-for-this' };
  if (row.claimed) return { kind: 'resume', use: row.claimed.use };
  return { kind: 'claim', row: { ...row, version: row.version + 1, claimed: { use, at: now } } };
}

/** Used, with its result, in one write. Undefined: it is already. */
export function settleUse(row: LinkRow, use: LinkUse, result: LinkResult, now: Instant): LinkRow | undefined {
  if (row.used) return undefined;
  const { claimed: _, ...rest } = row;
  return { ...rest, version: row.version + 1, used: { at: now, use, result } };
}

/** What was asked cannot be had (a time that is taken): nothing was done, so the link stays good for another try. */
export function releaseUse(row: LinkRow): LinkRow | undefined {
  if (row.used || !row.claimed) return undefined;
  const { claimed: _, ...rest } = row;
  return { ...rest, version: row.version + 1 };
}

/** A link is worth 15 minutes at least: a text takes its time. */
export const leastLife = minutes(15);
