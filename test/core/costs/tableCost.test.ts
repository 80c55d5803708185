import { expect, test } from 'vitest';
import { copiesKept, tableLines } from '../../../core/costs/tableCost.ts';
import type { Resource, Template } from '../../../core/costs/template.ts';

const plan = (...BackupPlanRule: unknown[]): Resource => ({
  Type: 'AWS::Backup::BackupPlan',
  Properties: { BackupPlan: { BackupPlanRule } },
});
const daily = { ScheduleExpression: 'cron(0 5 * * ? *)', Lifecycle: { DeleteAfterDays: 35 } };
const template: Template = {
  Resources: {
    Rows: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    },
    Plan: plan(daily),
  },
};

test('a gigabyte of rows: itself and its indexes, recovery at $0.20, and each of its daily copies at $0.10', () => {
  expect(tableLines(template, 1, 0.5).map(({ what, usd }) => [what, Math.round(usd * 1000) / 1000])).toEqual([
    ['table: rows kept', 0.375],
    ['table: point-in-time recovery', 0.2],
    ['table: daily backups', 3.5],
  ]);
});

test('without recovery and without a plan there are only the rows', () => {
  const bare: Template = { Resources: { Rows: { Type: 'AWS::DynamoDB::Table' } } };
  expect(tableLines(bare, 1, 0).map(({ usd }) => usd)).toEqual([0.25, 0, 0]);
});

test('copies that are made otherwise than daily, or never deleted, are an error and not free', () => {
  for (const rule of [
    { ...daily, ScheduleExpression: 'cron(0 * * * ? *)' },
    { ...daily, Lifecycle: undefined },
  ])
    expect(() => copiesKept({ Resources: { Plan: plan(rule) } })).toThrow(/expected backups "cron/);
});
