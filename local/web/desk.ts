import type { AgentBehaviour, ContactView } from '../connect/connect.ts';
import type { WebCenter } from './center.ts';
import type { Command } from './commands.ts';
import { type ContextReader, createContextReader } from './deskContext.ts';
import type { DeskContact, DeskMessage, DeskStage } from './deskMessages.ts';
import type { Pace } from './pace.ts';
import { lastDigits, transcriptLine } from './transcript.ts';

export type DeskCommand = Extract<Command, { type: `desk-${string}` }>;

/** What an agent may say of a contact that is over. */
export const wrapUpReasons = ['Solved', 'Follow-up needed', 'Passed on', 'Wrong queue', 'Nobody there'] as const;

/** The desk of one page: an agent of the center, who from now on does everything by hand. */
export interface Desk {
  /** Throws RangeError saying why when it cannot be done. */
  change(command: DeskCommand): void;
  /** Who works at it; undefined: nobody. */
  readonly username: string | undefined;
  /** What the agent has to do has changed: while there is anything, the clock keeps to a person's pace. */
  settlePace(): void;
  message(): Promise<DeskMessage>;
  /** The page is gone: the agent works on without a desk, or is off again if that is how they came. */
  close(): void;
}

/** Opens desks for the pages of one center; no agent sits at two of them. */
export function createDesks(center: WebCenter, pace: Pace): () => Desk {
  const taken = new Set<string>();
  const context = createContextReader(center);
  return () => createDesk({ center, pace, taken, context });
}

const byHand: AgentBehaviour = { answers: () => 'by-hand', wrapsUp: 'by-hand' };

interface Shared {
  readonly center: WebCenter;
  readonly pace: Pace;
  readonly taken: Set<string>;
  readonly context: ContextReader;
}

function createDesk({ center, pace, taken, context }: Shared): Desk {
  const { connect } = center;
  const { agents } = connect;
  const holder = {};
  let seat: { username: string; wasHere: boolean } | undefined;

  const agentAt = (username: string) => agents.list().find((agent) => agent.username === username);

  function sit(username: string): void {
    if (!center.agents.some((agent) => agent.username === username))
      throw new RangeError(`${username}: the settings have no such agent.`);
    if (taken.has(username)) throw new RangeError(`${username} sits at the desk of another page.`);
    leave();
    const wasHere = agentAt(username)?.status !== 'offline';
    seat = { username, wasHere };
    taken.add(username);
    agents.add({ username, behaviour: byHand });
    agents.login(username);
  }

  function leave(): void {
    if (seat === undefined) return;
    const { username, wasHere } = seat;
    seat = undefined;
    taken.delete(username);
    pace.release(holder);
    agents.add({ username, behaviour: {} });
    for (const id of agentAt(username)?.contacts ?? []) agents.finish(username, id, null);
    if (wasHere) agents.setStatus(username, 'available');
    else agents.logout(username);
  }

  function work({ username }: { username: string }, command: DeskCommand): void {
    switch (command.type) {
      case 'desk-status':
        agents.setStatus(username, command.status);
        return;
      case 'desk-accept':
        agents.accept(username, command.contactId);
        return;
      case 'desk-end':
        agents.hangUp(username, command.contactId);
        return;
      case 'desk-say':
        agents.sendChat(username, command.contactId, command.text);
        return;
      case 'desk-transfer':
        agents.transfer(username, command.contactId, command.queue);
        return;
      case 'desk-finish':
        agents.finish(username, command.contactId, command.reason);
        return;
      default:
        return;
    }
  }

  function contactsOf(username: string): ContactView[] {
    return (agentAt(username)?.contacts ?? []).flatMap((id) => connect.contact(id) ?? []);
  }

  async function deskContact(contact: ContactView): Promise<DeskContact> {
    const queue = center.queues.find(({ name }) => name === contact.queue);
    const channel = contact.channel === 'VOICE' ? 'voice' : 'chat';
    const { contactId, enqueuedAt, connectedToAgentAt } = contact;
    return {
      contactId,
      channel,
      queue: contact.queue ?? '',
      stage: stageOf(contact),
      since: contact.disconnectedAt ?? connectedToAgentAt ?? ringsSince(contactId),
      caller: lastDigits(contact.customerNumber),
      waitedSeconds: enqueuedAt === null ? null : ((connectedToAgentAt ?? center.clock.now()) - enqueuedAt) / 1000,
      expectationSeconds: queue?.expectationSeconds[channel] ?? null,
      isCallback: contact.initiationMethod === 'CALLBACK' || contact.initiationMethod === 'API',
      ...(await context.read(contact)),
      destinations: connect.agents.destinations(contactId).filter((name) => name !== contact.queue),
      lines: connect.log.ofContact(contactId).flatMap((fact) => {
        const shown =
          fact.kind === 'chat-message' || (fact.kind === 'said' && (fact.to === 'agent' || channel === 'chat'));
        return shown ? (transcriptLine(fact) ?? []) : [];
      }),
    };
  }

  const ringsSince = (contactId: string): number =>
    connect.log.ofContact(contactId).findLast(({ kind }) => kind === 'offered')?.at ?? center.clock.now();

  function settlePace(): void {
    if (seat !== undefined && (agentAt(seat.username)?.contacts ?? []).length > 0) pace.hold(holder);
    else pace.release(holder);
  }

  return {
    get username() {
      return seat?.username;
    },
    change(command) {
      if (command.type === 'desk-login') sit(command.username);
      else if (command.type === 'desk-logout') leave();
      else if (seat === undefined) throw new RangeError('Log in at the desk first.');
      else work(seat, command);
      settlePace();
    },
    settlePace,
    async message() {
      const agent = seat && agentAt(seat.username);
      const queues = center.agents.find(({ username }) => username === seat?.username)?.queues ?? [];
      return {
        type: 'desk',
        now: center.clock.now(),
        agents: center.agents.map(({ username, queues: served }) => ({
          username,
          queues: served,
          taken: taken.has(username),
        })),
        username: seat?.username ?? null,
        status: agent?.status ?? 'offline',
        leaving: agent?.leaving ?? false,
        queues: connect
          .metrics()
          .filter(({ queue }) => queues.includes(queue))
          .map(({ queue, channel, contactsInQueue }) => ({
            queue,
            channel: channel === 'VOICE' ? 'voice' : 'chat',
            waiting: contactsInQueue,
          })),
        contacts: seat === undefined ? [] : await Promise.all(contactsOf(seat.username).map(deskContact)),
        reasons: wrapUpReasons,
      };
    },
    close: leave,
  };
}

function stageOf({ stage }: ContactView): DeskStage {
  if (stage === 'queued') return 'rings';
  if (stage === 'connected') return 'talking';
  return stage === 'after-contact-work' || stage === 'ended' ? 'wrapping-up' : 'connecting';
}
