import { expect, test } from 'vitest';
import { instant, toIso } from '../../../core/time/units.ts';
import { alarmState } from '../../../local/aws/alarms.ts';
import { putEmbeddedMetrics } from '../../../local/aws/embedded-metrics.ts';
import { matchesPattern } from '../../../local/aws/event-pattern.ts';
import { type AccessRequest, decideAccess, type PolicyStatement } from '../../../local/aws/grants.ts';
import { createMetricStore } from '../../../local/aws/metrics.ts';
import { parseSchedule } from '../../../local/aws/schedule-expression.ts';

const event = { source: 'aws.connect', detail: { eventType: 'QUEUED', tags: ['a', 'b'], age: 7, queue: null } };

test.each([
  [{ source: ['aws.connect', 'other'] }, true],
  [{ source: ['other'] }, false],
  [{ detail: { tags: ['b'] } }, true],
  [{ detail: { tags: ['c'] } }, false],
  [{ source: [{ prefix: 'aws.' }] }, true],
  [{ source: [{ suffix: '.connect' }] }, true],
  [{ source: [{ wildcard: 'a*.c*t' }] }, true],
  [{ detail: { eventType: [{ 'anything-but': ['QUEUED', 'INITIATED'] }] } }, false],
  [{ detail: { eventType: [{ 'anything-but': 'INITIATED' }] } }, true],
  [{ detail: { eventType: [{ 'anything-but': { prefix: 'QUE' } }] } }, false],
  [{ detail: { eventType: [{ 'equals-ignore-case': 'queued' }] } }, true],
  [{ detail: { age: [{ numeric: ['>', 5, '<=', 7] }] } }, true],
  [{ detail: { age: [{ numeric: ['>', 7] }] } }, false],
  [{ detail: { queue: [null] } }, true],
  [{ detail: { agent: [{ exists: false }] } }, true],
  [{ detail: { agent: [{ exists: true }] } }, false],
  [{ detail: { agent: ['x'] } }, false],
])('the pattern %j matches: %s', (pattern, expected) => {
  expect(matchesPattern(pattern, event)).toBe(expected);
});

const run = (expression: string, timeZone: string, after: string) => {
  const start = instant(Date.parse(after));
  const next = parseSchedule(expression, timeZone, start)(start);
  return next === undefined ? undefined : toIso(next);
};

test.each([
  ['rate(5 minutes)', 'UTC', '2026-01-05T09:00:00Z', '2026-01-05T09:05:00.000Z'],
  ['rate(1 hour)', 'UTC', '2026-01-05T09:12:00Z', '2026-01-05T10:12:00.000Z'],
  ['cron(0/15 * * * ? *)', 'UTC', '2026-01-05T09:14:59Z', '2026-01-05T09:15:00.000Z'],
  ['cron(0 9 ? * MON-FRI *)', 'UTC', '2026-01-09T09:00:00Z', '2026-01-12T09:00:00.000Z'],
  ['cron(0 9 1 JAN,JUL ? *)', 'UTC', '2026-01-05T00:00:00Z', '2026-07-01T09:00:00.000Z'],
  ['cron(0 9 * * ? *)', 'America/New_York', '2026-03-07T15:00:00Z', '2026-03-08T13:00:00.000Z'],
  ['cron(30 2 * * ? *)', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-08T07:30:00.000Z'],
  ['cron(0 0 29 2 ? *)', 'UTC', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['cron(0 0 1 1 ? 2020)', 'UTC', '2026-01-01T00:00:00Z', undefined],
  ['at(2026-01-05T09:00:00)', 'Europe/Berlin', '2026-01-05T00:00:00Z', '2026-01-05T08:00:00.000Z'],
  ['at(2026-01-05T09:00:00)', 'UTC', '2026-01-05T09:00:00Z', undefined],
])('%s in %s after %s runs next at %s', (expression, timeZone, after, expected) => {
  expect(run(expression, timeZone, after)).toBe(expected);
});

test('a rate keeps its beat however late it is asked', () => {
  const next = parseSchedule('rate(10 minutes)', 'UTC', instant(0));
  expect([next(instant(0)), next(instant(599_999)), next(instant(600_000)), next(instant(6_000_001))]).toEqual([
    600_000, 600_000, 1_200_000, 6_600_000,
  ]);
});

test.each([
  'every day',
  'rate(0 minutes)',
  'rate(5 weeks)',
  'cron(0 9 * *)',
  'cron(0 25 * * ? *)',
  'cron(0 9 L * ? *)',
])('the schedule "%s" is refused', (expression) => {
  expect(() => parseSchedule(expression, 'UTC', instant(0))).toThrow('expected');
});

const allow = (statement: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
  ...statement,
});
const query: AccessRequest = {
  action: 'dynamodb:Query',
  resource: 'arn:table/A/index/waiting',
  context: { 'kms:ViaService': 'x' },
};

test.each<[string, PolicyStatement[], string]>([
  ['nothing', [], 'no-allow'],
  ['another action', [allow({ Action: 'dynamodb:GetItem' })], 'no-allow'],
  ['the action in other letters', [allow({ Action: ['DynamoDB:query'] })], 'allowed'],
  ['a wildcard action', [allow({ Action: 'dynamodb:Qu*' })], 'allowed'],
  ['another resource', [allow({ Resource: 'arn:table/A' })], 'no-allow'],
  ['a wildcard resource', [allow({ Resource: 'arn:table/?/index/*' })], 'allowed'],
  ['everything but the action', [{ Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }], 'no-allow'],
  ['everything but the resource', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:table/B*' }], 'allowed'],
  ['a deny beside an allow', [allow({}), { Effect: 'Deny', Action: 'dynamodb:Query', Resource: '*' }], 'explicit-deny'],
  ['a condition that holds', [allow({ Condition: { StringLike: { 'kms:ViaService': 'x*' } } })], 'allowed'],
  ['a condition that does not', [allow({ Condition: { StringEquals: { 'kms:ViaService': 'y' } } })], 'no-allow'],
  ['a condition on an absent key', [allow({ Condition: { StringEquals: { absent: 'y' } } })], 'no-allow'],
  ['one that may be absent', [allow({ Condition: { StringEqualsIfExists: { absent: 'y' } } })], 'allowed'],
  ['one that must differ', [allow({ Condition: { StringNotEquals: { 'kms:ViaService': 'x' } } })], 'no-allow'],
])('a policy of %s', (_, statements, expected) => {
  const decision = decideAccess(statements, query);
  expect(decision.kind === 'denied' ? decision.because : decision.kind).toBe(expected);
});

test('a condition nobody can judge is an error, not a guess', () => {
  expect(() => decideAccess([allow({ Condition: { IpAddress: { 'aws:SourceIp': '::1' } } })], query)).toThrow(
    'IpAddress',
  );
});

const minute = (index: number) => instant(index * 60_000);

test('a metric answers every statistic over whole periods', () => {
  const metrics = createMetricStore();
  const wait = { namespace: 'Nohold', name: 'WaitSeconds', dimensions: { Queue: 'service', Channel: 'voice' } };
  for (const [index, value] of [10, 20, 30, 40].entries()) metrics.put(wait, value, minute(index) + 1_000);
  metrics.put(wait, 100, minute(9));
  const ask = (statistic: string, periodSeconds = 300) =>
    metrics.query({ ...wait, statistic, periodSeconds, from: minute(0), to: minute(10) }).map((point) => point.value);
  expect(ask('Sum')).toEqual([100, 100]);
  expect(ask('Average')).toEqual([25, 100]);
  expect(ask('Minimum')).toEqual([10, 100]);
  expect(ask('Maximum')).toEqual([40, 100]);
  expect(ask('SampleCount')).toEqual([4, 1]);
  expect(ask('p50')).toEqual([20, 100]);
  expect(ask('p99.9')).toEqual([40, 100]);
  expect(ask('Sum', 60)).toEqual([10, 20, 30, 40, 100]);
  expect(
    metrics.query({ ...wait, dimensions: {}, statistic: 'Sum', periodSeconds: 60, from: minute(0), to: minute(9) }),
  ).toEqual([]);
});

test('metrics are read from embedded lines, every dimension set and every value', () => {
  const metrics = createMetricStore();
  const line = JSON.stringify({
    _aws: {
      Timestamp: minute(1),
      CloudWatchMetrics: [{ Namespace: 'Nohold', Dimensions: [['Queue'], []], Metrics: [{ Name: 'WaitSeconds' }] }],
    },
    Queue: 'service',
    WaitSeconds: [3, 4],
  });
  expect(putEmbeddedMetrics(line, metrics)).toBe(true);
  expect(putEmbeddedMetrics('{"level":"INFO"}', metrics)).toBe(false);
  expect(putEmbeddedMetrics(line.slice(0, -5), metrics)).toBe(false);
  expect(metrics.list().map((metric) => metric.dimensions)).toEqual([{ Queue: 'service' }, {}]);
  const [point] = metrics.query({
    namespace: 'Nohold',
    name: 'WaitSeconds',
    dimensions: {},
    statistic: 'Sum',
    periodSeconds: 60,
    from: minute(0),
    to: minute(2),
  });
  expect(point).toEqual({ at: 60_000, value: 7 });
});

test.each([
  ['no data', [], undefined, 'INSUFFICIENT_DATA'],
  ['no data that is bad news', [], 'breaching', 'ALARM'],
  ['no data that is good news', [], 'notBreaching', 'OK'],
  ['two of three above', [0, 5, 5], undefined, 'ALARM'],
  ['one of three above', [0, 5, 0], undefined, 'OK'],
  ['all below', [0, 0, 0], 'breaching', 'OK'],
] as const)('an alarm with %s', (_, values, treat, expected) => {
  const metrics = createMetricStore();
  for (const [index, value] of values.entries()) {
    metrics.put({ namespace: 'N', name: 'M', dimensions: {} }, value, minute(index));
  }
  const alarm = {
    Namespace: 'N',
    MetricName: 'M',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...(treat === undefined ? {} : { TreatMissingData: treat }),
  };
  expect(alarmState('Late', alarm, metrics, instant(minute(3) + 30_000)).state).toBe(expected);
});

test('an alarm on an expression follows the metrics it is computed of', () => {
  const metrics = createMetricStore();
  const metric = (name: string) => ({ namespace: 'N', name, dimensions: {} });
  const stat = (Id: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'N', MetricName: Id }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  });
  const alarm = {
    Metrics: [
      { Id: 'silent', Expression: 'IF(FILL(calls, 0) > 0 AND FILL(events, 0) == 0, 1, 0)' },
      stat('calls'),
      stat('events'),
    ],
    EvaluationPeriods: 2,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching' as const,
  };
  const stateAt = (index: number) => alarmState('EventsSilent', alarm, metrics, minute(index)).state;
  for (const index of [0, 1, 2, 3]) metrics.put(metric('calls'), 3, minute(index));
  metrics.put(metric('events'), 5, minute(0));
  expect([stateAt(1), stateAt(2), stateAt(3)]).toEqual(['OK', 'OK', 'ALARM']);
});
