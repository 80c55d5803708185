import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoryRows } from '../../../core/operations/gatherStory.ts';
import { instant } from '../../../core/time/units.ts';
import { createDesks, type Desk } from '../../../local/web/desk.ts';
import { createPace, type Pace } from '../../../local/web/pace.ts';
import { type AConnect, aConnect, aWebCenter, settings } from '../aConnect.ts';

let center: AConnect;
let pace: Pace;
let openDesk: () => Desk;
let desk: Desk;
const sales = settings.phoneNumbers.sales?.number ?? '';

beforeEach(async () => {
  center = await aConnect({ 'quote-wait': () => ({ offer: 'none', say: '' }) });
  pace = createPace({ ...center.clock, speed: 10 } as never, () => {});
  openDesk = createDesks(aWebCenter(center), pace);
  desk = openDesk();
});
afterEach(() => desk.close());

const atHand = async () => (await desk.message()).contacts;
const dial = (from: string, to = sales) => center.connect.dial({ from, to, keys: () => '2' });

describe('an agent at the desk', () => {
  test('hears a contact ring and takes it, ends it and is free once it is wrapped up with a reason', async () => {
    desk.change({ type: 'desk-login', username: 'iris' });
    const id = dial('+12065550111');
    await center.run(15);
    expect(await atHand()).toMatchObject([{ contactId: id, stage: 'rings', caller: '0111', queue: 'sales' }]);
    desk.change({ type: 'desk-accept', contactId: id });
    await center.run(5);
    expect(await atHand()).toMatchObject([{ stage: 'talking', destinations: [] }]);
    desk.change({ type: 'desk-end', contactId: id });
    await center.run(600);
    expect(await atHand()).toMatchObject([{ stage: 'wrapping-up' }]);
    desk.change({ type: 'desk-finish', contactId: id, reason: 'Solved' });
    expect(await desk.message()).toMatchObject({ status: 'available', contacts: [] });
    expect(center.connect.log.ofContact(id)).toContainEqual(
      expect.objectContaining({ kind: 'wrapped-up', agent: 'iris', reason: 'Solved' }),
    );
  });

  test('who does not accept has missed it, and nothing rings until they are available again', async () => {
    desk.change({ type: 'desk-login', username: 'iris' });
    dial('+12065550111');
    await center.run(60);
    desk.change({ type: 'desk-status', status: 'break' });
    expect(await desk.message()).toMatchObject({ status: 'break', contacts: [] });
    await center.run(60);
    expect(await atHand()).toEqual([]);
    desk.change({ type: 'desk-status', status: 'available' });
    expect(await atHand()).toMatchObject([{ stage: 'rings' }]);
  });

  test('the clock keeps to their pace while there is anything to do', async () => {
    desk.change({ type: 'desk-login', username: 'iris' });
    expect(pace.held).toBe(false);
    const id = dial('+12065550111');
    await center.run(15);
    desk.settlePace();
    expect(pace.held).toBe(true);
    center.connect.hangUp(id);
    desk.settlePace();
    expect(pace.held).toBe(false);
  });
});

describe('a desk', () => {
  test('is no place for an agent who sits at another, nor for a stranger, nor for work without an agent', () => {
    desk.change({ type: 'desk-login', username: 'iris' });
    const other = openDesk();
    expect(() => other.change({ type: 'desk-login', username: 'iris' })).toThrow(
      'iris sits at the desk of another page.',
    );
    expect(() => other.change({ type: 'desk-login', username: 'nobody' })).toThrow('the settings have no such agent');
    expect(() => other.change({ type: 'desk-status', status: 'break' })).toThrow('Log in at the desk first.');
    desk.change({ type: 'desk-logout' });
    other.change({ type: 'desk-login', username: 'iris' });
    other.close();
  });

  test('that is closed leaves its agent as they were: at work by themselves, or off', async () => {
    center.connect.agents.login('jack');
    desk.change({ type: 'desk-login', username: 'jack' });
    desk.close();
    const id = dial('+12065550111');
    await center.run(20);
    expect(center.connect.contact(id)).toMatchObject({ stage: 'connected', agent: 'jack' });
    desk.change({ type: 'desk-login', username: 'iris' });
    desk.close();
    expect(center.connect.agents.list().find(({ username }) => username === 'iris')?.status).toBe('offline');
  });
});

test('the agent sees what the customer was told, offered and promised, and earlier contacts, but no whole number', async () => {
  const at = (minute: number) => instant(center.clock.now() + minute * 60_000);
  const own = {
    customerKey: 'k',
    callbackKey: 'callback#k#all',
    queue: 'sales',
    channel: 'voice',
    quotes: [{ askedAt: at(0), purpose: 'arrival', basis: {}, toldBoundSeconds: 300 }],
    offeredAt: at(0),
    choice: 'hold',
    choseAt: at(0),
  };
  const rows = {
    contacts: {
      get: async (contactId: string) =>
        contactId === 'earlier'
          ? { contactId, channel: 'voice', queue: 'billing', outcome: 'abandoned', initiatedAt: at(-90) }
          : { ...own, contactId },
    },
    callbacks: { get: async () => ({ state: 'PENDING', promisedBy: at(30), queue: 'billing' }) },
    closedCallback: async () => undefined,
    contactsOfCustomer: async () => ['earlier'],
  } as unknown as StoryRows;
  desk = createDesks(aWebCenter(center, { story: rows }), pace)();
  desk.change({ type: 'desk-login', username: 'iris' });
  dial('+12065550111');
  await center.run(15);
  const [contact] = await atHand();
  expect(contact).toMatchObject({
    caller: '0111',
    promises: [{ told: 'an agent within 300 s', state: 'open' }],
    openCallback: { queue: 'billing', promisedBy: at(30) },
    earlier: [{ contactId: 'earlier', text: 'voice, billing: gave up waiting' }],
  });
  expect(contact?.before.map(({ text }) => text)).toEqual([
    'Told it would take at most 300 s',
    'Offered a callback for the first time',
    'Chose hold',
  ]);
  expect(JSON.stringify(contact)).not.toContain('+12065550111');
});
