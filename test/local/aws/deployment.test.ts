import { afterEach, expect, test } from 'vitest';
import { instant } from '../../../core/time/units.ts';
import type { TemplateResource } from '../../../local/template/assembly.ts';
import { aFunction, aStack, aTable, type StackUnderTest } from './aStack.ts';

let stack: StackUnderTest | undefined;
afterEach(async () => {
  await stack?.close();
  stack = undefined;
});

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const lines = (id: string) => stack?.aws.logs.recent(id).map((line) => line.text);

const settle = `
export const handler = async (event) => {
  const answer = event.ResourceProperties.fail === 'true'
    ? { Status: 'FAILED', Reason: 'the number is taken' }
    : { Status: 'SUCCESS', PhysicalResourceId: 'settled', Data: { Count: event.ResourceProperties.numbers.length } };
  await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify({ ...answer, RequestId: event.RequestId }) });
};`;

const settled = (properties: Record<string, unknown>): TemplateResource => ({
  Type: 'Custom::SettleDeployment',
  Properties: { ServiceToken: arn('Settle'), ...properties },
});

test('a custom resource is settled by its function, whose answer others can refer to', async () => {
  stack = await aStack({ ...aFunction('Settle'), Settled: settled({ numbers: ['a', 'b'] }) }, { Settle: settle });
  expect(stack.aws.template.resource('Settled')).toMatchObject({ ref: 'settled', attributes: { Count: '2' } });
});

test('a custom resource that fails stops the start with its reason', async () => {
  const failing = aStack({ ...aFunction('Settle'), Settled: settled({ fail: true }) }, { Settle: settle });
  await expect(failing).rejects.toThrow('Resources.Settled (Custom::SettleDeployment): the number is taken');
});

test('a type nobody emulates stops the start, so that nothing is left out in silence', async () => {
  await expect(aStack({ Cluster: { Type: 'AWS::Redshift::Cluster' } })).rejects.toThrow(
    'Resources.Cluster (AWS::Redshift::Cluster): the local center does not emulate this type',
  );
});

const sweep =
  'export const handler = (event) => { console.log(new Date().toISOString() + " " + JSON.stringify(event)); };';
const scheduleOf = (properties: Record<string, unknown>): TemplateResource => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    Target: { Arn: arn('Sweep'), RoleArn: arn('Invoker'), Input: '{"of":"minute"}' },
    ...properties,
  },
});
const invoker = (functionId: string): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Policies: [
      {
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn(functionId) }],
        },
      },
    ],
  },
});

test('a schedule runs its function at its minutes in the time zone it names', async () => {
  const resources = {
    ...aFunction('Sweep'),
    Invoker: invoker('Sweep'),
    Minutely: scheduleOf({ ScheduleExpression: 'rate(1 minute)' }),
    Daily: scheduleOf({
      ScheduleExpression: 'cron(30 9 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Target: { Arn: arn('Sweep'), RoleArn: arn('Invoker') },
    }),
  };
  stack = await aStack(resources, { Sweep: sweep }, instant(Date.parse('2026-01-05T08:28:00Z')));
  await stack.pass(180);
  await expect
    .poll(() => lines('Sweep'))
    .toEqual([
      '2026-01-05T08:29:00.000Z {"of":"minute"}',
      '2026-01-05T08:30:00.000Z {}',
      '2026-01-05T08:30:00.000Z {"of":"minute"}',
      '2026-01-05T08:31:00.000Z {"of":"minute"}',
    ]);
});

test('a schedule whose role may not invoke the function is refused', async () => {
  const resources = {
    ...aFunction('Sweep'),
    ...aFunction('Other'),
    Invoker: invoker('Other'),
    Minutely: scheduleOf({ ScheduleExpression: 'rate(1 minute)' }),
  };
  await expect(aStack(resources, { Sweep: sweep, Other: sweep })).rejects.toThrow(
    'may not perform lambda:InvokeFunction',
  );
});

test('a function that keeps failing on a schedule is tried three times, then its event goes to the dead-letter queue', async () => {
  const failing = 'export const handler = () => { console.log("tried"); throw new Error("down"); };';
  const resources = {
    Dead: { Type: 'AWS::SQS::Queue' },
    ...aFunction('Sweep', [], { DeadLetterConfig: { TargetArn: arn('Dead') } }),
    Invoker: invoker('Sweep'),
    Once: scheduleOf({ ScheduleExpression: 'at(2026-01-05T09:00:30)' }),
  };
  stack = await aStack(resources, { Sweep: failing });
  await stack.pass(300);
  await expect.poll(() => lines('Sweep')?.filter((line) => line === 'tried').length).toBe(3);
  expect((await stack.aws.sqs.depths())[0]).toMatchObject({ name: 'Center-Dead', visibleCount: 1 });
});

const reader = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({ maxAttempts: 1 });
export const handler = async () => {
  try {
    await client.send(new GetItemCommand({ TableName: 'Center-Table', Key: { pk: { S: 'a' }, sk: { S: 'b' } } }));
    return 'read';
  } catch (error) { return error.name + ': ' + error.message; }
};`;

test('a table encrypted with a key can be read only by who may also use the key', async () => {
  const encrypted = {
    ...aTable,
    Properties: { ...aTable.Properties, Replicas: [{ SSESpecification: { KMSMasterKeyId: arn('Key') } }] },
  };
  const read = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: arn('Table') };
  const decrypt = {
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: arn('Key'),
    Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' } },
  };
  stack = await aStack(
    {
      Key: { Type: 'AWS::KMS::Key' },
      Table: encrypted,
      ...aFunction('Without', [read]),
      ...aFunction('With', [read, decrypt]),
    },
    { Without: reader, With: reader },
  );
  expect(await stack.aws.functions.invoke('Center-With', {})).toEqual({ kind: 'answer', payload: 'read' });
  expect(await stack.aws.functions.invoke('Center-Without', {})).toEqual({
    kind: 'answer',
    payload:
      'AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/Center-WithoutRole/Center-Without is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:000000000000:key/Key because no identity-based policy allows the kms:Decrypt action',
  });
});

test('a mapping whose function may not read the queue is refused with the action named', async () => {
  const resources = {
    Events: { Type: 'AWS::SQS::Queue' },
    ...aFunction('Sweep', [{ Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: arn('Events') }]),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Sweep' }, EventSourceArn: arn('Events') },
    },
  };
  await expect(aStack(resources, { Sweep: sweep })).rejects.toThrow('is not authorized to perform: sqs:DeleteMessage');
});
