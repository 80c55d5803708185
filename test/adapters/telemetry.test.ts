import { describe, expect, test } from 'vitest';
import { emfMetrics } from '../../adapters/cloudwatch/emf.ts';
import { Fault, faultOf } from '../../adapters/fault.ts';
import { listed } from '../../adapters/log/logger.ts';
import type { LogFields } from '../../core/ports.ts';
import { type MetricName, metrics } from '../../core/rows/metrics.ts';
import { unitOf } from '../../core/rows/metricUnit.ts';
import { noon } from './rows.ts';

function written(emit: (metrics: ReturnType<typeof emfMetrics>) => void): unknown[] {
  const lines: string[] = [];
  emit(emfMetrics({ now: () => noon }, (line) => lines.push(line)));
  return lines.map((line) => JSON.parse(line));
}

describe('metrics as lines of the log', () => {
  test('a queue’s figures carry its two dimensions and no other', () => {
    expect(
      written((metrics) => metrics.ofQueue('service', 'voice', { ContactsWaiting: 3, WaitSeconds: 12.5 })),
    ).toEqual([
      {
        _aws: {
          Timestamp: noon,
          CloudWatchMetrics: [
            {
              Namespace: 'Nohold',
              Dimensions: [['Queue', 'Channel']],
              Metrics: [
                { Name: 'ContactsWaiting', Unit: 'Count' },
                { Name: 'WaitSeconds', Unit: 'Seconds' },
              ],
            },
          ],
        },
        Queue: 'service',
        Channel: 'voice',
        ContactsWaiting: 3,
        WaitSeconds: 12.5,
      },
    ]);
  });

  test('a figure that is not finite does not spoil the others, and alone writes nothing', () => {
    const [line] = written((metrics) => metrics.ofCenter({ StuckDials: 1, OverdueCallbacks: Number.NaN }));
    expect(line).toMatchObject({ StuckDials: 1 });
    expect(line).not.toHaveProperty('OverdueCallbacks');
    expect(written((metrics) => metrics.ofCenter({ StuckDials: Number.POSITIVE_INFINITY }))).toEqual([]);
  });
});

test('a log line carries the listed fields and drops whatever else is handed in', () => {
  const fields = { contactId: 'c', attempt: 2, number: '+12065550123', event: {} } as unknown as LogFields;
  expect(listed(fields)).toEqual({ contactId: 'c', attempt: 2 });
});

describe('faults', () => {
  const named = (name: string) => Object.assign(new Error('+12065550123 is in the message'), { name });

  test.each([
    ['AccessDeniedException', false, /lacks this action/],
    ['ResourceNotFoundException', false, /deploy again/],
    ['ThrottlingException', true, /Passing/],
    ['ProvisionedThroughputExceededException', true, /Passing/],
    ['TimeoutError', true, /Passing/],
    ['ValidationException', false, /Not a fault that passes/],
  ])('%s: retryable %s', (name, retryable, hint) => {
    const fault = faultOf('dynamodb:GetItem', named(name));
    expect(fault).toMatchObject({ operation: 'dynamodb:GetItem', retryable });
    expect(fault.message).toMatch(hint);
    expect(fault.message).toContain(name);
    expect(fault.message).not.toContain('2065550123');
  });

  test('a fault stays the fault it is', () => {
    const fault = new Fault('a', named('X'), true, 'hint');
    expect(faultOf('b', fault)).toBe(fault);
  });
});

test('every metric has the unit its name says', () => {
  for (const [name, { unit }] of Object.entries(metrics)) expect(unitOf(name as MetricName), name).toBe(unit);
});
