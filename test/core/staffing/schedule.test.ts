import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../core/settings/parse.ts';
import { runtimeSettings } from '../../../core/settings/runtime.ts';
import { listedSchedule, measuredSchedule, settingsSchedule } from '../../../core/staffing/schedule.ts';
import { type Instant, instant } from '../../../core/time/units.ts';
import { shippedSettings } from '../settings/goodSettings.ts';

const settings = runtimeSettings(parseSettings(shippedSettings()));
const at = (iso: string): Instant => instant(Date.parse(iso));
const agentsOf = (groups: readonly { lines: readonly string[]; agents: number }[], line: string) =>
  groups.filter(({ lines }) => lines.includes(line)).reduce((sum, { agents }) => sum + agents, 0);

describe('by the shifts of the settings', () => {
  const schedule = settingsSchedule(settings);

  test('people of the same queues stand together, a queue for each of its channels', () => {
    const groups = schedule(at('2026-03-10T10:00:00-04:00'));
    expect(groups).toContainEqual({ lines: ['service#voice', 'service#chat'], agents: 2 });
    expect(groups).toContainEqual({ lines: ['sales#voice'], agents: 2 });
  });

  test('nobody works at night', () => {
    expect(schedule(at('2026-03-10T03:00:00-04:00'))).toEqual([]);
  });

  test('shifts are local: the week after the clocks change they begin at the same hour', () => {
    expect(agentsOf(schedule(at('2026-03-06T07:30:00-05:00')), 'service#voice')).toBe(2);
    expect(agentsOf(schedule(at('2026-03-09T07:30:00-04:00')), 'service#voice')).toBe(2);
    expect(agentsOf(schedule(at('2026-03-09T06:30:00-04:00')), 'service#voice')).toBe(0);
  });

  test('a break takes its person away', () => {
    const ana = {
      queues: ['service'],
      shift: { days: ['tuesday' as const], hours: '07:00-15:00', breaks: ['12:00-12:30'] },
    };
    const alone = settingsSchedule({ ...settings, people: { ana } });
    expect(agentsOf(alone(at('2026-03-10T11:59:00-04:00')), 'service#voice')).toBe(1);
    expect(agentsOf(alone(at('2026-03-10T12:00:00-04:00')), 'service#voice')).toBe(0);
  });
});

test('by a list of shifts: who is on a break is not at work, who is listed twice counts once', () => {
  const shift = (username: string, from: string, until: string, activity: 'work' | 'break' = 'work') => ({
    username,
    queues: ['sales'],
    startsAt: at(`2026-03-10T${from}:00Z`),
    endsAt: at(`2026-03-10T${until}:00Z`),
    activity,
  });
  const schedule = listedSchedule(settings, [
    shift('ana', '09:00', '17:00'),
    shift('ana', '09:00', '12:00'),
    shift('ben', '09:00', '17:00'),
    shift('ben', '10:00', '10:30', 'break'),
  ]);
  expect(agentsOf(schedule(at('2026-03-10T09:00:00Z')), 'sales#voice')).toBe(2);
  expect(agentsOf(schedule(at('2026-03-10T10:00:00Z')), 'sales#voice')).toBe(1);
  expect(agentsOf(schedule(at('2026-03-10T17:00:00Z')), 'sales#voice')).toBe(0);
});

test('as measured: the median of the same local time of the last weeks', () => {
  const weeks = [4, 9, 5].map((agents, week) => ({
    startsAt: at(`2026-02-${String(3 + 7 * week).padStart(2, '0')}T10:00:00Z`),
    queue: 'sales',
    channel: 'voice' as const,
    agents,
  }));
  const schedule = measuredSchedule(weeks, (moment) => moment);
  expect(agentsOf(schedule(at('2026-02-24T10:00:00Z')), 'sales#voice')).toBe(5);
  expect(schedule(at('2026-02-24T11:00:00Z'))).toEqual([]);
});
