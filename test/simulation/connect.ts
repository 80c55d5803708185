import type { ContactAtConnect, ContactCenter, OutboundCall, Placed } from '../../core/ports.ts';
import type { QueueFigures } from '../../core/rows/center.ts';
import { addSeconds, type Instant, seconds, secondsBetween, toIso } from '../../core/time/units.ts';
import type { Faults } from './faults.ts';
import type { Person } from './people.ts';
import type { TokenReading } from './profiles.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtualTime.ts';

/** One contact as the fake Connect keeps it. */
export interface SimulatedContact extends ContactAtConnect {
  person: Person;
  initiationMethod: 'INBOUND' | 'CALLBACK' | 'API';
  initiatedAt: Instant;
  name?: string;
  /** Which of the person's telephones was called. */
  called?: string;
  attributes: Record<string, string>;
  priority: number;
  state: 'flow' | 'queued' | 'ringing' | 'connected' | 'ended';
}

/** What the checker reads: every call that was placed, rang, or in which two people spoke. */
export type CallFact =
  | { kind: 'placed'; at: Instant; contactId: string; call: OutboundCall }
  | { kind: 'rang'; at: Instant; contactId: string; via: 'connect' | 'dialler'; number: string; sourceId?: string }
  | { kind: 'spoke'; at: Instant; contactId: string }
  | { kind: 'ended'; at: Instant; contactId: string; byFlow: boolean }
  | { kind: 'told-callback'; at: Instant; contactId: string; number: string; own: boolean };

export interface SimulatedConnect extends ContactCenter {
  /** Asked by the version before only. */
  findCallbackOf(sourceId: string, queueArn: string, from: Instant, to: Instant): Promise<ContactAtConnect | undefined>;
  readonly log: CallFact[];
  readonly contacts: Map<string, SimulatedContact>;
  arrive(person: Person): SimulatedContact;
  enqueue(contact: SimulatedContact, priority?: number): void;
  createCallback(source: SimulatedContact): SimulatedContact | undefined;
  end(contact: SimulatedContact, reason: string): void;
  figuresNow(): { queueSize: number; oldestAgeSeconds: number; staffed: number; available: number };
  idle(): boolean;
  /** Requests to place a call, and those refused because they came too fast. */
  readonly placing: { asked: number; throttled: number };
}

export interface ConnectTerms {
  time: VirtualTime;
  faults: Faults;
  trace: Trace;
  instanceArn: string;
  queueArn: string;
  agents: number;
  /** Whether agents are at work. */
  openAt: (at: Instant) => boolean;
  handleSeconds: (contactId: string) => number;
  tokenReading: TokenReading;
  publish: (contactId: string, detail: Record<string, unknown>) => void;
  /** Somebody, or something, picked up a dialled call. */
  onAnsweredLeg: (contact: SimulatedContact) => void;
  ringSeconds: number;
}

export function simulatedConnect(terms: ConnectTerms): SimulatedConnect {
  const { time, faults, trace } = terms;
  const log: CallFact[] = [];
  const contacts = new Map<string, SimulatedContact>();
  const line: SimulatedContact[] = [];
  const tokens = new Map<string, string>();
  const placing = { asked: 0, throttled: 0 };
  let busyAgents = 0;
  let events = 0;
  let bucket = { tokens: 5, at: time.now() };

  function open(
    method: SimulatedContact['initiationMethod'],
    person: Person,
    more: Partial<SimulatedContact> = {},
  ): SimulatedContact {
    const prefix = { INBOUND: 'in', CALLBACK: 'native', API: 'leg' }[method];
    const contact: SimulatedContact = {
      contactId: `${prefix}-${contacts.size + 1}`,
      person,
      initiationMethod: method,
      channel: 'voice',
      initiatedAt: time.now(),
      attributes: {},
      priority: 5,
      state: 'flow',
      ...more,
    };
    contacts.set(contact.contactId, contact);
    trace.note(`${contact.contactId} begins${more.initialContactId ? ` for ${more.initialContactId}` : ''}`);
    publish(contact, 'INITIATED');
    return contact;
  }

  function publish(contact: SimulatedContact, eventType: string): void {
    const { queuedAt, answeredAt, customerAnsweredAt, endedAt } = contact;
    events += 1;
    const apart = 2 * (faults.chance(`told ${events}`) - 0.5) * faults.profile.toldApartSeconds;
    const told = (at: Instant): string => toIso(Math.round(addSeconds(at, seconds(Math.max(0, apart)))) as Instant);
    terms.publish(contact.contactId, {
      eventType,
      contactId: contact.contactId,
      instanceArn: terms.instanceArn,
      channel: 'VOICE',
      initiationMethod: contact.initiationMethod,
      initiationTimestamp: toIso(contact.initiatedAt),
      ...(contact.initialContactId ? { initialContactId: contact.initialContactId } : {}),
      ...(contact.previousContactId ? { previousContactId: contact.previousContactId } : {}),
      ...(customerAnsweredAt ? { connectedToSystemTimestamp: told(customerAnsweredAt) } : {}),
      ...(queuedAt ? { queueInfo: { queueArn: terms.queueArn, enqueueTimestamp: told(queuedAt) } } : {}),
      ...(answeredAt
        ? { agentInfo: { agentArn: `${terms.instanceArn}/agent/a`, connectedToAgentTimestamp: told(answeredAt) } }
        : {}),
      ...(endedAt ? { disconnectTimestamp: told(endedAt), disconnectReason: contact.disconnectReason } : {}),
    });
  }

  function end(contact: SimulatedContact, reason: string): void {
    if (contact.state === 'ended') return;
    const held = contact.answeredAt !== undefined;
    const stood = line.indexOf(contact);
    if (stood >= 0) line.splice(stood, 1);
    Object.assign(contact, { state: 'ended', endedAt: time.now(), disconnectReason: reason });
    contact.person.onLine.delete(contact.contactId);
    log.push({
      kind: 'ended',
      at: time.now(),
      contactId: contact.contactId,
      byFlow: reason === 'CONTACT_FLOW_DISCONNECT',
    });
    trace.note(`${contact.contactId} ends: ${reason}`);
    publish(contact, 'DISCONNECTED');
    if (!held) return;
    // After-contact work, then the agent is free.
    time.after(20, () => {
      busyAgents -= 1;
      publish(contact, 'COMPLETED');
      serve();
    });
  }

  const staffed = (): number => (terms.openAt(time.now()) ? terms.agents : 0);

  function serve(): void {
    while (line.length > 0 && busyAgents < staffed()) {
      const contact = line.shift() as SimulatedContact;
      busyAgents += 1;
      contact.answeredAt = time.now();
      if (contact.initiationMethod === 'CALLBACK') ringNative(contact);
      else connect(contact);
    }
  }

  function connect(contact: SimulatedContact): void {
    contact.state = 'connected';
    log.push({ kind: 'spoke', at: time.now(), contactId: contact.contactId });
    trace.note(`${contact.contactId} speaks with an agent`);
    publish(contact, 'CONNECTED_TO_AGENT');
    time.after(terms.handleSeconds(contact.contactId), () => end(contact, 'CUSTOMER_DISCONNECT'));
  }

  function ringNative(contact: SimulatedContact): void {
    publish(contact, 'CONNECTED_TO_AGENT');
    ring(contact, 'connect', () => connect(contact));
  }

  function ring(contact: SimulatedContact, via: 'connect' | 'dialler', onAnswer: () => void): void {
    contact.state = 'ringing';
    const { person, contactId, previousContactId: sourceId } = contact;
    log.push({
      kind: 'rang',
      at: time.now(),
      contactId,
      via,
      number: contact.called ?? person.number,
      ...(sourceId ? { sourceId } : {}),
    });
    trace.note(`${contactId} rings the customer (${via})`);
    const answer = person.onRing(contactId);
    if (answer === 'nobody') {
      time.after(terms.ringSeconds, () => end(contact, 'CUSTOMER_NEVER_ARRIVED'));
      return;
    }
    person.onLine.add(contactId);
    time.after(4 + 20 * faults.chance(`pick up ${contactId}`), () => {
      if (contact.state !== 'ringing') return;
      contact.customerAnsweredAt = time.now();
      publish(contact, 'CONNECTED_TO_SYSTEM');
      onAnswer();
    });
  }

  function place(call: OutboundCall): Placed {
    const elapsed = secondsBetween(bucket.at, time.now());
    bucket = { tokens: Math.min(5, bucket.tokens + 2 * elapsed), at: time.now() };
    placing.asked += 1;
    if (bucket.tokens < 1) {
      placing.throttled += 1;
      return { kind: 'busy', reason: 'TooManyRequestsException' };
    }
    bucket.tokens -= 1;
    const known = contacts.get(tokens.get(call.clientToken) ?? '');
    if (known && (terms.tokenReading === 'same-contact' || known.state !== 'ended')) {
      return { kind: 'placed', contactId: known.contactId };
    }
    const person = people.get(call.number);
    if (!person) return { kind: 'refused', reason: 'DestinationNotAllowedException' };
    const contact = open('API', person, { name: call.name, called: call.number, attributes: call.attributes });
    tokens.set(call.clientToken, contact.contactId);
    log.push({ kind: 'placed', at: time.now(), contactId: contact.contactId, call });
    time.after(1, () => {
      if (contact.state !== 'ended') ring(contact, 'dialler', () => terms.onAnsweredLeg(contact));
    });
    return { kind: 'placed', contactId: contact.contactId };
  }

  const people = new Map<string, Person>();
  const searchable = (contact: SimulatedContact): boolean => {
    const lag = faults.chance(`search ${contact.contactId}`) * faults.profile.searchLagSeconds;
    return addSeconds(contact.initiatedAt, seconds(lag)) <= time.now();
  };
  const find = (
    from: Instant,
    to: Instant,
    fits: (contact: SimulatedContact) => boolean,
  ): ContactAtConnect | undefined => {
    for (const contact of contacts.values()) {
      const within = contact.initiatedAt >= from && contact.initiatedAt <= to;
      if (within && fits(contact) && searchable(contact)) {
        const { disconnectReason: _reason, customerAnsweredAt: _picked, ...shown } = described(contact);
        return shown;
      }
    }
    return undefined;
  };

  return {
    log,
    contacts,
    placing,
    arrive(person) {
      people.set(person.number, person).set(person.otherNumber, person);
      const contact = open('INBOUND', person);
      person.onLine.add(contact.contactId);
      return contact;
    },
    enqueue(contact, priority = contact.priority) {
      if (contact.state === 'ended') return;
      Object.assign(contact, { state: 'queued', queuedAt: time.now(), priority, queueArn: terms.queueArn });
      const place = line.findIndex((other) => other.priority > priority);
      line.splice(place < 0 ? line.length : place, 0, contact);
      publish(contact, 'QUEUED');
      time.after(1, serve);
    },
    createCallback(source) {
      if (faults.happens('native-callback-refused', source.contactId)) return undefined;
      const { contactId } = source;
      people.set(source.person.number, source.person);
      return open('CALLBACK', source.person, { initialContactId: contactId, previousContactId: contactId });
    },
    end,
    figuresNow: () => ({
      queueSize: line.length,
      oldestAgeSeconds: Math.max(0, ...line.map(({ queuedAt }) => secondsBetween(queuedAt ?? time.now(), time.now()))),
      staffed: staffed(),
      available: Math.max(0, staffed() - busyAgents),
    }),
    idle: () => [...contacts.values()].every(({ state }) => state === 'ended'),
    describe: async (contactId) => {
      const contact = contacts.get(contactId);
      return contact && described(contact);
    },
    findByName: async (name, from, to) => find(from, to, (contact) => contact.name === name),
    findCallbackOf: async (sourceId, _queue, from, to) =>
      find(from, to, (contact) => contact.initiationMethod === 'CALLBACK' && contact.initialContactId === sourceId),
    place: async (call) => place(call),
    async stop(contactId) {
      const contact = contacts.get(contactId);
      if (contact) end(contact, 'API');
    },
    async figures() {
      const at = time.now();
      // Quiet: Connect gives nothing at all, which is not zero.
      if (!terms.openAt(at) && line.length === 0) return [];
      const figures: QueueFigures = {
        queue: 'service',
        channel: 'voice',
        contactsInQueue: line.length,
        agentsStaffed: staffed(),
        agentsAvailable: Math.max(0, staffed() - busyAgents),
        agentsOnContact: busyAgents,
      };
      return [figures];
    },
  };
}

function described(contact: SimulatedContact): ContactAtConnect {
  const {
    person: _person,
    name: _name,
    called: _called,
    attributes: _attributes,
    priority: _priority,
    state: _state,
    ...shown
  } = contact;
  return { ...shown };
}
