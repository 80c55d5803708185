import type { PolicyDocument } from '../grants.ts';
import type { SecretProperties } from '../secrets.ts';
import { queueNameOf } from '../sqs.ts';
import { arnOf, kind, type ResourceKind, type World } from './world.ts';

interface KeySpecification {
  readonly KMSMasterKeyId?: string;
}

interface TableProperties {
  readonly TableName?: string;
  readonly KeySchema: unknown;
  readonly AttributeDefinitions: unknown;
  readonly GlobalSecondaryIndexes?: readonly { IndexName: string; KeySchema: unknown; Projection: unknown }[];
  readonly SSESpecification?: KeySpecification;
  readonly Replicas?: readonly { SSESpecification?: KeySpecification }[];
}

/** Creates the table unless a former run kept it. */
async function makeTable(name: string, properties: TableProperties, { dynamoDb }: World): Promise<void> {
  const { TableNames } = (await dynamoDb.call('ListTables', {})) as { TableNames: string[] };
  if (TableNames.includes(name)) return;
  const indexes = properties.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }));
  await dynamoDb.call('CreateTable', {
    TableName: name,
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(indexes === undefined ? {} : { GlobalSecondaryIndexes: indexes }),
  });
}

const table = kind<TableProperties>(
  {
    emulated: 'keys, global secondary indexes, grants on the table, its indexes and its key',
    leftOut: 'time to live, streams, backups, transactions, capacity; indexes are immediate unless lag is switched on',
  },
  async ({ logicalId, properties }, world) => {
    const name = properties.TableName ?? `${world.place.stackName}-${logicalId}`;
    const arn = arnOf(world.place, 'dynamodb', `table/${name}`);
    await makeTable(name, properties, world);
    const specification = properties.SSESpecification ?? properties.Replicas?.[0]?.SSESpecification;
    world.encryption.protect(arn, specification?.KMSMasterKeyId);
    return { ref: name, attributes: { Arn: arn, TableId: logicalId } };
  },
);

interface QueueProperties {
  readonly QueueName?: string;
  readonly VisibilityTimeout?: number;
  readonly DelaySeconds?: number;
  readonly MessageRetentionPeriod?: number;
  readonly RedrivePolicy?: unknown;
  readonly FifoQueue?: boolean;
  readonly KmsMasterKeyId?: string;
}

const queue = kind<QueueProperties>(
  {
    emulated: 'visibility, delay, redrive to a dead-letter queue, queue policy, grants on the queue and its key',
    leftOut: 'retention, moving messages back from a dead-letter queue',
  },
  async ({ logicalId, properties }, world) => {
    const name = properties.QueueName ?? `${world.place.stackName}-${logicalId}${properties.FifoQueue ? '.fifo' : ''}`;
    const settings: [string, unknown][] = [
      ['VisibilityTimeout', properties.VisibilityTimeout],
      ['DelaySeconds', properties.DelaySeconds],
      ['MessageRetentionPeriod', properties.MessageRetentionPeriod],
      ['RedrivePolicy', properties.RedrivePolicy],
      ['FifoQueue', properties.FifoQueue],
    ];
    const given = settings.filter(([, value]) => value !== undefined);
    const text = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
    const Attributes = Object.fromEntries(given.map(([key, value]) => [key, text(value)]));
    await world.sqs.call('CreateQueue', { QueueName: name, Attributes });
    const arn = arnOf(world.place, 'sqs', name);
    world.encryption.protect(arn, properties.KmsMasterKeyId);
    const url = world.sqs.queueUrl(name);
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
);

interface BucketProperties {
  readonly BucketName?: string;
  readonly BucketEncryption?: {
    readonly ServerSideEncryptionConfiguration?: readonly {
      readonly ServerSideEncryptionByDefault?: { readonly KMSMasterKeyID?: string };
    }[];
  };
}

const bucket = kind<BucketProperties>(
  { emulated: 'objects of text, grants on them and the key', leftOut: 'versions, lifecycle, access logs' },
  ({ logicalId, properties }, { place, s3, encryption }) => {
    const name = properties.BucketName ?? `${place.stackName}-${logicalId}`;
    const arn = `arn:aws:s3:::${name}`;
    s3.createBucket(name);
    const [rule] = properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
    encryption.protect(arn, rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID);
    const domain = `${name}.s3.${place.region}.amazonaws.com`;
    return { ref: name, attributes: { Arn: arn, DomainName: domain, RegionalDomainName: domain } };
  },
);

const queuePolicy = kind<{ Queues: readonly string[]; PolicyDocument: PolicyDocument }>(
  { emulated: 'which AWS services may send', leftOut: 'principals of other accounts' },
  ({ logicalId, properties }, { policies }) => {
    policies.addQueuePolicy(properties.Queues.map(queueNameOf), properties.PolicyDocument);
    return { ref: logicalId, attributes: {} };
  },
);

const secret = kind<SecretProperties & { Name?: string; KmsKeyId?: string }>(
  { emulated: 'a given or generated value, GetSecretValue, grants on the secret and its key', leftOut: 'rotation' },
  ({ logicalId, properties }, { secrets, encryption, place }) => {
    const arn = secrets.create(properties.Name ?? `${place.stackName}-${logicalId}`, properties);
    encryption.protect(arn, properties.KmsKeyId);
    return { ref: arn, attributes: { Id: arn } };
  },
);

const key = kind<{ KeyPolicy?: PolicyDocument }>(
  { emulated: 'who may use it, by key policy and role', leftOut: 'encryption itself, rotation' },
  ({ logicalId, properties }, { place, encryption }) => {
    const arn = arnOf(place, 'kms', `key/${logicalId}`);
    encryption.addKey(arn, properties.KeyPolicy);
    return { ref: logicalId, attributes: { Arn: arn, KeyId: logicalId } };
  },
);

export const storageKinds: Readonly<Record<string, ResourceKind>> = {
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::SecretsManager::Secret': secret,
  'AWS::KMS::Key': key,
  'AWS::S3::Bucket': bucket,
};
