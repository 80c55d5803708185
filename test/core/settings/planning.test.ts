import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../core/settings/parse.ts';
import { runtimeSettings } from '../../../core/settings/runtime.ts';
import { shippedSettings, smallestSettings, type Written } from './goodSettings.ts';

const messageOf = (settings: Written): string => {
  try {
    parseSettings(settings);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('where the schedule comes from', () => {
  test('the shifts of the settings, where somebody has one', () => {
    expect(parseSettings(shippedSettings()).staffing.schedule).toBe('settings');
  });

  test('else what was measured', () => {
    expect(parseSettings(smallestSettings()).staffing.schedule).toBe('measured');
  });

  test('never settings that have no agents', () => {
    expect(messageOf({ ...smallestSettings(), staffing: { schedule: 'settings' } })).toContain('Write "measured"');
  });
});

describe('the reserve', () => {
  const withPool = (pool: object): Written => ({ ...shippedSettings(), staffing: { reserve: { pool } as never } });

  test.each([
    [{ agents: ['nobody'], helps: ['service'] }, 'staffing.reserve.pool.agents[0]'],
    [{ agents: ['iris'], helps: ['nowhere'] }, 'staffing.reserve.pool.helps[0]'],
    [{ agents: ['iris'], helps: ['sales'] }, 'does not serve "sales" anyway'],
    [{ agents: ['maya'], helps: ['service'] }, 'role "agent"'],
    [{ agents: ['iris'], helps: ['service'], mostAgents: 2 }, 'no more than the pool has agents (1)'],
  ])('refuses %j', (pool, words) => {
    expect(messageOf(withPool(pool))).toContain(words);
  });

  test('nobody is in two pools', () => {
    const reserve = {
      first: { agents: ['iris'], helps: ['service'] },
      second: { agents: ['iris'], helps: ['billing'] },
    };
    expect(messageOf({ ...shippedSettings(), staffing: { reserve } })).toContain('"iris" is in "first"');
  });
});

test('an interval that does not divide the hour is refused', () => {
  const settings = { ...shippedSettings(), forecasting: { intervalMinutes: 20 as never } };
  expect(messageOf(settings)).toContain('15, 30 or 60 minutes');
});

test('Lambdas know of people what they serve and when, and by user name only those of a reserve', () => {
  const settings = parseSettings(shippedSettings());
  const { people } = runtimeSettings(settings);
  expect(people['#1']).toEqual({
    queues: ['service'],
    shift: { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], hours: '07:00-15:00', breaks: [] },
  });
  const reserve = Object.values(settings.staffing.reserve).flatMap(({ agents }) => agents);
  expect(Object.keys(people).filter((name) => !name.startsWith('#'))).toEqual(reserve);
  expect(Object.keys(people)).toHaveLength(
    Object.values(settings.agents).filter(({ role }) => role === 'agent').length,
  );
});
