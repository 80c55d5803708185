import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { allOf, shippedTemplate } from './support/center.ts';

const root = resolve(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/deploy.md'), 'utf8');

/** First cells of the table under a heading that begins so. */
function firstCells(heading: string): string[] {
  const section = guide.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| ([^|]+) \|/gm)].map((match) => (match[1] ?? '').trim()).slice(1);
}

test('the commands of the guide that need no account are those the tests run', () => {
  const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) => (match[1] ?? '').trim().split('\n'));
  const needAccount = /^(npx cdk (bootstrap|deploy|diff|destroy)|aws )/;
  expect(blocks.filter((command) => !needAccount.test(command))).toEqual([
    // The set-up of the clone these tests run in.
    'npm ci',
    // Below.
    'npx nohold check',
    // test/lib/synth.test.ts.
    'npx cdk synth --quiet --strict',
  ]);
});

test('npx nohold check is content with the shipped settings', () => {
  const said = execFileSync(process.execPath, [join(root, 'bin/cli.ts'), 'check'], { cwd: root, encoding: 'utf8' });
  expect(said).toContain('Northwind Outfitters');
}, 120_000);

test('the outputs it explains are the outputs there are', () => {
  const explained = firstCells('Deploy\n').flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]));
  expect(explained.sort()).toEqual(Object.keys(shippedTemplate().Outputs).sort());
});

test('what it says stays is what the template keeps', () => {
  const kept: Record<string, string> = {
    'AWS::Connect::Instance': 'Connect instance',
    'AWS::Connect::PhoneNumber': 'phone numbers',
    'AWS::DynamoDB::Table': 'DynamoDB table, under deletion protection',
    'AWS::Backup::BackupVault': 'vault with the table’s daily copies, and the role that deletes them in time',
    'AWS::S3::Bucket': 'bucket of recordings and transcripts, and its access logs',
    'AWS::KMS::Key': 'encryption key',
    'AWS::SecretsManager::Secret': 'secret of the customers’ keys',
    'AWS::Connect::AgentStatus': 'agent statuses *Break* and *Training*',
    'AWS::ApiGateway::Account': 'API Gateway’s account-wide log role, with its permissions',
  };
  // Roles and what they may do are kept with the setting of the account, and with the vault, that need them.
  const partsOfOthers = new Set(['AWS::IAM::ManagedPolicy', 'AWS::IAM::Role']);
  const retained = new Set(
    allOf(shippedTemplate())
      .filter(({ resource }) => resource.DeletionPolicy === 'Retain')
      .map(({ type }) => type)
      .filter((type) => !partsOfOthers.has(type)),
  );
  expect([...retained].sort()).toEqual(Object.keys(kept).sort());
  expect(firstCells('Destroy').map((cell) => cell.replace("'", '’'))).toEqual(Object.values(kept));
});
