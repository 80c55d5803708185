import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { staff } from '../../../bin/commands/staff.ts';
import { BadInput } from '../../../bin/outcome.ts';

const folder = mkdtempSync(join(tmpdir(), 'nohold-staff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const settings = 'nohold.config.json';

let files = 0;
function written(content: unknown): string {
  const path = join(folder, `${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A Tuesday in New York, from nine to one o'clock unless said otherwise, forty contacts each half hour. */
const aForecast = (change: object = {}, { from = '2026-03-10T13:00:00Z', slots = 8 } = {}) =>
  Array.from({ length: slots }, (_, slot) => ({
    intervalStart: new Date(Date.parse(from) + slot * 1_800_000).toISOString(),
    queue: 'service',
    channel: 'voice',
    mean: 40,
    quantiles: { '0.1': 30, '0.5': 40, '0.9': 50 },
    ahtSeconds: 240,
    ...change,
  }));

describe('without shifts', () => {
  test('a row per interval as the contract has it', async () => {
    const { json } = await staff(written(aForecast()), { settings });
    expect(json).toHaveLength(8);
    const [first] = json as Record<string, unknown>[];
    expect(first).toMatchObject({ intervalStart: '2026-03-10T13:00:00.000Z', queue: 'service', channel: 'voice' });
    for (const field of ['requiredAgents', 'scheduledAgents', 'gapAgents', 'gapProbability'])
      expect(first?.[field]).toEqual(expect.any(Number));
  });

  test('the plot is an SVG with required and scheduled agents, and no script', async () => {
    const plot = join(folder, 'gap.svg');
    await staff(written(aForecast()), { settings, plot });
    const svg = readFileSync(plot, 'utf8');
    expect(svg).toMatch(/^<svg /);
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg).not.toContain('<script');
  });

  test('agents per 1,000 of a driver are said where the forecast carries it', async () => {
    const { text } = await staff(written(aForecast({ drivers: { orders: 2000 } })), { settings });
    expect(text).toMatch(/per 1000 orders: service voice 160\.0 contacts, \d+\.\d+ agent hours required/);
    expect((await staff(written(aForecast()), { settings })).text).not.toContain('per 1000');
  });

  test.each([
    ['not json', 'is not JSON'],
    [[], 'at least one interval'],
    [aForecast({ queue: 'nobody' }), 'queue "nobody" is in no settings. Write one of service, sales, billing.'],
    [aForecast({ queue: 'sales', channel: 'chat' }), 'has no chat'],
    [aForecast({ mean: -1 }), '0.mean'],
  ])('a forecast that is wrong is refused, %#', async (content, message) => {
    await expect(staff(written(content), { settings })).rejects.toThrow(BadInput);
    await expect(staff(written(content), { settings })).rejects.toThrow(message);
  });

  test('a file that is not there is bad input', async () => {
    await expect(staff(join(folder, 'none.json'), { settings })).rejects.toThrow('cannot be read');
  });
});

describe('with shifts', () => {
  const rules = (change: object = {}) => ({
    shapes: [{ name: 'morning', minutes: 240, starts: '09:00' }],
    crews: [{ name: 'desk', agents: 12, queues: ['service'] }],
    ...change,
  });

  test('a roster is proposed, said, drawn, and given as JSON beside the intervals', async () => {
    const plot = join(folder, 'roster.svg');
    const options = { settings, shifts: written(rules()), solveSeconds: 20, plot };
    const { json, text } = await staff(written(aForecast()), options);
    const { intervals, proposal } = json as {
      intervals: { requiredAgents: number; scheduledAgents: number; gapAgents: number }[];
      proposal: { proven: boolean; shifts: { startsAt: string }[]; hours: { lacking: number } };
    };
    const needed = Math.max(...intervals.map(({ scheduledAgents, gapAgents }) => scheduledAgents + gapAgents));
    expect(proposal.shifts).toHaveLength(needed);
    expect(proposal.shifts[0]?.startsAt).toBe('2026-03-10T13:00:00.000Z');
    expect(proposal).toMatchObject({ proven: true, hours: { lacking: 0 } });
    expect(text).toContain('desk, morning');
    expect(readFileSync(plot, 'utf8')).toContain('proposed (green)');
  });

  test('the rules shown in docs/staffing.md are rules', async () => {
    const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/staffing.md', 'utf8')) ?? [];
    const wholeDay = written(aForecast({ mean: 10 }, { from: '2026-03-10T11:00:00Z', slots: 34 }));
    const { text } = await staff(wholeDay, { settings, shifts: written(shown), solveSeconds: 20 });
    expect(text).toContain('service desk, ');
  });

  test('rules that clash are named', async () => {
    const clash = rules({
      crews: [{ name: 'desk', agents: 1, queues: ['service'] }],
      leastAgents: [{ queue: 'service', agents: 2 }],
    });
    await expect(staff(written(aForecast()), { settings, shifts: written(clash), solveSeconds: 20 })).rejects.toThrow(
      /leastAgents: at least 2 on "service" while it is open\n {2}crews "desk" agents: 1 of them/,
    );
  });

  test.each([
    [rules({ crews: [{ name: 'desk', agents: 3, queues: ['support'] }] }), 'crews[0].queues[0]'],
    [rules({ shapes: [{ name: 'odd', minutes: 245, starts: '09:00' }] }), 'got 245. Write 240.'],
    [
      rules({
        shapes: [{ name: 'long', minutes: 240, starts: '09:00', breaks: [{ minutes: 60, after: 200, until: 210 }] }],
      }),
      'shapes[0].breaks[0].until: expected within the shift (240 minutes), got 210.',
    ],
    [rules({ shift: [] }), 'expected one of the keys shapes, crews'],
  ])('rules that are wrong are refused with place and value, %#', async (content, message) => {
    await expect(staff(written(aForecast()), { settings, shifts: written(content) })).rejects.toThrow(message);
  });
});
