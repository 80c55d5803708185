import { expect, test } from 'vitest';
import { idleCost } from '../../../core/costs/idleCost.ts';
import type { Resource, Template } from '../../../core/costs/template.ts';

const template = (resources: Record<string, Resource>): Template => ({ Resources: resources });
const usdOf = (what: string, resources: Record<string, Resource>): number | undefined =>
  idleCost(template(resources)).idle.lines.find((line) => line.what === what)?.usd;

test('a template of nothing that stands or runs costs nothing', () => {
  const free = template({
    Queue: { Type: 'AWS::Connect::Queue' },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { BillingMode: 'PAY_PER_REQUEST' } },
    Role: { Type: 'AWS::IAM::Role' },
  });
  expect(idleCost(free).idle).toEqual({ lines: [], totalUsd: 0 });
});

test('a key costs a dollar, and two more once it was rotated twice', () => {
  const what = 'encryption keys, with kept versions';
  expect(usdOf(what, { Key: { Type: 'AWS::KMS::Key' } })).toBe(1);
  expect(usdOf(what, { Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } } })).toBe(3);
});

test('an alarm is charged for each metric it reads, its formulas are free', () => {
  const metric = { Id: 'm', MetricStat: {} };
  const what = 'metrics of alarms';
  expect(usdOf(what, { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'x' } } })).toBeCloseTo(0.1);
  expect(
    usdOf(what, {
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [metric, metric, { Expression: 'a+b' }] } },
    }),
  ).toBeCloseTo(0.2);
});

test('a schedule each minute runs 43,800 times a month with the memory of its function', () => {
  const { idle } = idleCost(
    template({
      Sweep: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 512 } },
      Every: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: { ScheduleExpression: 'rate(1 minute)', Target: { Arn: { 'Fn::GetAtt': ['Sweep', 'Arn'] } } },
      },
    }),
  );
  const quantity = (what: string) => idle.lines.find((line) => line.what === what)?.quantity;
  expect(quantity('runs started by schedules')).toBe(43_800);
  expect(quantity('scheduled runs: compute')).toBeCloseTo(43_800 * 0.5 * 0.3);
  expect(quantity('scheduled runs: traces')).toBeUndefined();
});

test('runs that leave traces cost half a cent a thousand, after the first hundred thousand', () => {
  const what = 'scheduled runs: traces';
  const runs = (Mode: string, schedules = 1) => ({
    Sweep: { Type: 'AWS::Lambda::Function', Properties: { TracingConfig: { Mode } } },
    ...Object.fromEntries(
      Array.from({ length: schedules }, (_, index) => [
        `Every${index}`,
        {
          Type: 'AWS::Scheduler::Schedule',
          Properties: { ScheduleExpression: 'rate(1 minute)', Target: { Arn: { 'Fn::GetAtt': ['Sweep', 'Arn'] } } },
        },
      ]),
    ),
  });
  expect(usdOf(what, runs('Active'))).toBeUndefined();
  expect(usdOf(what, runs('Active', 4))).toBeCloseTo(75.2 * 0.005);
  expect(usdOf(what, runs('PassThrough', 4))).toBeUndefined();
});

test('a schedule it cannot count is an error, never a run for free', () => {
  const cron = { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'cron(0 8 * * ? *)' } };
  expect(() => idleCost(template({ cron }))).toThrow(/expected a schedule "rate\(<n> minutes\)", got "cron/);
});

test('phone numbers are kept apart: 30 days of each, toll-free twice as dear', () => {
  const number = (type: string): Resource => ({ Type: 'AWS::Connect::PhoneNumber', Properties: { Type: type } });
  const { idle, phoneNumbers } = idleCost(template({ a: number('DID'), b: number('TOLL_FREE') }));
  expect(idle.totalUsd).toBe(0);
  expect(phoneNumbers.totalUsd).toBeCloseTo((365 / 12) * (0.03 + 0.06));
});

test('each thing added makes the bill longer, never shorter', () => {
  const resources: Record<string, Resource> = {
    Key: { Type: 'AWS::KMS::Key' },
    Secret: { Type: 'AWS::SecretsManager::Secret' },
    Board: { Type: 'AWS::CloudWatch::Dashboard' },
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    Source: { Type: 'AWS::Lambda::EventSourceMapping' },
    Every: { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(1 hour)' } },
  };
  let before = 0;
  const some: Record<string, Resource> = {};
  for (const [name, resource] of Object.entries(resources)) {
    some[name] = resource;
    const { totalUsd } = idleCost(template(some)).idle;
    expect(totalUsd).toBeGreaterThan(before);
    before = totalUsd;
  }
});
