import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { expect, test } from 'vitest';
import { checkByRulePacks } from '../../lib/rule-packs.ts';
import { synth } from '../../lib/synth.ts';
import { code, settingsWith } from './support/center.ts';

const outdir = mkdtempSync(join(tmpdir(), 'nohold-acknowledged-'));
synth(settingsWith(), { outdir, validate: false, code: code() });

const metadata = JSON.parse(readFileSync(join(outdir, 'Nohold.metadata.json'), 'utf8')) as Record<
  string,
  { type: string; data: unknown }[]
>;

/** [construct, rule, reason] of every finding somebody decided to live with. */
const acknowledged = Object.entries(metadata).flatMap(([path, entries]) =>
  entries
    .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([rule, reason]) => ({ path, rule: rule.replace(/^Annotation::/, ''), reason })),
);

test('every acknowledged finding has a reason somebody can disagree with', () => {
  expect(acknowledged.length).toBeGreaterThan(10);
  for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(60);
});

test('only these rules are lived with, whichever pack asks', () => {
  const rules = new Set(
    acknowledged
      .map(({ rule }) => rule.replace(/^[\w.]+-(?=[A-Z])/, '').replace(/\[.*/, ''))
      .filter((rule) => !rule.startsWith('@aws-cdk/')),
  );
  expect([...rules].sort()).toEqual([
    'APIG2',
    'APIG3',
    'APIGWAssociatedWithWAF',
    'APIGWCacheEnabledAndEncrypted',
    'IAM5',
    'LambdaConcurrency',
    'LambdaDLQ',
    'LambdaEventSourceMappingDestination',
    'LambdaInsideVPC',
    'S3BucketReplicationEnabled',
    'S3DefaultEncryptionKMS',
    'SMG4',
    'SQS3',
    'SQSRedrivePolicy',
    'SecretsManagerRotationEnabled',
  ]);
  // A pack asks the same question under a number of its own: twelve rules in all (decision 59).
  const sameRule: Record<string, string> = {
    APIG3: 'APIGWAssociatedWithWAF',
    SMG4: 'SecretsManagerRotationEnabled',
    SQS3: 'SQSRedrivePolicy',
  };
  expect(new Set([...rules].map((rule) => sameRule[rule] ?? rule)).size).toBe(12);
});

test('wildcards are acknowledged one by one, beside the permission they are in', () => {
  for (const { path, rule } of acknowledged.filter((one) => one.rule.includes('IAM5'))) {
    expect(rule).toMatch(/IAM5\[Resource::.*\*\]$/);
    expect(path).toMatch(/\/Permissions$|\/Permissions\/Resource$/);
  }
});

test('each of the five packs looks: a bare function does not pass any of them', () => {
  const directory = mkdtempSync(join(tmpdir(), 'nohold-bare-'));
  const app = new App({ outdir: directory, autoSynth: false });
  checkByRulePacks(app);
  new lambda.Function(new Stack(app, 'Stack'), 'Bare', {
    code: lambda.Code.fromInline('exports.handler = () => {};'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
  });
  expect(() => app.synth()).toThrow();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: { pluginName: string; violations: unknown[] }[];
  };
  const found = pluginReports.filter(({ violations }) => violations.length > 0).map(({ pluginName }) => pluginName);
  expect(found).toEqual(
    expect.arrayContaining(['AwsSolutions', 'Serverless', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321']),
  );
}, 120_000);
