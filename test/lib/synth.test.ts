import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { idleCost } from '../../core/costs/idleCost.ts';
import { synth } from '../../lib/synth.ts';
import { allOf, code, resourcesOf, said, settingsWith, shippedTemplate } from './support/center.ts';

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
  }, 240_000);
});

test('what CloudFormation would refuse is refused here, and nothing of it is left in the temporary folder', () => {
  // Connect takes 250 characters. Our own schema refuses more as well, which is why the settings are changed after it.
  const settings = settingsWith();
  settings.queues.service = {
    ...(settings.queues.service as (typeof settings.queues)[string]),
    description: 'x'.repeat(300),
  };
  const outdir = directory();
  const temporary = directory();
  vi.stubEnv('TMPDIR', temporary);
  expect(() => synth(settings, { outdir, code: code() })).toThrow(/Description/);
  vi.unstubAllEnvs();
  expect(readdirSync(temporary)).toEqual([]);
}, 240_000);

test('other settings that are allowed pass the rules too: adopted, unrecorded, without people, with a planning bucket', () => {
  const settings = settingsWith((s) => {
    s.center.connect = {
      adopt: { instanceArn: 'arn:aws:connect:us-east-1:123456789012:instance/11111111-2222-3333-4444-555555555555' },
    };
    s.privacy.recordCalls = false;
    s.center.recordingNotice = null;
    s.agents = {};
    s.staffing = { schedule: 'bucket' };
    s.forecasting.drivers = ['orders'];
    s.alarms.emails = ['ops@example.com', 'lead@example.com'];
  });
  expect(() => synth(settings, { outdir: directory(), code: code() })).not.toThrow();
}, 240_000);

test('everything that settings can switch on passes the rules, all at once', () => {
  const settings = settingsWith((s) => {
    const { service } = s.queues;
    Object.assign(service, {
      channels: ['voice', 'chat', 'email', 'task'],
      offers: ['callback', 'window', 'text', 'email'],
      answerLink: 'https://example.com/orders',
    });
    Object.assign(service.expectation, { email: { waitSeconds: 3600 }, task: { waitSeconds: 3600 } });
    s.emailAddresses = { help: { address: 'help@example.com', queue: 'service' } };
    Object.assign(s.web, {
      login: { issuer: 'https://id.example.com', audience: 'desk', keys: 'https://id.example.com/keys' },
      texts: { numberArn: 'arn:aws:connect:us-east-1:123456789012:phone-number/sms' },
      emails: { from: 'help' },
      address: 'https://desk.example.com',
      firewallArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/desk/11111111-2222-3333-4444-555555555555',
    });
    s.agentsMay = { allowances: { credit: { spokenName: 'a credit of ten dollars', raisesPriority: true } } };
    s.survey = { share: 0.1 };
    s.journey = { stepByStep: true };
    s.staffing.flex = 'on';
    s.staffing.schedule = 'bucket';
    s.forecasting.drivers = ['orders'];
    s.alarms.emails = ['ops@example.com'];
    s.agents.ana.acceptsCalls = 'by-hand';
  });
  const { template } = synth(settings, { outdir: directory(), code: code() });
  const accepting = resourcesOf(template, 'AWS::Connect::User').map(({ properties }) => [
    properties.Username,
    properties.AutoAcceptConfigs[0].AutoAccept,
  ]);
  expect(accepting).toEqual(Object.keys(settings.agents).map((name) => [name, name !== 'ana']));
}, 240_000);

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

test('everything that takes tags says whose it is', () => {
  const untagged = allOf(shippedTemplate()).filter(
    ({ properties: { Tags = [], BackupVaultTags = {}, BackupPlanTags = {} } }) =>
      !JSON.stringify(Tags).includes('{"Key":"application","Value":"nohold"}') &&
      { ...BackupVaultTags, ...BackupPlanTags }.application !== 'nohold',
  );
  expect([...new Set(untagged.map(({ type }) => type))].sort()).toEqual([
    'AWS::ApiGateway::Account',
    'AWS::ApiGateway::Deployment',
    'AWS::Backup::BackupSelection',
    'AWS::Connect::InstanceStorageConfig',
    'AWS::IAM::ManagedPolicy',
    'AWS::Lambda::Permission',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::Scheduler::Schedule',
    'Custom::SettleDeployment',
  ]);
});

test('it counts what it makes', () => {
  const counts: Record<string, number> = {};
  for (const { type } of allOf(shippedTemplate())) counts[type] = (counts[type] ?? 0) + 1;
  expect(counts).toMatchObject({
    'AWS::Connect::HoursOfOperation': 2,
    'AWS::Connect::Instance': 1,
    'AWS::Connect::IntegrationAssociation': 5,
    'AWS::Connect::PhoneNumber': 2,
    'AWS::Connect::Queue': 3,
    'AWS::Connect::User': 13,
    'AWS::CloudWatch::Alarm': 15,
    'AWS::CloudWatch::Dashboard': 1,
    'AWS::DynamoDB::Table': 1,
    'AWS::KMS::Key': 1,
    'AWS::Lambda::Function': 15,
    'AWS::SecretsManager::Secret': 2,
    'AWS::SQS::Queue': 6,
  });
});

test('the idle center costs at most $10 a month beside its numbers', () => {
  const { idle, phoneNumbers } = idleCost(shippedTemplate());
  expect(idle.totalUsd).toBeLessThanOrEqual(10);
  expect(phoneNumbers.lines).not.toHaveLength(0);
});

test('the outputs say what to dial and where to log in', () => {
  expect(Object.keys(shippedTemplate().Outputs).sort()).toEqual([
    'AgentDeskUrl',
    'BackupVault',
    'DashboardUrl',
    'DialMain',
    'DialSales',
    'InitialPasswordSecret',
    'InstanceArn',
    'LoginUrl',
    'TableName',
    'WebDeskUrl',
  ]);
});
