import { Aws, type CfnElement, Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Keys } from './keys.ts';

export interface BackupsProps {
  readonly keys: Keys;
  readonly table: dynamodb.Table;
}

/** No longer than point-in-time recovery: 35 days after an erasure no copy of the table knows the customer any more. */
const keptFor = Duration.days(35);

/**
 * A copy of the table each day, in a vault of its own. Point-in-time recovery is switched off by whoever may change the
 * table, and its copies with it; these are deleted by nobody who has rights on the table alone. They need the same key.
 */
export class Backups extends Construct {
  readonly vault: backup.BackupVault;

  constructor(scope: Construct, id: string, props: BackupsProps) {
    super(scope, id);
    this.vault = new backup.BackupVault(this, 'Vault', {
      // The vault outlives its stack, and a later one must not meet its name.
      backupVaultName: `nohold-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`,
      encryptionKey: props.keys.encryption,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const role = this.roleFor(props);
    const plan = new backup.BackupPlan(this, 'Plan', {
      backupPlanRules: [
        new backup.BackupPlanRule({
          ruleName: 'daily',
          backupVault: this.vault,
          scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }),
          deleteAfter: keptFor,
        }),
      ],
    });
    // A table that is named is copied whatever the account's opt-in for DynamoDB says.
    plan.addSelection('Rows', {
      resources: [backup.BackupResource.fromDynamoDbTable(props.table)],
      role: role.withoutPolicyUpdates(),
      disableDefaultBackupPolicy: true,
    });
  }

  /**
   * Of AWSBackupServiceRolePolicyForBackup the four statements that concern DynamoDB, for this table. It also deletes what is too old,
   * so it stays as long as there are copies, without the stack as well.
   * Source: "Managed policies for AWS Backup", AWS Backup developer guide, DynamoDB.
   */
  private roleFor({ keys, table }: BackupsProps): iam.Role {
    const role = new iam.Role(this, 'Role', {
      description: 'Nohold: AWS Backup copies the table, and deletes copies that are too old',
      assumedBy: new iam.ServicePrincipal('backup.amazonaws.com'),
    });
    const permissions = new iam.ManagedPolicy(this, 'Permissions', {
      description: 'Nohold: AWS Backup copies the table',
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: [
            'dynamodb:CreateBackup',
            'dynamodb:DescribeTable',
            'dynamodb:ListTagsOfResource',
            'dynamodb:StartAwsBackupJob',
          ],
          resources: [table.tableArn],
        }),
        new iam.PolicyStatement({
          actions: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
          resources: [`${table.tableArn}/backup/*`],
        }),
        new iam.PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [keys.encryption.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Aws.REGION}.amazonaws.com` } },
        }),
      ],
    });
    const rows = Stack.of(this).getLogicalId(table.node.defaultChild as CfnElement);
    Validations.of(permissions).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${rows}.Arn>/backup/*]`,
      reason: 'The copies of this one table: their names are given when they are made.',
    });
    for (const kept of [role, permissions]) kept.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return role;
  }
}
