import { type Acceptance, callbackIdOf, decideAcceptance, openingTiming } from '../../core/callbacks/accept.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { callbackKeyOf } from '../../core/rows/keys.ts';
import { addSeconds, type Instant, minutes, seconds, secondsBetween } from '../../core/time/units.ts';
import { type SimulatedCenter, simulatedCenter } from './center.ts';
import { check, type Violation } from './checker.ts';
import { seededFaults } from './faults.ts';
import { aPerson, type Person, start } from './people.ts';
import { type ProfileName, profiles } from './profiles.ts';

export interface DrainTerms {
  seed: number;
  callbacks: number;
  profile: ProfileName;
  agents: number;
}

export interface Drained {
  callbacks: number;
  ended: Record<string, number>;
  violations: Violation[];
  /** From the first call until fewer than two minutes' worth of callbacks had not been called yet. */
  backlogSeconds: number;
  /** Calls placed in that time, of the two a second that Connect allows. */
  quotaUsed: number;
  /** Requests that Connect refused because they came too fast, of all. */
  throttledShare: number;
  /** First attempts that were placed more than two minutes' worth of calls away from their turn by due time. */
  outOfOrderShare: number;
}

const callsPerSecond = 2;
const twoMinutes = 120 * callsPerSecond;

/** Thousands of callbacks that fell due in the last hour, and Connect takes two calls a second. */
export async function drain({ seed, callbacks, profile, agents }: DrainTerms): Promise<Drained> {
  const faults = seededFaults({ seed, profile: profiles[profile] });
  const budgets = { dialsPerDay: 100_000, dialsPerHour: 72_000, perPrefixPerDay: 100_000, perPrefixPerHour: 10_000 };
  const terms = { attempts: 3, retryMinutes: 30, ...budgets };
  const center = simulatedCenter({ seed, faults, people: 0, faultHours: 4, agents, callbacks: terms });
  // An hour ago nobody could have been promised a call to Honolulu, where it was half past seven.
  const people = Array.from({ length: 2 * callbacks }, (_, index) => aPerson(seed, index))
    .filter(({ zone }) => zone !== 'Pacific/Honolulu')
    .slice(0, callbacks);
  for (const [index, person] of people.entries()) {
    await promise(center, person, addSeconds(start, seconds((3600 * index) / callbacks - 3600)));
  }
  // They were promised hours ago: the table's index has shown them.
  await center.time.run(addSeconds(start, seconds(30)));
  await center.run(4);
  const { callbacks: slots, closedCallbacks } = center.rows.all();
  const rows = [...new Map([...slots, ...closedCallbacks].map((row) => [row.callbackId, row])).values()];
  const ended: Record<string, number> = {};
  for (const { state } of rows) ended[state] = (ended[state] ?? 0) + 1;
  return { callbacks: rows.length, ended, violations: await check(center), ...pace(center, rows) };
}

async function promise(center: SimulatedCenter, person: Person, dueAt: Instant): Promise<void> {
  const contact = center.connect.arrive(person);
  center.connect.end(contact, 'CUSTOMER_DISCONNECT');
  const customerKey = await center.customers.keyOf(person.number);
  const acceptance: Acceptance = {
    callbackId: callbackIdOf(contact.contactId),
    sourceContactId: contact.contactId,
    customerKey,
    lineOfBusiness: 'service',
    queue: 'service',
    channel: 'voice',
    numberCipher: await center.customers.encrypt(person.number),
    at: addSeconds(start, minutes(-120)),
    placeSince: addSeconds(start, minutes(-120)),
    timing: openingTiming(dueAt),
    consent: { door: 'voice', how: 'key-press', wording: 'simulated', zones: [person.zone] },
  };
  const slot = await center.rows.slots.get(callbackKeyOf(customerKey, 'service'));
  const decision = decideAcceptance(acceptance, slot, { perNumberPerDay: 3 });
  if (decision.kind !== 'accept') throw new Error(`${person.id}: ${decision.kind}`);
  await center.rows.slots.replace(decision.row, decision.expectedVersion);
}

function pace(center: SimulatedCenter, rows: readonly CallbackRow[]) {
  const { log, placing } = center.connect;
  const placed = log.flatMap((fact) => (fact.kind === 'placed' ? [fact] : []));
  const firsts = placed.filter(({ call }) => call.attributes.attempt === '1');
  const from = firsts[0]?.at ?? start;
  const until = firsts.at(-twoMinutes)?.at ?? start;
  const backlogSeconds = secondsBetween(from, until);
  const during = placed.filter(({ at }) => at <= until).length;
  // Each promise is an hour after its due time.
  const dueOrder = [...rows].sort((a, b) => a.promisedBy - b.promisedBy);
  const turnOf = new Map(dueOrder.map(({ callbackId }, turn) => [callbackId, turn]));
  const away = firsts.filter(
    ({ call }, turn) => Math.abs((turnOf.get(call.attributes.callbackId ?? '') ?? 0) - turn) > twoMinutes,
  );
  return {
    backlogSeconds,
    quotaUsed: during / Math.max(1, backlogSeconds * callsPerSecond),
    throttledShare: placing.throttled / Math.max(1, placing.asked),
    outOfOrderShare: away.length / Math.max(1, firsts.length),
  };
}
