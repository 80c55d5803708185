import { expect, test } from 'vitest';
import { isOpen } from '../../core/callbacks/ledger.ts';
import { type RandomStream, randomStream } from '../../core/random/stream.ts';
import { seconds, toIso } from '../../core/time/units.ts';
import { aWorld, longQueue, queueArn } from './world.ts';

/** Every call of a port may die before or after it took effect, with the same chance each. */
function unreliable<Port extends object>(port: Port, chance: RandomStream, share: () => number): Port {
  return new Proxy(port, {
    get(target, name) {
      const member = Reflect.get(target, name);
      if (typeof member !== 'function' || name === 'now') return member;
      return async (...args: unknown[]) => {
        if (chance.uniform() < share()) throw new Error(`died before ${String(name)}`);
        const result = await Reflect.apply(member, target, args);
        if (chance.uniform() < share()) throw new Error(`died after ${String(name)}`);
        return result;
      };
    },
  });
}

/** One caller who takes a callback, and a customer who answers six calls in ten, in a world where a tenth of everything fails. */
async function live(seed: number) {
  const chance = randomStream(seed, 'faults');
  const fate = randomStream(seed, 'customer');
  let share = 0.1;
  const faulty = <Port extends object>(port: Port): Port => unreliable(port, chance, () => share);
  const world = aWorld({ wrap: faulty });
  const { center } = world;
  center.tokenEndsWithCall = seed % 2 === 0;
  center.searchLagSeconds = 300;
  center.current = [{ queue: 'service', channel: 'voice', agentsStaffed: 4, agentsAvailable: 4 }];
  share = 0;
  await world.settle();
  share = 0.1;

  const often = async <Result>(times: number, run: () => Promise<Result>): Promise<Result | undefined> => {
    for (let time = 0; time < times; time += 1) {
      try {
        return await run();
      } catch {
        // The next delivery.
      }
    }
    return undefined;
  };
  /** A fifth of the events is lost; the others come once or twice. */
  const hear = async (eventType: string, contactId: string, facts: Record<string, unknown>) => {
    const copies = fate.uniform() < 0.2 ? 0 : fate.integer(1, 2);
    for (let copy = 0; copy < copies; copy += 1) {
      await often(3, () => world.hear(eventType, contactId, { channel: 'VOICE', ...facts }));
    }
  };

  await often(3, () => world.quote('c', longQueue));
  const accepted = await often(4, () => world.take('c', 'callback'));
  const told = accepted?.result === 'accepted';
  if (told) expect(world.all().callbacks).toHaveLength(1);

  const answered: string[] = [];
  const rung = new Set<string>();
  /** Connect rings the customer, who answers or not; then tells, or not. */
  const ring = async (contactId: string, method: string) => {
    if (rung.has(contactId)) return;
    rung.add(contactId);
    const contact = center.contacts.get(contactId);
    if (!contact || contact.endedAt !== undefined) return;
    const at = world.clock.advance(20);
    const picksUp = fate.uniform() < 0.6;
    const facts: Record<string, unknown> = { initiationMethod: method, initialContactId: 'c' };
    if (picksUp) {
      if (method === 'API') {
        const attributes = center.placed.find((call) => center.named.get(call.name) === contactId)?.attributes ?? {};
        const confirmed = await often(4, () => world.answerLeg(contactId, 'confirm', attributes));
        if (confirmed?.result !== 'queue' && confirmed !== undefined) return;
      }
      answered.push(contactId);
      Object.assign(contact, { customerAnsweredAt: at, answeredAt: at });
      const agentInfo = { connectedToAgentTimestamp: toIso(at), agentArn: 'arn/agent/ann' };
      await hear('CONNECTED_TO_AGENT', contactId, { ...facts, connectedToSystemTimestamp: toIso(at), agentInfo });
      Object.assign(facts, { connectedToSystemTimestamp: toIso(at), agentInfo });
    }
    contact.endedAt = world.clock.advance(30);
    await hear('DISCONNECTED', contactId, { ...facts, disconnectTimestamp: toIso(contact.endedAt) });
  };

  // The flow goes on to Connect's own callback, unless it is cut off here.
  if (told && accepted.place === 'native' && fate.uniform() < 0.8) {
    const queuedAt = world.clock.now();
    center.contacts.set('native', {
      contactId: 'native',
      initiationMethod: 'CALLBACK',
      initialContactId: 'c',
      queueArn,
      queuedAt,
    });
    const bound = await often(3, () => world.bind('native', 'c'));
    if (bound?.bind === 'go') await ring('native', 'CALLBACK');
    else
      center.contacts.set('native', {
        contactId: 'native',
        initiationMethod: 'CALLBACK',
        initialContactId: 'c',
        endedAt: queuedAt,
      });
  }

  for (let minute = 0; minute < 600; minute += 1) {
    world.clock.advance(60);
    if (minute > 240) share = 0;
    await often(1, () => world.sweep());
    for (const due of world.dueCallbacks.sent.splice(0)) {
      await Promise.all([1, 2].map(() => often(3, () => world.dialCallback(due))));
    }
    for (const contact of [...center.contacts.values()]) {
      if (contact.initiationMethod === 'API') await ring(contact.contactId, 'API');
    }
    if (!world.all().callbacks.some((row) => isOpen(row.state))) break;
  }
  return { world, answered, told };
}

const runs = 200;

test(`${runs} callbacks through a world where a tenth of all calls fail and a fifth of all events is lost`, async () => {
  const ended = new Map<string, number>();
  for (let seed = 1; seed <= runs; seed += 1) {
    const { world, answered, told } = await live(seed);
    const rows = world.all();
    const tokens = world.center.placed.map((call) => call.clientToken);
    const trace = `seed ${seed}: ${JSON.stringify({ answered, tokens, rows: rows.callbacks.map((row) => [row.state, row.reason, row.attempts]) })}`;
    // One answer; no attempt dialled twice; none beyond the last; everything ends; nothing promised vanishes.
    expect(answered.length, trace).toBeLessThanOrEqual(1);
    expect(new Set(tokens).size, trace).toBe(tokens.length);
    expect(tokens.length, trace).toBeLessThanOrEqual(3);
    expect(
      rows.callbacks.filter((row) => isOpen(row.state)),
      trace,
    ).toEqual([]);
    if (told) expect(rows.closedCallbacks, trace).toHaveLength(1);
    const state = rows.callbacks[0]?.state ?? 'none';
    if (answered.length === 1) expect(state, trace).toBe('COMPLETED');
    ended.set(state, (ended.get(state) ?? 0) + 1);
  }
  // The test would prove little if nothing happened in it.
  expect(ended.get('COMPLETED') ?? 0).toBeGreaterThan(runs * 0.6);
  expect(seconds(ended.get('EXHAUSTED') ?? 0)).toBeGreaterThan(0);
}, 120_000);
