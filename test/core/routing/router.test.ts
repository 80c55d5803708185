import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoutingProfile } from '../../../core/routing/idleAgents.ts';
import { createRouter, type Router } from '../../../core/routing/router.ts';
import { createSortedList } from '../../../core/routing/sortedList.ts';
import type { WaitingContact } from '../../../core/routing/waitingLine.ts';
import { instant } from '../../../core/time/units.ts';

const at = (second: number) => instant(second * 1000);

const aContact = (contactId: string, changes: Partial<WaitingContact> = {}): WaitingContact => ({
  contactId,
  queue: 'service',
  channel: 'voice',
  enqueuedAt: at(0),
  priority: 5,
  rankAt: changes.enqueuedAt ?? at(0),
  ...changes,
});

const aProfile = (changes: Partial<RoutingProfile> = {}): RoutingProfile => ({
  id: 'all',
  concurrency: { voice: 1, chat: 3 },
  whileOn: [],
  queues: [
    { queue: 'service', channel: 'voice', priority: 1, delaySeconds: 0 },
    { queue: 'service', channel: 'chat', priority: 1, delaySeconds: 0 },
  ],
  ...changes,
});

function aRouter(profile = aProfile(), agents: readonly string[] = ['ann']): Router {
  const router = createRouter();
  router.setProfile(profile);
  agents.forEach((agentId, index) => {
    router.setAgent(agentId, profile.id, at(0));
    router.setRoutable(agentId, true, at(index));
  });
  return router;
}

test('the oldest contact goes first, and to the agent idle longest', () => {
  const router = aRouter(aProfile(), ['ann', 'ben']);
  router.enqueue(aContact('second', { enqueuedAt: at(20) }));
  router.enqueue(aContact('first', { enqueuedAt: at(10) }));
  expect(router.nextFor('ben', at(30))?.contactId).toBe('first');
  expect(router.agentFor('first', at(30))).toBe('ann');
});

test('a contact’s own priority goes before its age, the queue’s priority before both', () => {
  const router = aRouter(
    aProfile({
      queues: [
        { queue: 'sales', channel: 'voice', priority: 1, delaySeconds: 0 },
        { queue: 'service', channel: 'voice', priority: 2, delaySeconds: 0 },
      ],
    }),
  );
  router.enqueue(aContact('old', { enqueuedAt: at(0) }));
  router.enqueue(aContact('urgent', { enqueuedAt: at(50), priority: 1 }));
  expect(router.nextFor('ann', at(60))?.contactId).toBe('urgent');
  router.enqueue(aContact('sale', { queue: 'sales', enqueuedAt: at(59), priority: 10 }));
  expect(router.nextFor('ann', at(60))?.contactId).toBe('sale');
});

test('queues of one priority are served as one line', () => {
  const router = aRouter(
    aProfile({
      queues: [
        { queue: 'sales', channel: 'voice', priority: 1, delaySeconds: 0 },
        { queue: 'service', channel: 'voice', priority: 1, delaySeconds: 0 },
      ],
    }),
  );
  router.enqueue(aContact('later', { queue: 'sales', enqueuedAt: at(2) }));
  router.enqueue(aContact('earlier', { enqueuedAt: at(1) }));
  expect(router.nextFor('ann', at(9))?.contactId).toBe('earlier');
});

test('agents with a delay get a contact only after it has waited that long', () => {
  const router = aRouter(aProfile({ queues: [{ queue: 'service', channel: 'voice', priority: 1, delaySeconds: 30 }] }));
  router.enqueue(aContact('a', { enqueuedAt: at(0) }));
  router.enqueue(aContact('b', { enqueuedAt: at(10), priority: 1 }));
  expect(router.delaysOf('service', 'voice')).toEqual([30]);
  expect(router.nextFor('ann', at(29))).toBeUndefined();
  expect(router.agentFor('a', at(29))).toBeUndefined();
  // The one with priority has not waited long enough yet.
  expect(router.nextFor('ann', at(30))?.contactId).toBe('a');
  expect(router.nextFor('ann', at(40))?.contactId).toBe('b');
});

test('a callback ranks by the start of its first call', () => {
  const router = aRouter();
  router.enqueue(aContact('live', { enqueuedAt: at(100) }));
  router.enqueue(aContact('callback', { enqueuedAt: at(200), rankAt: at(90) }));
  expect(router.nextFor('ann', at(300))?.contactId).toBe('callback');
});

test('a contact being offered keeps its place and is offered to nobody else', () => {
  const router = aRouter(aProfile(), ['ann', 'ben']);
  const first = aContact('first');
  router.enqueue(first);
  router.enqueue(aContact('second', { enqueuedAt: at(1) }));
  router.reserve('first');
  expect(router.nextFor('ann', at(2))?.contactId).toBe('second');
  expect(router.line('service', 'voice').size).toBe(2);
  expect(router.line('service', 'voice').position(first)).toBe(1);
  router.rerank('first', { priority: 7, rankAt: at(0) });
  router.release('first');
  expect(router.nextFor('ann', at(2))?.contactId).toBe('second');
  expect(router.dequeue('first')?.priority).toBe(7);
  expect(router.line('service', 'voice').size).toBe(1);
});

test('an agent takes as many contacts of a channel as the profile says, and other channels only where it says so', () => {
  const router = aRouter();
  router.enqueue(aContact('call'));
  router.enqueue(aContact('chat', { channel: 'chat', enqueuedAt: at(1) }));
  router.occupy('ann', 'chat', at(1));
  expect(router.nextFor('ann', at(2))?.contactId).toBe('chat');
  router.occupy('ann', 'chat', at(2));
  router.occupy('ann', 'chat', at(3));
  expect(router.nextFor('ann', at(4))).toBeUndefined();
  router.setProfile(aProfile({ whileOn: ['chat'] }));
  expect(router.nextFor('ann', at(4))?.contactId).toBe('call');
  expect(router.agentFor('call', at(4))).toBe('ann');
  router.occupy('ann', 'voice', at(4));
  router.vacate('ann', 'chat', at(5));
  expect(router.nextFor('ann', at(5))).toBeUndefined();
});

test('an agent who is not routable, was moved or removed gets nothing', () => {
  const router = aRouter();
  router.enqueue(aContact('call'));
  router.setRoutable('ann', false, at(1));
  expect(router.nextFor('ann', at(1))).toBeUndefined();
  router.setRoutable('ann', true, at(2));
  router.setProfile(aProfile({ id: 'none', queues: [] }));
  router.setAgent('ann', 'none', at(3));
  expect(router.agentFor('call', at(3))).toBeUndefined();
  router.removeAgent('ann');
  expect(router.agent('ann')).toBeUndefined();
  expect(() => router.setAgent('ben', 'unknown', at(1))).toThrow('no routing profile unknown');
  expect(() => router.vacate('ann', 'voice', at(1))).toThrow('no agent ann');
});

test('a sorted list holds what a sorted array would', () => {
  const operation = fc.record({ add: fc.boolean(), value: fc.integer({ min: 0, max: 50 }) });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
      const list = createSortedList<number>((a, b) => a - b);
      let model: number[] = [];
      for (const { add, value } of operations) {
        if (add && !model.includes(value)) {
          list.add(value);
          model = [...model, value].sort((a, b) => a - b);
        } else if (!add) {
          expect(list.remove(value)).toBe(model.includes(value));
          model = model.filter((other) => other !== value);
        }
        expect([...list]).toEqual(model);
        expect(list.indexOf(value)).toBe(model.indexOf(value));
      }
    }),
  );
});

/** The same rules, by looking at everything. */
function nextByBruteForce(contacts: readonly WaitingContact[], profile: RoutingProfile, now: number) {
  const eligible = contacts.flatMap((contact) => {
    const served = profile.queues.find(({ queue, channel }) => queue === contact.queue && channel === contact.channel);
    return served !== undefined && contact.enqueuedAt + served.delaySeconds * 1000 <= now ? [{ contact, served }] : [];
  });
  eligible.sort(
    (a, b) =>
      a.served.priority - b.served.priority ||
      a.contact.priority - b.contact.priority ||
      a.contact.rankAt - b.contact.rankAt ||
      (a.contact.contactId < b.contact.contactId ? -1 : 1),
  );
  return eligible[0]?.contact.contactId;
}

test('who is next is who would be next if everything were looked at', () => {
  const waiting = fc.array(
    fc.record({
      queue: fc.constantFrom('a', 'b', 'c'),
      enqueuedAt: fc.integer({ min: 0, max: 100 }).map(at),
      rankAt: fc.integer({ min: -50, max: 100 }).map(at),
      priority: fc.integer({ min: 1, max: 10 }),
      leaves: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  const queues = fc.uniqueArray(
    fc.record({
      queue: fc.constantFrom('a', 'b', 'c'),
      channel: fc.constant('voice' as const),
      priority: fc.integer({ min: 1, max: 3 }),
      delaySeconds: fc.constantFrom(0, 0, 20),
    }),
    { selector: ({ queue }) => queue, minLength: 1 },
  );
  fc.assert(
    fc.property(waiting, queues, fc.integer({ min: 100, max: 130 }), (drawn, served, second) => {
      const profile = aProfile({ queues: served });
      const router = aRouter(profile);
      const contacts = drawn.map(({ leaves: _, ...contact }, index) => aContact(`c${index}`, contact));
      for (const contact of contacts) router.enqueue(contact);
      drawn.forEach(({ leaves }, index) => {
        if (leaves) router.dequeue(`c${index}`);
      });
      const left = contacts.filter((_, index) => drawn[index]?.leaves === false);
      expect(router.nextFor('ann', at(second))?.contactId).toBe(nextByBruteForce(left, profile, second * 1000));
    }),
  );
});
