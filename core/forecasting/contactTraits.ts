import type { PlacedRow, SeriesGrid } from './seriesGrid.ts';

/** What is known of the contacts of one interval beside their number. */
export interface ContactTraits {
  readonly ahtSeconds: number;
  readonly patienceSeconds?: number;
  readonly callbackShare?: number;
  readonly returnShare?: number;
}

export type TraitsAt = (slot: number) => ContactTraits;

/** A level forgets: a day so many days back counts half. Handle times drift over months and jump from day to day. */
const levelHalfLifeDays = 8;
const shareHalfLifeDays = 30;
/** Contacts handled in a slot after which its own factor is half believed. */
const factorHalfContacts = 120;
/** Handle time of a queue that has handled nothing yet. */
export const guessedAhtSeconds = 240;
const longestAhtSeconds = 14_400;
/** Abandonments below which patience cannot be told. */
const leastAbandonments = 10;

/**
 * Traits by slot of the day: handle time as a slowly moving level times a shrunk factor of the slot, patience as exponential
 * customers would show it (all waits / abandonments), callbacks and returns as shares of the offered. `today` is the local
 * date from which on nothing is known for sure.
 */
export function contactTraits(grid: SeriesGrid): TraitsAt {
  const newest = grid.firstDate + grid.dates - 1;
  const handled = grid.placed.flatMap(handledIn);
  const level = movingMean(handled, newest);
  const factors = slotFactors(handled, grid.slotsPerDay, grid.firstDate, grid.dates);
  const patience = patienceOf(grid.placed, newest);
  const shares = {
    ...named(
      'callbackShare',
      shareOf(grid.placed, newest, ({ callbacks }) => callbacks),
    ),
    ...named(
      'returnShare',
      shareOf(grid.placed, newest, ({ returns }) => returns),
    ),
    ...named('patienceSeconds', patience),
  };
  return (slot) => ({ ahtSeconds: (level ?? guessedAhtSeconds) * (factors[slot] ?? 1), ...shares });
}

const named = <Name extends string>(name: Name, value: number | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [key in Name]?: number };

interface Handled {
  readonly date: number;
  readonly slot: number;
  readonly contacts: number;
  readonly ahtSeconds: number;
}

function handledIn({ row, date, slot }: PlacedRow): Handled[] {
  const { ahtSeconds, offered = 0, abandoned } = row;
  if (ahtSeconds === undefined || !(ahtSeconds > 0 && ahtSeconds <= longestAhtSeconds)) return [];
  const lost = abandoned !== undefined && abandoned >= 0 && abandoned <= offered ? abandoned : 0;
  const contacts = Math.max(0, offered - lost);
  return contacts > 0 ? [{ date, slot, contacts, ahtSeconds }] : [];
}

const weightOf = (age: number, halfLifeDays: number): number => 0.5 ** (age / halfLifeDays);

function movingMean(handled: readonly Handled[], newest: number): number | undefined {
  let [sum, weights] = [0, 0];
  for (const { date, contacts, ahtSeconds } of handled) {
    const weight = contacts * weightOf(newest - date, levelHalfLifeDays);
    sum += weight * ahtSeconds;
    weights += weight;
  }
  return weights > 0 ? sum / weights : undefined;
}

/** How a slot's handle time compares with its own days', drawn to that of all slots of its hour and these to 1. */
function slotFactors(handled: readonly Handled[], slotsPerDay: number, firstDate: number, dates: number): Float64Array {
  const days = Array.from({ length: dates }, () => ({ sum: 0, contacts: 0 }));
  for (const { date, contacts, ahtSeconds } of handled) {
    const day = days[date - firstDate];
    if (!day) continue;
    day.sum += contacts * ahtSeconds;
    day.contacts += contacts;
  }
  const slotsPerHour = Math.max(1, slotsPerDay / 24);
  const slots = Array.from({ length: slotsPerDay }, () => ({ found: 0, expected: 0, contacts: 0 }));
  const hours = Array.from({ length: 24 }, () => ({ found: 0, expected: 0, contacts: 0 }));
  for (const { date, slot, contacts, ahtSeconds } of handled) {
    const day = days[date - firstDate];
    if (!day || day.contacts === 0) continue;
    for (const cell of [slots[slot], hours[Math.floor(slot / slotsPerHour)]]) {
      if (!cell) continue;
      cell.found += contacts * ahtSeconds;
      cell.expected += (contacts * day.sum) / day.contacts;
      cell.contacts += contacts;
    }
  }
  return Float64Array.from(slots, (own, slot) => {
    const hour = hours[Math.floor(slot / slotsPerHour)] ?? own;
    return drawn(own, drawn(hour, 1));
  });
}

function drawn(
  { found, expected, contacts }: { found: number; expected: number; contacts: number },
  to: number,
): number {
  const own = expected > 0 ? found / expected : to;
  return (contacts * own + factorHalfContacts * to) / (contacts + factorHalfContacts);
}

/** Maximum likelihood for exponential patience, the answered being censored: time waited by all / those who gave up. */
function patienceOf(placed: readonly PlacedRow[], newest: number): number | undefined {
  let [waited, gaveUp, seen] = [0, 0, 0];
  for (const { row, date } of placed) {
    const { waitSeconds, abandoned } = row;
    if (waitSeconds === undefined || abandoned === undefined || !(waitSeconds >= 0) || !(abandoned >= 0)) continue;
    const weight = weightOf(newest - date, shareHalfLifeDays);
    waited += weight * waitSeconds;
    gaveUp += weight * abandoned;
    seen += abandoned;
  }
  return seen >= leastAbandonments && gaveUp > 0 && waited > 0 ? waited / gaveUp : undefined;
}

function shareOf(
  placed: readonly PlacedRow[],
  newest: number,
  countOf: (row: PlacedRow['row']) => number | undefined,
): number | undefined {
  let [counted, offered] = [0, 0];
  for (const { row, date } of placed) {
    const count = countOf(row);
    if (count === undefined || !(count >= 0) || !row.offered) continue;
    const weight = weightOf(newest - date, shareHalfLifeDays);
    counted += weight * Math.min(count, row.offered);
    offered += weight * row.offered;
  }
  return offered > 0 ? counted / offered : undefined;
}
