import { addSeconds, seconds } from '../../../core/time/units.ts';
import { instanceArn } from '../center.ts';
import { simulatedConnect } from '../connect.ts';
import { seededFaults } from '../faults.ts';
import { hosted } from '../function.ts';
import { batchWork } from '../functions.ts';
import { aPerson, start } from '../people.ts';
import { type ProfileName, profiles } from '../profiles.ts';
import { workQueue } from '../queue.ts';
import { traceOf } from '../trace.ts';
import { virtualTime } from '../virtualTime.ts';
import { makeWrappedDial, makeWrappedTrack, type PlainRow } from './wrapper.ts';

export interface ControlResult {
  callbacks: number;
  /** Callbacks of which one attempt was placed twice. */
  duplicated: number;
  /** Callbacks in which customer and agent spoke twice. */
  answeredTwice: number;
  unfinished: number;
}

const callbacksPerSeed = 8;
const attempts = 3;

/** The same Connect, people and faults, with an idempotency wrapper where Nohold has its ledger. */
export async function runControl(seed: number, profile: ProfileName): Promise<ControlResult> {
  const time = virtualTime(start);
  const faults = seededFaults({ seed, profile: profiles[profile] });
  const hosting = { time, faults, trace: traceOf(time) };
  const rows = new Map<string, PlainRow>();
  const records = new Map<string, number | 'done'>();
  let tokens = 0;
  const connect = simulatedConnect({
    ...hosting,
    instanceArn,
    queueArn: `${instanceArn}/queue/q`,
    agents: 4,
    openAt: () => true,
    handleSeconds: (contactId) => 60 + 240 * faults.chance(`handle ${contactId}`),
    tokenReading: faults.profile.tokenReading ?? (seed % 2 === 0 ? 'same-contact' : 'new-contact-after-end'),
    publish(contactId, { eventType }) {
      const contact = connect.contacts.get(contactId);
      if (eventType !== 'DISCONNECTED' || contact?.attributes.callbackId === undefined) return;
      if (faults.happens('event-lost', contactId)) return;
      const { callbackId, attempt } = contact.attributes;
      const spoke = contact.answeredAt !== undefined;
      events.send(JSON.stringify({ callbackId, attempt: Number(attempt), spoke }), 2);
    },
    onAnsweredLeg(leg) {
      const machine = leg.person.rings.at(-1)?.answer === 'machine';
      time.after(machine ? 14 : 5, () =>
        machine ? connect.end(leg, 'CONTACT_FLOW_DISCONNECT') : connect.enqueue(leg, 1),
      );
    },
    ringSeconds: 30,
  });
  const ports = {
    attempts,
    freshToken: () => `token-${++tokens}`,
    center: connect,
    contacts: {
      get: async (callbackId: string) => rows.get(callbackId),
      put: async (row: PlainRow) => void rows.set(row.callbackId, row),
    },
    history: {
      async begin(key: string, expiresAt: number) {
        const known = records.get(key);
        if (known === 'done') return 'done' as const;
        if (known !== undefined && known > time.now()) return 'in-progress' as const;
        records.set(key, expiresAt);
        return 'begun' as const;
      },
      complete: async (key: string) => void records.set(key, 'done'),
      remove: async (key: string) => void records.delete(key),
    },
    dueCallbacks: {
      send: async (due: readonly { callbackId: string; attempt: number }[]) => {
        for (const one of due) dials.send(JSON.stringify(one), 900);
      },
    },
  };
  const dial = hosted(hosting, {
    name: 'dial',
    ports,
    timeoutSeconds: 15,
    make: each(makeWrappedDial),
  });
  const track = hosted(hosting, {
    name: 'track',
    ports,
    timeoutSeconds: 20,
    make: each(makeWrappedTrack),
  });
  const terms = { visibilitySeconds: 90, attempts: 5, concurrency: 2, batchSize: 1, stopped: () => false };
  const dials = workQueue(time, faults, { ...terms, name: 'Dials', work: batchWork(dial) });
  const events = workQueue(time, faults, { ...terms, name: 'Events', work: batchWork(track) });

  for (let index = 0; index < callbacksPerSeed; index += 1) {
    const callbackId = `cb-${index}`;
    const person = aPerson(seed, index);
    // Known to Connect as somebody who has rung before.
    connect.end(connect.arrive(person), 'CUSTOMER_DISCONNECT');
    rows.set(callbackId, { callbackId, attempt: 1, number: person.number, state: 'open' });
    dials.send(JSON.stringify({ callbackId, attempt: 1 }), index * 120);
  }
  for (let hour = 1; hour <= 12; hour += 1) {
    await time.run(addSeconds(start, seconds(hour * 3600)));
    if (hour >= 4) faults.stop();
    dials.redrive();
    events.redrive();
  }
  return judged(connect.log, [...rows.values()]);
}

/** One message at a time, in any version. */
function each<World>(make: (world: World) => (body: string) => Promise<void>) {
  const one = (world: World) => {
    const run = make(world);
    return async (bodies: readonly string[]): Promise<number[]> => {
      for (const body of bodies) await run(body);
      return [];
    };
  };
  return { current: one, earlier: one };
}

function judged(log: ReturnType<typeof simulatedConnect>['log'], rows: readonly PlainRow[]): ControlResult {
  const callbackOf = new Map<string, string>();
  const placed = new Map<string, number>();
  const spoken = new Map<string, number>();
  const duplicated = new Set<string>();
  for (const fact of log) {
    if (fact.kind === 'placed') {
      const { name, attributes } = fact.call;
      callbackOf.set(fact.contactId, attributes.callbackId ?? '');
      placed.set(name, (placed.get(name) ?? 0) + 1);
      if ((placed.get(name) ?? 0) > 1) duplicated.add(attributes.callbackId ?? '');
    }
    if (fact.kind === 'spoke') {
      const callbackId = callbackOf.get(fact.contactId) ?? '';
      spoken.set(callbackId, (spoken.get(callbackId) ?? 0) + 1);
    }
  }
  return {
    callbacks: rows.length,
    duplicated: duplicated.size,
    answeredTwice: [...spoken.values()].filter((times) => times > 1).length,
    unfinished: rows.filter(({ state }) => state === 'open').length,
  };
}
