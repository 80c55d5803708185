import { expect, test } from 'vitest';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { addSeconds, hours, type Instant, minutes, seconds } from '../../core/time/units.ts';
import { aCallback } from '../adapters/rows.ts';
import { aSettings, aWorld, noon, type World } from './world.ts';

const free = { queue: 'service', channel: 'voice', agentsStaffed: 4, agentsAvailable: 4 } as const;

/** A callback as it stands at noon, of its own customer. */
async function put(world: World, facts: Partial<CallbackRow>, index = 0): Promise<CallbackRow> {
  const row = aCallback(
    { dueAt: addSeconds(noon, seconds(index - 3600)), ...facts },
    { at: noon, customerKey: `k1.${index}`, sourceContactId: `c-${index}` },
  );
  await world.callbacks.replace(row, undefined);
  return row;
}

async function settled(options: Parameters<typeof aWorld>[0] = {}): Promise<World> {
  const world = aWorld(options);
  await world.settle();
  return world;
}

/** Contacts that Connect was asked of, by the sweep. */
function asked(world: World): string[] {
  const names: string[] = [];
  const { describe, findByName } = world.center;
  world.center.describe = (contactId) => {
    names.push(contactId);
    return describe(contactId);
  };
  world.center.findByName = (name, from, to) => {
    names.push(name);
    return findByName(name, from, to);
  };
  return names;
}

test('before the center is settled a sweep says so and does nothing', async () => {
  const world = aWorld();
  await put(world, {});
  await world.sweep();
  expect(world.log.lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('not settled yet') }]);
  expect(world.all().callbacks).toMatchObject([{ state: 'ACCEPTED', version: 1 }]);
});

test('how the queue stands is written down each minute', async () => {
  const world = await settled();
  world.center.current = [free];
  await put(world, { dueAt: addSeconds(noon, hours(1)) });
  await world.sweep();
  expect(world.metrics.sum('OpenCallbacks')).toBe(1);
  expect(world.metrics.sum('AgentsStaffed')).toBe(4);
});

test('Bug: callbacks that could not be read were shown as none. Fix: what is unknown is left out', async () => {
  const world = await settled();
  world.center.current = [free];
  await put(world, {});
  world.callbacks.open = () => Promise.reject(new Error('throttled'));
  await world.sweep();
  expect(world.metrics.emitted.map(({ name }) => name)).toContain('AgentsStaffed');
  expect(world.metrics.emitted.map(({ name }) => name)).not.toContain('OpenCallbacks');
});

test('of 90 calls whose results are unknown twenty are searched for in one sweep: Connect takes no more', async () => {
  const world = await settled();
  for (let index = 0; index < 90; index += 1) await put(world, { state: 'DIALING', since: noon }, index);
  const names = asked(world);
  await world.sweep();
  expect(names).toHaveLength(20);
});

test('callbacks that only wait for an agent use up none of the questions', async () => {
  const world = await settled();
  for (let index = 0; index < 80; index += 1) await put(world, { state: 'PENDING', notBefore: noon }, index);
  await put(world, { state: 'DIALED', contactId: 'leg-1' }, 80);
  const names = asked(world);
  await world.sweep();
  expect(names).toEqual(['leg-1']);
});

test('a call that is found by its name is noted as the leg of its callback', async () => {
  const world = await settled();
  const row = await put(world, { state: 'DIALING', since: noon });
  world.center.named.set(`${row.callbackId}-1`, 'leg-1');
  world.center.contacts.set('leg-1', { contactId: 'leg-1', channel: 'voice', initiatedAt: noon });
  await world.sweep();
  expect(await world.contacts.get('leg-1')).toMatchObject({ callbackId: row.callbackId, attempt: 1 });
});

test('a call without a trace at Connect was not made: its attempt is free again', async () => {
  const world = await settled();
  const row = await put(world, { state: 'DIALING', since: addSeconds(noon, minutes(-15)) });
  await world.sweep();
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({ state: 'PENDING', attempt: 1 });
});

test('a contact that is over settles its callback, though no row of its own says whose it is', async () => {
  const world = await settled();
  const row = await put(world, { state: 'CREATED', contactId: 'native' });
  world.center.contacts.set('native', { contactId: 'native', channel: 'voice', initiatedAt: noon, endedAt: noon });
  await world.sweep();
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({ attempt: 2, reason: 'lost' });
});

test('what became of a callback while Connect was asked is not put off', async () => {
  const world = await settled();
  const row = await put(world, { state: 'DIALED', contactId: 'leg-1' });
  const next: CallbackRow = { ...row, state: 'PENDING', attempt: 2, version: row.version + 1, dueAt: noon };
  const { contactId: _over, ...following } = next;
  world.center.describe = async (contactId) => {
    // Its end was heard of in this very moment, and what Connect answered is older.
    await world.callbacks.replace(following, row.version);
    return { contactId, channel: 'voice', initiatedAt: noon };
  };
  await world.sweep();
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({ attempt: 2, dueAt: noon, version: next.version });
});

/** A callback contact that waits in Connect's queue. */
async function queued(world: World, facts: Partial<CallbackRow> = {}): Promise<CallbackRow> {
  world.center.contacts.set('native', { contactId: 'native', channel: 'voice', initiatedAt: noon, queuedAt: noon });
  return put(world, { state: 'CREATED', contactId: 'native', ...facts });
}

test('a contact that still waits when its callback has lapsed is ended', async () => {
  const world = await settled();
  await queued(world, { expiresBy: noon });
  await world.sweep();
  expect(world.center.stopped).toEqual(['native']);
});

const closedAtNoon = () =>
  aSettings((written) => {
    written.hours = { day: { week: { tuesday: ['07:00-12:00'], wednesday: ['09:00-17:00'] } } };
  });
const opening = Date.parse('2026-03-11T09:00:00-04:00') as Instant;

test('one whose promise is over when the queue has closed is ended, to be called at the opening', async () => {
  const world = await settled({ settings: closedAtNoon() });
  const row = await queued(world, { promisedBy: noon });
  await world.sweep();
  expect(world.center.stopped).toEqual(['native']);
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({
    movedBy: 'closing',
    movesTo: { notBefore: opening },
  });
});

test('one that is the dialler’s is promised anew as well, though nobody is at work to be dialled for', async () => {
  const world = await settled({ settings: closedAtNoon() });
  const row = await put(world, { state: 'PENDING', notBefore: noon, promisedBy: addSeconds(noon, minutes(10)) });
  await world.sweep();
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({ movedBy: 'closing', notBefore: opening });
});
