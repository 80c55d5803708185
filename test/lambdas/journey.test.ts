import { describe, expect, test } from 'vitest';
import { addSeconds, hours, minutes, seconds, toIso } from '../../core/time/units.ts';
import { aDesk } from './aDesk.ts';
import { aSettings, aWorld, caller, longQueue, noon, queueArn, type World } from './world.ts';

/** A call from beginning to end, as Connect's events tell it. */
async function call(world: World, contactId: string, agent?: string, waitSeconds = minutes(5)) {
  const now = world.clock.now();
  const quoted = await world.quote(contactId);
  const queued = { initiationTimestamp: toIso(now), queueInfo: { queueArn, enqueueTimestamp: toIso(now) } };
  await world.hear('QUEUED', contactId, queued);
  world.clock.advance(waitSeconds);
  const at = toIso(world.clock.now());
  const agentInfo = agent && { agentInfo: { agentArn: `agent/${agent}`, connectedToAgentTimestamp: at } };
  if (agentInfo) await world.hear('CONNECTED_TO_AGENT', contactId, { ...queued, ...agentInfo });
  await world.hear('DISCONNECTED', contactId, { ...queued, ...agentInfo, disconnectTimestamp: at });
  await world.hear('COMPLETED', contactId, { ...queued, ...agentInfo, disconnectTimestamp: at });
  return quoted;
}

async function settled(settings = aSettings()): Promise<World> {
  const world = aWorld({ settings });
  await world.settle();
  return world;
}

describe('a customer who calls again', () => {
  test('is unknown at first, and plainly treated', async () => {
    const world = await settled();
    expect(await call(world, 'first', 'ana')).toMatchObject({
      journey: '',
      repeat: 'no',
      priority: 'usual',
      prefer: 'anybody',
      agentId: '',
    });
  });

  test('about the same matter within seven days is led to the agent who knew it, before others', async () => {
    const world = await settled();
    await call(world, 'first', 'ana');
    world.clock.advance(hours(24));
    expect(await world.quote('second')).toMatchObject({
      repeat: 'yes',
      priority: 'raised',
      prefer: 'agent',
      agentId: 'ana',
    });
    expect(await world.contacts.get('second')).toMatchObject({ repeatOf: 'first', priority: 4 });
  });

  test('having hung up the first time is no way to the front', async () => {
    const world = await settled();
    await call(world, 'first', undefined, seconds(20));
    expect(await world.quote('second')).toMatchObject({ repeat: 'yes', priority: 'usual', prefer: 'anybody' });
    expect((await world.contacts.get('second'))?.priority).toBeUndefined();
  });

  test('after more than seven days it is no repeat', async () => {
    const world = await settled();
    await call(world, 'first', 'ana');
    world.clock.advance(hours(7 * 24));
    expect(await world.quote('second')).toMatchObject({ journey: '', repeat: 'no', priority: 'usual' });
  });

  test('settings decide how much before others, and for how long an agent is waited for', async () => {
    const plain = await settled(
      aSettings((written) => (written.journey = { repeatPriority: 5, knownAgentSeconds: 0 })),
    );
    await call(plain, 'first', 'ana');
    expect(await plain.quote('second')).toMatchObject({ repeat: 'yes', priority: 'usual', prefer: 'anybody' });
    const first = await settled(aSettings((written) => (written.journey = { repeatPriority: 1 })));
    await call(first, 'first', 'ana');
    await first.quote('second');
    expect((await first.contacts.get('second'))?.priority).toBe(1);
  });

  test('who is owed something is quoted the wait of its own place, not of the end of the queue', async () => {
    const ask = async (isOwed: boolean) => {
      const world = await settled();
      if (isOwed) await call(world, 'earlier', 'ana');
      for (let ahead = 0; ahead < 20; ahead += 1) {
        await world.quote(`ahead-${ahead}`, {}, `+1212555${2000 + ahead}`);
        await world.hear('QUEUED', `ahead-${ahead}`, {
          queueInfo: { queueArn, enqueueTimestamp: toIso(world.clock.now()) },
        });
      }
      return world.quote('late', { queueSize: '20' });
    };
    const bound = async (isOwed: boolean) => Number((await ask(isOwed)).toldBoundSeconds);
    expect(await bound(true)).toBeLessThan((await bound(false)) / 3);
  });

  test('the row of a journey names nobody: no number, and nothing a customer said', async () => {
    const world = await settled();
    await call(world, 'first', 'ana');
    const [key = ''] = await world.customers.keysOf(caller);
    const journey = await world.contacts.journeys([key]);
    expect(journey.get(key)?.digests).toHaveLength(1);
    expect(JSON.stringify([...journey.values()])).not.toContain(caller.slice(2));
  });
});

describe('before the menu', () => {
  const nothing = { matter: 'none', queue: '', spokenName: '' };

  test('a caller who gave up is asked whether it is about that again; others are not', async () => {
    const world = await settled();
    expect(await world.recall('first', 'service sales')).toEqual(nothing);
    await call(world, 'first');
    expect(await world.recall('second', 'service sales')).toEqual({
      matter: 'ask',
      queue: 'service',
      spokenName: 'service',
    });
    expect(await world.recall('third', 'service sales', '+12125550177')).toEqual(nothing);
    expect(await world.recall('fourth', 'billing sales')).toEqual(nothing);
  });

  test('where settings assume it, one open matter is taken for the reason of the call', async () => {
    const world = await settled(aSettings((written) => (written.journey = { knownMatter: 'assume' })));
    await call(world, 'first');
    expect(await world.recall('second', 'service sales')).toMatchObject({ matter: 'assume', queue: 'service' });
    await call(world, 'second', 'ana');
    expect(await world.recall('third', 'service sales')).toMatchObject({ matter: 'ask' });
  });

  test('it is one read, and none for a caller without a number', async () => {
    const reads: string[] = [];
    const world = aWorld({
      wrap: (port) =>
        new Proxy(port, {
          get(target, name, receiver) {
            const member = Reflect.get(target, name, receiver);
            if (typeof member !== 'function') return member;
            return (...given: unknown[]) => {
              reads.push(String(name));
              return member.apply(target, given);
            };
          },
        }),
    });
    await world.recall('anonymous', 'service sales', null);
    expect(reads).toEqual([]);
    await world.recall('known', 'service sales');
    expect(reads).toEqual(['journeys']);
  });
});

describe('one journey over calls and callbacks', () => {
  test('a callback is told by the call that asked for it: promised, then kept, and who spoke', async () => {
    const world = await settled();
    await world.quote('call', longQueue);
    await world.take('call', 'callback');
    const ended = { disconnectTimestamp: toIso(addSeconds(noon, minutes(1))) };
    await world.hear('DISCONNECTED', 'call', { initiationTimestamp: toIso(noon), ...ended });
    const bound = await world.bind('leg', 'call');
    expect(bound).toMatchObject({ bind: 'go', repeat: 'yes' });
    expect(bound.journey).toContain('callback still promised');

    world.clock.advance(minutes(4));
    const at = toIso(world.clock.now());
    const agentInfo = { agentArn: 'agent/ben', connectedToAgentTimestamp: at };
    const leg = { initiationMethod: 'CALLBACK', agentInfo, customerEndpoint: {}, connectedToSystemTimestamp: at };
    await world.hear('CONNECTED_TO_AGENT', 'leg', leg);
    world.clock.advance(minutes(4));
    await world.hear('DISCONNECTED', 'leg', { ...leg, disconnectTimestamp: toIso(world.clock.now()) });
    world.clock.advance(hours(1));
    const again = await world.quote('again');
    expect(again).toMatchObject({ repeat: 'yes', prefer: 'agent', agentId: 'ben' });
    expect(again.journey).toContain('callback kept');
  });

  test('who an agent passes on stays the same customer', async () => {
    const world = await settled();
    await call(world, 'first', 'ana');
    const at = toIso(world.clock.now());
    const passed = { initiationMethod: 'TRANSFER', previousContactId: 'first', initiationTimestamp: at };
    const queueInfo = { queueArn, enqueueTimestamp: at };
    await world.hear('QUEUED', 'second', { ...passed, queueInfo });
    await world.hear('DISCONNECTED', 'second', { ...passed, queueInfo, disconnectTimestamp: at });
    world.clock.advance(minutes(1));
    const { journey } = await world.quote('third');
    expect(journey).toContain('Contact number 3 in 7 days');
    expect(journey).toContain('passed on');
  });
});

test('a chat from a link is told of the call its customer is in meanwhile, and calls of the chat', async () => {
  const world = aWorld({
    settings: aSettings((written) => {
      written.web = { texts: { numberArn: 'arn:aws:connect:us-east-1:123456789012:phone-number/sms' } };
      const { service } = written.queues as { service: object };
      written.queues = { service: { ...service, offers: ['callback', 'text'] } };
    }),
  });
  await world.centerRows.putDirectory({
    schemaVersion: 1,
    instanceArn: 'arn',
    queues: { service: queueArn },
    flows: { callbackOutbound: 'arn/flow', chats: { service: 'arn/chat-flow' } },
  });
  const at = toIso(noon);
  const queued = { initiationTimestamp: at, queueInfo: { queueArn, enqueueTimestamp: at } };
  await world.quote('left', longQueue);
  await world.take('left', 'text');
  await world.hear('DISCONNECTED', 'left', { ...queued, disconnectTimestamp: at });
  await world.quote('again', longQueue);
  await world.hear('QUEUED', 'again', queued);
  const link = new URL(/https:\S+/.exec(world.texts.sent.at(-1)?.content ?? '')?.[0] ?? '');
  expect((await aDesk(world).post(link.pathname, { do: 'chat' })).statusCode).toBeLessThan(400);
  expect(world.chats.started[0]?.attributes.journey).toMatch(/Open now: call about service, since 12:00 PM\./);

  const [chat] = world.all().contacts.filter(({ channel }) => channel === 'chat');
  await world.hear('QUEUED', chat?.contactId ?? '', { ...queued, channel: 'CHAT' });
  world.clock.advance(minutes(2));
  expect((await world.quote('third')).journey).toContain('Open now: chat about service, since 12:00 PM.');
  await world.hear('DISCONNECTED', chat?.contactId ?? '', {
    ...queued,
    channel: 'CHAT',
    disconnectTimestamp: toIso(world.clock.now()),
  });
  expect((await world.quote('fourth')).journey).not.toContain('Open now');
});

test('an event that comes again puts nothing twice, and makes good what a run that died left out', async () => {
  const world = await settled();
  let failures = 1;
  const put = world.contacts.putDigest.bind(world.contacts);
  let writes = 0;
  world.contacts.putDigest = async (...given) => {
    if (failures-- > 0) throw new Error('throttled');
    writes += 1;
    return put(...given);
  };
  await expect(call(world, 'first', 'ana')).rejects.toThrow('throttled');
  const [key = ''] = await world.customers.keysOf(caller);
  expect((await world.contacts.journeys([key])).size).toBe(0);
  const at = toIso(world.clock.now());
  await world.hear('DISCONNECTED', 'first', { disconnectTimestamp: at });
  await world.hear('COMPLETED', 'first', { disconnectTimestamp: at });
  expect((await world.contacts.journeys([key])).get(key)?.digests).toHaveLength(1);
  expect(writes).toBe(2);
});

test('the roll-up counts repeats at once, and a week later who came back', async () => {
  const world = await settled();
  const day = async (at = noon) =>
    (await world.centerRows.day('service', 'voice', toIso(at).slice(0, 10)))?.intervals.find(
      ({ startsAt }) => startsAt <= at && at < addSeconds(startsAt, minutes(30)),
    );
  await call(world, 'first', 'ana');
  await world.rollUp();
  expect(await day()).toMatchObject({ knownCount: 1, repeatCount: 0 });
  expect(await day()).not.toHaveProperty('watchedCount');

  world.clock.advance(hours(24));
  const secondAt = world.clock.now();
  await call(world, 'second', 'ana');
  await world.rollUp();
  expect(await day(secondAt)).toMatchObject({ knownCount: 1, repeatCount: 1 });

  // Six days and a bit after the second call: the seven days of the first are over, those of the second are not.
  world.clock.advance(addSeconds(noon, hours(7 * 24 + 1)) / 1000 - world.clock.now() / 1000);
  await world.rollUp();
  expect(await day()).toMatchObject({ watchedCount: 1, cameBackCount: 1 });
  expect(await day(secondAt)).not.toHaveProperty('watchedCount');
});
