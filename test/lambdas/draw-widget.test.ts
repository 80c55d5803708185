import { describe, expect, test } from 'vitest';
import { memoryRows } from '../../adapters/memory/rows.ts';
import { memoryClock, memoryLog, memoryMetrics } from '../../adapters/memory/world.ts';
import { sumIntervals } from '../../core/kpi/sums.ts';
import type { IntervalFigures } from '../../core/rows/center.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { request } from '../../lambdas/draw-widget/contract.ts';
import { makeDrawWidget, mostLines } from '../../lambdas/draw-widget/draw-widget.ts';
import { fromWidget } from '../../lambdas/edge/widget.ts';
import { aSettings } from './world.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
/** Half past nine in the evening of the 24th in New York; in UTC it is the 25th already. */
const now = at('2026-11-25T02:30:00Z');

function aWidget(change: (settings: Record<string, unknown>) => void = () => {}) {
  const clock = memoryClock(now);
  const rows = memoryRows(clock);
  const log = memoryLog();
  const settings = aSettings(change);
  const put = (queue: string, startsAt: Instant, figures: Partial<IntervalFigures>) =>
    rows.center.putDay({
      schemaVersion: 1,
      queue,
      channel: 'voice',
      date: new Date(startsAt).toISOString().slice(0, 10),
      intervals: [{ ...sumIntervals([figures]), startsAt }],
      expiresAt: now,
    });
  const run = makeDrawWidget({ centerRows: rows.center, settings, clock });
  const ask = fromWidget({ clock, log, metrics: memoryMetrics(), request, run });
  return { put, ask, log, rows, settings };
}

describe('the widget of the day', () => {
  test('adds up the local day, over two days of UTC, and leaves out yesterday', async () => {
    const { put, ask } = aWidget();
    await put('service', at('2026-11-24T04:00:00Z'), { offeredCount: 100, answeredCount: 100 });
    await put('service', at('2026-11-25T01:00:00Z'), { offeredCount: 3, answeredCount: 2, waitSeconds: 130 as never });
    const drawn = await ask({ widgetContext: { theme: 'dark', params: {} } });
    expect(drawn).toContain('service · voice');
    expect(drawn).toContain('2 answered');
    expect(drawn).toMatch(/1:05 <small[^>]*>n 2</);
    expect(drawn).toContain('2026-11-24, America/New_York');
    expect(drawn).toContain('<svg');
  });

  test('shows what nobody counted as a dash, neither none nor all', async () => {
    const { put, ask } = aWidget();
    await put('service', at('2026-11-25T01:00:00Z'), { offeredCount: 1, waitingCount: 1 });
    const drawn = await ask({});
    expect(drawn.match(/aria-label="unknown"/g)).toHaveLength(6);
    expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('says so when nobody has asked yet, and documents itself', async () => {
    const { ask } = aWidget();
    expect(await ask({})).toContain('Nobody has asked for an agent yet today.');
    expect(await ask({ describe: true })).toMatch(/^## Nohold: today/);
  });

  test('a center of many queues shows its busiest and says how many there are', async () => {
    const { put, ask } = aWidget((settings) => {
      const queues = settings.queues as Record<string, Record<string, unknown>>;
      for (let number = 1; number <= 40; number += 1) queues[`q${number}`] = { ...queues.service };
    });
    for (let number = 1; number <= 40; number += 1) {
      await put(`q${number}`, at('2026-11-25T01:00:00Z'), { offeredCount: number, answeredCount: number });
    }
    const drawn = await ask({});
    expect(drawn.match(/<tr>/g)).toHaveLength(mostLines + 1);
    expect(drawn.indexOf('q40 ·')).toBeLessThan(drawn.indexOf('q39 ·'));
    expect(drawn).toContain(`The ${mostLines} busiest of 40.`);
  });

  test('takes no markup from a name', async () => {
    const { put, ask, settings } = aWidget();
    // The schema refuses such a name: what came past it would still be text.
    Object.assign(settings.queues, { '<img src=x onerror=alert(1)>': settings.queues.service });
    await put('<img src=x onerror=alert(1)>', at('2026-11-25T01:00:00Z'), { offeredCount: 1 });
    const drawn = await ask({});
    expect(drawn).not.toContain('<img');
    expect(drawn).toContain('&lt;img');
  });

  test('whatever goes wrong there is a sentence, and a reason in the log', async () => {
    const { ask, log, rows } = aWidget();
    rows.center.day = () => Promise.reject(Object.assign(new Error('secret'), { name: 'TimeoutError' }));
    expect(await ask({})).toContain('cannot be drawn now');
    expect(log.lines).toEqual([expect.objectContaining({ message: 'widget not drawn' })]);
    expect(await ask('nonsense')).toContain('cannot be drawn now');
  });
});
