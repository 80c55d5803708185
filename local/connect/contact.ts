import type { Instant } from '../../core/time/units.ts';
import type { Timer } from '../clock/clock.ts';
import type { ContactView } from './connect.ts';
import type { FlowRun } from './flowRun.ts';
import type { EndReason, Happening, InitiationMethod, WireChannel } from './log.ts';
import type { Person } from './person.ts';

export type Hook =
  | 'AgentHold'
  | 'AgentWhisper'
  | 'CustomerHold'
  | 'CustomerQueue'
  | 'CustomerRemaining'
  | 'CustomerWhisper'
  | 'DefaultAgentUI'
  | 'DisconnectAgentUI'
  | 'PauseContact'
  | 'ResumeContact';

/**
 * Where a contact is. scheduled: a callback before its delay is over; ringing: the customer's phone rings; whispering:
 * an agent has accepted, the two are not joined yet; after-contact-work: disconnected, the agent still busy with it.
 */
export type Stage =
  | 'flow'
  | 'scheduled'
  | 'ringing'
  | 'queued'
  | 'whispering'
  | 'connected'
  | 'after-contact-work'
  | 'ended';

/** What CreateCallbackContact was told. */
export interface CallbackTerms {
  readonly maximumAttempts: number;
  readonly retryDelaySeconds: number;
  readonly attempt: number;
}

/** What a flow leaves behind for the blocks after it. */
export interface FlowMemory {
  flowAttributes: Record<string, string>;
  external: Record<string, unknown>;
  storedInput: string | undefined;
  metrics: Record<string, string>;
  loops: Record<string, number>;
}

export interface Contact {
  readonly id: string;
  readonly arn: string;
  readonly initialContactId: string;
  readonly previousContactId: string | null;
  readonly relatedContactId: string | null;
  readonly channel: WireChannel;
  readonly initiationMethod: InitiationMethod;
  readonly customerNumber: string | null;
  readonly systemNumber: string | null;
  readonly initiatedAt: Instant;
  /** When the first contact of the chain began: the rank of a callback that keeps its place. */
  readonly placeSince: Instant;
  readonly customerName: string | null;
  /** Of an e-mail: who wrote, and to which address of the center. */
  readonly customerEmail: string | null;
  readonly systemEmail: string | null;
  name: string | null;
  description: string | null;
  languageCode: string;
  stage: Stage;
  person: Person;
  /** Whether a customer is on the line, or subscribed to the chat. */
  onLine: boolean;
  connectedToSystemAt: Instant | null;
  /** When a callback that is not queued yet will be. */
  scheduledAt: Instant | null;
  enqueuedAt: Instant | null;
  dequeuedAt: Instant | null;
  connectedToAgentAt: Instant | null;
  disconnectedAt: Instant | null;
  afterContactWorkEndedAt: Instant | null;
  updatedAt: Instant;
  endReason: EndReason | null;
  targetQueueId: string | null;
  queueId: string | null;
  offeredTo: string | null;
  agent: string | null;
  priority: number;
  ageAdjustmentSeconds: number;
  /** By user id; for so long from being queued it is offered to none but them. Acts where the contact is queued next. */
  preferredAgents?: { readonly agentIds: readonly string[]; readonly seconds: number };
  /** Whether Contact Lens listens once it is over. */
  isAnalysed: boolean;
  callbackNumber: string | null;
  callback: CallbackTerms | null;
  hooks: Partial<Record<Hook, string>>;
  /** Shared by all contacts of a chain. */
  attributes: Record<string, string>;
  segmentAttributes: Record<string, string>;
  /** What a chat was opened with. */
  initialMessage: string | null;
  memory: FlowMemory;
  asks: number;
  /** What the customer hears. */
  run: FlowRun | null;
  /** What the agent who accepted hears before the two are joined. */
  agentRun: FlowRun | null;
  /** Whatever waits for this contact and dies with it. */
  readonly timers: Set<Timer>;
}

export const emptyMemory = (): FlowMemory => ({
  flowAttributes: {},
  external: {},
  storedInput: undefined,
  metrics: {},
  loops: {},
});

export interface Endpoint {
  readonly Address: string;
  readonly Type: 'TELEPHONE_NUMBER' | 'EMAIL_ADDRESS';
}

/** Connect writes anonymous where a caller withheld the number; chats and tasks have no endpoint. */
export function customerEndpoint(contact: Contact): Endpoint | null {
  if (contact.channel === 'EMAIL')
    return contact.customerEmail === null ? null : { Address: contact.customerEmail, Type: 'EMAIL_ADDRESS' };
  if (contact.channel !== 'VOICE') return null;
  return { Address: contact.customerNumber ?? 'anonymous', Type: 'TELEPHONE_NUMBER' };
}

export const isLive = (contact: Contact): boolean =>
  contact.stage !== 'ended' && contact.stage !== 'after-contact-work';

export function viewOf(contact: Contact, queueName: string | null): ContactView {
  return {
    contactId: contact.id,
    initialContactId: contact.initialContactId,
    previousContactId: contact.previousContactId,
    channel: contact.channel,
    initiationMethod: contact.initiationMethod,
    customerNumber: contact.customerNumber,
    systemNumber: contact.systemNumber,
    stage: contact.stage,
    queue: queueName,
    agent: contact.agent ?? contact.offeredTo,
    attributes: { ...contact.attributes },
    initiatedAt: contact.initiatedAt,
    enqueuedAt: contact.enqueuedAt,
    connectedToAgentAt: contact.connectedToAgentAt,
    disconnectedAt: contact.disconnectedAt,
  };
}

/** What the log says of a contact as it begins. */
export const created = (contact: Contact): Happening => ({
  kind: 'contact-created',
  channel: contact.channel,
  initiationMethod: contact.initiationMethod,
  initialContactId: contact.initialContactId,
  previousContactId: contact.previousContactId,
  customerNumber: contact.customerNumber,
  systemNumber: contact.systemNumber,
  name: contact.name,
});
