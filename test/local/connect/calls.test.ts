import { expect, test } from 'vitest';
import { aCenter, aCenterWithAQueue, act, CALLER, content, hangUpAction, LINE, START, toQueue } from './aCenter.ts';

const hook = (flow: string, next: string) =>
  act(
    'hook',
    'UpdateContactEventHooks',
    { EventHooks: { CustomerQueue: flow } },
    { next, errors: { NoMatchingError: next } },
  );

test('a call that finds an agent free is offered, taken after the ring delay, talked through and wrapped up', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const id = center.connect.dial({ from: CALLER, to: LINE, handleSeconds: 120, afterContactWorkSeconds: 20 });
  await center.run(3_600);
  expect(center.facts('connected', id)[0]).toMatchObject({ agent: 'ann', queue: 'service', waitSeconds: 2 });
  expect(center.facts('ended', id)[0]).toMatchObject({ at: START + 102_000, reason: 'CUSTOMER_DISCONNECT' });
  expect(center.facts('wrapped-up', id)[0]?.at).toBe(START + 122_000);
  expect(center.eventsOf(id)).toEqual(['INITIATED', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED']);
});

test('events carry what happened so far, in Connect’s words', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const id = center.connect.dial({ from: CALLER, to: LINE, handleSeconds: 100, afterContactWorkSeconds: 10 });
  await center.run(600);
  const [initiated, , , , completed] = center.events.filter(({ detail }) => detail.contactId === id);
  expect(initiated).toMatchObject({ source: 'aws.connect', 'detail-type': 'Amazon Connect Contact Event' });
  expect(initiated?.detail).toEqual({
    eventType: 'INITIATED',
    contactId: id,
    channel: 'VOICE',
    instanceArn: center.arns.instance,
    initiationMethod: 'INBOUND',
    initiationTimestamp: '2026-03-02T15:00:00.000Z',
    connectedToSystemTimestamp: '2026-03-02T15:00:00.000Z',
    segmentAttributes: { 'connect:Subtype': { valueString: 'connect:Telephony' } },
    systemEndpoint: { type: 'TELEPHONE_NUMBER', address: LINE },
    tags: {
      'aws:connect:instanceId': center.arns.instance.split('/').at(-1),
      'aws:connect:systemEndpoint': LINE,
    },
  });
  expect(completed?.detail).toMatchObject({
    eventType: 'COMPLETED',
    disconnectTimestamp: '2026-03-02T15:01:32.000Z',
    disconnectReason: 'CUSTOMER_DISCONNECT',
    queueInfo: { queueArn: center.arns.queue, queueType: 'STANDARD', enqueueTimestamp: '2026-03-02T15:00:00.000Z' },
    agentInfo: {
      connectedToAgentTimestamp: '2026-03-02T15:00:02.000Z',
      afterContactWorkStartTimestamp: '2026-03-02T15:01:32.000Z',
      afterContactWorkEndTimestamp: '2026-03-02T15:01:42.000Z',
      afterContactWorkDuration: 10,
    },
  });
});

test('callers are answered in the order in which they came, and leave when their patience ends', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const ids = [0, 1, 2, 3].map((index) =>
    center.connect.dial({
      from: `+1206555011${index}`,
      to: LINE,
      handleSeconds: 60,
      ...(index === 2 ? { patienceSeconds: 30 } : {}),
    }),
  );
  await center.run(1_000);
  expect(center.facts('connected').map(({ contactId }) => contactId)).toEqual([ids[0], ids[1], ids[3]]);
  expect(center.facts('ended', ids[2])[0]).toMatchObject({ at: START + 30_000, reason: 'CUSTOMER_DISCONNECT' });
  expect(center.eventsOf(ids[2] ?? '')).toEqual(['INITIATED', 'QUEUED', 'DISCONNECTED', 'COMPLETED']);
});

test('ordinary calls are ranked by their time in queue, or, where an account should do so, by their own age', async () => {
  const served = async (ordinaryRank: 'time-in-queue' | 'contact-age') => {
    const center = aCenter({ options: { ordinaryRank } });
    const slow = act('slow', 'MessageParticipant', { Text: 'x'.repeat(150) }, { next: 'target' });
    await center.answerWith(center.flow('welcome', toQueue(center.arns.queue, [slow])));
    center.connect.dial({ from: '+12065550101', to: LINE });
    await center.answerWith(center.flow('welcome', toQueue(center.arns.queue)));
    await center.run(5);
    center.connect.dial({ from: '+12065550102', to: LINE });
    await center.run(20);
    center.connect.agents.add({ username: 'ann', routingProfile: 'everything' });
    center.connect.agents.login('ann');
    return center.connect.contact(center.facts('offered')[0]?.contactId ?? '')?.customerNumber;
  };
  expect(await served('time-in-queue')).toBe('+12065550102');
  expect(await served('contact-age')).toBe('+12065550101');
});

test('the agent idle longest is offered the next contact', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann', 'ben'] });
  center.connect.dial({ from: null, to: LINE, handleSeconds: 10 });
  await center.run(5);
  center.connect.dial({ from: null, to: LINE, handleSeconds: 100 });
  await center.run(60);
  center.connect.dial({ from: null, to: LINE, handleSeconds: 10 });
  await center.run(120);
  expect(center.facts('connected').map(({ agent }) => agent)).toEqual(['ann', 'ben', 'ann']);
});

test('a contact an agent misses keeps its place and goes to the next one; the agent is not offered more until back', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann', 'ben'] });
  center.connect.agents.add({ username: 'ann', behaviour: { answers: () => null, backFromMissedSeconds: null } });
  const first = center.connect.dial({ from: null, to: LINE, handleSeconds: 300 });
  const second = center.connect.dial({ from: null, to: LINE, handleSeconds: 300 });
  await center.run(400);
  expect(center.facts('missed')).toMatchObject([{ contactId: first, agent: 'ann', at: START + 20_000 }]);
  expect(center.facts('connected').map(({ contactId, agent }) => [contactId, agent])).toEqual([
    [second, 'ben'],
    [first, 'ben'],
  ]);
  expect(center.connect.agents.list()[0]?.status).toBe('missed');
});

test('an agent who logs out finishes the contact at hand and takes no other', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const first = center.connect.dial({ from: null, to: LINE, handleSeconds: 60 });
  const second = center.connect.dial({ from: null, to: LINE, handleSeconds: 60 });
  await center.run(10);
  center.connect.agents.logout('ann');
  expect(center.connect.agents.list()[0]).toMatchObject({ status: 'on-contact', leaving: true });
  await center.run(300);
  expect(center.facts('wrapped-up', first)).toHaveLength(1);
  expect(center.facts('offered', second)).toHaveLength(0);
  expect(center.connect.agents.list()[0]?.status).toBe('offline');
  center.connect.agents.login('ann');
  await center.run(400);
  expect(center.facts('connected', second)).toHaveLength(1);
});

test('the line that is not in service, and the call above the quota, get the busy tone', async () => {
  const center = aCenter({ options: { concurrentCalls: 1 } });
  const early = center.connect.dial({ from: null, to: LINE });
  await center.answerWith(center.flow('welcome', toQueue(center.arns.queue)));
  center.connect.dial({ from: null, to: LINE });
  const over = center.connect.dial({ from: null, to: LINE });
  expect(center.facts('refused')).toMatchObject([
    { contactId: early, reason: 'number-not-in-service' },
    { contactId: over, reason: 'call-quota' },
  ]);
});

test('a full queue is told to the flow', async () => {
  const center = await aCenterWithAQueue({ maxContacts: 1 });
  center.connect.dial({ from: null, to: LINE });
  const second = center.connect.dial({ from: null, to: LINE });
  expect(center.facts('queue-full', second)).toHaveLength(1);
  expect(center.facts('ended', second)).toMatchObject([{ reason: 'CONTACT_FLOW_DISCONNECT' }]);
});

test('the queue’s flow plays until an agent accepts, also while the agent’s phone rings', async () => {
  const center = aCenter({ agents: ['ann'] });
  const waiting = center.flow(
    'waiting',
    content(
      act(
        'music',
        'MessageParticipantIteratively',
        { Messages: [{ Text: 'Please hold.' }], InterruptFrequencySeconds: '1' },
        {
          next: 'music',
          when: { MessagesInterrupted: 'news' },
        },
      ),
      act('news', 'MessageParticipant', { Text: '' }, { next: 'music', errors: { NoMatchingError: 'music' } }),
    ),
    'CUSTOMER_QUEUE',
  );
  await center.answerWith(center.flow('welcome', toQueue(center.arns.queue, [hook(waiting, 'target')])));
  const id = center.connect.dial({ from: null, to: LINE, handleSeconds: 60 });
  await center.run(600);
  const connectedAt = center.facts('connected', id)[0]?.at ?? 0;
  const heard = center.facts('block-run', id).filter(({ type }) => type === 'MessageParticipantIteratively');
  expect(heard.length).toBeGreaterThanOrEqual(1);
  expect(heard.every(({ at }) => at <= connectedAt)).toBe(true);
});

test('whispers are heard before the two are joined', async () => {
  const center = aCenter({ agents: ['ann'] });
  const whisper = (name: string, text: string, type: string) =>
    center.flow(
      name,
      content(act('say', 'MessageParticipant', { Text: text }, { next: 'end' }), act('end', 'EndFlowExecution')),
      type,
    );
  const agentSide = whisper('to agent', 'fifteen letters', 'AGENT_WHISPER');
  const customerSide = whisper('to customer', 'x'.repeat(45), 'CUSTOMER_WHISPER');
  await center.answerWith(
    center.flow(
      'welcome',
      toQueue(center.arns.queue, [
        act('a', 'UpdateContactEventHooks', { EventHooks: { AgentWhisper: agentSide } }, { next: 'b' }),
        act('b', 'UpdateContactEventHooks', { EventHooks: { CustomerWhisper: customerSide } }, { next: 'target' }),
      ]),
    ),
  );
  const id = center.connect.dial({ from: null, to: LINE, handleSeconds: 60 });
  await center.run(600);
  expect(center.facts('said', id).map(({ to }) => to)).toEqual(['agent', 'customer']);
  // Two seconds of ringing, three of the longer whisper.
  expect(center.facts('connected', id)[0]?.waitSeconds).toBe(5);
});

test('a person on a page presses, hangs up, and talks until one side ends it', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  center.connect.agents.add({ username: 'ann', behaviour: { answers: () => 'by-hand' } });
  const id = center.connect.dial({ from: CALLER, to: LINE });
  await center.run(5);
  center.connect.agents.accept('ann', id);
  await center.run(500);
  expect(center.connect.contact(id)).toMatchObject({ stage: 'connected', agent: 'ann' });
  center.connect.agents.hangUp('ann', id);
  expect(center.facts('ended', id)[0]).toMatchObject({ reason: 'AGENT_DISCONNECT' });
  expect(center.connect.agents.list()[0]?.status).toBe('available');
});

test('the same seed gives the same log, another seed other ids', async () => {
  const run = async (seed: number) => {
    const center = await aCenterWithAQueue({ agents: ['ann'], seed });
    for (let call = 0; call < 5; call += 1) center.connect.dial({ from: null, to: LINE, handleSeconds: 30 + call });
    await center.run(600);
    return center.connect.log.facts;
  };
  expect(await run(1)).toEqual(await run(1));
  const idIn = (facts: readonly { contactId: string | null }[]) =>
    facts.find(({ contactId }) => contactId !== null)?.contactId;
  expect(idIn(await run(2))).not.toBe(idIn(await run(1)));
});

test('a caller hanging up while the agent’s phone rings frees the agent', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const id = center.connect.dial({ from: null, to: LINE });
  await center.run(1);
  center.connect.hangUp(id);
  const next = center.connect.dial({ from: null, to: LINE, handleSeconds: 10 });
  await center.run(60);
  expect(center.facts('accepted', id)).toHaveLength(0);
  expect(center.facts('connected', next)).toHaveLength(1);
  expect(center.facts('ended', id)).toMatchObject([{ reason: 'CUSTOMER_DISCONNECT' }]);
});

test('who hangs up before being queued has hung up in the menu', async () => {
  const center = aCenter();
  const menu = act(
    'menu',
    'GetParticipantInput',
    { Text: 'Press 1.', InputTimeLimitSeconds: '30', StoreInput: 'False' },
    {
      next: 'bye',
      when: { 1: 'bye' },
    },
  );
  await center.answerWith(center.flow('welcome', content(menu, hangUpAction)));
  const id = center.connect.dial({ from: null, to: LINE, menuPatienceSeconds: 5 });
  await center.run(60);
  expect(center.facts('ended', id)[0]).toMatchObject({ at: START + 5_000, reason: 'CUSTOMER_DISCONNECT' });
  expect(center.facts('queued', id)).toEqual([]);
});
