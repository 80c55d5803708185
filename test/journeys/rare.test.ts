import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  contactKey,
  dayKey,
  forecastKey,
  intervalKeyOf,
  openCallbackKey,
  planningKey,
  type RowKey,
} from '../../core/rows/keys.ts';
import { addSeconds, hours, minutes, seconds, utcDate } from '../../core/time/units.ts';
import { synthesize } from '../../local/synthesize.ts';
import { aCallback, aContact } from '../adapters/rows.ts';
import { changedSettings } from './settingsFile.ts';
import { fillLine, instantOf, type Story, tellStory } from './story.ts';

// What happens seldom, or a week later: rows as they are then, and the functions that deploy.

let story: Story;
let cdkOut = '';
beforeAll(async () => {
  const settingsPath = changedSettings((settings) => {
    const { service } = settings.queues ?? {};
    Object.assign(service ?? {}, {
      channels: ['voice', 'chat', 'email'],
      offers: ['callback', 'text'],
      answerLink: 'https://example.com/orders',
    });
    Object.assign(service?.expectation ?? {}, { email: { waitSeconds: 14_400 } });
    Object.assign(settings, { emailAddresses: { help: { address: 'help@example.com', queue: 'service' } } });
    Object.assign(settings.staffing ?? {}, { flex: 'on' });
    Object.assign(settings.web ?? {}, {
      texts: { numberArn: 'arn:aws:connect:us-east-1:000000000000:phone-number/sms' },
    });
    Object.assign(settings, { survey: { share: 1 } });
  });
  cdkOut = await synthesize(settingsPath);
  story = await tellStory({
    agents: ['ana', 'iris', 'jack'],
    settingsPath,
    cdkOut,
    startsAt: '2026-11-23T10:05:00-05:00',
  });
});
afterAll(async () => {
  await story?.close();
  rmSync(cdkOut, { recursive: true, force: true });
});

const put = (row: object, key: RowKey): Promise<unknown> =>
  story.center.aws.dynamoDb.call('PutItem', {
    TableName: story.center.tableName,
    Item: marshall({ ...row, ...key }, { removeUndefinedValues: true }),
  });

const rowAt = async (key: RowKey): Promise<Record<string, unknown> | undefined> =>
  (await story.center.rows()).find(({ pk, sk }) => pk === key.pk && sk === key.sk);

test('a forecast far beyond those at work is announced as a gap, and the reserve is moved to help', async () => {
  const now = story.clock.now();
  const quantiles = { '0.1': 180, '0.5': 200, '0.9': 220 };
  const opening = { mean: 200, quantiles };
  const first = instantOf('2026-11-23T10:00:00-05:00');
  const intervals = Array.from({ length: 12 }, (_, index) => {
    return { startsAt: addSeconds(first, minutes(30 * index)), mean: 200, quantiles, ahtSeconds: 300, opening };
  });
  const common = { schemaVersion: 1, generatedAt: now, knownUntil: now, flags: [], intervalSeconds: 1800, intervals };
  const forecast = {
    ...common,
    queue: 'service',
    channel: 'voice',
    date: utcDate(now),
    method: 'told',
    expiresAt: 9e9,
  };
  await put(forecast, forecastKey('service', 'voice', 'told', utcDate(now)));
  const state = {
    schemaVersion: 1,
    at: now,
    nightlyOn: '2026-11-23',
    champion: 'told',
    scores: {},
    availableShares: {},
  };
  await put(state, planningKey('forecast'));
  const profileOf = (name: string) =>
    story.center.connect.agents.list().find(({ username }) => username === name)?.routingProfile;
  const before = ['iris', 'jack'].map(profileOf);
  await story.pass(minutes(7));
  expect((await rowAt(planningKey('plan')))?.announced).not.toEqual({});
  expect(['iris', 'jack'].map(profileOf)).not.toEqual(before);
});

test('a week later the roll-up looks at who came back', async () => {
  const askedAt = addSeconds(story.clock.now(), hours(-24 * 7));
  const at = addSeconds(askedAt, minutes(-60));
  const startsAt = addSeconds(at, (-(at % 1_800_000) / 1000) as never);
  const contact = aContact({ queue: 'service', channel: 'voice', askedAt: at, customerKey: 'k1.of-a-week-ago' });
  await put(
    { ...contact, intervalKey: intervalKeyOf('service', 'voice', at), expiresAt: 9e9 },
    contactKey('contact-1'),
  );
  const day = dayKey('service', 'voice', utcDate(startsAt));
  const figures = { startsAt, offeredCount: 1, answeredCount: 1 };
  await put(
    { schemaVersion: 1, queue: 'service', channel: 'voice', date: day.sk, intervals: [figures], expiresAt: 9e9 },
    day,
  );
  await story.pass(minutes(20));
  const { aws } = story.center;
  expect(aws.requests.of(story.functionId('roll-up'), 'dynamodb:BatchGetItem')).toBeGreaterThan(0);
});

test('a call whose answer got lost is looked for at Connect, and without a trace its attempt is free again', async () => {
  const now = story.clock.now();
  const lost = aCallback(
    { state: 'DIALING', since: addSeconds(now, minutes(-20)), dueAt: addSeconds(now, minutes(-1)), expiresBy: now },
    { at: addSeconds(now, hours(-4)), customerKey: 'k1.lost' },
  );
  await put(lost, openCallbackKey(lost.callbackKey));
  await story.pass(minutes(3));
  const { aws } = story.center;
  expect(aws.requests.of(story.functionId('sweep'), 'connect:SearchContacts')).toBe(1);
  expect(await rowAt(openCallbackKey(lost.callbackKey))).toMatchObject({ state: 'EXPIRED', attempt: 1 });
});

test('the callback of another number is ended before the one that took its place is dialled', async () => {
  const now = story.clock.now();
  const earlier = aCallback(
    { state: 'CREATED', contactId: 'of-the-other-number', dueAt: addSeconds(now, hours(1)), attempt: 1 },
    { at: now, customerKey: 'k1.earlier', sourceContactId: 'earlier' },
  );
  const { callbackKey, callbackId } = earlier;
  const later = aCallback(
    { state: 'PENDING', notBefore: now, dueAt: now, replaces: { callbackKey, callbackId } },
    { at: now, customerKey: 'k1.later', sourceContactId: 'later' },
  );
  await put(earlier, openCallbackKey(callbackKey));
  await put(later, openCallbackKey(later.callbackKey));
  await story.pass(minutes(2));
  const { aws } = story.center;
  expect(aws.requests.of(story.functionId('dial-callback'), 'connect:StopContact')).toBeGreaterThan(0);
  expect(await rowAt(openCallbackKey(later.callbackKey))).toMatchObject({ state: 'PENDING', reason: 'replacing' });
});

/** Of the function from `lambdas/<folder>`, as AWS knows it. */
const nameOf = (folder: string): string =>
  story.center.template.ofType('AWS::Lambda::Function').find(({ logicalId }) => logicalId === story.functionId(folder))
    ?.ref ?? '';

test('who speaks with an agent, though no event said so, is not called back', async () => {
  const { aws, connect } = story.center;
  const call = story.dial({ from: '+12125550178', line: 'main', presses: ['1'], handleSeconds: 900 });
  await story.passUntil(() => connect.contact(call)?.stage === 'connected', minutes(10));
  const now = story.clock.now();
  const taken = aCallback(
    { state: 'PENDING', notBefore: now, dueAt: now },
    { at: now, customerKey: 'k1.served', sourceContactId: call },
  );
  const { callbackKey, callbackId } = taken;
  const { answeredAt: _lost, ...row } = (await story.contactRow(call)) ?? {};
  await put({ ...row, callbackKey, callbackId }, contactKey(call));
  await put(taken, openCallbackKey(callbackKey));
  const body = JSON.stringify({ callbackKey, callbackId, attempt: 1 });
  await aws.functions.invoke(nameOf('dial-callback'), { Records: [{ messageId: 'm', body }] });
  expect(aws.requests.of(story.functionId('dial-callback'), 'connect:DescribeContact')).toBeGreaterThan(0);
  expect(await rowAt(openCallbackKey(callbackKey))).toMatchObject({ state: 'CANCELLED', reason: 'agent-was-faster' });
});

test('whoever was asked for their opinion gets two questions by text when the agent has marked the contact', async () => {
  const { connect } = story.center;
  const call = story.dial({ from: '+12125550177', line: 'main', presses: ['1'], handleSeconds: 600 });
  await story.passUntil(() => connect.contact(call)?.stage === 'connected', minutes(10));
  connect.agents.transfer(connect.contact(call)?.agent ?? '', call, 'Mark contact');
  const flow = connect.openContacts().find(({ previousContactId }) => previousContactId === call)?.contactId ?? '';
  await story.pass(seconds(12));
  connect.press(flow, '1');
  await story.pass(seconds(20));
  expect(await story.contactRow(call)).toMatchObject({ mark: 'solved' });
  expect(story.facts(call, 'text-sent')).toMatchObject([{ number: '+12125550177' }]);
});

test('the dashboard has its widgets drawn, those of who waits and of the plan from queries', async () => {
  fillLine(story, 6, { line: 'main', presses: ['1', '2', '2', '2', '2', '2'], handleSeconds: 1200 });
  await story.pass(minutes(2));
  for (const view of ['now', 'today', 'plan', 'waits', 'effort', 'offers', 'leaving']) {
    const drawn = await story.center.aws.functions.invoke(nameOf('draw-widget'), { view });
    expect(drawn).toMatchObject({ kind: 'answer', payload: expect.stringMatching(/<(table|svg|p|div)/) });
    expect(drawn).not.toMatchObject({ payload: expect.stringContaining('cannot be drawn') });
  }
  const { requests } = story.center.aws;
  expect(requests.of(story.functionId('draw-widget'), 'dynamodb:Query')).toBeGreaterThan(0);
});

test('when the stack goes, numbers and addresses lead nowhere any more', async () => {
  const [settled] = story.center.template.ofType('Custom::SettleDeployment');
  const told: string[] = [];
  const cloudFormation = createServer((request, response) => {
    request.on('data', (part) => told.push(String(part))).on('end', () => response.end());
  });
  await new Promise<void>((listening) => cloudFormation.listen(0, '127.0.0.1', listening));
  await story.center.aws.functions.invoke(nameOf('settle-deployment'), {
    RequestType: 'Delete',
    ResponseURL: `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}/`,
    StackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/Nohold/local',
    RequestId: 'gone',
    ResourceType: 'Custom::SettleDeployment',
    LogicalResourceId: settled?.logicalId,
    PhysicalResourceId: 'nohold-deployment',
    // CloudFormation tells every value as text.
    ResourceProperties: settled?.properties,
  });
  cloudFormation.close();
  expect(JSON.parse(told.join(''))).toMatchObject({ Status: 'SUCCESS' });
  const { aws } = story.center;
  for (const action of ['connect:DisassociatePhoneNumberContactFlow', 'connect:DisassociateFlow'])
    expect(aws.requests.of(story.functionId('settle-deployment'), action)).toBeGreaterThan(0);
});
