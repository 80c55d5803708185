import { describe, expect, test } from 'vitest';
import { parseCallLog } from '../../local/callers/callLog.ts';
import { replayedDay } from '../../local/callers/replayedDay.ts';
import type { PlannedContact, Traffic } from '../../local/callers/traffic.ts';
import { whySkipped } from './sharedData.ts';
import { busyRegularWeekday, readTechnionCalls, technionDay, technionMissing } from './technionDay.ts';

/** Share that gives up when the day's staffing serves its callers in order of arrival. */
function abandonedShareInOrder({ contacts, staffing = [] }: Traffic): number {
  const events = [
    ...staffing.map((step) => ({ at: step.from as number, agents: step.agents })),
    ...contacts.map((contact) => ({ at: contact.at as number, contact })),
  ].sort((a, b) => a.at - b.at);
  const line: PlannedContact[] = [];
  const busyUntil: number[] = [];
  let agents = 0;
  let abandoned = 0;
  /** At `now`: whose patience is over leaves, then who is first is served while an agent is free. */
  const serve = (now: number): void => {
    const staying = line.filter((contact) => contact.at + contact.patienceSeconds * 1000 > now);
    abandoned += line.length - staying.length;
    line.splice(0, line.length, ...staying);
    while (line.length > 0 && busyUntil.length < agents)
      busyUntil.push(now + (line.shift()?.handleSeconds ?? 0) * 1000);
  };
  for (const event of [...events, { at: Number.POSITIVE_INFINITY, agents: 0 }]) {
    for (let end = Math.min(...busyUntil); end <= event.at && busyUntil.length > 0; end = Math.min(...busyUntil)) {
      busyUntil.splice(busyUntil.indexOf(end), 1);
      serve(end);
    }
    if ('agents' in event) agents = event.agents;
    else line.push(event.contact);
    serve(event.at);
  }
  return abandoned / contacts.length;
}

describe.skipIf(technionMissing)(`a day of the Technion bank${whySkipped(technionMissing)}`, () => {
  const days = technionMissing ? new Map() : readTechnionCalls();
  const date = '1999-07-28';
  const log = () => parseCallLog(technionDay(date, days.get(date) ?? []), 'DAY.csv');

  test('the day taken when none is named is busy, regular and steadily staffed', () => {
    expect(busyRegularWeekday(days)).toBe(date);
  });

  test('becomes a contact log with the figures of the day', () => {
    const asked = log().filter((contact) => contact.outcome !== 'other');
    expect(asked.length).toBe(1572);
    expect(asked.filter((contact) => contact.outcome === 'abandoned').length / asked.length).toBeCloseTo(0.172, 3);
    expect(new Set(log().map((contact) => contact.utcOffsetMinutes))).toEqual(new Set([180]));
  });

  test('loses, served in order by nine tenths of the agents seen, within five points of what it really lost', () => {
    const traffic = replayedDay(log(), { seed: 7, timeZone: 'America/New_York' });
    expect(new Date(traffic.startsAt).toISOString()).toBe('1999-07-28T11:00:00.000Z');
    expect(traffic.contacts).toHaveLength(1572);
    expect(Math.abs(abandonedShareInOrder(traffic) - 0.172)).toBeLessThan(0.05);
  });
});
