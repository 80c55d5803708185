import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { synth } from '../../lib/synth.ts';
import { allOf, resourcesOf, said, settingsWith, shippedTemplate } from './support/center.ts';

const root = resolve(import.meta.dirname, '../..');
const directory = () => mkdtempSync(join(tmpdir(), 'nohold-synth-'));

describe('npx cdk synth', () => {
  const outdir = directory();

  test('is clean of errors, warnings and findings of five rule packs, and makes what synth() makes', () => {
    const cdk = join(root, 'node_modules/.bin/cdk');
    // --strict: a warning fails it as well.
    execFileSync(cdk, ['synth', '--quiet', '--strict', '--no-notices', '--output', outdir], {
      cwd: root,
      env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, CDK_VALIDATION: '' },
      stdio: 'pipe',
    });
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    expect(report.pluginReports).toEqual([]);
    expect(JSON.parse(readFileSync(join(outdir, 'Nohold.template.json'), 'utf8'))).toEqual(shippedTemplate());
  }, 120_000);
});

test('the rule packs do look: a center whose findings nobody acknowledged does not pass', () => {
  // 200 characters are too many for the display name of a caller: CloudFormation's own rules know it, ours do not.
  const settings = settingsWith();
  settings.queues.service = {
    ...(settings.queues.service as (typeof settings.queues)[string]),
    description: 'x'.repeat(300),
  };
  expect(() => synth(settings, { outdir: directory() })).toThrow(/Description|violation|Validation/i);
}, 60_000);

test('other settings that are allowed pass the rules too: adopted, unrecorded, without people', () => {
  const settings = settingsWith((s) => {
    s.center.connect = {
      adopt: { instanceArn: 'arn:aws:connect:us-east-1:123456789012:instance/11111111-2222-3333-4444-555555555555' },
    };
    s.privacy.recordCalls = false;
    s.center.recordingNotice = null;
    s.agents = {};
    s.alarms.emails = ['ops@example.com', 'lead@example.com'];
  });
  expect(() => synth(settings, { outdir: directory() })).not.toThrow();
}, 60_000);

test('the same settings give the same template and the same asset names', () => {
  const again = synth(settingsWith(), { outdir: directory(), validate: false });
  expect(again.template).toEqual(shippedTemplate());
});

test('no secret is written into the template', () => {
  const text = JSON.stringify(shippedTemplate());
  expect(text).not.toMatch(/AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY|"SecretString"\s*:/);
  for (const { properties } of resourcesOf(shippedTemplate(), 'AWS::Connect::User')) {
    expect(said(properties.Password)).toMatch(/^\{\{resolve:secretsmanager:PeopleInitialPassword:SecretString:/);
  }
  for (const { properties } of resourcesOf(shippedTemplate(), 'AWS::SecretsManager::Secret')) {
    expect(Object.keys(properties)).toContain('GenerateSecretString');
  }
});

test('no customer’s number and nobody’s name reaches a function', () => {
  for (const { properties } of resourcesOf(shippedTemplate(), 'AWS::Lambda::Function')) {
    const values = Object.values(properties.Environment.Variables).map(said).join(' ');
    expect(values).not.toMatch(/\+\d{7,}|Almeida/);
  }
});

test('it counts what it makes', () => {
  const counts: Record<string, number> = {};
  for (const { type } of allOf(shippedTemplate())) counts[type] = (counts[type] ?? 0) + 1;
  expect(counts).toMatchObject({
    'AWS::Connect::HoursOfOperation': 2,
    'AWS::Connect::Instance': 1,
    'AWS::Connect::IntegrationAssociation': 3,
    'AWS::Connect::PhoneNumber': 2,
    'AWS::Connect::Queue': 3,
    'AWS::Connect::User': 13,
    'AWS::CloudWatch::Alarm': 13,
    'AWS::CloudWatch::Dashboard': 1,
    'AWS::DynamoDB::Table': 1,
    'AWS::KMS::Key': 1,
    'AWS::Lambda::Function': 8,
    'AWS::SecretsManager::Secret': 2,
    'AWS::SQS::Queue': 6,
  });
});

test('the idle center costs at most $10 a month beside its numbers', () => {
  const template = shippedTemplate();
  const count = (type: string) => resourcesOf(template, type).length;
  const alarmedMetrics = resourcesOf(template, 'AWS::CloudWatch::Alarm').reduce(
    (sum, { properties }) =>
      sum +
      (properties.Metrics?.filter((query: { MetricStat?: unknown }) => query.MetricStat !== undefined).length ?? 1),
    0,
  );
  // A rotated key costs $1 more after each of its first two rotations; free tiers are left out.
  const keys = 3 * count('AWS::KMS::Key');
  const secrets = 0.4 * count('AWS::SecretsManager::Secret');
  const dashboards = 3 * count('AWS::CloudWatch::Dashboard');
  const alarms = 0.1 * alarmedMetrics;
  // Five pollers of Lambda ask each queue three times a minute, whether or not somebody calls; $0.40 a million.
  const polling = 5 * 3 * 60 * 730 * count('AWS::Lambda::EventSourceMapping') * 0.4e-6;
  // The heartbeat is the one metric written while nobody calls.
  const metrics = 0.3;
  // Per sweep: one invocation of 256 MiB for 200 ms, six reads, one write, a kilobyte of log.
  const sweeps = 60 * 730 * (0.2e-6 + 0.25 * 0.2 * 0.0000133334 + 6 * 0.125e-6 + 0.625e-6 + 1e-6 * 0.5);
  expect(keys + secrets + dashboards + alarms + polling + metrics + sweeps).toBeLessThan(10);
});

test('the outputs say what to dial and where to log in', () => {
  expect(Object.keys(shippedTemplate().Outputs).sort()).toEqual([
    'AgentDeskUrl',
    'DashboardUrl',
    'DialMain',
    'DialSales',
    'InitialPasswordSecret',
    'InstanceArn',
    'LoginUrl',
    'TableName',
  ]);
});
