import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { randomStream } from '../../../core/random/stream.ts';
import { instant, seconds } from '../../../core/time/units.ts';
import { createCallers, SECRET_ACCESS_KEY } from '../../../local/aws/callers.ts';
import { type Door, openDoor } from '../../../local/aws/door.ts';
import { createDynamoDb, type LocalDynamoDb } from '../../../local/aws/dynamodb.ts';
import { createEncryptionKeys } from '../../../local/aws/encryption.ts';
import { createFaultSwitches } from '../../../local/aws/faults.ts';
import { createRequestCounts } from '../../../local/aws/requests.ts';
import { createSecrets } from '../../../local/aws/secrets.ts';
import { createSqs, type LocalSqs } from '../../../local/aws/sqs.ts';
import { createVirtualClock } from '../../../local/clock/virtual.ts';

const region = 'us-east-1';
const accountId = '000000000000';
const clock = createVirtualClock(instant(Date.parse('2026-01-05T09:00:00Z')));
const callers = createCallers(accountId);
const requests = createRequestCounts();
const faults = createFaultSwitches(randomStream(1, 'faults'));
const encryption = createEncryptionKeys(region);
const secrets = createSecrets({ region, accountId, encryption, random: randomStream(1, 'secrets') });
let dynamoDb: LocalDynamoDb;
let sqs: LocalSqs;
let door: Door;

const takerKey = callers.add({
  name: 'TakeOffer',
  principalArn: `arn:aws:sts::${accountId}:assumed-role/TakeOfferRole/TakeOffer`,
  statements: [
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      Resource: `arn:aws:dynamodb:${region}:${accountId}:table/Center`,
    },
  ],
});

const clientOptions = (accessKeyId: string) => ({
  region,
  endpoint: door.endpoint,
  credentials: { accessKeyId, secretAccessKey: SECRET_ACCESS_KEY },
  maxAttempts: 1,
});

beforeAll(async () => {
  dynamoDb = await createDynamoDb({ region, accountId, encryption, clock, random: randomStream(1, 'lag') });
  sqs = await createSqs({ clock, region, accountId, encryption, endpoint: () => door.endpoint });
  door = await openDoor({ clock, callers, requests, faults, services: [dynamoDb, sqs, secrets] });
  await new DynamoDBClient(clientOptions(callers.operatorAccessKeyId)).send(
    new CreateTableCommand({
      TableName: 'Center',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await sqs.call('CreateQueue', { QueueName: 'Events', Attributes: { VisibilityTimeout: '30' } });
});

afterEach(() => faults.clear());

afterAll(async () => {
  await door.close();
  await sqs.close();
  await dynamoDb.close();
});

test('a function reads and writes the table its role allows, and each request is counted', async () => {
  requests.reset();
  const client = new DynamoDBClient(clientOptions(takerKey));
  await client.send(new PutItemCommand({ TableName: 'Center', Item: { pk: { S: 'a' }, age: { N: '7' } } }));
  const { Item } = await client.send(new GetItemCommand({ TableName: 'Center', Key: { pk: { S: 'a' } } }));
  expect(Item).toEqual({ pk: { S: 'a' }, age: { N: '7' } });
  expect(requests.all()).toEqual({ TakeOffer: { 'dynamodb:PutItem': 1, 'dynamodb:GetItem': 1 } });
});

test('a missing grant is refused with function, action and resource named', async () => {
  const query = new DynamoDBClient(clientOptions(takerKey)).send(
    new QueryCommand({
      TableName: 'Center',
      IndexName: 'waiting',
      KeyConditionExpression: 'a = :a',
      ExpressionAttributeValues: { ':a': { S: 'x' } },
    }),
  );
  await expect(query).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message:
      'User: arn:aws:sts::000000000000:assumed-role/TakeOfferRole/TakeOffer is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Center/index/waiting because no identity-based policy allows the dynamodb:Query action',
  });
  const send = new SQSClient(clientOptions(takerKey)).send(
    new SendMessageCommand({ QueueUrl: sqs.queueUrl('Events'), MessageBody: 'hi' }),
  );
  await expect(send).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a key nobody has is refused', async () => {
  const get = new DynamoDBClient(clientOptions('AKIASTRANGER')).send(
    new GetItemCommand({ TableName: 'Center', Key: { pk: { S: 'a' } } }),
  );
  await expect(get).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});

test('a secret keeps its generated value and is found by its ARN', async () => {
  const arn = secrets.create('Keys', {
    GenerateSecretString: { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 43 },
  });
  const client = new SecretsManagerClient(clientOptions(callers.operatorAccessKeyId));
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  expect(JSON.parse(SecretString ?? '')).toEqual({ current: 'k1', k1: expect.stringMatching(/^[a-zA-Z0-9]{43}$/) });
  await expect(client.send(new GetSecretValueCommand({ SecretId: 'Other' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test("a queue's delays and visibility follow the center's time, not the wall's", async () => {
  const client = new SQSClient(clientOptions(callers.operatorAccessKeyId));
  const QueueUrl = sqs.queueUrl('Events');
  const receive = async () =>
    (
      await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
      )
    ).Messages ?? [];
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 60 }));
  expect(await receive()).toEqual([]);
  await clock.runUntil(instant(clock.now() + 61_000));
  const [message] = await receive();
  expect(message?.Body).toBe('late');
  expect(Number(message?.Attributes?.SentTimestamp)).toBe(clock.now() - 61_000);
  expect(await receive()).toEqual([]);
  await clock.runUntil(instant(clock.now() + 31_000));
  expect((await receive())[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
});

test('virtual time stands still while a request is at the door', async () => {
  const client = new DynamoDBClient(clientOptions(callers.operatorAccessKeyId));
  faults.add({ service: 'dynamodb', effect: { kind: 'latency', milliseconds: 30 }, times: 1 });
  const start = clock.now();
  const get = client.send(new GetItemCommand({ TableName: 'Center', Key: { pk: { S: 'a' } } }));
  const order: string[] = [];
  await expect.poll(() => faults.list()).toEqual([]);
  clock.after(seconds(1), () => {
    order.push('a second later');
  });
  await Promise.all([get.then(() => order.push('answered')), clock.runUntil(instant(start + 1_000))]);
  expect(order).toEqual(['answered', 'a second later']);
});

test('faults strike the service, caller and action they name, as often as they say', async () => {
  const client = new DynamoDBClient(clientOptions(callers.operatorAccessKeyId));
  const get = () => client.send(new GetItemCommand({ TableName: 'Center', Key: { pk: { S: 'b' } } }));
  const put = () => client.send(new PutItemCommand({ TableName: 'Center', Item: { pk: { S: 'b' } } }));
  faults.add({ action: 'dynamodb:GetItem', effect: { kind: 'throttle' }, times: 1 });
  await put();
  await expect(get()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  expect((await get()).Item).toEqual({ pk: { S: 'b' } });

  faults.add({ service: 'dynamodb', caller: 'TakeOffer', effect: { kind: 'outage' } });
  await get();
  const taker = new DynamoDBClient(clientOptions(takerKey));
  const denied = taker.send(new GetItemCommand({ TableName: 'Center', Key: { pk: { S: 'b' } } }));
  await expect(denied).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
});

test('a lost reply is an error to the caller, but the work was done', async () => {
  const client = new DynamoDBClient(clientOptions(callers.operatorAccessKeyId));
  faults.add({ action: 'dynamodb:PutItem', effect: { kind: 'lost-reply' }, times: 1 });
  const put = client.send(new PutItemCommand({ TableName: 'Center', Item: { pk: { S: 'lost' } } }));
  await expect(put).rejects.toThrow();
  const { Item } = await client.send(new GetItemCommand({ TableName: 'Center', Key: { pk: { S: 'lost' } } }));
  expect(Item).toEqual({ pk: { S: 'lost' } });
});
