import type { Instant } from '../../core/time/units.ts';
import type { Timer } from '../clock/clock.ts';
import type { TokenUse } from './api/operation.ts';
import { type Contact, isLive } from './contact.ts';
import type { Fact } from './log.ts';
import type { Switchboard } from './switchboard.ts';

/** What outlives the process: plain data. */
export interface ConnectState {
  readonly version: 1;
  readonly at: Instant;
  readonly generation: number;
  readonly contacts: readonly StoredContact[];
  readonly numbers: readonly { id: string; flowId: string | undefined }[];
  /** Absent from states of an earlier version. */
  readonly emailAddresses?: readonly { id: string; flowId: string | undefined }[];
  readonly quickConnects: readonly (readonly [string, string[]])[];
  readonly agents: readonly { username: string; routingProfile: string; onBreak: boolean; loggedIn: boolean }[];
  readonly tokens: readonly (readonly [string, TokenUse])[];
  readonly facts: readonly Fact[];
}

/** Enough for the transcripts anybody still looks at; the state is written every few seconds. */
const MOST_FACTS_KEPT = 20_000;

type StoredContact = Omit<Contact, 'timers' | 'run' | 'agentRun' | 'person'>;

export function stateOf(board: Switchboard, tokens: ConnectState['tokens']): ConnectState {
  const { resources } = board;
  return {
    version: 1,
    at: board.now(),
    generation: board.book.generation,
    contacts: [...board.book.all()].map(({ timers, run, agentRun, person, ...stored }) => stored),
    numbers: [...resources.numbers.values()].map(({ id, flowId }) => ({ id, flowId })),
    emailAddresses: [...resources.emailAddresses.values()].map(({ id, flowId }) => ({ id, flowId })),
    quickConnects: [...resources.quickConnectsOfQueue],
    agents: [...board.agents.states()].map(({ user, chosen, loggedIn, leaving }) => ({
      username: user.username,
      routingProfile: user.profileId,
      onBreak: chosen === 'break',
      loggedIn: loggedIn && !leaving,
    })),
    tokens,
    facts: board.log.facts.slice(-MOST_FACTS_KEPT),
  };
}

/**
 * Puts an earlier run's state into a fresh center. Lines are cut when a process ends: calls and chats that were live end
 * here with TELECOM_PROBLEM; callbacks and post that nobody had taken yet wait on, at the same place.
 */
export function restoreState(board: Switchboard, state: ConnectState): void {
  board.log.restore(state.facts);
  for (const { id, flowId } of state.numbers) {
    const number = board.resources.numbers.get(id);
    if (number !== undefined) number.flowId = flowId;
  }
  for (const { id, flowId } of state.emailAddresses ?? []) {
    const address = board.resources.emailAddresses.get(id);
    if (address !== undefined) address.flowId = flowId;
  }
  for (const [queueId, ids] of state.quickConnects) board.resources.quickConnectsOfQueue.set(queueId, ids);
  const contacts = state.contacts.map(
    (stored): Contact => ({
      ...stored,
      person: {},
      run: null,
      agentRun: null,
      timers: new Set<Timer>(),
    }),
  );
  shareAttributes(contacts);
  board.book.restore(contacts, state.generation);
  for (const { username, routingProfile } of state.agents) board.agents.add({ username, routingProfile });
  for (const contact of contacts) resume(board, contact);
  for (const { username, onBreak, loggedIn } of state.agents) {
    if (loggedIn) board.agents.login(username);
    if (onBreak) board.agents.setStatus(username, 'break');
  }
}

/** Contacts of a chain share their attributes; stored as copies, they are the same, so the first one's serve for all. */
function shareAttributes(contacts: readonly Contact[]): void {
  const shared = new Map<string, Record<string, string>>();
  for (const contact of contacts) {
    const attributes = shared.get(contact.initialContactId) ?? contact.attributes;
    shared.set(contact.initialContactId, attributes);
    contact.attributes = attributes;
  }
}

function resume(board: Switchboard, contact: Contact): void {
  const wasOffered = contact.offeredTo !== null;
  if (wasOffered) contact.offeredTo = null;
  const waits = contact.stage === 'scheduled' || contact.stage === 'queued';
  if (contact.stage === 'queued' && (contact.channel === 'EMAIL' || contact.channel === 'TASK')) {
    board.queues.requeue(contact);
  } else if (contact.callback !== null && waits) {
    contact.person = board.lines.personAt(contact.customerNumber ?? '');
    board.callbacks.resume(contact);
  } else if (isLive(contact)) {
    // The agent is no longer with it: their process ended as well.
    contact.agent = contact.connectedToAgentAt === null ? null : contact.agent;
    board.lines.end(contact, 'TELECOM_PROBLEM');
  } else contact.stage = 'ended';
}
