import { Fault } from '../../../adapters/fault.ts';
import type { Clock, ContactCenter, DueCallbacks } from '../../../core/ports.ts';

/** One row per callback, without versions: what the common pattern keeps. */
export interface PlainRow {
  callbackId: string;
  attempt: number;
  number: string;
  state: 'open' | 'done';
}

export interface PlainRows {
  get(callbackId: string): Promise<PlainRow | undefined>;
  put(row: PlainRow): Promise<void>;
}

/** The idempotency table of the common wrapper. */
export interface Records {
  /** INPROGRESS unless there is one that is done or has not run out. */
  begin(key: string, expiresAt: number): Promise<'begun' | 'done' | 'in-progress'>;
  complete(key: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface WrapperWorld {
  contacts: PlainRows;
  history: Records;
  center: Pick<ContactCenter, 'place'>;
  dueCallbacks: DueCallbacks;
  clock: Clock;
  attempts: number;
  /** A token for each request, as the SDK makes one up when none is given. */
  freshToken: () => string;
}

const functionSeconds = 15;

/**
 * What many build instead of a ledger: the handler behind an idempotency record. An exception deletes the record, a
 * timeout lets it run out, and either way the handler runs again, whatever it had done.
 */
export function makeWrappedDial(world: WrapperWorld) {
  return async (body: string): Promise<void> => {
    const { callbackId, attempt } = JSON.parse(body) as { callbackId: string; attempt: number };
    const key = `${callbackId}#${attempt}`;
    const begun = await world.history.begin(key, world.clock.now() + functionSeconds * 1000);
    if (begun === 'done') return;
    if (begun === 'in-progress') throw new Error('in progress elsewhere');
    try {
      await dial(world, callbackId, attempt);
    } catch (error) {
      await world.history.remove(key);
      throw error;
    }
    await world.history.complete(key);
  };
}

async function dial(world: WrapperWorld, callbackId: string, attempt: number): Promise<void> {
  const row = await world.contacts.get(callbackId);
  if (!row || row.state === 'done') return;
  const placed = await world.center.place({
    name: `${callbackId}-${attempt}`,
    clientToken: world.freshToken(),
    number: row.number,
    flowId: 'callback-outbound',
    queueArn: 'q',
    ringSeconds: 30,
    attributes: { callbackId, attempt: String(attempt) },
  });
  if (placed.kind !== 'placed') throw new Fault('connect:StartOutboundVoiceContact', new Error(), true, 'Try again.');
  await world.contacts.put({ ...row, attempt });
}

/** The next attempt when a call ended without an agent; the end of it when one was there. */
export function makeWrappedTrack(world: WrapperWorld) {
  return async (body: string): Promise<void> => {
    const { callbackId, attempt, spoke } = JSON.parse(body) as { callbackId: string; attempt: number; spoke: boolean };
    const row = await world.contacts.get(callbackId);
    if (!row || row.state === 'done') return;
    if (spoke || attempt >= world.attempts) return world.contacts.put({ ...row, state: 'done' });
    await world.dueCallbacks.send([{ callbackKey: '', callbackId, attempt: attempt + 1 }]);
  };
}
