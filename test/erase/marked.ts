import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { everyRow } from '../../adapters/dynamodb/everyRow.ts';
import { dynamoLinks } from '../../adapters/dynamodb/links.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { memoryClock } from '../../adapters/memory/world.ts';
import { overTable } from '../../bin/operations/center.ts';
import { eraseCustomer } from '../../bin/operations/erase.ts';
import { sumIntervals } from '../../core/kpi/sums.ts';
import { newLink } from '../../core/links/link.ts';
import type { DeadLetter, DeadLetterQueue } from '../../core/operations/ports.ts';
import { addSeconds, hours, minutes, toIso } from '../../core/time/units.ts';
import { emulatedTable } from '../adapters/dynaliteTable.ts';
import { aSettings, aWorld, longQueue, noon, queueArn, type World } from '../lambdas/world.ts';

export interface MarkedErasure {
  customers: number;
  erased: number;
  /** The same before: so much there was to find. */
  found: Record<string, number>;
  /** Erased customers of whom something is left, by where: table, queue, log, export. */
  left: Record<string, number>;
  /** Other customers of whom something was taken that was there before. */
  harmed: number;
  totalsBefore: Record<string, number>;
  totalsAfter: Record<string, number>;
  rows: number;
  seconds: number;
}

const secretOf = (current: string): string =>
  JSON.stringify({ current, k1: 'the first key of this center', k2: 'the second key of this center' });

const numberOf = (index: number): string => `+1206${String(2_000_000 + index)}`;

/**
 * A center with as many customers, each in contact in one of five ways, some again under the next version of the key; dead
 * letters and exports that name them. Every tenth is erased. Over the table's emulator and the Lambdas' own logic.
 */
export async function eraseMarked(customers: number): Promise<MarkedErasure> {
  const emulated = await emulatedTable();
  const folder = mkdtempSync(join(tmpdir(), 'nohold-erase-'));
  try {
    return await run(customers, emulated, folder);
  } finally {
    await emulated.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  count: number,
  { table, client }: Awaited<ReturnType<typeof emulatedTable>>,
  folder: string,
): Promise<MarkedErasure> {
  const clock = memoryClock(noon);
  let current = 'k1';
  const keys = customersUnder(async () => secretOf(current));
  const rows = {
    contacts: dynamoContacts(table, clock),
    callbacks: dynamoCallbacks(table, clock),
    center: dynamoCenter(table, clock),
  };
  const settings = aSettings((written) => {
    written.callbacks = { perPrefixPerHour: 10_000, perPrefixPerDay: 100_000, perNumberPerDay: 9 };
  });
  const world = aWorld({ rows, settings, customers: keys, clock });
  await world.settle();
  const numbers = Array.from({ length: count }, (_, index) => numberOf(index));
  const links = dynamoLinks(table, clock);
  for (const [index, number] of numbers.entries()) {
    await contact(world, index, number);
    const customerKey = await keys.keyOf(number);
    const numberCipher = await keys.encrypt(number);
    const link = { linkId: `link-${index}`, purpose: 'continue', queue: 'service', channel: 'voice' } as const;
    const until = addSeconds(noon, hours(5));
    if (index % 3 === 0)
      await links.replace(
        newLink({ ...link, sourceContactId: `c-${index}`, customerKey, numberCipher, validUntil: until }),
        undefined,
      );
    if (index % 4 === 0) await rows.center.putOptOut({ schemaVersion: 1, customerKey, at: noon, door: 'web' });
  }
  world.clock.advance(minutes(5));
  current = 'k2';
  for (const [index, number] of numbers.entries()) if (index % 3 === 0) await call(world, `again-${index}`, number);
  const letters = await lettersOf(keys, numbers);
  writeFileSync(join(folder, 'contacts.csv'), numbers.map((number, index) => `c-${index},${number}\n`).join(''));
  const spaced = numbers.map((number) => `tel ${number.slice(2, 5)} ${number.slice(5, 8)}-${number.slice(8)}`);
  writeFileSync(join(folder, 'notes.txt'), spaced.join('\n'));
  await world.rollUp();

  const everything = everyRow('nohold', client);
  const center = {
    ...overTable(table, everything, clock, settings),
    center: () => world.center,
    customers: () => keys,
    deadLetters: () => [queueOf(letters)],
  };
  const textNow = async (): Promise<Record<string, string>> => {
    let stored = '';
    for await (const page of everything.pages()) stored += JSON.stringify(page, sets);
    return {
      table: stored,
      queue: JSON.stringify(letters),
      log: JSON.stringify(world.log.lines),
      export: readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('\n'),
    };
  };
  const chosen = new Set(numbers.filter((_, index) => index % 10 === 7));
  const before = await textNow();
  const totalsBefore = await totalsOf(world);
  const startedAt = process.cpuUsage();
  for (const number of chosen) await eraseCustomer(center, { number, exports: [folder] });
  const used = process.cpuUsage(startedAt);
  const after = await textNow();
  // Intervals are computed anew from what is left of the contacts.
  world.clock.advance(minutes(16));
  await world.rollUp();
  return {
    customers: count,
    erased: chosen.size,
    found: await leftOf(keys, chosen, before),
    left: await leftOf(keys, chosen, after),
    harmed: await harmedOf(
      keys,
      numbers.filter((number) => !chosen.has(number)),
      before,
      after,
    ),
    totalsBefore,
    totalsAfter: await totalsOf(world),
    rows: (after.table?.match(/"pk":/g) ?? []).length,
    seconds: (used.user + used.system) / 1e6,
  };
}

const sets = (_name: string, value: unknown): unknown => (value instanceof Set ? [...value] : value);

/** One of: answered, gave up, a callback that was taken back again, turned away, two calls. */
async function contact(world: World, index: number, number: string): Promise<void> {
  const id = `c-${index}`;
  if (index % 5 === 2) {
    await world.quote(id, longQueue, number);
    await world.take(id, 'callback', {}, number);
    const at = toIso(world.clock.now());
    await world.hear('DISCONNECTED', id, { initiationTimestamp: at, disconnectTimestamp: at });
    return;
  }
  await call(world, id, number, index % 5 === 1 ? undefined : 'ana');
  if (index % 5 === 4) await call(world, `${id}-b`, number);
}

async function call(world: World, id: string, number: string, agent: string | undefined = 'ana'): Promise<void> {
  await world.quote(id, {}, number);
  const at = toIso(world.clock.now());
  const queueInfo = { queueArn, enqueueTimestamp: at };
  const agentInfo = agent && { agentInfo: { agentArn: `agent/${agent}`, connectedToAgentTimestamp: at } };
  const customerEndpoint = { type: 'TELEPHONE_NUMBER', address: number };
  const facts = { initiationTimestamp: at, queueInfo, ...agentInfo, customerEndpoint, disconnectTimestamp: at };
  await world.hear('DISCONNECTED', id, facts);
}

async function lettersOf(keys: ReturnType<typeof customersUnder>, numbers: readonly string[]): Promise<DeadLetter[]> {
  const letters = await Promise.all(
    numbers.map(async (number, index): Promise<DeadLetter[]> => {
      const [first = '', second = ''] = await keys.keysOf(number);
      const event = { detail: { eventType: 'INITIATED', customerEndpoint: { address: number } } };
      const bodies =
        index % 2 === 0 ? [event] : [{ callbackKey: `callback#${first}#service` }, { customerKey: second }];
      return bodies.map((body, part) => ({
        receipt: '',
        messageId: `m-${index}-${part}`,
        body: JSON.stringify(body),
        sentAt: 0,
        attributes: {},
      }));
    }),
  );
  return letters.flat();
}

function queueOf(letters: DeadLetter[]): DeadLetterQueue {
  return {
    place: { name: 'ContactEvents', url: '', holds: 'contact-events' },
    async *letters() {
      yield* [...letters];
    },
    sendBack: async () => {},
    async takeOut({ messageId }) {
      letters.splice(
        letters.findIndex((one) => one.messageId === messageId),
        1,
      );
    },
    leave: async () => {},
    count: async () => letters.length,
  };
}

/** What gives a customer away in plain search: every key, and the number as it is written. */
async function namesOf(keys: ReturnType<typeof customersUnder>, number: string): Promise<string[]> {
  const national = number.slice(2);
  const spaced = `${national.slice(0, 3)} ${national.slice(3, 6)}-${national.slice(6)}`;
  return [...(await keys.keysOf(number)), number, national, spaced];
}

async function leftOf(
  keys: ReturnType<typeof customersUnder>,
  erased: ReadonlySet<string>,
  texts: Record<string, string>,
): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const [place, text] of Object.entries(texts)) {
    left[place] = 0;
    for (const number of erased) {
      const names = await namesOf(keys, number);
      if (names.some((name) => text.includes(name))) left[place] += 1;
    }
  }
  return left;
}

const timesIn = (text: string, name: string): number => text.split(name).length - 1;

async function harmedOf(
  keys: ReturnType<typeof customersUnder>,
  others: readonly string[],
  before: Record<string, string>,
  after: Record<string, string>,
): Promise<number> {
  let harmed = 0;
  // Enough of them to see it, without searching the table a thousand times.
  for (const number of others.filter((_, index) => index % 9 === 0)) {
    const names = await namesOf(keys, number);
    const same = Object.keys(before).every((place) =>
      names.every((name) => timesIn(before[place] ?? '', name) === timesIn(after[place] ?? '', name)),
    );
    if (!same) harmed += 1;
  }
  return harmed;
}

async function totalsOf(world: World): Promise<Record<string, number>> {
  const day = await world.centerRows.day('service', 'voice', toIso(noon).slice(0, 10));
  return { ...sumIntervals(day?.intervals ?? []) };
}
