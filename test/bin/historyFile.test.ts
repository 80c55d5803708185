import { describe, expect, test } from 'vitest';
import { type HistoryFormat, parseHistory } from '../../bin/historyFile.ts';
import { BadInput } from '../../bin/outcome.ts';

const format = (more: Partial<HistoryFormat> = {}): HistoryFormat => ({
  columns: {},
  drivers: [],
  timeZone: undefined,
  ...more,
});
const head = 'intervalStart,queue,channel,offered';

describe('a history', () => {
  test('reports each bad line with its number and reason, and goes on', () => {
    const text = [
      head,
      '2026-03-02T09:00:00+01:00,service,voice,12',
      '2026-03-02T09:30:00,service,voice,12',
      '2026-02-30T09:00:00Z,service,voice,12',
      '2026-03-02T10:00:00+01:00,service,fax,12',
      '2026-03-02T10:30:00+01:00,service,voice,-1',
      '2026-03-02T11:00:00+01:00,,voice,1',
      '2026-03-02T11:30:00+01:00,service,voice,14',
    ].join('\r\n');
    const { rows, badLines } = parseHistory(text, 'h.csv', format());
    expect(rows.map(({ offered }) => offered)).toEqual([12, 14]);
    expect(badLines.map(({ line, reason }) => `${line} ${reason.split(':')[0]}`)).toEqual([
      '3 intervalStart',
      '4 intervalStart',
      '5 channel',
      '6 offered',
      '7 queue',
    ]);
    expect(badLines[1]?.reason).toBe('intervalStart: there is no 2026-02-30T09:00:00Z.');
  });

  test('of another system is read by a column map', () => {
    const columns = {
      intervalStart: ['Date', 'Start'],
      queue: 'Skill',
      channel: { value: 'voice' },
      offered: 'Calls',
    };
    const text = 'Date,Start,Skill,Calls\n2026-03-02,09:00,billing,7';
    const { rows } = parseHistory(text, 'h.csv', format({ columns, timeZone: 'Europe/Vienna' }));
    expect(rows).toEqual([
      { intervalStart: Date.parse('2026-03-02T08:00:00Z'), queue: 'billing', channel: 'voice', offered: 7 },
    ]);
  });

  test('without a column we need says which, and how to map it', () => {
    expect(() => parseHistory('intervalStart,queue,channel,calls\n', 'h.csv', format())).toThrow(
      'h.csv: expected a column "offered", got "intervalStart", "queue", "channel", "calls". Add it, or say with --columns',
    );
  });

  test('of which no line can be used is bad input', () => {
    expect(() => parseHistory(`${head}\nnever,service,voice,1`, 'h.csv', format())).toThrow(BadInput);
  });

  test('keeps planned drivers of days to come, and says nothing of their volume', () => {
    const text = `${head},orders\n2026-03-02T09:00:00Z,service,voice,,1200`;
    const { rows } = parseHistory(text, 'h.csv', format({ drivers: ['orders'] }));
    expect(rows[0]).toMatchObject({ drivers: { orders: 1200 } });
    expect(rows[0]).not.toHaveProperty('offered');
  });

  test('in local times knows the hour that comes twice and the one that does not come', () => {
    const text = [
      head,
      '2026-10-25 02:30,service,voice,1',
      '2026-10-25 02:30,service,voice,2',
      '2026-03-29 02:30,service,voice,3',
    ].join('\n');
    const { rows, badLines } = parseHistory(text, 'h.csv', format({ timeZone: 'Europe/Vienna' }));
    expect(rows.map(({ intervalStart }) => new Date(intervalStart).toISOString())).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
    expect(badLines[0]).toEqual({
      line: 4,
      reason: 'intervalStart: the clocks of Europe/Vienna jump over 2026-03-29 02:30.',
    });
  });
});
