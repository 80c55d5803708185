import { ArnFormat, Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { BundledFunction } from './function.ts';

/**
 * What Nohold encrypts with: one customer-managed key for everything at rest, and one secret from which the Lambdas
 * derive how customers are named (HMAC) and how their numbers are sealed (AES-GCM).
 *
 * One key, not one per service: with yearly rotation a key costs $1 a month in its first year and $3 from its third,
 * and the idle center has $10. Both outlive the stack: without them the retained table and recordings are noise.
 */
export class Keys extends Construct {
  readonly encryption: kms.Key;
  readonly customers: secretsmanager.Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.encryption = new kms.Key(this, 'Encryption', {
      description: 'Nohold: table, queues, topic, logs, secrets, recordings and transcripts',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.admitServices();

    this.customers = new secretsmanager.Secret(this, 'Customers', {
      description: 'Nohold: keys that name customers and seal their numbers. Add "k2" and set "current" to rotate.',
      encryptionKey: this.encryption,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function read the customers' keys, and tells it where they are. */
  grantCustomers(to: BundledFunction): void {
    to.allow({ actions: ['secretsmanager:GetSecretValue'], resources: [this.customers.secretArn] });
    this.grantDecrypt(to, 'secretsmanager');
    to.environment('NOHOLD_KEYS_SECRET_ARN', this.customers.secretArn);
  }

  /** `service` as in its endpoint's name: the key opens only what that service asks for. */
  grantDecrypt(to: BundledFunction, service: 'secretsmanager' | 'sqs' | 's3'): void {
    to.allow({ actions: ['kms:Decrypt'], resources: [this.encryption.keyArn], conditions: viaService(service) });
  }

  /**
   * What DynamoDB asks of a caller's key permissions, spelled out instead of kms:ReEncrypt* and kms:GenerateDataKey*.
   * Source: "Using KMS keys", DynamoDB developer guide, authorizing the use of a customer managed key.
   */
  grantTableUse(to: BundledFunction, writes: boolean): void {
    const write = [
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ];
    to.allow({
      actions: ['kms:Decrypt', 'kms:DescribeKey', ...(writes ? write : [])],
      resources: [this.encryption.keyArn],
      conditions: viaService('dynamodb'),
    });
  }

  /** A sender into an encrypted queue needs a fresh data key, and to read it back. */
  grantSend(to: BundledFunction): void {
    to.allow({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [this.encryption.keyArn],
      conditions: viaService('sqs'),
    });
  }

  /**
   * Services that act for nobody's role. Without these statements EventBridge, CloudWatch and SNS drop what they should
   * deliver into an encrypted queue or topic, and nothing says so.
   */
  private admitServices(): void {
    const stack = Stack.of(this);
    for (const [service, purpose] of [
      ['events.amazonaws.com', 'contact events into the encrypted queue'],
      ['cloudwatch.amazonaws.com', 'alarms into the encrypted topic'],
      ['sns.amazonaws.com', 'undelivered alarms into the encrypted queue'],
    ] as const) {
      this.encryption.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: purpose.replaceAll(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase()),
          principals: [new iam.ServicePrincipal(service)],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
        }),
      );
    }
    this.encryption.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'LogGroupsOfThisAccount',
        principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
              service: 'logs',
              resource: 'log-group',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
  }
}

const viaService = (service: string): Record<string, Record<string, string>> => ({
  StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` },
});
