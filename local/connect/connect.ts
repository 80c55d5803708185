import type { Instant, Seconds } from '../../core/time/units.ts';
import type { LocalClock } from '../clock/clock.ts';
import { createApiDoor } from './api/door.ts';
import { buildSwitchboard } from './build.ts';
import { personOf } from './chats.ts';
import { type Contact, viewOf } from './contact.ts';
import type { AgentStatus, ConnectLog, WireChannel } from './log.ts';
import { createParticipants, type Participants } from './participants.ts';
import type { Person } from './person.ts';
import { flowOfTask } from './posts.ts';
import { createProvisioner } from './provision.ts';
import { flowNamed } from './resources.ts';
import { type ConnectState, restoreState, stateOf } from './restart.ts';

export type { AgentStatus, ConnectLog, EndReason, Fact, Happening } from './log.ts';
export type { Ask, KeyPress, Person, Pickup, Ring } from './person.ts';

export interface ConnectDeps {
  readonly clock: LocalClock;
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
  /** Runs a function; the emulated Connect holds the clock meanwhile and does the retries Connect would do. */
  invokeLambda(functionArn: string, payload: unknown, limitSeconds: number): Promise<LambdaResult>;
  publishEvent(event: ConnectEvent): void;
  readonly options?: Partial<ConnectOptions>;
}

export type LambdaResult =
  | { kind: 'answer'; payload: unknown }
  /** `cause` 'timeout' spends the whole limit and is not tried again; any other cause is, up to three times. */
  | { kind: 'fault'; cause: string };

export interface ConnectEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  readonly resources: string[];
  readonly time: Instant;
}

/** What of Connect differs from account to account, or is not known for certain. */
export interface ConnectOptions {
  /** Flow metrics are this stale at least and twice this stale at most; 0: exact. Default 5 (Connect: 5 to 10 s). */
  metricsWindowSeconds: number;
  /** How long a contact stays invisible to SearchContacts. Default 0. */
  searchLagSeconds: number;
  /** What a ClientToken means once its contact is disconnected: the same contact (today's text), or a new call. */
  clientToken: 'seven-days' | 'until-disconnected';
  /** What orders ordinary contacts of one priority: when they were queued (the guide's word), or when they began. */
  ordinaryRank: 'time-in-queue' | 'contact-age';
  /** Live calls at a time; further ones get the busy tone. Default: no limit. */
  concurrentCalls: number;
  /** Whether calls above Connect's documented rates are refused with 429. Default true. */
  throttling: boolean;
  /** How long an agent's phone rings before the contact counts as missed. Default 20. */
  agentRingSeconds: number;
  /** How long a native callback rings at the customer's. Default 30. */
  callbackRingSeconds: number;
  /** Countries (calling code prefixes, '+1') that may be dialled. Default ['+1']. */
  dialablePrefixes: readonly string[];
}

/** A call that comes in. What the person does not decide by themselves is done by press and hangUp. */
export interface IncomingCall extends Person {
  /** E.164; null: withheld. */
  readonly from: string | null;
  /** The number dialled, E.164, or the logical id of the phone number in the template. */
  readonly to: string;
}

/** A customer writes to an address of the center; how long the answer takes their agent is the person's `handleSeconds`. */
export interface IncomingEmail extends Pick<Person, 'handleSeconds' | 'afterContactWorkSeconds'> {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A task that a system of the company, or an agent, makes. */
export interface NewTask extends Pick<Person, 'handleSeconds' | 'afterContactWorkSeconds'> {
  /** Id, ARN or name of an inbound flow. */
  readonly flow: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly attributes?: Record<string, string>;
}

export interface ChatStart extends Person {
  readonly displayName: string;
  /** Id, ARN or name of an inbound flow. */
  readonly flow: string;
  readonly attributes?: Record<string, string>;
}

/**
 * How an agent who is not at a desk of their own behaves; left out, calls that their user accepts by itself connect after a
 * second, and every other offer is taken after two.
 */
export interface AgentBehaviour {
  /** Seconds of ringing before they take an offered contact; null: they miss it. 'by-hand': `accept` takes it. */
  readonly answers?: ((offer: { contactId: string; agent: string }) => number | null | 'by-hand') | undefined;
  /** Seconds from missing a contact until they are available again; default 10; null: until setStatus. */
  readonly backFromMissedSeconds?: number | null | undefined;
  /** 'by-hand': after-contact work lasts until `finish`. Left out: as long as the contact says. */
  readonly wrapsUp?: 'by-hand' | undefined;
}

export interface Agent {
  readonly username: string;
  readonly arn: string;
  readonly routingProfile: string;
  readonly status: AgentStatus;
  /** The contacts they are busy with: ringing, talking or wrapping up. */
  readonly contacts: readonly string[];
  /** True when they log out once their contacts have ended. */
  readonly leaving: boolean;
}

export interface Agents {
  /** A user of the template gets its behaviour; with a routing profile (name or ARN) a further one is made. */
  add(agent: { username: string; routingProfile?: string; behaviour?: AgentBehaviour }): Agent;
  /** Logged in and available. */
  login(username: string): void;
  /** At once when idle; else the contacts at hand are finished first and no further ones come. */
  logout(username: string): void;
  setStatus(username: string, status: 'available' | 'break'): void;
  accept(username: string, contactId: string): void;
  /** The agent hangs up. */
  hangUp(username: string, contactId: string): void;
  sendChat(username: string, contactId: string, text: string): void;
  /** Passes the customer on by a quick connect of the contact's queue, named as in the template. */
  transfer(username: string, contactId: string, quickConnect: string): void;
  /** The quick connects that an agent who has the contact may pass it on by. */
  destinations(contactId: string): readonly string[];
  /** The agent is done with a contact that has ended, for this reason; nothing while it has not. */
  finish(username: string, contactId: string, reason: string | null): void;
  list(): readonly Agent[];
}

/** How a queue stands now, exactly: what the board and the tests look at. */
export interface QueueFigures {
  readonly queue: string;
  readonly channel: WireChannel;
  readonly contactsInQueue: number;
  /** Callbacks among them. */
  readonly callbacksInQueue: number;
  readonly oldestContactAgeSeconds: number;
  readonly agentsOnline: number;
  readonly agentsStaffed: number;
  readonly agentsAvailable: number;
  readonly agentsOnContact: number;
  readonly agentsAfterContactWork: number;
  readonly agentsNonProductive: number;
  readonly agentsMissed: number;
  readonly slotsActive: number;
  readonly slotsAvailable: number;
  /** Connect's own estimate; undefined when there is nothing to estimate from. */
  readonly ewtSeconds: Seconds | undefined;
}

export interface Provisioned {
  /** What Ref gives. */
  readonly ref: string;
  /** What Fn::GetAtt gives. */
  readonly attributes: Record<string, string>;
}

export interface ApiRequest {
  readonly method: string;
  /** As it came over the wire: percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
  /** For the header x-amzn-errortype. */
  readonly errorType?: string;
}

export interface ContactView {
  readonly contactId: string;
  readonly initialContactId: string;
  readonly previousContactId: string | null;
  readonly channel: WireChannel;
  readonly initiationMethod: string;
  readonly customerNumber: string | null;
  readonly systemNumber: string | null;
  readonly stage: string;
  readonly queue: string | null;
  readonly agent: string | null;
  readonly attributes: Record<string, string>;
  readonly initiatedAt: Instant;
  readonly enqueuedAt: Instant | null;
  readonly connectedToAgentAt: Instant | null;
  readonly disconnectedAt: Instant | null;
}

export interface LocalConnect {
  /** Makes a resource of type AWS::Connect::*; again with the same logical id it updates it and keeps its ids. */
  provision(type: string, logicalId: string, properties: unknown): Provisioned;
  /** Takes a resource away (a template without it); unknown ones are ignored. */
  unprovision(logicalId: string): void;
  handleApi(request: ApiRequest): Promise<ApiResponse>;
  /** What IAM calls the request; undefined when it is no operation served here. */
  actionOf(method: string, path: string): { action: string; resource: string } | undefined;
  /** The contact id. A call that got the busy tone has one too, known to the log alone. */
  dial(call: IncomingCall): string;
  press(contactId: string, keys: string): void;
  hangUp(contactId: string): void;
  /** The person rung by the center picks up. */
  pickUp(contactId: string): void;
  /** Who answers when the center rings `number`, until somebody dials in from it and takes its place. */
  expectRingsAt(number: string, person: Person): void;
  startChat(chat: ChatStart): string;
  /** The customer's side of a chat opened with StartChatContact connects; within five minutes, or the chat ends. */
  joinChat(contactId: string, person?: Person): void;
  sendChat(contactId: string, text: string): void;
  /** The contact id. Throws RangeError when the address leads nowhere. */
  writeEmail(email: IncomingEmail): string;
  startTask(task: NewTask): string;
  /** What a system of the company writes onto a contact, as attributes. */
  describeCaller(contactId: string, attributes: Record<string, string>): void;
  contact(contactId: string): ContactView | undefined;
  /** Contacts that have not ended, in the order in which they began. */
  openContacts(): readonly ContactView[];
  readonly agents: Agents;
  /** The service that speaks for the customers of chats. */
  readonly participants: Participants;
  readonly log: ConnectLog;
  /** One row per queue and channel that some routing profile serves. */
  metrics(): readonly QueueFigures[];
  /** Plain data (JSON) for `restore`: resources, callbacks that wait, attributes, tokens, the log. */
  snapshot(): unknown;
  /** Into a fresh center, after provisioning: callbacks keep their place; calls and chats that were live have ended. */
  restore(snapshot: unknown): void;
}

export function createConnect(deps: ConnectDeps): LocalConnect {
  const board = buildSwitchboard(deps);
  const { resources, lines, chats, agents, flows, log, book } = board;
  const provisioner = createProvisioner(board);
  const api = createApiDoor(board);

  function known(contactId: string): Contact {
    const contact = book.get(contactId);
    if (contact === undefined) throw new RangeError(`no contact ${contactId}`);
    return contact;
  }

  const view = (contact: Contact): ContactView =>
    viewOf(contact, resources.queues.get(contact.queueId ?? contact.targetQueueId ?? '')?.name ?? null);

  return {
    provision: provisioner.provision,
    unprovision: provisioner.unprovision,
    handleApi: async (request) => api.handle(request),
    actionOf: api.actionOf,
    dial: lines.dial,
    press: (contactId, keys) => flows.press(known(contactId).run, keys),
    hangUp: (contactId) => lines.hangUp(known(contactId)),
    pickUp: (contactId) => lines.pickUp(known(contactId)),
    expectRingsAt: lines.expectRingsAt,
    startChat(chat) {
      const flow = flowNamed(resources, chat.flow);
      if (flow === undefined) throw new RangeError(`no flow "${chat.flow}"`);
      const { displayName, attributes = {} } = chat;
      const person = personOf(chat);
      const contact = chats.start({
        flow,
        displayName,
        attributes,
        person,
        initialMessage: null,
        relatedContactId: null,
      });
      chats.join(contact, undefined);
      return contact.id;
    },
    joinChat: (contactId, person) => chats.join(known(contactId), person),
    sendChat: (contactId, text) => chats.write(known(contactId), 'customer', text),
    writeEmail: (email) => board.posts.write(email).id,
    startTask: (task) => board.posts.start({ ...task, flow: flowOfTask(board, task) }).id,
    describeCaller: (contactId, attributes) => void Object.assign(known(contactId).attributes, attributes),
    contact(contactId) {
      const contact = book.get(contactId);
      return contact === undefined ? undefined : view(contact);
    },
    openContacts: () => book.open().map(view),
    agents,
    participants: createParticipants(board),
    log,
    metrics: () =>
      board.metrics.served().map(({ queueId, channel }) => ({
        queue: resources.queues.get(queueId)?.name ?? queueId,
        channel,
        ...board.metrics.exact(queueId, channel),
      })),
    snapshot: () => stateOf(board, [...api.tokens]),
    restore(snapshot) {
      const state = snapshot as ConnectState;
      for (const [token, use] of state.tokens) api.tokens.set(token, use);
      restoreState(board, state);
    },
  };
}
