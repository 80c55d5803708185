import { dialBudgets } from '../../core/callbacks/budgets.ts';
import { parseDailyWindow } from '../../core/callbacks/callingHours.ts';
import { dialNotBefore } from '../../core/callbacks/dialTime.ts';
import { dispositionOfRefusal } from '../../core/callbacks/disposition.ts';
import { isOpen } from '../../core/callbacks/ledger.ts';
import type { LedgerEvent } from '../../core/callbacks/ledgerEvent.ts';
import { isOptedOut } from '../../core/callbacks/optOut.ts';
import { paceBudgetsOf } from '../../core/callbacks/pace.ts';
import { nothingKnown } from '../../core/contacts/journeySummary.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import type { CenterRows, ContactCenter, Customers, Placed } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { DirectoryRow } from '../../core/rows/center.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { addSeconds, hours, type Instant, minutes } from '../../core/time/units.ts';
import { spendAll } from '../budgets.ts';
import { noteDialledLeg } from '../callback-legs.ts';
import { agentWasFaster, describedEvent, type EventWorld, recordEvents } from '../contact-events.ts';
import { attributesOf, summaryAfter } from '../journey-summary.ts';
import { numberRules } from '../number-rules.ts';
import { putOff } from '../opening.ts';
import { advanceCallback } from '../row-changes.ts';
import type { DialRequest } from './contract.ts';

export interface DialWorld extends EventWorld {
  center: Pick<ContactCenter, 'describe' | 'place' | 'stop'>;
  centerRows: Pick<CenterRows, 'directory' | 'freeze' | 'optOut' | 'spend'>;
  customers: Pick<Customers, 'decrypt' | 'keysOf'>;
  flowId: string;
}

/**
 * Places the call of one attempt. Everything that may have changed since the promise is looked at again: the number's
 * rules, the hours where it rings and ours, the budgets. Then the intent is committed, and only then the call is made.
 * A result that is not known for sure is left as it is: the sweep asks Connect before anything is dialled again.
 */
export function makeDialCallback(world: DialWorld): (request: DialRequest) => Promise<void> {
  return async ({ callbackKey, callbackId, attempt }) => {
    const now = world.clock.now();
    const callback = await world.callbacks.get(callbackKey);
    if (callback?.callbackId !== callbackId || callback.state !== 'PENDING' || callback.attempt !== attempt) return;
    if (now < callback.notBefore) return;
    const move = (event: LedgerEvent) => advanceCallback(world, callbackKey, callbackId, () => event);

    if (now >= callback.expiresBy) return void (await move({ kind: 'lapsed', at: now }));
    if (isOptedOut(await world.centerRows.optOut(callback.customerKey))) {
      return void (await move({ kind: 'cancel', reason: 'opted-out', at: now }));
    }
    const replaced = await endReplaced(world, callback, now);
    if (replaced === 'spoke') return void (await move({ kind: 'cancel', reason: 'replaced', at: now }));
    if (replaced === 'open') {
      return void (await move({ kind: 'postponed', until: addSeconds(now, minutes(1)), reason: 'replacing', at: now }));
    }
    const directory = await world.centerRows.directory();
    // The run that promised it should have seen that; it may have died, or been frozen, before it did.
    const source = await sourceAsItIs(world, callback, directory);
    if (source && agentWasFaster(source, callbackId)) {
      return void (await move({ kind: 'cancel', reason: 'agent-was-faster', at: now }));
    }
    const number = await world.customers.decrypt(callback.numberCipher);
    const verdict = judgeNumber(number, numberRules(world.settings));
    if (verdict.kind === 'refused') {
      const { reason } = verdict;
      const disposition = dispositionOfRefusal(reason);
      return void (await move({ kind: 'refused', attempt, disposition, reason, at: now }));
    }
    const until = dialNotBefore({
      now,
      zones: verdict.zones,
      ringing: parseDailyWindow(world.settings.callbacks.allowedHours),
      hours: world.settings.hours[world.settings.queues[callback.queue]?.hours ?? ''],
    });
    if (until !== undefined) return void (await move(putOff(world.settings, callback, { until, now })));
    const queueArn = directory?.queues[callback.queue];
    if (queueArn === undefined) throw new Error('directory: the queue is not in it; settle-deployment writes it');
    // The row stays due: it is sent again every few minutes, and dialled once it is not frozen any more.
    if ((await world.centerRows.freeze())?.frozen) return;
    if (!(await isInTurn(world, now))) return void (await move({ kind: 'out-of-turn', at: now }));
    // One attempt is paid for once: tries that died on the way rang nobody, and must not use up the number's calls.
    const budgets = dialBudgets(world.settings.callbacks, { ...callback, prefix: verdict.prefix }, now);
    if (!(await spendAll(world.centerRows.spend, budgets, `${callbackId}-${attempt}`))) {
      return void (await move({ kind: 'postponed', until: addSeconds(now, hours(1)), reason: 'budget', at: now }));
    }

    const intent = await move({ kind: 'intent', attempt, at: now });
    if (!intent?.changed) return;
    await dial(world, intent.row, number, queueArn);
  };
}

/**
 * The callback of another number that this one took the place of: it was to end when this one was taken, and ends now at
 * the latest. `spoke`: it was answered all the same, so nobody waits for this one any more.
 */
async function endReplaced(
  world: DialWorld,
  { replaces }: CallbackRow,
  at: Instant,
): Promise<'none' | 'open' | 'spoke'> {
  if (!replaces) return 'none';
  const cancel = { kind: 'cancel', reason: 'replaced', at } as const;
  const other = (await advanceCallback(world, replaces.callbackKey, replaces.callbackId, () => cancel))?.row;
  if (!other) return 'none';
  if (other.state === 'COMPLETED') return 'spoke';
  return isOpen(other.state) ? 'open' : 'none';
}

/**
 * The contact that asked for the callback. One whose end was not heard of may be speaking with an agent, and the events that
 * say so may be lost or late: Connect is asked.
 */
async function sourceAsItIs(
  world: DialWorld,
  { sourceContactId }: CallbackRow,
  directory: DirectoryRow | undefined,
): Promise<ContactRow | undefined> {
  const known = await world.contacts.get(sourceContactId);
  if (!known || known.endedAt !== undefined) return known;
  const found = await world.center.describe(sourceContactId);
  return found ? recordEvents(world, [describedEvent(found)], directory) : known;
}

/** After an outage hundreds of messages come at once; Connect would refuse most of their calls. */
async function isInTurn(world: DialWorld, now: Instant): Promise<boolean> {
  for (const { name, limit, until } of paceBudgetsOf(now, world.settings.callbacks.dialsPerSecond)) {
    if ((await world.centerRows.spend(name, limit, until)) === 'spent') return true;
  }
  return false;
}

const eventOf = (placed: Placed, attempt: number, at: Instant): LedgerEvent =>
  placed.kind === 'refused'
    ? { ...placed, disposition: dispositionOfRefusal(placed.reason), attempt, at }
    : { ...placed, attempt, at };

/** Who promised the call is asked for first. */
const agentOf = ({ agentId }: CallbackRow): Record<string, string> =>
  agentId === undefined ? {} : { prefer: 'agent', agentId };

async function dial(world: DialWorld, callback: CallbackRow, number: string, queueArn: string): Promise<void> {
  const { callbackKey, callbackId, attempt, queue } = callback;
  // Opaque and the same for every try of this attempt: Connect starts one call for it, and finds it by it.
  const name = `${callbackId}-${attempt}`;
  // What is known of the customer helps the agent; not knowing it stops no call.
  const known = await world.customers
    .keysOf(number)
    .then((keys) => summaryAfter(world, keys, queue, undefined, world.clock.now()))
    .catch(() => nothingKnown);
  try {
    const placed = await world.center.place({
      name,
      clientToken: name,
      number,
      flowId: world.flowId,
      queueArn,
      ringSeconds: world.settings.callbacks.ringSeconds,
      attributes: {
        callbackId,
        callbackKey,
        attempt: String(attempt),
        queue,
        queueArn,
        ...attributesOf(known),
        ...agentOf(callback),
      },
    });
    const at = world.clock.now();
    const event = eventOf(placed, attempt, at);
    world.metrics.ofCenter(placed.kind === 'placed' ? { DialsPlaced: 1 } : { DialsRefused: 1 });
    const advanced = await advanceCallback(world, callbackKey, callbackId, () => event);
    if (placed.kind === 'placed' && advanced) await noteDialledLeg(world, advanced.row, placed.contactId);
  } catch (error) {
    // Perhaps the customer's telephone is ringing, perhaps not. Trying again now could ring it twice.
    world.log.error('dial result unknown', { callbackId, attempt, reason: error instanceof Error ? error.name : '' });
  }
}
