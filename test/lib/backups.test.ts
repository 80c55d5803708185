import { expect, test } from 'vitest';
import { allOf, onlyOf, resourcesOf, said, shippedTemplate } from './support/center.ts';

const template = shippedTemplate();
const vault = onlyOf(template, 'AWS::Backup::BackupVault');
const selection = onlyOf(template, 'AWS::Backup::BackupSelection').properties.BackupSelection;

test('the table is copied each day into a vault of the same key, and a copy is no older than point-in-time recovery reaches', () => {
  const { BackupPlanRule: rules } = onlyOf(template, 'AWS::Backup::BackupPlan').properties.BackupPlan;
  expect(rules).toEqual([
    expect.objectContaining({
      ScheduleExpression: 'cron(0 5 * * ? *)',
      TargetBackupVault: { 'Fn::GetAtt': [vault.id, 'BackupVaultName'] },
      Lifecycle: { DeleteAfterDays: 35 },
    }),
  ]);
  expect(said(vault.properties.EncryptionKeyArn)).toBe('KeysEncryption.Arn');
  expect(selection.Resources.map(said).join()).toContain('TableRows');
});

test('the vault has a name no other stack can have, since it outlives this one', () => {
  expect(JSON.stringify(vault.properties.BackupVaultName)).toContain('AWS::StackId');
  expect(vault.resource.DeletionPolicy).toBe('Retain');
});

test('its role copies this table and deletes its copies; it stays, or copies would stay too', () => {
  const role = allOf(template).find(({ id }) => said(selection.IamRoleArn).startsWith(id.replace(/[0-9A-F]{8}$/, '')));
  expect(role?.properties.AssumeRolePolicyDocument.Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' } },
  ]);
  expect(role?.properties.ManagedPolicyArns).toBeUndefined();
  const [permissions, ...more] = resourcesOf(template, 'AWS::IAM::ManagedPolicy').filter(({ properties }) =>
    properties.Roles.some((ref: { Ref: string }) => ref.Ref === role?.id),
  );
  expect(more).toEqual([]);
  expect(
    permissions?.properties.PolicyDocument.Statement.map((one: { Action: string[]; Resource: unknown }) => [
      said(one.Resource),
      one.Action,
    ]),
  ).toEqual([
    [
      'TableRows.Arn',
      ['dynamodb:CreateBackup', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'],
    ],
    ['TableRows.Arn/backup/*', ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup']],
    ['KeysEncryption.Arn', ['kms:Decrypt', 'kms:GenerateDataKey']],
  ]);
  for (const kept of [role, permissions]) expect(kept?.resource.DeletionPolicy).toBe('Retain');
});
