import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../../../core/time/units.ts';
import { aFunction, anEvent, aStack, aTable, type StackUnderTest } from './aStack.ts';

const tracker = `
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const record of Records) {
    const { contactId } = JSON.parse(record.body).detail;
    if (contactId === 'poison') batchItemFailures.push({ itemIdentifier: record.messageId });
    else await client.send(new UpdateItemCommand({
      TableName: process.env.NOHOLD_TABLE,
      Key: { pk: { S: contactId }, sk: { S: 'contact' } },
      UpdateExpression: 'SET waitingKey = :q, waitingRank = :r ADD seen :one',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':q': { S: 'service#voice' }, ':r': { S: contactId } },
    }));
  }
  console.log(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [
    { Namespace: 'Nohold', Dimensions: [['Queue']], Metrics: [{ Name: 'Tracked', Unit: 'Count' }] }] },
    Queue: 'service', Tracked: [Records.length - batchItemFailures.length] }));
  console.log('batch of ' + Records.length);
  return { batchItemFailures };
};`;

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const resources = {
  Table: aTable,
  DeadLetters: { Type: 'AWS::SQS::Queue' },
  Events: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 30,
      RedrivePolicy: { deadLetterTargetArn: arn('DeadLetters'), maxReceiveCount: 3 },
    },
  },
  LetIn: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Events' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arn('Events'),
            Condition: { ArnEquals: { 'aws:SourceArn': arn('Rule') } },
          },
        ],
      },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.connect'], detail: { eventType: [{ 'anything-but': 'IGNORED' }] } },
      Targets: [{ Id: 'Queue', Arn: arn('Events'), RetryPolicy: { MaximumRetryAttempts: 1 } }],
    },
  },
  ...aFunction(
    'Tracker',
    [
      {
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: arn('Events'),
      },
      { Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: arn('Table') },
    ],
    { Environment: { Variables: { NOHOLD_TABLE: { Ref: 'Table' } } } },
  ),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: { Ref: 'Tracker' },
      EventSourceArn: arn('Events'),
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
  },
};

let stack: StackUnderTest;
beforeEach(async () => {
  stack = await aStack(resources, { Tracker: tracker });
});
afterEach(() => stack.close());

async function seen(): Promise<Record<string, number>> {
  const { Items } = (await stack.aws.dynamoDb.call('Scan', { TableName: 'Center-Table' })) as {
    Items: { pk: { S: string }; seen: { N: string } }[];
  };
  return Object.fromEntries(Items.map((item) => [item.pk.S, Number(item.seen.N)]));
}

test('contact events reach the function in a batch when the window closes', async () => {
  for (const id of ['a', 'b', 'c']) stack.aws.bus.publish(anEvent(id));
  stack.aws.bus.publish(anEvent('d', 'IGNORED'));
  await stack.pass(1);
  expect(await seen()).toEqual({});
  await stack.pass(2);
  expect(await seen()).toEqual({ a: 1, b: 1, c: 1 });
  expect(stack.aws.requests.of('Tracker', 'dynamodb:UpdateItem')).toBe(3);
  await expect.poll(() => stack.aws.logs.recent('Tracker').map((line) => line.text)).toEqual(['batch of 3']);
});

test('a message that keeps failing comes again after its visibility timeout and ends in the dead-letter queue', async () => {
  stack.aws.bus.publish(anEvent('poison'));
  stack.aws.bus.publish(anEvent('good'));
  await stack.pass(200);
  expect(await seen()).toEqual({ good: 1 });
  const depths = await stack.aws.sqs.depths();
  expect(depths.find((queue) => queue.name === 'Center-DeadLetters')?.visibleCount).toBe(1);
  expect(depths.find((queue) => queue.name === 'Center-Events')).toMatchObject({ visibleCount: 0, inFlightCount: 0 });
});

test('metrics come from the lines a function prints and from the services themselves', async () => {
  const from = stack.clock.now();
  stack.aws.bus.publish(anEvent('a'));
  stack.aws.bus.publish(anEvent('poison'));
  await stack.pass(300);
  const sum = (namespace: string, name: string, dimensions: Record<string, string>, statistic = 'Sum') =>
    stack.aws.metrics
      .query({ namespace, name, dimensions, statistic, periodSeconds: 300, from, to: stack.clock.now() })
      .map((point) => point.value);
  await expect.poll(() => sum('Nohold', 'Tracked', { Queue: 'service' })).toEqual([1]);
  expect(sum('AWS/Lambda', 'Invocations', { FunctionName: 'Center-Tracker' })).toEqual([3]);
  expect(sum('AWS/Lambda', 'Errors', { FunctionName: 'Center-Tracker' })).toEqual([0]);
  const dead = { QueueName: 'Center-DeadLetters' };
  expect(sum('AWS/SQS', 'ApproximateNumberOfMessagesVisible', dead, 'Maximum')).toEqual([1]);
});

test('events can be lost, doubled and late', async () => {
  const { bus } = stack.aws;
  const none = { lostShare: 0, doubledShare: 0, lateShare: 0, lateSeconds: seconds(0) };
  bus.faults = { ...none, lostShare: 1 };
  bus.publish(anEvent('lost'));
  bus.faults = { ...none, doubledShare: 1 };
  bus.publish(anEvent('doubled'));
  bus.faults = { ...none, lateShare: 1, lateSeconds: seconds(600) };
  bus.publish(anEvent('late'));
  await stack.pass(5);
  expect(await seen()).toEqual({ doubled: 2 });
  await stack.pass(600);
  expect(await seen()).toEqual({ doubled: 2, late: 1 });
});

test('an index lags behind the table by as much as is switched on', async () => {
  await stack.aws.dynamoDb.indexLag.set(seconds(60));
  const door = new (await import('@aws-sdk/client-dynamodb')).DynamoDBClient({
    region: 'us-east-1',
    endpoint: stack.aws.endpoint,
    credentials: { accessKeyId: stack.aws.operatorAccessKeyId, secretAccessKey: 'any' },
  });
  const { QueryCommand } = await import('@aws-sdk/client-dynamodb');
  const waiting = async (): Promise<number> => {
    const { Count } = await door.send(
      new QueryCommand({
        TableName: 'Center-Table',
        IndexName: 'waiting',
        KeyConditionExpression: 'waitingKey = :q',
        ExpressionAttributeValues: { ':q': { S: 'service#voice' } },
      }),
    );
    return Count ?? 0;
  };
  stack.aws.bus.publish(anEvent('a'));
  await stack.pass(2);
  expect(Object.keys(await seen())).toEqual(['a']);
  expect(await waiting()).toBe(0);
  await stack.pass(60);
  expect(await waiting()).toBe(1);
  await stack.aws.dynamoDb.indexLag.set(seconds(0));
});

test('a rule whose queue does not let it in is reported and tried again', async () => {
  await stack.close();
  const { LetIn: _, ...withoutPolicy } = resources;
  stack = await aStack(withoutPolicy, { Tracker: tracker });
  stack.aws.bus.publish(anEvent('a'));
  await stack.pass(60);
  expect(stack.faults).toEqual([
    'rule Center-Rule: arn:aws:sqs:us-east-1:000000000000:Center-Events did not take an event: no queue policy lets events.amazonaws.com (arn:aws:events:us-east-1:000000000000:rule/Center-Rule) perform sqs:SendMessage on arn:aws:sqs:us-east-1:000000000000:Center-Events',
  ]);
});
