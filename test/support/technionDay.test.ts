import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCallLog } from '../../local/callers/callLog.ts';
import { replayedDay } from '../../local/callers/replayedDay.ts';
import { busyRegularWeekday, readTechnionCalls, technionCallsPath, technionDay } from './technionDay.ts';

describe.skipIf(!existsSync(technionCallsPath))('a day of the Technion bank', () => {
  test('becomes a contact log with the figures of the day', () => {
    const days = readTechnionCalls();
    const date = busyRegularWeekday(days);
    const log = parseCallLog(technionDay(date, days.get(date) ?? []), 'DAY.csv');
    const asked = log.filter((contact) => contact.outcome !== 'other');
    const abandonedShare = asked.filter((contact) => contact.outcome === 'abandoned').length / asked.length;
    expect(date).toBe('1999-06-03');
    expect(asked.length).toBe(1728);
    expect(abandonedShare).toBeCloseTo(0.155, 3);
    const traffic = replayedDay(log, { seed: 7, timeZone: 'America/New_York' });
    expect(traffic.contacts).toHaveLength(asked.length);
    expect(new Date(traffic.startsAt).toISOString()).toBe('1999-06-03T11:00:00.000Z');
    expect(Math.max(...(traffic.staffing ?? []).map((step) => step.agents))).toBe(10);
  });
});
