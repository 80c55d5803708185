import { functionNameOf } from '../../lambda/functions.ts';
import { SECRET_ACCESS_KEY } from '../callers.ts';
import { startMapping } from '../event-source-mapping.ts';
import { decideAccess, type PolicyDocument, refusal } from '../grants.ts';
import { queueNameOf } from '../sqs.ts';
import { arnOf, kind, type ResourceKind, type World } from './world.ts';

const role = kind<{ RoleName?: string; Policies?: readonly { PolicyDocument: PolicyDocument }[] }>(
  {
    emulated: 'inline and attached policies: Allow, Deny, wildcards, conditions',
    leftOut: "AWS's own managed policies",
  },
  ({ logicalId, properties }, { roles, place }) => {
    const name = properties.RoleName ?? `${place.stackName}-${logicalId}`;
    return { ref: name, attributes: { Arn: roles.addRole(name, properties), RoleId: logicalId } };
  },
);

const policy = kind<{ Roles?: readonly string[]; PolicyDocument: PolicyDocument }>(
  { emulated: 'its statements, attached to roles', leftOut: 'users and groups' },
  ({ logicalId, properties }, { roles, place }) => {
    roles.attach(properties.Roles ?? [], properties.PolicyDocument);
    const arn = `arn:aws:iam::${place.accountId}:policy/${logicalId}`;
    return { ref: arn, attributes: { PolicyArn: arn, Id: logicalId } };
  },
);

interface FunctionProperties {
  readonly FunctionName?: string;
  readonly Handler: string;
  readonly Runtime: string;
  readonly Role: string;
  readonly Code: { readonly S3Key?: string };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly MemorySize?: number;
  readonly Timeout?: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly DeadLetterConfig?: { readonly TargetArn: string };
}

const ENDPOINT_VARIABLES = [
  'DYNAMODB',
  'SQS',
  'S3',
  'EVENTBRIDGE',
  'SECRETS_MANAGER',
  'CONNECT',
  'CONNECTPARTICIPANT',
  'STS',
  'KMS',
];

function environmentOf(
  accessKeyId: string,
  own: Readonly<Record<string, string>>,
  world: World,
): Record<string, string> {
  // An address set for the center itself lets any other emulator take a service's place.
  const endpoints = ENDPOINT_VARIABLES.map((service) => {
    const name = `AWS_ENDPOINT_URL_${service}`;
    return [name, process.env[name] ?? world.endpoint];
  });
  const here = Object.entries(own).map(([name, value]) => [name, world.apis.localize(value)]);
  return {
    ...Object.fromEntries(here),
    ...Object.fromEntries(endpoints),
    AWS_REGION: world.place.region,
    AWS_DEFAULT_REGION: world.place.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Lambda's own defaults. */
const DEFAULT_MEMORY_MEGABYTES = 128;
const DEFAULT_TIMEOUT_SECONDS = 3;

const lambdaFunction = kind<FunctionProperties>(
  {
    emulated: 'the bundle in a process of its own, environment, timeout, memory, reserved concurrency, its role',
    leftOut: 'layers, versions, other runtimes than Node.js, X-Ray',
  },
  ({ logicalId, properties }, world) => {
    const { place, roles, callers, functions, asynchronous } = world;
    const functionName = properties.FunctionName ?? `${place.stackName}-${logicalId}`;
    const functionArn = arnOf(place, 'lambda', `function:${functionName}`);
    const objectKey = properties.Code.S3Key ?? '';
    const codePath = world.assetPath(objectKey);
    if (codePath === undefined) throw new Error(`Code.S3Key ${objectKey}: the assembly holds no such asset`);
    if (!properties.Runtime.startsWith('nodejs')) throw new Error(`Runtime ${properties.Runtime}: expected nodejs`);
    const accessKeyId = callers.add({
      name: logicalId,
      principalArn: `arn:aws:sts::${place.accountId}:assumed-role/${roles.nameOf(properties.Role)}/${functionName}`,
      statements: roles.statementsOf(properties.Role),
    });
    functions.add({
      logicalId,
      functionName,
      functionArn,
      handler: properties.Handler,
      codePath,
      environment: environmentOf(accessKeyId, properties.Environment?.Variables ?? {}, world),
      memoryMegabytes: properties.MemorySize ?? DEFAULT_MEMORY_MEGABYTES,
      timeoutSeconds: properties.Timeout ?? DEFAULT_TIMEOUT_SECONDS,
      reservedConcurrency: properties.ReservedConcurrentExecutions,
    });
    if (properties.DeadLetterConfig !== undefined) {
      asynchronous.configure(functionName, {
        maximumRetries: 2,
        onFailureQueueArn: properties.DeadLetterConfig.TargetArn,
      });
    }
    return { ref: functionName, attributes: { Arn: functionArn } };
  },
);

const permission = kind<{ FunctionName: string; Principal: string; SourceArn?: string }>(
  { emulated: 'which AWS service may invoke, from which source', leftOut: 'principals of other accounts' },
  ({ logicalId, properties }, { policies }) => {
    policies.permit(functionNameOf(properties.FunctionName), properties.Principal, properties.SourceArn);
    return { ref: logicalId, attributes: {} };
  },
);

interface InvokeConfigProperties {
  readonly FunctionName: string;
  readonly MaximumRetryAttempts?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: string } };
}

const invokeConfig = kind<InvokeConfigProperties>(
  { emulated: 'retries and the queue for what keeps failing', leftOut: 'maximum age, destinations on success' },
  ({ logicalId, properties }, { asynchronous }) => {
    asynchronous.configure(functionNameOf(properties.FunctionName), {
      maximumRetries: properties.MaximumRetryAttempts ?? 2,
      onFailureQueueArn: properties.DestinationConfig?.OnFailure?.Destination,
    });
    return { ref: logicalId, attributes: {} };
  },
);

interface MappingProperties {
  readonly FunctionName: string;
  readonly EventSourceArn: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly Enabled?: boolean;
}

const DEFAULT_BATCH_SIZE = 10;
/** Lambda reads a queue with five pollers at first. */
const DEFAULT_CONCURRENCY = 5;

/** Lambda refuses a mapping whose function may not read the queue; so does this. */
function checkReader(functionArn: string, queueArn: string, world: World): void {
  const { functions, callers, encryption } = world;
  const definition = functions.find(functionArn);
  if (definition === undefined) throw new Error(`FunctionName ${functionArn}: no such function`);
  const caller = callers.named(definition.logicalId);
  if (caller === undefined) return;
  const needs = [
    ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map((action) => ({
      action,
      resource: queueArn,
    })),
    ...encryption.needs('sqs', queueArn, ['kms:Decrypt']),
  ];
  for (const need of needs) {
    const decision = decideAccess(caller.statements, need);
    if (decision.kind === 'denied') throw new Error(refusal(caller.principalArn, need, decision.because));
  }
}

async function visibilitySecondsOf(queueName: string, { sqs }: World): Promise<number> {
  const { Attributes } = (await sqs.call('GetQueueAttributes', {
    QueueUrl: sqs.queueUrl(queueName),
    AttributeNames: ['VisibilityTimeout'],
  })) as { Attributes: { VisibilityTimeout: string } };
  return Number(Attributes.VisibilityTimeout);
}

const eventSourceMapping = kind<MappingProperties>(
  {
    emulated: 'SQS: batch size, window, partial batch responses, maximum concurrency, the function’s right to read',
    leftOut: 'filters, other sources than SQS',
  },
  async ({ logicalId, properties }, world) => {
    const queueArn = properties.EventSourceArn;
    if (!queueArn.startsWith('arn:aws:sqs:')) throw new Error(`EventSourceArn ${queueArn}: expected an SQS queue`);
    checkReader(properties.FunctionName, queueArn, world);
    const queueName = queueNameOf(queueArn);
    const mapping = {
      queueName,
      queueArn,
      functionArn: properties.FunctionName,
      batchSize: properties.BatchSize ?? DEFAULT_BATCH_SIZE,
      windowSeconds: properties.MaximumBatchingWindowInSeconds ?? 0,
      concurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
      reportsFailures: properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      visibilitySeconds: await visibilitySecondsOf(queueName, world),
    };
    if (properties.Enabled !== false) {
      const { clock, place, sqs, functions } = world;
      startMapping(mapping, { clock, region: place.region, sqs, invoke: functions.invoke });
    }
    return { ref: logicalId, attributes: { Id: logicalId } };
  },
);

export const functionKinds: Readonly<Record<string, ResourceKind>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::ManagedPolicy': policy,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::EventInvokeConfig': invokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
};
