import { isOpen } from '../../core/callbacks/ledger.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { QueueFigures } from '../../core/rows/center.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import type { Instant } from '../../core/time/units.ts';
import { toIso } from '../../core/time/units.ts';
import type { DeskResponse } from '../../lambdas/web-desk/contract.ts';
import { aDesk, type DeskAsk } from '../lambdas/aDesk.ts';
import { aSettings, aWorld, instanceArn, longQueue } from '../lambdas/world.ts';

/** A telephone that was rung: by our dialler, or by Connect for a callback in its own queue. */
export interface Ring {
  number: string;
  prefix: string;
  at: Instant;
  by: 'dialler' | 'queue';
  writtenDown: boolean;
}

/** A center that is attacked: its doors, its time, and which telephones it rang. */
export interface Field {
  readonly desk: Desk;
  readonly settings: RuntimeSettings;
  now(): Instant;
  /** Who answers when rung; nobody else does, so that everybody else is tried as often as the rules let us. */
  willAnswer(number: string): void;
  /** Calls in, hears of a long wait and takes the callback, on another number where one is keyed in; the call, where it was accepted. */
  takeByPhone(from: string, queue: string, keyedIn?: string): Promise<string | undefined>;
  /** Calls in and is sent a link by text; its path. */
  linkByText(from: string, queue: string): Promise<string | undefined>;
  /** Books a callback as somebody whose number is known to be theirs. */
  bookAsCustomer(number: string, queue: string, from: string): Promise<DeskResponse | undefined>;
  /** A link of this id that ends then, signed as the center signs. */
  signedLink(linkId: string, until: Instant): Promise<string>;
  passMinute(): Promise<void>;
  /** Every telephone that was rung until now. */
  rings(): Promise<readonly Ring[]>;
  /** What became of the callbacks, by the numbers they were promised to. */
  promises(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

interface Desk {
  get(path: string, ask?: DeskAsk): Promise<DeskResponse>;
  post(path: string, body: Record<string, unknown> | string, ask?: DeskAsk): Promise<DeskResponse>;
}

export const queues = ['service', 'sales', 'billing'] as const;
const texts = { numberArn: 'arn:aws:connect:us-east-1:123456789012:phone-number/sms' };
const staffed = { agentsStaffed: 10, agentsAvailable: 10 };

/** Over the ports in memory: every door open that settings can open, agents enough for whatever is dialled. */
export async function memoryField(): Promise<Field> {
  const settings = aSettings((written) => {
    const [service] = Object.values(written.queues as Record<string, object>);
    written.queues = Object.fromEntries(queues.map((name) => [name, { ...service, offers: ['callback', 'text'] }]));
    written.phoneNumbers = { main: { country: 'US', type: 'DID', number: '+12125550100', queues: [...queues] } };
    written.web = { bookings: 'anyone', texts };
  });
  const world = aWorld({ settings });
  const desk = aDesk(world);
  world.center.current = queues.map((queue): QueueFigures => ({ queue, channel: 'voice', ...staffed }));
  const rings: Ring[] = [];
  const answering = new Set<string>();
  let calls = 0;

  function rung(number: string, by: Ring['by'], writtenDown: boolean): void {
    const verdict = judgeNumber(number, { allowedCountries: ['US'], ownNumbers: [] });
    rings.push({
      number,
      prefix: verdict.kind === 'dialable' ? verdict.prefix : '',
      at: world.clock.now(),
      by,
      writtenDown,
    });
  }

  /** Calls in, hears of a long wait and takes the callback; Connect makes its own contact of it and rings. */
  async function takeByPhone(from: string, queue: string, keyedIn?: string): Promise<string | undefined> {
    calls += 1;
    const contactId = `call-${calls}`;
    await world.quote(contactId, { ...longQueue, queue }, from);
    const entered = keyedIn === undefined ? {} : { number: keyedIn };
    const answer = await world.take(contactId, 'callback', { queue, ...entered }, from);
    if (answer.result !== 'accepted' || answer.place !== 'native') return undefined;
    const native = `native-${calls}`;
    if ((await world.bind(native, contactId)).bind !== 'go') return undefined;
    rung(answer.number, 'queue', false);
    const at = toIso(world.clock.now());
    // What rings has stood in the queue: Connect says so with every later event.
    const queueInfo = { queueArn: `${instanceArn}/queue/${queue}`, enqueueTimestamp: at };
    const common = { initiationMethod: 'CALLBACK', initialContactId: contactId, queueInfo };
    const spoke = answering.has(answer.number)
      ? { connectedToSystemTimestamp: at, agentInfo: { connectedToAgentTimestamp: at, agentArn: 'arn/agent/ann' } }
      : {};
    if (answering.has(answer.number)) await world.hear('CONNECTED_TO_AGENT', native, { ...common, ...spoke });
    await world.hear('DISCONNECTED', native, { ...common, ...spoke, disconnectTimestamp: at });
    return contactId;
  }

  /** Calls in and is sent a link by text. */
  async function linkByText(from: string, queue: string): Promise<string | undefined> {
    calls += 1;
    const contactId = `call-${calls}`;
    await world.quote(contactId, { ...longQueue, queue }, from);
    if ((await world.take(contactId, 'text', { queue }, from)).result !== 'sent') return undefined;
    const address = /https:\S+/.exec(world.texts.sent.at(-1)?.content ?? '')?.[0];
    return address === undefined ? undefined : new URL(address).pathname;
  }

  /** A minute goes by: the sweep sends what is due, the dialler dials it at its pace. */
  async function passMinute(): Promise<void> {
    await world.sweep();
    let used = 0;
    for (const due of world.dueCallbacks.sent.splice(0)) {
      used += 0.5;
      world.clock.advance(0.5);
      const before = world.center.placed.length;
      await world.dialCallback(due);
      const call = world.center.placed[before];
      if (call === undefined) continue;
      const row = await world.callbacks.get(due.callbackKey);
      rung(call.number, 'dialler', row?.consent.how === 'web-form');
      await endLeg(`leg-${before + 1}`, call.number, call.attributes);
    }
    world.clock.advance(Math.max(1, 60 - used));
  }

  async function endLeg(leg: string, number: string, attributes: Record<string, string>): Promise<void> {
    const at = toIso(world.clock.now());
    const facts = { initiationMethod: 'API', disconnectTimestamp: at };
    if (!answering.has(number)) return world.hear('DISCONNECTED', leg, facts);
    await world.answerLeg(leg, 'confirm', attributes);
    const spoke = {
      ...facts,
      connectedToSystemTimestamp: at,
      agentInfo: { connectedToAgentTimestamp: at, agentArn: 'arn/agent/ann' },
    };
    return world.hear('DISCONNECTED', leg, spoke);
  }

  function promises(): Map<string, string> {
    const { callbacks, closedCallbacks } = world.all();
    const numberOf = ({ numberCipher }: CallbackRow): string => [...numberCipher.slice(3)].reverse().join('');
    return new Map([...callbacks, ...closedCallbacks].map((row) => [numberOf(row), becameOf(row, world.clock.now())]));
  }

  // The directory that settle-deployment writes.
  await world.centerRows.putDirectory({
    schemaVersion: 1,
    instanceArn,
    queues: Object.fromEntries(queues.map((queue) => [queue, `${instanceArn}/queue/${queue}`])),
    flows: {
      callbackOutbound: 'arn/flow',
      chats: Object.fromEntries(queues.map((queue) => [queue, `arn/chat-${queue}`])),
    },
  });

  return {
    desk,
    settings,
    now: () => world.clock.now(),
    willAnswer: (number) => void answering.add(number),
    takeByPhone,
    linkByText,
    bookAsCustomer: (number, queue, from) => desk.post('/customer/callbacks', { queue }, { from, phoneNumber: number }),
    signedLink: (linkId, until) => world.linkKeys.sign(linkId, until),
    passMinute,
    rings: async () => rings,
    promises: async () => promises(),
    close: async () => {},
  };
}

/** `kept` who was spoken to, `promised` who still will be; else how it ended, or that it is late. */
export function becameOf({ state, reason, promisedBy }: CallbackRow, now: Instant): string {
  if (state === 'COMPLETED') return 'kept';
  if (isOpen(state)) return promisedBy > now ? 'promised' : `late: ${state}`;
  return `${state}: ${reason ?? ''}`;
}
