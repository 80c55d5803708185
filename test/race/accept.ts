import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { minutes } from '../../core/time/units.ts';
import { type BookingRequest, bookCallback } from '../../lambdas/booking.ts';
import { cancelCallback } from '../../lambdas/callback-changes.ts';
import { emulatedTable } from '../adapters/dynaliteTable.ts';
import { aSettings, aWorld, noon } from '../lambdas/world.ts';
import { wholeNumbers } from '../support/wholeNumbers.ts';
import { reportRace } from './report.ts';

export interface AcceptRace {
  rounds: number;
  doors: number;
  /** Rounds that did not end in exactly one open callback, whose id everybody was given. */
  wrong: string[];
}

/**
 * In each round fifty doors accept a callback for one number at once: by key press in the flow's Lambda, by the web and
 * from a chat's link. Against the table's emulator, whose conditional writes are the real ones. `from` is the first round's
 * number, for who runs them in pieces.
 */
export async function raceAccepts(rounds: number, { doors = 50, from = 0 } = {}): Promise<AcceptRace> {
  const emulated = await emulatedTable();
  const clock = { now: () => noon };
  const rows = {
    contacts: dynamoContacts(emulated.table, clock),
    callbacks: dynamoCallbacks(emulated.table, clock),
    center: dynamoCenter(emulated.table, clock),
  };
  const settings = aSettings((written) => {
    // It is the race that shall decide, and not a budget.
    written.callbacks = { perPrefixPerHour: 10_000, perPrefixPerDay: 10_000 };
  });
  const world = aWorld({ rows, settings });
  const wrong: string[] = [];

  async function byPhone(contactId: string, number: string): Promise<string | undefined> {
    const answer = await world.take(contactId, 'callback', {}, number);
    return answer.result === 'accepted' ? (await rows.contacts.get(contactId))?.callbackId : undefined;
  }

  async function byForm(id: string, number: string, door: 'web' | 'chat'): Promise<string | undefined> {
    const request: BookingRequest = {
      now: noon,
      door,
      queue: 'service',
      channel: 'voice',
      number,
      when: 'next-opening',
      how: door === 'web' ? 'web-form' : 'link',
      wording: 'test-1',
      source: () => ({ callbackId: `cb-${id}`, sourceContactId: id, placeSince: noon, withinSeconds: minutes(10) }),
    };
    const booking = await bookCallback(world, request);
    return booking.kind === 'refused' ? undefined : booking.callback.callbackId;
  }

  for (let round = from; round < from + rounds; round += 1) {
    const number = numberOf(round);
    const entries = Array.from({ length: doors }, (_, door) => {
      const id = `r${round}d${door}`;
      if (door % 3 === 0) return byPhone(id, number);
      return byForm(id, number, door % 3 === 1 ? 'web' : 'chat');
    });
    const ids = new Set(await Promise.all(entries));
    const open = await rows.callbacks.open(1000);
    if (ids.size !== 1 || ids.has(undefined) || open.length !== 1 || !ids.has(open[0]?.callbackId)) {
      wrong.push(`round ${round}: ${open.length} open, told ${[...ids].join(', ')}`);
    }
    for (const { callbackKey, callbackId } of open) {
      await cancelCallback(world, { callbackKey, callbackId, reason: 'customer' });
    }
  }
  await emulated.close();
  return { rounds, doors, wrong };
}

const areaCodes = '201 202 203 206 207 208 210 212 213 214 215 216 217 218 219 305 312 313 404 415'.split(' ');

/** Another number in each round, spread over prefixes. */
const numberOf = (round: number): string =>
  `+1${areaCodes[round % areaCodes.length]}${2 + (round % 8)}55${String(round % 10_000).padStart(4, '0')}`;

// `npm run race:accept`: 1,000 rounds; `npm run race:accept -- 200 400`: 200 of them, from the 400th on.
if (import.meta.main) {
  const { rounds, from } = wholeNumbers({ rounds: 1000, from: 0 });
  reportRace(await raceAccepts(rounds, { from }), from);
}
