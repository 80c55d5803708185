import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDrivers } from '../../../core/forecasting/driverFile.ts';
import { parseSettings } from '../../../core/settings/parse.ts';
import { runtimeSettings } from '../../../core/settings/runtime.ts';
import { scheduleOfList } from '../../../core/staffing/schedule.ts';
import { readSchedule, writeSchedule } from '../../../core/staffing/scheduleFile.ts';
import { readCsv } from '../../../core/text/csv.ts';
import { type Instant, instant, toIso } from '../../../core/time/units.ts';
import { shippedSettings } from '../settings/goodSettings.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const queues = ['service', 'sales'];

describe('SCHEDULE.csv', () => {
  const header = 'agent,queues,startsAt,endsAt,activity';

  test('a shift, and a break within it', () => {
    const { shifts, badLines } = readSchedule(
      `\uFEFF${header}\r\nana,service sales,2026-03-10T09:00:00+01:00,2026-03-10T17:00:00+01:00,\r\n"ana",service,2026-03-10T12:00:00+01:00,2026-03-10T12:30:00+01:00,break\r\n`,
      queues,
    );
    expect(badLines).toEqual([]);
    expect(shifts).toEqual([
      {
        username: 'ana',
        queues: ['service', 'sales'],
        startsAt: at('2026-03-10T08:00:00Z'),
        endsAt: at('2026-03-10T16:00:00Z'),
        activity: 'work',
      },
      {
        username: 'ana',
        queues: ['service'],
        startsAt: at('2026-03-10T11:00:00Z'),
        endsAt: at('2026-03-10T11:30:00Z'),
        activity: 'break',
      },
    ]);
  });

  test.each([
    [',service,2026-03-10T09:00:00Z,2026-03-10T17:00:00Z,', 'agent: expected a user name'],
    ['ana,support,2026-03-10T09:00:00Z,2026-03-10T17:00:00Z,', 'queues: expected names of the settings'],
    ['ana,,2026-03-10T09:00:00Z,2026-03-10T17:00:00Z,', 'queues: expected names of the settings'],
    ['ana,service,2026-03-10T09:00:00,2026-03-10T17:00:00Z,', 'expected ISO 8601 times with offset'],
    ['ana,service,2026-03-10T17:00:00Z,2026-03-10T09:00:00Z,', 'a time after startsAt'],
    ['ana,service,2026-03-10T09:00:00Z,2026-03-12T09:00:00Z,', 'by 24 hours at most'],
    ['ana,service,2026-03-10T09:00:00Z,2026-03-10T17:00:00Z,lunch', 'activity: expected work or break'],
  ])('a wrong line is left out with its number and reason, which names nobody: %s', (line, reason) => {
    const good = 'ben,sales,2026-03-10T09:00:00Z,2026-03-10T17:00:00Z,work';
    const { shifts, badLines } = readSchedule([header, line, good].join('\n'), queues);
    expect(shifts).toHaveLength(1);
    expect(badLines).toEqual([{ line: 2, reason: expect.stringContaining(reason) }]);
    expect(badLines[0]?.reason).not.toContain('ana');
  });

  test('a file of something else has no shifts, and says which columns it needs', () => {
    expect(readSchedule('name,hours\nana,8\n', queues)).toEqual({
      shifts: [],
      badLines: [{ line: 1, reason: 'expected the columns agent, queues, startsAt, endsAt' }],
    });
  });

  test('what is written is read again', () => {
    const shift = fc.record({
      username: fc.stringMatching(/^[a-z][a-z",\n]{0,6}[a-z]$/),
      queues: fc.constant(queues),
      startsAt: fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }).map((second) => instant(second * 1000)),
      activity: fc.constantFrom('work' as const, 'break' as const),
    });
    fc.assert(
      fc.property(fc.array(shift), (drawn) => {
        const shifts = drawn.map((one) => ({ ...one, endsAt: instant(one.startsAt + 3_600_000) }));
        expect(readSchedule(writeSchedule(shifts, toIso), queues)).toEqual({ shifts, badLines: [] });
      }),
    );
  });

  test('who works at an instant, who is on a break, and who does neither', () => {
    const { shifts } = readSchedule(
      [
        header,
        'ana,service,2026-03-10T20:00:00Z,2026-03-11T04:00:00Z,work',
        'ana,service,2026-03-10T23:30:00Z,2026-03-11T00:30:00Z,break',
        'ben,sales,2026-03-10T22:00:00Z,2026-03-11T02:00:00Z,work',
      ].join('\n'),
      queues,
    );
    const schedule = scheduleOfList(runtimeSettings(parseSettings(shippedSettings())), shifts);
    const midnight = at('2026-03-11T00:00:00Z');
    expect(schedule.working(midnight)).toEqual([{ agents: 1, lines: ['sales#voice'] }]);
    expect(schedule.onBreak(midnight)).toEqual([{ agents: 1, lines: ['service#voice', 'service#chat'] }]);
    expect(schedule.works('ana', midnight)).toBe(false);
    expect(schedule.works('ana', at('2026-03-11T03:00:00Z'))).toBe(true);
    expect(schedule.works('ben', at('2026-03-11T03:00:00Z'))).toBe(false);
  });
});

describe('drivers.csv', () => {
  test('a value a day and driver, of one queue or of all; an empty cell is not known', () => {
    const text = 'date,queue,orders,returns\n2026-03-10,,1200,\n2026-03-11,sales,900,30\n';
    expect(readDrivers(text, ['orders', 'returns'], queues)).toEqual({
      values: [
        { date: '2026-03-10', driver: 'orders', value: 1200 },
        { date: '2026-03-11', driver: 'orders', value: 900, queue: 'sales' },
        { date: '2026-03-11', driver: 'returns', value: 30, queue: 'sales' },
      ],
      badLines: [],
    });
  });

  test('wrong lines are left out with number and reason', () => {
    const text = 'date,queue,orders\n2026-02-30,,1\n2026-03-01,support,1\n2026-03-01,,many\n2026-03-02,,5\n';
    const { values, badLines } = readDrivers(text, ['orders'], queues);
    expect(values).toEqual([{ date: '2026-03-02', driver: 'orders', value: 5 }]);
    expect(badLines.map(({ line, reason }) => `${line} ${reason.split(':')[0]}`)).toEqual([
      '2 date',
      '3 queue',
      '4 orders',
    ]);
  });
});

test('cells may hold commas, quotes and line ends; lines keep the numbers of the file', () => {
  expect(readCsv('a,b\n"x,1","say ""hi""\nthere"\n\nlast,1\n')).toEqual({
    header: ['a', 'b'],
    lines: [
      { line: 2, cells: { a: 'x,1', b: 'say "hi"\nthere' } },
      { line: 5, cells: { a: 'last', b: '1' } },
    ],
  });
});
