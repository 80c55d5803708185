import { randomStream } from '../../core/random/stream.ts';
import { DEFAULT_PRIORITY } from '../../core/routing/waitingLine.ts';
import type { Instant } from '../../core/time/units.ts';
import { type Contact, emptyMemory, isLive, type Stage } from './contact.ts';
import type { InitiationMethod, WireChannel } from './log.ts';
import type { Person } from './person.ts';
import type { Switchboard } from './switchboard.ts';

export interface NewContact {
  readonly channel: WireChannel;
  readonly initiationMethod: InitiationMethod;
  readonly stage: Stage;
  readonly person: Person;
  readonly onLine: boolean;
  readonly customerNumber?: string | null;
  readonly systemNumber?: string | null;
  readonly customerName?: string | null;
  readonly customerEmail?: string | null;
  readonly systemEmail?: string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly attributes?: Record<string, string>;
  readonly initialMessage?: string | null;
  readonly relatedContactId?: string | null;
  /** The contact it comes from: the chain, its attributes and its place in the queue are handed on. */
  readonly previous?: Contact;
}

export interface ContactBook {
  newId(): string;
  create(details: NewContact): Contact;
  get(contactId: string): Contact | undefined;
  /** In the order in which they began. */
  all(): Iterable<Contact>;
  open(): Contact[];
  /** Puts back a contact of an earlier run, and draws ids from then on that no earlier run drew. */
  restore(contacts: readonly Contact[], generation: number): void;
  readonly generation: number;
}

const SUBTYPES: Record<WireChannel, string> = {
  VOICE: 'connect:Telephony',
  CHAT: 'connect:Chat',
  EMAIL: 'connect:Email',
  TASK: 'connect:Task',
};

export function createContactBook(board: Pick<Switchboard, 'deps' | 'resources' | 'now'>): ContactBook {
  const contacts = new Map<string, Contact>();
  const open = new Map<string, Contact>();
  let generation = 0;
  let ids = randomStream(board.deps.seed, 'connect/contacts/0');

  function create(details: NewContact): Contact {
    const id = ids.uuid();
    const at = board.now();
    const contact = fresh(id, at, details, board.resources.instanceArn);
    contacts.set(id, contact);
    open.set(id, contact);
    return contact;
  }

  return {
    newId: () => ids.uuid(),
    create,
    get: (contactId) => contacts.get(contactId),
    all: () => contacts.values(),
    open() {
      for (const contact of open.values()) if (!isLive(contact)) open.delete(contact.id);
      return [...open.values()];
    },
    restore(earlier, lastGeneration) {
      for (const contact of earlier) {
        contacts.set(contact.id, contact);
        open.set(contact.id, contact);
      }
      generation = lastGeneration + 1;
      ids = randomStream(board.deps.seed, `connect/contacts/${generation}`);
    },
    get generation() {
      return generation;
    },
  };
}

function fresh(id: string, at: Instant, details: NewContact, instanceArn: string): Contact {
  const { previous } = details;
  return {
    id,
    arn: `${instanceArn}/contact/${id}`,
    initialContactId: previous?.initialContactId ?? id,
    previousContactId: previous?.id ?? null,
    relatedContactId: details.relatedContactId ?? null,
    channel: details.channel,
    initiationMethod: details.initiationMethod,
    customerNumber: details.customerNumber ?? null,
    systemNumber: details.systemNumber ?? null,
    customerName: details.customerName ?? null,
    customerEmail: details.customerEmail ?? null,
    systemEmail: details.systemEmail ?? null,
    initiatedAt: at,
    placeSince: previous?.placeSince ?? at,
    name: details.name ?? null,
    description: details.description ?? null,
    languageCode: previous?.languageCode ?? 'en-US',
    stage: details.stage,
    person: details.person,
    onLine: details.onLine,
    connectedToSystemAt: details.onLine ? at : null,
    scheduledAt: null,
    enqueuedAt: null,
    dequeuedAt: null,
    connectedToAgentAt: null,
    disconnectedAt: null,
    afterContactWorkEndedAt: null,
    updatedAt: at,
    endReason: null,
    targetQueueId: null,
    queueId: null,
    offeredTo: null,
    agent: null,
    priority: previous?.priority ?? DEFAULT_PRIORITY,
    ageAdjustmentSeconds: 0,
    isAnalysed: false,
    callbackNumber: null,
    callback: null,
    hooks: { ...previous?.hooks },
    attributes: previous?.attributes ?? { ...details.attributes },
    segmentAttributes: { 'connect:Subtype': SUBTYPES[details.channel] },
    initialMessage: details.initialMessage ?? null,
    memory: emptyMemory(),
    asks: 0,
    run: null,
    agentRun: null,
    timers: new Set(),
  };
}
