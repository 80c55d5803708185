import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventBridge } from '../../adapters/eventbridge/announcements.ts';
import { planningBucket } from '../../adapters/s3/planningFiles.ts';
import { signedHeaders } from '../../adapters/signature.ts';
import { randomStream } from '../../core/random/stream.ts';
import { instant } from '../../core/time/units.ts';
import { createCallers, SECRET_ACCESS_KEY } from '../../local/aws/callers.ts';
import { type Door, openDoor } from '../../local/aws/door.ts';
import { createEncryptionKeys } from '../../local/aws/encryption.ts';
import type { EventBus } from '../../local/aws/event-bus.ts';
import { eventsService } from '../../local/aws/events-service.ts';
import { createFaultSwitches } from '../../local/aws/faults.ts';
import type { PolicyStatement } from '../../local/aws/grants.ts';
import { createRequestCounts } from '../../local/aws/requests.ts';
import { createS3 } from '../../local/aws/s3.ts';
import { createVirtualClock } from '../../local/clock/virtual.ts';

const [region, accountId] = ['us-east-1', '000000000000'];
const clock = createVirtualClock(instant(Date.parse('2026-01-05T09:00:00Z')));
const callers = createCallers(accountId);
const s3 = createS3({ encryption: createEncryptionKeys(region) });
const published: unknown[] = [];
let door: Door;

beforeAll(async () => {
  s3.createBucket('files');
  s3.put('files', 'schedule.csv', 'agent,queues,startsAt,endsAt\n');
  const bus = () => ({ publish: (event: unknown) => published.push(event) }) as unknown as EventBus;
  door = await openDoor({
    clock,
    callers,
    requests: createRequestCounts(),
    faults: createFaultSwitches(randomStream(1, 'faults')),
    services: [s3, eventsService({ clock, region, accountId, bus })],
  });
});
afterAll(() => door.close());

/** The environment of a function whose role has these statements. */
function asFunction(...statements: PolicyStatement[]) {
  const accessKeyId = callers.add({ name: 'F', principalArn: 'arn:aws:sts::0:assumed-role/F/F', statements });
  return {
    AWS_REGION: region,
    AWS_ENDPOINT_URL_S3: door.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: door.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
  };
}

const mayRead = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::files/*' } as const;

test('a file of the bucket is read, and one that is not there is undefined', async () => {
  const files = planningBucket('files', asFunction(mayRead));
  expect(await files.read('schedule.csv')).toBe('agent,queues,startsAt,endsAt\n');
  expect(await files.read('drivers.csv')).toBeUndefined();
});

test('where there is no bucket nothing is asked', async () => {
  expect(await planningBucket('-', {}).read('schedule.csv')).toBeUndefined();
});

test('a role without the grant is told which action it lacks', async () => {
  await expect(planningBucket('files', asFunction()).read('schedule.csv')).rejects.toMatchObject({
    operation: 's3:GetObject',
    hint: expect.stringContaining('add the grant'),
  });
});

const mayPublish = (source: string): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'events:PutEvents',
  Resource: `arn:aws:events:${region}:${accountId}:event-bus/default`,
  Condition: { StringEquals: { 'events:source': source } },
});
const aGap = { kind: 'StaffingGap' as const, at: clock.now(), detail: { queue: 'service', agents: 2 } };

test('announcements are events of source nohold, ten a request at most', async () => {
  await eventBridge(asFunction(mayPublish('nohold'))).publish(Array.from({ length: 23 }, () => aGap));
  expect(published).toHaveLength(23);
  expect(published[0]).toMatchObject({
    source: 'nohold',
    'detail-type': 'StaffingGap',
    detail: { queue: 'service', agents: 2 },
    time: aGap.at,
  });
});

test('a role that may publish for another source only is refused', async () => {
  await expect(eventBridge(asFunction(mayPublish('other'))).publish([aGap])).rejects.toMatchObject({
    operation: 'events:PutEvents',
  });
});

test('the signature is that of AWS’s published example (GET, us-east-1, 2015-08-30)', () => {
  const { authorization } = signedHeaders(
    {
      method: 'GET',
      url: new URL('https://example.amazonaws.com/'),
      service: 'service',
      region: 'us-east-1',
      headers: {},
      body: '',
      at: new Date('2015-08-30T12:36:00Z'),
    },
    { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  );
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  );
});
