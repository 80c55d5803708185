import { expect, test } from 'vitest';
import { instant, parseInstant } from '../../../core/time/units.ts';
import { createVirtualClock } from '../../../local/clock/virtual.ts';
import { type ConnectDeps, createConnect, type Fact } from '../../../local/connect/connect.ts';
import { isOpen, spansOf } from '../../../local/connect/hours.ts';
import { speechSeconds } from '../../../local/connect/person.ts';
import { supportedTypes } from '../../../local/connect/provision.ts';
import { aCenter, aCenterWithAQueue, act, content, hangUpAction, LINE, START, toQueue } from './aCenter.ts';

const bareDeps = (): ConnectDeps => ({
  clock: createVirtualClock(START),
  seed: 1,
  region: 'eu-west-1',
  accountId: '111122223333',
  invokeLambda: async () => ({ kind: 'answer', payload: {} }),
  publishEvent: () => {},
});

const aRule = (ComparisonValue: string): string =>
  JSON.stringify({
    Version: '2022-11-25',
    RuleFunction: {
      Operator: 'AND',
      Operands: [{ Operator: 'NumberLessOrEqualTo', Operands: [-1], ComparisonValue, Negate: false }],
    },
  });

test('every resource gets the attributes CloudFormation gives, and keeps its ids when it is made again', () => {
  const connect = createConnect(bareDeps());
  const instance = connect.provision('AWS::Connect::Instance', 'I', { InstanceAlias: 'a' });
  expect(instance.attributes).toEqual({
    Arn: instance.ref,
    Id: instance.ref.split('/').at(-1),
    InstanceStatus: 'ACTIVE',
  });
  for (const type of supportedTypes.filter((name) => name !== 'AWS::Connect::Instance')) {
    if (type === 'AWS::Connect::User') continue;
    const properties = {
      Name: 'x',
      Type: 'CONTACT_FLOW',
      Content: content(hangUpAction),
      TimeZone: 'UTC',
      Function: aRule('$.ContactLens.PostCall.Sentiment.OverallScore'),
    };
    const made = connect.provision(type, type, properties);
    expect(Object.values(made.attributes)).toContain(made.ref);
    expect(connect.provision(type, type, properties)).toEqual(made);
  }
  expect(() => connect.provision('AWS::Connect::View', 'V', {})).toThrow('AWS::Connect::View (V) is not emulated');
});

test('a rule over anything but how the customer sounded is refused, not passed over', () => {
  const connect = createConnect(bareDeps());
  const rule = aRule('$.ContactLens.PostCall.ExactMatch.Transcript');
  expect(() => connect.provision('AWS::Connect::Rule', 'R', { Name: 'refunds', Function: rule })).toThrow(
    'rule refunds',
  );
});

test('an adopted instance is the one the resources name', () => {
  const connect = createConnect(bareDeps());
  const InstanceArn = 'arn:aws:connect:eu-west-1:444455556666:instance/0a1b';
  const queue = connect.provision('AWS::Connect::Queue', 'Q', { Name: 'q', InstanceArn, HoursOfOperationArn: 'h' });
  expect(queue.ref.startsWith(`${InstanceArn}/queue/`)).toBe(true);
  expect(connect.actionOf('POST', '/search-contacts')?.resource).toBe(InstanceArn);
});

test('a number without one of its own gets one that belongs to nobody, the same at every start', () => {
  const number = () => createConnect(bareDeps()).provision('AWS::Connect::PhoneNumber', 'N', {}).attributes.Address;
  expect(number()).toMatch(/^\+120655501\d\d$/);
  expect(number()).toBe(number());
});

test('what the template no longer has is gone', async () => {
  const center = await aCenterWithAQueue();
  center.connect.unprovision('Line');
  center.connect.unprovision('never there');
  const id = center.connect.dial({ from: null, to: LINE });
  expect(center.facts('refused', id)).toHaveLength(1);
});

test('whoever subscribes to the log is told of every further fact', async () => {
  const center = await aCenterWithAQueue();
  const told: Fact[] = [];
  const end = center.connect.log.subscribe((fact) => told.push(fact));
  const id = center.connect.dial({ from: null, to: LINE });
  expect(told).toEqual(center.connect.log.ofContact(id));
  end();
  center.connect.hangUp(id);
  expect(told.length).toBeLessThan(center.connect.log.ofContact(id).length);
});

test('agents with a delay are offered a contact once it has waited that long', async () => {
  const center = aCenter();
  center.connect.provision('AWS::Connect::RoutingProfile', 'helpers', {
    Name: 'helpers',
    MediaConcurrencies: [{ Channel: 'VOICE', Concurrency: 1 }],
    QueueConfigs: [{ Priority: 1, Delay: 30, QueueReference: { Channel: 'VOICE', QueueArn: center.arns.queue } }],
  });
  center.connect.agents.add({ username: 'hal', routingProfile: 'helpers' });
  center.connect.agents.login('hal');
  await center.answerWith(center.flow('welcome', toQueue(center.arns.queue)));
  const id = center.connect.dial({ from: null, to: LINE });
  await center.run(100);
  expect(center.facts('offered', id)).toMatchObject([{ agent: 'hal', at: START + 30_000 }]);
  expect(() => center.connect.agents.login('nobody')).toThrow('no agent called "nobody"');
  expect(() => center.connect.agents.add({ username: 'x', routingProfile: 'y' })).toThrow('no routing profile "y"');
});

test('hours that end after midnight reach into the next day, and an end of 00:00 is midnight', () => {
  const at = (iso: string) => parseInstant(iso) ?? instant(0);
  const time = (Hours: number, Minutes = 0) => ({ Hours, Minutes });
  const week = spansOf([
    { Day: 'FRIDAY', StartTime: time(22), EndTime: time(2) },
    { Day: 'SUNDAY', StartTime: time(20), EndTime: time(0) },
  ]);
  const hours = { id: 'h', arn: 'h', name: 'h', timeZone: 'Europe/Berlin', week, overrides: [] };
  expect(isOpen(hours, at('2026-03-06T22:30:00+01:00'))).toBe(true);
  expect(isOpen(hours, at('2026-03-07T01:59:00+01:00'))).toBe(true);
  expect(isOpen(hours, at('2026-03-07T02:00:00+01:00'))).toBe(false);
  expect(isOpen(hours, at('2026-03-06T01:00:00+01:00'))).toBe(false);
  expect(isOpen(hours, at('2026-03-08T23:59:00+01:00'))).toBe(true);
  expect(isOpen(hours, at('2026-03-09T00:00:00+01:00'))).toBe(false);
});

test('markup is not spoken, its pauses are waited for', () => {
  expect(speechSeconds('x'.repeat(15))).toBe(1);
  expect(speechSeconds('<speak><break time="6s"/>123456789012345<break time="500ms"/></speak>')).toBe(7.5);
});

test('a chat waits where its flow says so', async () => {
  const center = aCenter();
  const errors = { NoMatchingError: 'bye' };
  center.flow(
    'chat',
    content(
      act('wait', 'Wait', { TimeLimitSeconds: '45' }, { next: 'bye', when: { WaitCompleted: 'say' }, errors }),
      act(
        'say',
        'MessageParticipant',
        { Text: 'Still there? ($.Media.InitialMessage$.CustomerEndpoint.Address)' },
        { next: 'bye', errors },
      ),
      hangUpAction,
    ),
  );
  const id = center.connect.startChat({ displayName: 'Ann', flow: 'chat' });
  await center.run(60);
  expect(center.facts('chat-message', id)).toMatchObject([{ text: 'Still there? ()', at: START + 45_000 }]);
  expect(() => center.connect.startChat({ displayName: 'Ann', flow: 'none' })).toThrow('no flow "none"');
  expect(() => center.connect.press('nobody', '1')).toThrow('no contact nobody');
});

test('system attributes, the queue and the agent can be referred to', async () => {
  const center = aCenter({ agents: ['ann'] });
  const text =
    "$.ContactId|$.InitialContactId|$.PreviousContactId|$.Channel|$.InitiationMethod|$.LanguageCode|$.InstanceARN|$.AwsRegion|$.Queue.Name|$.Agent.UserName|$.SegmentAttributes['connect:Subtype']|$.Name|$.Nothing.here|";
  const whisper = center.flow(
    'whisper',
    content(act('say', 'MessageParticipant', { Text: text }, { next: 'end' }), act('end', 'EndFlowExecution')),
    'AGENT_WHISPER',
  );
  const hook = act('hook', 'UpdateContactEventHooks', { EventHooks: { AgentWhisper: whisper } }, { next: 'name' });
  const name = act('name', 'UpdateContactData', { Name: 'opaque', LanguageCode: 'de-DE' }, { next: 'target' });
  await center.answerWith(center.flow('welcome', toQueue(center.arns.queue, [hook, name])));
  const id = center.connect.dial({ from: null, to: LINE, handleSeconds: 5 });
  await center.run(600);
  expect(center.facts('said', id)[0]?.text.split('|')).toEqual([
    id,
    id,
    '',
    'VOICE',
    'INBOUND',
    'de-DE',
    center.arns.instance,
    'us-east-1',
    'service',
    'ann',
    'connect:Telephony',
    'opaque',
    '',
    '',
  ]);
});
