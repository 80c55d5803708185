import { describe, expect, test } from 'vitest';
import { memoryPlanning } from '../../adapters/memory/planning.ts';
import { memoryRows } from '../../adapters/memory/rows.ts';
import { memoryClock, memoryLog, memoryMetrics } from '../../adapters/memory/world.ts';
import { sumIntervals } from '../../core/kpi/sums.ts';
import { survival } from '../../core/prediction/patience.ts';
import { readWaitModel } from '../../core/prediction/waitModel.ts';
import type { IntervalFigures } from '../../core/rows/center.ts';
import { waitingKeyOf } from '../../core/rows/keys.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { request } from '../../lambdas/draw-widget/contract.ts';
import { mostLines } from '../../lambdas/draw-widget/draw-widget.table.ts';
import { makeDrawWidget } from '../../lambdas/draw-widget/draw-widget.ts';
import { fromWidget } from '../../lambdas/edge/widget.ts';
import { aContact } from '../adapters/rows.ts';
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
  const planning = memoryPlanning();
  const run = makeDrawWidget({
    contacts: rows.contacts,
    centerRows: rows.center,
    planningRows: planning,
    settings,
    clock,
  });
  const ask = fromWidget({ clock, log, metrics: memoryMetrics(), request, run });
  return { put, ask, log, rows, planning, settings };
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
    expect(await ask({ describe: true })).toMatch(/^## Nohold: the day from the rows/);
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

describe('the ten numbers of now', () => {
  const pulse = (figures: object[], ageSeconds = 20) => ({
    schemaVersion: 1,
    at: instant(now - ageSeconds * 1000),
    figures: figures as never,
  });
  const waiting = { queue: 'service', channel: 'voice', contactsInQueue: 3, oldestAgeSeconds: 95, agentsStaffed: 0 };

  test('each has what it rests on and its age', async () => {
    const { put, ask, rows } = aWidget();
    await put('service', at('2026-11-25T01:00:00Z'), { offeredCount: 4, answeredCount: 3, abandonedCount: 1 });
    await rows.center.putPulse(pulse([waiting]));
    const drawn = await ask({ view: 'now' });
    const words = drawn.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(words).toContain('Waiting 3 n 1 queues, 20 s ago');
    expect(words).toContain('Longest wait 1:35 n 1 queues');
    expect(words).toContain('Queues waiting with nobody there 1');
    expect(words).toContain('Abandoned today 25 % n 4, until 20:30');
    expect(words).toContain('Callbacks kept today unknown n 0');
    expect(drawn.match(/width:150px/g)).toHaveLength(10);
  });

  test('are greyed and say so when the pulse is too old, and unknown before there was one', async () => {
    const { ask, rows } = aWidget();
    expect((await ask({ view: 'now' })).match(/never read/g)).toHaveLength(4);
    await rows.center.putPulse(pulse([waiting], 600));
    const drawn = await ask({ view: 'now' });
    expect(drawn.match(/10 min ago, too old/g)).toHaveLength(4);
    expect(drawn).not.toMatch(/font-size:26px[^>]*>3</);
  });
});

describe('the day beside its plan', () => {
  const startsAt = at('2026-11-25T01:00:00Z');
  const next = at('2026-11-25T03:00:00Z');

  test('says in a sentence what came, what was forecast and where agents are lacking, and draws both', async () => {
    const { put, ask, planning } = aWidget();
    await put('service', startsAt, { offeredCount: 7 });
    const row = { schemaVersion: 1, queue: 'service', channel: 'voice' as const, date: '2026-11-25', method: 'day' };
    const forecast = (when: Instant, mean: number) => ({
      startsAt: when,
      mean,
      quantiles: { '0.1': mean - 2, '0.9': mean + 3 },
      ahtSeconds: 200,
      opening: { mean, quantiles: {} },
    });
    await planning.putForecasts([
      {
        ...row,
        generatedAt: now,
        knownUntil: now,
        flags: [],
        intervalSeconds: 1800,
        intervals: [forecast(startsAt, 6), forecast(next, 9)],
        expiresAt: now,
      },
    ]);
    const planned = (when: Instant, gapAgents: number) => ({
      intervalStart: when,
      requiredAgents: 5,
      scheduledAgents: 4,
      gapAgents,
      gapProbability: 0.5,
      wasteAgents: 0,
    });
    await planning.putPlans([
      {
        ...row,
        version: 1,
        generatedAt: now,
        flags: [],
        intervals: [planned(startsAt, 3), planned(next, 1.2)],
        expiresAt: now,
      },
    ]);
    const drawn = await ask({ view: 'plan' });
    expect(drawn).toContain('7 contacts so far, 15 forecast for the whole day. 2 more needed at 22:00.');
    expect(drawn).toMatch(/<svg [^>]*aria-hidden="true"/);
    expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('without a forecast it says what is missing', async () => {
    const { put, ask } = aWidget();
    await put('service', startsAt, { offeredCount: 7 });
    expect(await ask({ view: 'plan' })).toContain('7 contacts so far. There is no forecast yet');
  });
});

describe('what the day row alone knows', () => {
  const startsAt = at('2026-11-25T01:00:00Z');
  const later = at('2026-11-25T01:30:00Z');
  const aDay = async (intervals: (Partial<IntervalFigures> & { startsAt: Instant })[]) => {
    const widget = aWidget();
    await widget.rows.center.putDay({
      schemaVersion: 1,
      queue: 'service',
      channel: 'voice',
      date: '2026-11-25',
      intervals: intervals.map((one) => ({ ...sumIntervals([one]), ...one })),
      expiresAt: now,
    });
    return widget;
  };

  test('foretold against real waits: ours and each rival, sums before ratios', async () => {
    const none = { contacts: 0, served: 0, weight: 0, squaredError: 0, absoluteError: 0, error: 0, kept: 0, told: 0 };
    const ours = (of: object) => ({ predictor: 'nohold' as const, ...none, toldSeconds: 0, ...of });
    const { ask } = await aDay([
      {
        startsAt,
        offeredCount: 5,
        predictions: [
          ours({
            served: 4,
            weight: 4,
            absoluteError: 120,
            error: -120,
            covered80: 3,
            kept: 3,
            told: 4,
            toldSeconds: 400,
          }),
          { predictor: 'ewt', ...none, toldSeconds: 0, served: 4, weight: 4, absoluteError: 600, error: 600 },
        ],
      },
      {
        startsAt: later,
        offeredCount: 2,
        predictions: [
          ours({ served: 2, weight: 2, absoluteError: 60, error: 60, covered80: 2, kept: 2, told: 2, toldSeconds: 80 }),
        ],
      },
    ]);
    const words = (await ask({ view: 'waits' })).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(words).toContain('service · voice Nohold 0:30 n 6 −0:10 83 % 1:20 83 %');
    expect(words).toContain('Connect&#39;s estimate 2:30 n 4 +2:30 – – –');
  });

  test('effort: who came again, was passed on, changed the channel, was asked twice or turned away', async () => {
    const { ask } = await aDay([
      {
        startsAt,
        offeredCount: 10,
        knownCount: 8,
        repeatCount: 3,
        transferCount: 2,
        switchCount: 1,
        askedTwiceCount: 1,
        overflowedCount: 2,
        expectationMetLiveCount: 3,
        expectationMissedLiveCount: 1,
        beyondExpectationSeconds: 120 as never,
      },
      { startsAt: later, offeredCount: 10, knownCount: 4 },
    ]);
    expect(wordsOf(await ask({ view: 'effort' }))).toContain(
      'service · voice 20 25 % 3 of 12 known 10 % 2 5 % 1 8 % 1 of 12 known 0:30 mean, n 4 10 % 2',
    );
  });

  test('effort of callers who withhold their numbers is unknown, not none', async () => {
    const { ask } = await aDay([{ startsAt, offeredCount: 2 }]);
    expect(wordsOf(await ask({ view: 'effort' }))).toContain('service · voice 2 – 0 % 0 0 % 0 – – 0 % 0');
  });

  test('effort: what customers answered, with how many were asked and how many answered', async () => {
    const { ask } = await aDay([
      { startsAt, offeredCount: 10, surveyedCount: 3, surveyAnsweredCount: 1, surveySolvedCount: 1, surveyEasySum: 4 },
      { startsAt: later, offeredCount: 10, surveyedCount: 2, surveyAnsweredCount: 1, surveyEasySum: 1 },
    ]);
    expect(wordsOf(await ask({ view: 'effort' }))).toContain('service · voice 5 40 % 2 of 5 50 % n 2 2.5 of 5 n 2');
  });

  test('effort: nobody asked is said, and asked without an answer is unknown', async () => {
    const nobodyAsked = await aDay([{ startsAt, offeredCount: 2 }]);
    expect(wordsOf(await nobodyAsked.ask({ view: 'effort' }))).toContain('No customer was asked');
    const noAnswer = await aDay([{ startsAt, offeredCount: 2, surveyedCount: 2 }]);
    expect(wordsOf(await noAnswer.ask({ view: 'effort' }))).toContain('service · voice 2 0 % 0 of 2 – –');
  });

  test('offers: what was taken, whether it was in time, and whom each served', async () => {
    const { ask } = await aDay([
      {
        startsAt,
        offeredCount: 10,
        callbackCount: 4,
        movedCount: 1,
        callbacksKeptCount: 3,
        callbacksBrokenCount: 1,
        callbacksRungInTimeCount: 4,
        deflections: { callback: { solved: 3, failed: 1 } },
      },
      { startsAt: later, offeredCount: 10, deflections: { callback: { solved: 3, failed: 1 } } },
    ]);
    expect(wordsOf(await ask({ view: 'offers' }))).toContain(
      'service · voice 20 % 4 5 % 1 75 % n 4 100 % n 4 75 % n 8 – –',
    );
  });
});

describe('who is close to leaving', () => {
  /** One who has waited so long; the memory's index gives them first to be served first. */
  const waiter = (number: number, waitedSeconds: number) => {
    const since = instant(now - waitedSeconds * 1000);
    return aContact({
      contactId: `waiter-${number}`,
      queue: 'service',
      channel: 'voice',
      initiatedAt: since,
      askedAt: since,
      queuedAt: since,
      rankAt: since,
      waitingKey: waitingKeyOf('service', 'voice'),
      waitingRank: `5#${since}`,
    });
  };

  test('is told line by line, from how long each has waited and the patience learned before', async () => {
    const { ask, rows } = aWidget();
    for (const [number, waited] of [10, 50, 300].entries())
      await rows.contacts.replace(waiter(number, waited), undefined);
    await rows.center.putPulse({
      schemaVersion: 1,
      at: now,
      figures: [{ queue: 'service', channel: 'voice', contactsInQueue: 3 } as never],
    });
    const { patience } = readWaitModel(undefined, 'voice');
    const leaving = 3 * (1 - survival(patience, 300));
    expect(wordsOf(await ask({ view: 'leaving' }))).toContain(`service · voice 3 ${leaving.toFixed(1)} 1 1 5:00`);
  });

  test('nobody waits: it says so', async () => {
    expect(await aWidget().ask({ view: 'leaving' })).toContain('Nobody waits now.');
  });
});

const wordsOf = (drawn: string): string => drawn.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
