import type { ContactRow } from '../rows/contact.ts';
import { addSeconds, hours, type Instant } from '../time/units.ts';
import type { Offer } from './decision.ts';

/**
 * What came of an offer that was taken instead of waiting:
 * `solved`: the customer did not come back within 24 hours (`for a week`: nor within seven days); `came-back`: within
 * 24 hours; `abandoned`: what was promised in its place never came to a conversation.
 */
export type Deflection = 'solved' | 'solved-for-a-week' | 'came-back' | 'abandoned' | 'not-known';

const day = hours(24);
const week = hours(7 * 24);

/** The contact that took the offer, and when its customer was in touch again, of their own accord. */
export interface DeflectedContact {
  tookAt: Instant;
  /** Whether the callback was made, the chat answered, the page reached. Undefined: it is not over. */
  came: boolean | undefined;
  /** When what it was taken for was over: from then on silence counts. */
  overAt: Instant | undefined;
  nextContactAt: Instant | undefined;
}

/** Silence is read as solved only when it has lasted: until then nothing is known. */
export function deflectionOf({ came, overAt, nextContactAt }: DeflectedContact, now: Instant): Deflection {
  if (came === undefined || overAt === undefined) return 'not-known';
  if (nextContactAt !== undefined && nextContactAt <= addSeconds(overAt, day)) return 'came-back';
  if (!came) return 'abandoned';
  if (now < addSeconds(overAt, day)) return 'not-known';
  if (nextContactAt !== undefined && nextContactAt <= addSeconds(overAt, week)) return 'solved';
  return now < addSeconds(overAt, week) ? 'solved' : 'solved-for-a-week';
}

/** Outcomes of one offer: how many were solved, and how many came back or were abandoned midway. */
export interface DeflectionCounts {
  solved: number;
  failed: number;
}

/** An offer may fail so often: about as many customers call again within a day whoever spoke to them. */
const bearableFailure = 0.3;
/** However badly it does, an offer is still made to so many: times change, and it must be able to come back. */
export const explorationShare = 0.05;
/** One-sided 90 %: an offer is not judged by a streak. */
const z = 1.2816;

/**
 * To which share of contacts an offer is made, from what came of it: 1 unless its failures clearly exceed what is
 * bearable; then less, by the odds of success against those that would be bearable. What an offer saves is no part of it.
 *
 * In [0.05, 1]. With 60 failures of 100 it is 0.29. Wilson's interval: Wilson, JASA 22, 1927.
 */
export function offerShare({ solved, failed }: DeflectionCounts): number {
  const count = solved + failed;
  if (count === 0) return 1;
  const failure = failed / count;
  const centre = failure + z ** 2 / (2 * count);
  const spread = z * Math.sqrt((failure * (1 - failure) + z ** 2 / (4 * count)) / count);
  const surely = (centre - spread) / (1 + z ** 2 / count);
  if (surely <= bearableFailure) return 1;
  const odds = (1 - failure) / failure / ((1 - bearableFailure) / bearableFailure);
  return Math.max(explorationShare, Math.min(1, odds));
}

/** Which offers this contact is made. `chance` in [0, 1) is the contact's own, the same whenever it is asked. */
export const offersFor = (
  offers: readonly Offer[],
  shares: Partial<Record<Offer, number>>,
  chance: (offer: Offer) => number,
): Offer[] => offers.filter((offer) => chance(offer) < (shares[offer] ?? 1));

/** Outcomes are counted over so long: what was true last season is forgotten. */
export const deflectionDays = 28;

/** The offer a contact took, by the callback it was promised; undefined for one that took none. */
export function offerTaken(row: ContactRow): Offer | undefined {
  if (row.choice !== 'callback' || row.callbackKind === undefined) return undefined;
  return row.callbackKind === 'keeps-place' ? 'callback' : 'window';
}

/** What came of the offer this contact took; undefined for one that took none, or took it back itself. */
export function outcomeOfOffer(
  row: ContactRow,
  nextContactAt: Instant | undefined,
  now: Instant,
): { offer: Offer; deflection: Deflection } | undefined {
  const offer = offerTaken(row);
  if (offer === undefined || row.choseAt === undefined || row.callbackPromise === 'withdrawn') return undefined;
  const { choseAt: tookAt, callbackSpoke: came, callbackOverAt: overAt } = row;
  return { offer, deflection: deflectionOf({ tookAt, came, overAt, nextContactAt }, now) };
}

/** One more outcome; what is not known yet counts as nothing. */
export function countDeflection(counts: DeflectionCounts, deflection: Deflection): DeflectionCounts {
  if (deflection === 'not-known') return counts;
  const solved = deflection === 'solved' || deflection === 'solved-for-a-week';
  return solved ? { ...counts, solved: counts.solved + 1 } : { ...counts, failed: counts.failed + 1 };
}
