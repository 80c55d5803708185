import type { Offer } from '../../core/offers/decision.ts';
import {
  countDeflection,
  type DeflectionCounts,
  deflectionDays,
  offerShare,
  outcomeOfOffer,
} from '../../core/offers/deflection.ts';
import type { DayRow } from '../../core/rows/center.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { intervalStartOf } from '../../core/rows/keys.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import { addSeconds, hours, type Instant, minutes, utcDate } from '../../core/time/units.ts';
import type { RollUpWorld } from './roll-up.ts';

/** An interval is scored when its callbacks are over and a day of silence has followed. */
const scoredAfter = hours(48);
/** Each interval is in two runs of the roll-up or more: one that was missed is made good by the next. */
const intervals = 2;
const mostContacts = 600;
/** A customer who came back did so among their latest contacts. */
const latestContacts = 20;

type Counts = Partial<Record<Offer, DeflectionCounts>>;

/** Scores the offers taken two days ago, and makes the shares of the next ones from the last four weeks. */
export async function learnShares(world: RollUpWorld, queue: string, now: Instant): Promise<void> {
  const newest = intervalStartOf(addSeconds(now, -scoredAfter as typeof scoredAfter));
  for (let back = 0; back < intervals; back += 1) {
    await scoreInterval(world, queue, addSeconds(newest, minutes(-back * intervalMinutes)), now);
  }
  const stored = await world.centerRows.model(queue, 'voice');
  if (!stored) return;
  const first = addSeconds(now, hours(-24 * (deflectionDays - 1)));
  const offerShares = sharesOf(await world.centerRows.days(queue, 'voice', utcDate(first), utcDate(now)));
  if (JSON.stringify(offerShares) === JSON.stringify(stored.offerShares ?? {})) return;
  await world.centerRows.putModel({ ...stored, offerShares });
}

async function scoreInterval(world: RollUpWorld, queue: string, startsAt: Instant, now: Instant): Promise<void> {
  const contacts = await world.centerRows.contactsOf(queue, 'voice', startsAt, mostContacts);
  const counts: Counts = {};
  for (const row of contacts) {
    const outcome = outcomeOfOffer(row, await nextContactAt(world, row), now);
    if (!outcome) continue;
    const before = counts[outcome.offer] ?? { solved: 0, failed: 0 };
    counts[outcome.offer] = countDeflection(before, outcome.deflection);
  }
  if (Object.keys(counts).length === 0) return;
  const day = await world.centerRows.day(queue, 'voice', utcDate(startsAt));
  if (!day) return;
  const scored = day.intervals.map((one) => (one.startsAt === startsAt ? { ...one, deflections: counts } : one));
  await world.centerRows.putDay({ ...day, intervals: scored });
}

/** The customer's next contact of their own accord, after this one. */
async function nextContactAt(world: RollUpWorld, row: ContactRow): Promise<Instant | undefined> {
  const { customerKey, choice, choseAt } = row;
  if (customerKey === undefined || choice !== 'callback' || choseAt === undefined) return undefined;
  const later = (await world.centerRows.contactsOfCustomer(customerKey, latestContacts)).flatMap((contact) =>
    contact.outcome !== 'outbound' && (contact.initiatedAt ?? 0) > choseAt ? (contact.initiatedAt ?? []) : [],
  );
  return later.length === 0 ? undefined : (Math.min(...later) as Instant);
}

function sharesOf(days: readonly DayRow[]): Partial<Record<Offer, number>> {
  const totals = new Map<Offer, DeflectionCounts>();
  for (const { deflections } of days.flatMap(({ intervals: all }) => all)) {
    for (const [offer, { solved, failed }] of Object.entries(deflections ?? {}) as [Offer, DeflectionCounts][]) {
      const before = totals.get(offer) ?? { solved: 0, failed: 0 };
      totals.set(offer, { solved: before.solved + solved, failed: before.failed + failed });
    }
  }
  return Object.fromEntries([...totals].map(([offer, counts]) => [offer, offerShare(counts)]));
}
