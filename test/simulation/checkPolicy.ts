import { ownNumber, type SimulatedCenter } from './center.ts';
import { type Evidence, group, toleranceOf, type Violation } from './checker.ts';

const clocks = new Map<string, Intl.DateTimeFormat>();

function hourAt(at: number, zone: string): number {
  const options = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-US', options);
  clocks.set(zone, clock);
  const [hour = 0, minute = 0] = clock.format(at).split(':').map(Number);
  return hour + minute / 60;
}

/** Whether a telephone in this zone may ring, by the hours that the run's settings allow. */
export const mayRingAt = ({ settings }: SimulatedCenter, at: number, zone: string): boolean =>
  hourAt(at, zone) >= 8 && hourAt(at, zone) < (settings.callbacks.allowedHours === '08:00-15:00' ? 15 : 21);

export const queueOpenAt = ({ faults }: SimulatedCenter, at: number): boolean =>
  hourAt(at, 'America/New_York') >= 7 && hourAt(at, 'America/New_York') < faults.profile.closesAtHour;

export function policy({ center, log }: Evidence): Violation[] {
  const tolerance = toleranceOf(center);
  return log.flatMap((fact) => {
    if (fact.kind !== 'placed') return [];
    const ids = [fact.call.attributes.callbackId ?? fact.contactId];
    const wrong = (what: string) => [{ invariant: 'I6 policy', what: `${fact.call.name}: ${what}`, ids }];
    const person = center.connect.contacts.get(fact.contactId)?.person;
    if (!person || !/^\+1(212|312|213|808)/.test(fact.call.number) || fact.call.number === ownNumber) {
      return wrong('a number that must not be called');
    }
    const moments = [fact.at, fact.at - tolerance, fact.at + 1000 * center.faults.clockErrorSeconds];
    if (!moments.some((at) => mayRingAt(center, at, person.zone)))
      return wrong(`rang at ${hourAt(fact.at, person.zone).toFixed(2)} in ${person.zone}`);
    if (!moments.some((at) => queueOpenAt(center, at))) return wrong('dialled while the queue was closed');
    // The version before looks neither at a freeze nor at who opted out.
    if (center.runsEarlier) return [];
    if (center.operator.frozenAt(fact.at, tolerance / 1000)) return wrong('dialled while calls were frozen');
    const optedOutAt = center.operator.optOuts.get(fact.call.number);
    return optedOutAt !== undefined && optedOutAt < fact.at - tolerance
      ? wrong('dialled although its customer had opted out')
      : [];
  });
}

export function budgets({ center, log }: Evidence): Violation[] {
  const { dialsPerDay, perNumberPerDay } = center.settings.callbacks;
  const placed = log.filter((fact) => fact.kind === 'placed');
  // The version before did not count those of Connect's own queue.
  const rang = center.runsEarlier ? [] : log.filter((fact) => fact.kind === 'rang');
  const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const over = (counted: [string, unknown[]][], most: number): Violation[] =>
    counted
      .filter(([, calls]) => calls.length > most)
      .map(([day, calls]) => ({ invariant: 'I12 budgets', what: `${day}: ${calls.length} dials of ${most}`, ids: [] }));
  return [
    ...over(
      group(placed, ({ at }) => dayOf(at)),
      dialsPerDay,
    ),
    ...over(
      group(placed, ({ at, call }) => `${dayOf(at)} ${call.attributes.callbackKey}`),
      perNumberPerDay,
    ),
    ...over(
      group(rang, ({ at, number }) => `${dayOf(at)} ${number}`),
      perNumberPerDay,
    ),
  ];
}
