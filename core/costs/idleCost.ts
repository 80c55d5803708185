import { type Bill, type BillLine, billOf, line } from './bill.ts';
import { type NamedResource, referredTo, resourcesOf, type Template } from './template.ts';

export const minutesPerMonth = (365 * 24 * 60) / 12;
export const daysPerMonth = 365 / 12;

/**
 * What is assumed of a month in which nobody calls, where the template cannot say it. Each is on the high side: the
 * bill may be lower, not higher.
 */
export const idleAssumptions = {
  /** A rotated key keeps its older versions, and AWS charges for two of them at most. */
  versionsOfRotatedKey: 3,
  /** Lambda polls an idle queue with five long polls of 20 s; a maximum concurrency does not lower that. */
  pollsPerMinuteOfEventSource: 15,
  /** A scheduled run that finds nothing to do. */
  idleRunSeconds: 0.3,
  readUnitsPerRun: 8,
  writeUnitsPerRun: 3,
  logBytesPerRun: 1500,
  /** DynamoDB keeps a data key for five minutes, so not every run asks for it. */
  kmsRequestsPerRun: 0.5,
  /** X-Ray's price list begins after these, of every account and for ever: the one free amount that counts here. */
  freeTraces: 100_000,
} as const;

export interface IdleCost {
  /** What runs, whether or not anybody calls. */
  idle: Bill;
  /** Phone numbers cost by the day; they are kept apart because everybody needs one wherever they queue. */
  phoneNumbers: Bill;
}

/** Dollars of a month in which nobody calls and no agent works, counted from the synthesized template, no free tier of an account's first year. */
export function idleCost(template: Template): IdleCost {
  const numbers = resourcesOf(template, 'AWS::Connect::PhoneNumber');
  const tollFree = numbers.filter((number) => number.properties.Type === 'TOLL_FREE').length;
  return {
    idle: billOf([...standing(template), ...runs(template), ...polling(template)]),
    phoneNumbers: billOf([
      line('ordinary numbers, days', (numbers.length - tollFree) * daysPerMonth, 'didDay'),
      line('toll-free numbers, days', tollFree * daysPerMonth, 'tollFreeDay'),
    ]),
  };
}

function standing(template: Template): BillLine[] {
  const keyVersions = resourcesOf(template, 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey').map((key) =>
    key.properties.EnableKeyRotation === true ? idleAssumptions.versionsOfRotatedKey : 1,
  );
  const alarmMetrics = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(metricsOfAlarm);
  return [
    line('encryption keys, with kept versions', sum(keyVersions), 'kmsKey'),
    line('secrets', resourcesOf(template, 'AWS::SecretsManager::Secret').length, 'secret'),
    line('dashboards', resourcesOf(template, 'AWS::CloudWatch::Dashboard').length, 'dashboard'),
    line('metrics of alarms', sum(alarmMetrics), 'alarmMetric'),
  ];
}

/** An alarm on a formula is charged for each metric the formula reads. */
function metricsOfAlarm(alarm: NamedResource): number {
  const { Metrics: metrics } = alarm.properties;
  if (!Array.isArray(metrics)) return 1;
  return metrics.filter((metric) => (metric as { MetricStat?: unknown }).MetricStat !== undefined).length;
}

/** What the schedules start, and what each of those runs uses. */
function runs(template: Template): BillLine[] {
  const functions = new Map(resourcesOf(template, 'AWS::Lambda::Function').map((entry) => [entry.logicalId, entry]));
  const scheduled = resourcesOf(template, 'AWS::Scheduler::Schedule').map((schedule) => {
    const target = schedule.properties.Target as { Arn?: unknown } | undefined;
    const { MemorySize: memoryMb, TracingConfig: tracing } =
      functions.get(referredTo(target?.Arn) ?? '')?.properties ?? {};
    return {
      perMonth: runsPerMonth(schedule.properties.ScheduleExpression),
      isTraced: (tracing as { Mode?: unknown } | undefined)?.Mode === 'Active',
      memoryGb: (typeof memoryMb === 'number' ? memoryMb : 128) / 1024,
    };
  });
  const total = sum(scheduled.map((entry) => entry.perMonth));
  const traces = sum(scheduled.map((run) => (run.isTraced ? run.perMonth : 0)));
  const a = idleAssumptions;
  return [
    line('runs started by schedules', total, 'schedulerInvocation'),
    line('scheduled runs: requests', total, 'lambdaRequest'),
    line(
      'scheduled runs: compute',
      sum(scheduled.map((entry) => entry.perMonth * entry.memoryGb * a.idleRunSeconds)),
      'lambdaArmGbSecond',
    ),
    line('scheduled runs: reads', total * a.readUnitsPerRun, 'dynamoRead'),
    line('scheduled runs: writes', total * a.writeUnitsPerRun, 'dynamoWrite'),
    line('scheduled runs: logs', (total * a.logBytesPerRun) / 1e9, 'logGb'),
    line('scheduled runs: traces', Math.max(0, traces - a.freeTraces), 'trace'),
    line('scheduled runs: decryptions', total * a.kmsRequestsPerRun, 'kmsRequest'),
  ];
}

function polling(template: Template): BillLine[] {
  const sources = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').length;
  return [
    line('polling of queues', sources * idleAssumptions.pollsPerMinuteOfEventSource * minutesPerMonth, 'sqsRequest'),
  ];
}

/** Throws RangeError on an expression other than rate(…) and minutes of every hour: its runs would go uncounted. */
function runsPerMonth(expression: unknown): number {
  const minutes = /^cron\((\d+(?:,\d+)*) \* \* \* \? \*\)$/.exec(String(expression))?.[1];
  if (minutes !== undefined) return (minutesPerMonth / 60) * minutes.split(',').length;
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression));
  if (!match) throw new RangeError(`expected a schedule "rate(<n> minutes)", got ${JSON.stringify(expression)}`);
  const minutesPerUnit = { minute: 1, hour: 60, day: 1440 }[match[2] as 'minute' | 'hour' | 'day'];
  return minutesPerMonth / (Number(match[1]) * minutesPerUnit);
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
