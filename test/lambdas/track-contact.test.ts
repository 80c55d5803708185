import { describe, expect, test } from 'vitest';
import { toIso } from '../../core/time/units.ts';
import { aWorld, eventMessage, noon, queueArn } from './world.ts';

const queued = { initiationTimestamp: toIso(noon), queueInfo: { queueArn, enqueueTimestamp: toIso(noon) } };
const answered = { ...queued, agentInfo: { agentArn: 'agent/ana', connectedToAgentTimestamp: toIso(noon) } };

/** Counts what a batch asks of the contacts' rows; what `refuse` names fails. */
async function aBatch(messages: readonly ReturnType<typeof eventMessage>[], refuse: string[] = []) {
  const asked: string[] = [];
  const world = aWorld({
    wrap: (port) =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return (...given: unknown[]) => {
            const [subject] = given as [{ contactId?: string } | string];
            if (name === 'getMany' || name === 'get' || name === 'replace') asked.push(String(name));
            if (name === 'replace' && typeof subject === 'object' && refuse.includes(subject.contactId ?? ''))
              return Promise.reject(new Error('throttled'));
            return Reflect.apply(member, target, given);
          };
        },
      }),
  });
  await world.settle();
  const failures = await world.track(messages);
  return { world, failures, asked };
}

describe('contact events that come in one batch', () => {
  test('are read with one request, and each contact is written once', async () => {
    const { world, failures, asked } = await aBatch([
      eventMessage('QUEUED', 'one', queued),
      eventMessage('QUEUED', 'two', queued),
      eventMessage('CONNECTED_TO_AGENT', 'one', answered),
    ]);
    expect(failures.size).toBe(0);
    expect(asked).toEqual(['getMany', 'replace', 'replace']);
    const rows = new Map(world.all().contacts.map((row) => [row.contactId, row]));
    expect(rows.get('one')).toMatchObject({ outcome: 'answered', queue: 'service', version: 1 });
    expect(rows.get('two')).toMatchObject({ outcome: 'waiting', version: 1 });
    expect(world.metrics.sum('ContactsOffered')).toBe(2);
    expect(world.metrics.sum('ContactsAnswered')).toBe(1);
  });

  test('only the messages of a contact whose write failed are given back', async () => {
    const lost = [eventMessage('QUEUED', 'one', queued), eventMessage('CONNECTED_TO_AGENT', 'one', answered)];
    const { world, failures } = await aBatch([...lost, eventMessage('QUEUED', 'two', queued)], ['one']);
    expect([...failures.keys()]).toEqual(lost);
    expect(world.all().contacts.map(({ contactId }) => contactId)).toEqual(['two']);
  });

  test('a row that somebody else wrote since it was read is read again', async () => {
    const world = aWorld();
    await world.settle();
    const getMany = world.contacts.getMany.bind(world.contacts);
    world.contacts.getMany = async (contactIds) => {
      const rows = await getMany(contactIds);
      await world.contacts.note('one', { latest: { schemaVersion: 1, agentId: 'first' } });
      return rows;
    };
    expect((await world.track([eventMessage('QUEUED', 'one', queued)])).size).toBe(0);
    expect(await world.contacts.get('one')).toMatchObject({ agentId: 'first', outcome: 'waiting', version: 2 });
  });
});
