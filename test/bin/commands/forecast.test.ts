import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runBacktest } from '../../../bin/commands/backtest.ts';
import { forecast } from '../../../bin/commands/forecast.ts';
import { instantOption, zoneThatFits } from '../../../bin/forecastInput.ts';
import { BadInput } from '../../../bin/outcome.ts';
import { instant, toIso } from '../../../core/time/units.ts';
import { plantedHistory } from '../../core/forecasting/plantedHistory.ts';

const folder = mkdtempSync(join(tmpdir(), 'nohold-forecast-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const history = join(folder, 'history.csv');
writeFileSync(
  history,
  [
    'intervalStart,queue,channel,offered,ahtSeconds',
    ...plantedHistory({ days: 42 }).map(
      ({ intervalStart, queue, channel, offered, ahtSeconds }) =>
        `${toIso(intervalStart)},${queue},${channel},${offered},${ahtSeconds}`,
    ),
  ].join('\n'),
);
const range = {
  from: instantOption('2026-02-16T00:00:00Z'),
  until: instantOption('2026-02-17T00:00:00Z'),
  quantiles: ['0.1', '0.5', '0.9'],
};

test('forecast gives a row per interval as the contract has it, and draws it', () => {
  const plot = join(folder, 'forecast.svg');
  const rows = forecast(history, { ...range, plot }).json as Record<string, unknown>[];
  expect(rows).toHaveLength(48);
  expect(rows[20]).toEqual({
    intervalStart: '2026-02-16T10:00:00.000Z',
    queue: 'service',
    channel: 'voice',
    mean: expect.any(Number),
    quantiles: { '0.1': expect.any(Number), '0.5': expect.any(Number), '0.9': expect.any(Number) },
    ahtSeconds: 240,
  });
  expect(readFileSync(plot, 'utf8')).toMatch(/^<svg [\s\S]*<path[\s\S]*<\/svg>\n$/);
});

test('of several queues the text and the picture show all together, the rows each by itself', () => {
  const two = join(folder, 'two.csv');
  const rows = readFileSync(history, 'utf8').split('\n');
  writeFileSync(two, [...rows, ...rows.slice(1).map((row) => row.replace(',service,', ',sales,'))].join('\n'));
  const plot = join(folder, 'two.svg');
  const { text, json } = forecast(two, { ...range, plot });
  expect(json).toHaveLength(96);
  const meansAt = (time: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(time))
      .map((line) => [/all 2 queues/.test(line), Number(line.split(/ {2,}/)[3])] as const);
  const shown = meansAt('2026-02-16T10:00');
  const [sum] = shown.filter(([isSum]) => isSum);
  const parts = shown.filter(([isSum]) => !isSum).reduce((total, [, mean]) => total + mean, 0);
  expect(shown).toHaveLength(3);
  expect(Math.abs((sum?.[1] ?? 0) - parts)).toBeLessThan(0.11);
  expect(readFileSync(plot, 'utf8')).toContain('all queues, voice');
});

test('a range that ends before it begins is bad input', () => {
  expect(() => forecast(history, { ...range, until: range.from })).toThrow(BadInput);
});

test('backtest scores every method at every horizon and draws a page', () => {
  const plot = join(folder, 'backtest.html');
  const answer = runBacktest(history, { days: 3, hours: [12], plot });
  for (const name of ['nohold-1', 'seasonal-naive', 'six-week-mean', 'harmonic', 'holt-profile'])
    expect(answer.text.split(`\n${name} `)).toHaveLength(4);
  expect(readFileSync(plot, 'utf8')).toContain('<h1>Backtest of');
});

test('a zone is told by the offsets that times were written with', () => {
  const samples = [
    { at: instant(Date.parse('2026-01-15T12:00:00Z')), offsetMinutes: 330 },
    { at: instant(Date.parse('2026-07-15T12:00:00Z')), offsetMinutes: 330 },
  ];
  expect(['Asia/Calcutta', 'Asia/Kolkata', 'Asia/Colombo']).toContain(zoneThatFits(samples));
  expect(zoneThatFits([{ at: instant(0), offsetMinutes: 17 }])).toBe('+00:17');
});
