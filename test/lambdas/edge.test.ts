import type { Context, SQSEvent } from 'aws-lambda';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { memoryLog, memoryMetrics } from '../../adapters/memory/world.ts';
import { fromQueue } from '../../lambdas/edge/batch.ts';
import { readEnvironment } from '../../lambdas/edge/environment.ts';
import { fromFlow } from '../../lambdas/edge/flow.ts';
import { answer, environment, request, safeAnswer } from '../../lambdas/quote-wait/contract.ts';
import { request as eventMessage } from '../../lambdas/track-contact/contract.ts';
import { flowEvent, noon } from './world.ts';

const clock = { now: () => noon };
const context = {} as Context;
const asked = { purpose: 'arrival', queue: 'service', channel: 'voice', metrics: 'unknown' };

function aFlowFunction(run: () => Promise<typeof safeAnswer>) {
  const log = memoryLog();
  const metrics = memoryMetrics();
  const handler = fromFlow({ clock, log, metrics, request, answer, safeAnswer, run });
  return { log, metrics, ask: (event: unknown) => handler(event, context) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a function on a flow’s path', () => {
  const good = { ...safeAnswer, say: 'Hello.' };

  test('gives its answer', async () => {
    expect(await aFlowFunction(async () => good).ask(flowEvent('c', asked))).toEqual(good);
  });

  test.each([
    [
      'a fault of the table',
      async () => Promise.reject(Object.assign(new Error('+12065550123'), { name: 'TimeoutError' })),
    ],
    ['an answer Connect cannot read', async () => ({ ...good, say: { nested: true } }) as never],
    ['an answer above 32 KB', async () => ({ ...good, say: 'x'.repeat(40_000) })],
  ])('%s: the safe answer, a metric, and a line without the caller', async (_story, run) => {
    const { ask, metrics, log } = aFlowFunction(run);
    expect(await ask(flowEvent('c', asked))).toEqual(safeAnswer);
    expect(metrics.sum('SafeAnswers')).toBe(1);
    expect(JSON.stringify(log.lines)).not.toContain('2065550123');
    expect(log.lines).toHaveLength(1);
  });

  test.each([
    ['nothing', undefined],
    ['no event of a flow', { Records: [] }],
    ['a queue without a name', flowEvent('c', { ...asked, queue: '' })],
    ['a word where a choice is due', flowEvent('c', { ...asked, purpose: 'curiosity' })],
  ])('%s is refused with the path and answered safely', async (_story, event) => {
    const { ask, log } = aFlowFunction(async () => good);
    expect(await ask(event)).toEqual(safeAnswer);
    expect(log.lines[0]?.fields.reason).toMatch(/^refused: /);
  });

  test('a table that hangs is not waited for: the safe answer comes within 2 seconds', async () => {
    vi.useFakeTimers();
    const { ask } = aFlowFunction(() => new Promise(() => {}));
    let answered: unknown;
    void ask(flowEvent('c', asked)).then((value) => {
      answered = value;
    });
    await vi.advanceTimersByTimeAsync(1999);
    expect(answered).toEqual(safeAnswer);
  });
});

describe('a function that a queue drives', () => {
  const record = (messageId: string, body: string) => ({ messageId, body }) as SQSEvent['Records'][number];
  const event = (detail: object) => JSON.stringify({ source: 'aws.connect', 'detail-type': 'x', detail });

  test('gives back only what failed: the poison among the good holds up nobody', async () => {
    const done: unknown[] = [];
    const log = memoryLog();
    const handler = fromQueue({
      clock,
      log,
      metrics: memoryMetrics(),
      message: eventMessage,
      run: async (message) => {
        if (message.detail.fail) throw new Error('cannot');
        done.push(message.detail.n);
      },
    });
    const Records = [
      record('1', event({ n: 1 })),
      record('2', 'not json'),
      record('3', event({ fail: true })),
      record('4', JSON.stringify({ source: 'someone.else' })),
      record('5', event({ n: 5 })),
    ];
    expect(await handler({ Records }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }, { itemIdentifier: '4' }],
    });
    expect(done).toEqual([1, 5]);
    expect(log.lines).toHaveLength(3);
  });
});

test('a cold start names the variable that is missing', () => {
  expect(() => readEnvironment(environment)).toThrow(/NOHOLD_TABLE, NOHOLD_KEYS_SECRET_ARN/);
});
