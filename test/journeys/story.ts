import { appendFileSync } from 'node:fs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { inject } from 'vitest';
import { isOpen } from '../../core/callbacks/ledger.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { modelKey } from '../../core/rows/keys.ts';
import { addSeconds, type Instant, minutes, parseInstant, type Seconds } from '../../core/time/units.ts';
import { type Center, type CenterOptions, startCenter } from '../../local/center.ts';
import { createVirtualClock, type VirtualClock } from '../../local/clock/virtual.ts';
import type { Fact, Happening, Person } from '../../local/connect/connect.ts';

/** A Monday on which every queue of the shipped settings is open and its lunch break is far. */
export const MONDAY_TEN = '2026-11-23T10:00:00-05:00';

/** The whole center under a virtual clock: the bundles that deploy, the emulators, and nobody calling yet. */
export interface Story {
  readonly center: Center;
  readonly clock: VirtualClock;
  /** Lets time pass; everything due in it happens. */
  pass(duration: Seconds): Promise<void>;
  /** Lets time pass, a minute at a time, until `isSo`. Throws when it is not so after `atMost`. */
  passUntil(isSo: () => boolean | Promise<boolean>, atMost: Seconds): Promise<void>;
  /** Dials and gives the contact id; time does not pass yet. */
  dial(call: Dial): string;
  /** Facts of one kind about a contact, in order. */
  facts<K extends Happening['kind']>(contactId: string, kind: K): Extract<Fact, { kind: K }>[];
  /** Everything the contact was told, as one text. */
  heard(contactId: string): string;
  /** The logical id of the function from `lambdas/<folder>`. */
  functionId(folder: string): string;
  contactRow(contactId: string): Promise<ContactRow | undefined>;
  /** The ledger: one row per number and line of business, open or just closed. */
  callbackRows(): Promise<CallbackRow[]>;
  close(): Promise<void>;
}

export interface Dial extends Person {
  readonly from?: string | null;
  /** A number's name in the settings. */
  readonly line?: string;
  /** What they press, ask by ask; after the last one, nothing. */
  readonly presses?: readonly string[];
}

export interface StoryOptions
  extends Partial<Pick<CenterOptions, 'settingsPath' | 'cdkOut' | 'seed' | 'faults' | 'connectOptions' | 'stateDir'>> {
  /** @default MONDAY_TEN */
  readonly startsAt?: string;
  /** Who is logged in when it starts. @default nobody */
  readonly agents?: readonly string[];
}

export async function tellStory({ startsAt = MONDAY_TEN, agents = [], ...options }: StoryOptions = {}): Promise<Story> {
  const clock = createVirtualClock(instantOf(startsAt));
  const center = await startCenter({
    clock,
    seed: 7,
    ...options,
    cdkOut: options.cdkOut ?? inject('assembly'),
  });
  const { connect } = center;
  for (const username of agents) connect.agents.login(username);
  let callers = 0;

  const pass = (duration: Seconds) => clock.runUntil(addSeconds(clock.now(), duration));

  return {
    center,
    clock,
    pass,
    async passUntil(isSo, atMost) {
      const latest = addSeconds(clock.now(), atMost);
      while (!(await isSo())) {
        if (clock.now() >= latest) throw new Error(`not so after ${atMost / 60} minutes: ${isSo}`);
        await pass(minutes(1));
      }
    },
    dial({ line = 'sales', from = `+1212555${String(1000 + callers++)}`, presses, ...person }) {
      const to = center.lines.find(({ id }) => id === line)?.to;
      if (to === undefined) throw new Error(`no number called ${line} in the settings`);
      const keys = presses && ((ask: { asksBefore: number }) => presses[ask.asksBefore] ?? null);
      return connect.dial({ from, to, ...(keys ? { keys } : {}), ...person });
    },
    facts: (contactId, kind) =>
      connect.log
        .ofContact(contactId)
        .filter((fact): fact is Extract<Fact, { kind: typeof kind }> => fact.kind === kind),
    heard: (contactId) =>
      connect.log
        .ofContact(contactId)
        .flatMap((fact) =>
          fact.kind === 'said' || fact.kind === 'asked' || fact.kind === 'chat-message' ? [fact.text] : [],
        )
        .join('\n'),
    functionId(folder) {
      const tagged = (tags: unknown) =>
        (tags as { Key: string; Value: string }[]).some(
          ({ Key, Value }) => Key === 'nohold:function' && Value === folder,
        );
      const made = center.template.ofType('AWS::Lambda::Function').find(({ properties }) => tagged(properties.Tags));
      if (made === undefined) throw new Error(`the template has no function ${folder}`);
      return made.logicalId;
    },
    async contactRow(contactId) {
      const rows = await center.rows();
      return rows.find((row) => row.pk === `contact#${contactId}`) as ContactRow | undefined;
    },
    async callbackRows() {
      const rows = await center.rows();
      return rows.filter(
        (row) => String(row.pk).startsWith('callback#') && row.sk === 'open',
      ) as unknown as CallbackRow[];
    },
    async close() {
      noteCalls(center);
      await center.close();
      clock.close();
    },
  };
}

/** Every callback there is has ended. */
export const callbacksOver =
  ({ callbackRows }: Story) =>
  async (): Promise<boolean> => {
    const rows = await callbackRows();
    return rows.length > 0 && rows.every(({ state }) => !isOpen(state));
  };

/** An agent has spoken with every one of them. */
export const allConnected =
  ({ facts }: Story, contactIds: readonly string[]) =>
  (): boolean =>
    contactIds.every((contactId) => facts(contactId, 'connected').length > 0);

/** Fills the line: `count` callers who stay, talk three minutes each, and take no offer. */
export function fillLine(story: Story, count: number, person: Dial = {}): string[] {
  return Array.from({ length: count }, () =>
    story.dial({ handleSeconds: 180, presses: ['2', '2', '2', '2', '2', '2', '2', '2'], ...person }),
  );
}

/** The plan has room for `free` callbacks in each half hour of the next six hours. */
export async function planRoom({ clock, center }: Story, queue: string, free: number): Promise<void> {
  const half = 30 * 60_000;
  const first = (Math.ceil(clock.now() / half) * half) as Instant;
  const freeSlots = Array.from({ length: 12 }, (_, index) => ({
    startsAt: addSeconds(first, minutes(30 * index)),
    endsAt: addSeconds(first, minutes(30 * (index + 1))),
    free,
  }));
  const row = {
    ...modelKey(queue, 'voice'),
    schemaVersion: 1,
    queue,
    channel: 'voice',
    at: clock.now(),
    plan: { generatedAt: clock.now(), agents: [], freeSlots },
  };
  const [table] = [
    ...center.template.ofType('AWS::DynamoDB::Table'),
    ...center.template.ofType('AWS::DynamoDB::GlobalTable'),
  ];
  await center.aws.dynamoDb.call('PutItem', { TableName: table?.ref, Item: marshall(row) });
}

/** A customer who picks up, three seconds after the first ring, whenever the center rings them, and confirms. */
export const picksUp = (handleSeconds = 120): Pick<Person, 'pickup' | 'handleSeconds'> => ({
  handleSeconds,
  pickup: () => ({ kind: 'answer', afterSeconds: 3, person: { handleSeconds, keys: () => '1' } }),
});

export function instantOf(iso: string): Instant {
  const at = parseInstant(iso);
  if (at === undefined) throw new Error(`no instant: ${iso}`);
  return at;
}

/** For `npm run grants`: which function asked which service for what. */
function noteCalls({ aws }: Center): void {
  const into = process.env.NOHOLD_CALLS_INTO;
  if (into !== undefined) appendFileSync(into, `${JSON.stringify(aws.requests.all())}\n`);
}
