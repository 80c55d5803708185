import { describe, expect, test } from 'vitest';
import { hours, minutes, toIso } from '../../core/time/units.ts';
import { aSettings, aWorld, caller, queueArn, type World } from './world.ts';

const credit = { spokenName: 'a credit of ten dollars', perCustomer: 1 };
const settings = aSettings((written) => {
  written.agentsMay = {
    allowances: { credit, sooner: { spokenName: 'being served first', perCustomer: 1, raisesPriority: true } },
    reasons: ['a promise was broken', 'the mistake was ours'],
  };
});

/** A call that an agent has in hand. */
async function inHand(world: World, contactId: string, from = caller): Promise<void> {
  await world.quote(contactId, {}, from);
  await world.hear('CONNECTED_TO_AGENT', contactId, facts(world));
}

const facts = (world: World) => {
  const at = toIso(world.clock.now());
  return {
    initiationTimestamp: at,
    queueInfo: { queueArn, enqueueTimestamp: at },
    agentInfo: { agentArn: 'agent/ana', connectedToAgentTimestamp: at },
  };
};

const over = (world: World, contactId: string) =>
  world.hear('DISCONNECTED', contactId, { disconnectTimestamp: toIso(world.clock.now()) });

async function aDesk(): Promise<World> {
  const world = aWorld({ settings });
  await world.settle();
  await inHand(world, 'call');
  return world;
}

describe('an agent says how a contact stands', () => {
  test.each([
    ['solved', 'solved', 'Marked as solved.'],
    ['not-yet', 'not-yet', 'Marked as not solved yet. The matter stays open.'],
  ])('%s', async (pressed, mark, say) => {
    const world = await aDesk();
    expect(await world.markBy('call', { do: pressed })).toEqual({ result: 'done', say });
    expect(await world.contacts.get('call')).toMatchObject({ mark });
    await over(world, 'call');
    world.clock.advance(hours(1));
    const again = await world.quote('again');
    expect(again.priority).toBe(mark === 'solved' ? 'usual' : 'raised');
    expect(again.journey).toContain(mark === 'solved' ? 'solved' : 'not solved yet');
  });

  test('of a contact nobody knows nothing is written', async () => {
    const world = await aDesk();
    expect(await world.markBy('nobody', { do: 'solved' })).toMatchObject({ result: 'refused' });
    expect(await world.contacts.get('nobody')).toBeUndefined();
  });
});

describe('an agent promises a call', () => {
  test('it stands in the ledger with who promised it, is dialled in time, and asks for that agent', async () => {
    const world = await aDesk();
    const answer = await world.markBy('call', { do: 'promise', by: 'half-hour' });
    expect(answer).toEqual({ result: 'done', say: 'Promised: the customer is called by 12:30 PM.' });
    await over(world, 'call');
    const [callback] = world.all().callbacks;
    expect(callback).toMatchObject({
      state: 'PENDING',
      kind: 'window',
      agentId: 'ana',
      sourceContactId: 'call',
      promisedBy: world.clock.now() + 30 * 60_000,
    });
    world.center.current = [{ queue: 'service', channel: 'voice', agentsStaffed: 2, agentsAvailable: 1 }];
    world.clock.advance(minutes(6));
    await world.sweep();
    const [due] = world.dueCallbacks.sent;
    if (!due) throw new Error('nothing is due');
    await world.dialCallback(due);
    expect(world.center.placed).toMatchObject([{ attributes: { prefer: 'agent', agentId: 'ana', repeat: 'yes' } }]);
  });

  test('the same key again promises nothing more; a customer who has a callback keeps that', async () => {
    const world = await aDesk();
    const first = await world.markBy('call', { do: 'promise', by: 'two-hours' });
    expect(await world.markBy('call', { do: 'promise', by: 'two-hours' })).toEqual(first);
    expect(world.all().callbacks).toHaveLength(1);
    expect(world.metrics.sum('CallbacksAccepted')).toBe(1);
    await inHand(world, 'other');
    expect(await world.markBy('other', { do: 'promise' })).toMatchObject({
      result: 'refused',
      say: expect.stringContaining('promised already'),
    });
  });

  test('nothing is promised for a time at which the center is closed, or the telephone may not ring', async () => {
    const world = await aDesk();
    world.clock.advance(hours(9.75));
    expect(await world.markBy('call', { do: 'promise', by: 'half-hour' })).toMatchObject({ result: 'refused' });
    expect(world.all().callbacks).toEqual([]);
  });

  test('a customer without a number cannot be called', async () => {
    const world = await aDesk();
    expect(await world.markBy('call', { do: 'promise' }, null)).toMatchObject({ result: 'refused' });
  });
});

describe('what agents may give', () => {
  test('within the rule it is given; beyond it only with a reason, which is on record', async () => {
    const world = await aDesk();
    expect(await world.markBy('call', { do: 'allow', allowance: 'credit' })).toMatchObject({ result: 'done' });
    await over(world, 'call');
    world.clock.advance(hours(24));
    await inHand(world, 'second');
    expect(await world.markBy('second', { do: 'allow', allowance: 'credit' })).toMatchObject({
      result: 'needs-reason',
      say: 'a credit of ten dollars: beyond the rule, which is 1 in 30 days.',
    });
    expect((await world.contacts.get('second'))?.allowances).toBeUndefined();
    expect(await world.markBy('second', { do: 'allow', allowance: 'credit', reason: '2' })).toMatchObject({
      result: 'done',
    });
    expect(await world.contacts.get('second')).toMatchObject({
      agentId: 'ana',
      allowances: [{ name: 'credit', at: world.clock.now(), reason: 'the mistake was ours' }],
    });
  });

  test('a key press that is delivered twice gives once', async () => {
    const world = await aDesk();
    await world.markBy('call', { do: 'allow', allowance: 'credit' });
    world.clock.advance(1);
    expect(await world.markBy('call', { do: 'allow', allowance: 'credit' })).toMatchObject({ result: 'done' });
    expect((await world.contacts.get('call'))?.allowances).toHaveLength(1);
  });

  test('after so many days it may be given again', async () => {
    const world = await aDesk();
    await world.markBy('call', { do: 'allow', allowance: 'credit' });
    await over(world, 'call');
    world.clock.advance(hours(30 * 24 + 1));
    await inHand(world, 'later');
    expect(await world.markBy('later', { do: 'allow', allowance: 'credit' })).toMatchObject({ result: 'done' });
  });

  test('being served first holds for the next contact about the matter', async () => {
    const world = await aDesk();
    await world.markBy('call', { do: 'allow', allowance: 'sooner' });
    await over(world, 'call');
    world.clock.advance(hours(2));
    expect(await world.quote('next')).toMatchObject({ priority: 'raised' });
  });

  test('what settings do not name is not given', async () => {
    const world = await aDesk();
    expect(await world.markBy('call', { do: 'allow', allowance: 'a car' })).toMatchObject({ result: 'refused' });
  });
});
