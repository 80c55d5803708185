import type { Channel } from '../../core/contacts/channel.ts';
import type { Seconds } from '../../core/time/units.ts';
import type { Timer } from '../clock/clock.ts';
import type { Agent, AgentBehaviour, Agents } from './connect.ts';
import type { Contact } from './contact.ts';
import { afterContactWorkSeconds } from './joining.ts';
import type { AgentStatus } from './log.ts';
import { profileNamed, type User, userNamed } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

type Work = 'ringing' | 'accepted' | 'talking' | 'after-contact-work';

export interface AgentState {
  readonly user: User;
  behaviour: AgentBehaviour;
  loggedIn: boolean;
  chosen: 'available' | 'break';
  missed: boolean;
  leaving: boolean;
  readonly work: Map<string, { readonly channel: Channel; doing: Work; timer: Timer | undefined }>;
  reported: AgentStatus;
}

export interface AgentDesk extends Agents {
  /** Makes or changes the user's agent; at the wish of provision. */
  enroll(user: User): void;
  user(username: string): User | undefined;
  states(): Iterable<AgentState>;
  statusOf(state: AgentState): AgentStatus;
  moveTo(user: User, profileId: string): void;
  /** The phone rings. */
  offer(username: string, contact: Contact): void;
  talk(username: string, contact: Contact): void;
  /** The conversation is over: after-contact work, then free. */
  wrapUp(username: string, contact: Contact): void;
  /** The contact ended before it came to a conversation. */
  letGo(username: string, contact: Contact): void;
}

const ANSWER_SECONDS = 2;
/** Connect: "less than one second". */
const AUTO_ACCEPT_SECONDS = 1;
const BACK_FROM_MISSED_SECONDS = 10;

export function createAgentDesk(board: Switchboard): AgentDesk {
  const states = new Map<string, AgentState>();
  const { clock } = board.deps;

  function known(username: string): AgentState {
    const state = states.get(username);
    if (state === undefined) throw new RangeError(`no agent called "${username}"`);
    return state;
  }

  function enroll(user: User): void {
    board.router.setAgent(user.username, user.profileId, board.now());
    if (states.has(user.username)) return;
    states.set(user.username, {
      user,
      behaviour: {},
      loggedIn: false,
      chosen: 'available',
      missed: false,
      leaving: false,
      work: new Map(),
      reported: 'offline',
    });
  }

  function statusOf(state: AgentState): AgentStatus {
    if (!state.loggedIn) return 'offline';
    const doings = [...state.work.values()].map(({ doing }) => doing);
    if (doings.includes('talking') || doings.includes('accepted')) return 'on-contact';
    if (doings.includes('after-contact-work')) return 'after-contact-work';
    if (doings.includes('ringing')) return 'ringing';
    if (state.missed) return 'missed';
    return state.chosen === 'break' ? 'break' : 'available';
  }

  /** After any change: tells the router and the log, and offers what waits. */
  function settle(state: AgentState): void {
    const { username } = state.user;
    if (state.leaving && state.work.size === 0) {
      state.leaving = false;
      state.loggedIn = false;
    }
    const routable = state.loggedIn && state.chosen === 'available' && !state.missed && !state.leaving;
    if (board.router.agent(username)?.routable !== routable) board.router.setRoutable(username, routable, board.now());
    report(state);
    if (routable) board.queues.serve(username);
  }

  function report(state: AgentState): void {
    const status = statusOf(state);
    if (status === state.reported) return;
    state.reported = status;
    board.log.add(board.now(), null, { kind: 'agent-status', agent: state.user.username, status });
  }

  function offer(username: string, contact: Contact): void {
    const state = known(username);
    const channel = board.queues.channelOf(contact);
    board.router.occupy(username, channel, board.now());
    const answer = state.behaviour.answers?.({ contactId: contact.id, agent: username });
    const seconds = answer === undefined ? answerSeconds(state.user, contact) : answer;
    const timer =
      typeof seconds === 'number' && seconds < board.options.agentRingSeconds
        ? clock.after(seconds as Seconds, () => accept(username, contact.id))
        : clock.after(board.options.agentRingSeconds as Seconds, () => miss(state, contact));
    state.work.set(contact.id, { channel, doing: 'ringing', timer });
    report(state);
  }

  function accept(username: string, contactId: string): void {
    const state = known(username);
    const work = state.work.get(contactId);
    const contact = board.book.get(contactId);
    if (work?.doing !== 'ringing' || contact === undefined) return;
    work.timer?.cancel();
    work.doing = 'accepted';
    report(state);
    board.queues.accept(contact);
  }

  function miss(state: AgentState, contact: Contact): void {
    free(state, contact);
    state.missed = true;
    settle(state);
    board.queues.miss(contact);
    const { backFromMissedSeconds = BACK_FROM_MISSED_SECONDS } = state.behaviour;
    if (backFromMissedSeconds === null) return;
    clock.after(backFromMissedSeconds as Seconds, () => {
      if (!state.missed) return;
      board.metrics.touch();
      state.missed = false;
      settle(state);
    });
  }

  function free(state: AgentState, contact: Contact): void {
    const work = state.work.get(contact.id);
    if (work === undefined) return;
    work.timer?.cancel();
    state.work.delete(contact.id);
    board.guides.close(contact);
    board.router.vacate(state.user.username, work.channel, board.now());
  }

  function wrapUp(username: string, contact: Contact): void {
    const state = known(username);
    const work = state.work.get(contact.id);
    board.metrics.touch();
    if (work !== undefined) work.doing = 'after-contact-work';
    const byHand = state.behaviour.wrapsUp === 'by-hand';
    const seconds = afterContactWorkSeconds(contact);
    if (work === undefined || (seconds === 0 && !byHand)) {
      wrappedUp(state, contact, null);
      return;
    }
    if (!byHand) work.timer = clock.after(seconds as Seconds, () => wrappedUp(state, contact, null));
    report(state);
  }

  function wrappedUp(state: AgentState, contact: Contact, reason: string | null): void {
    contact.stage = 'ended';
    contact.afterContactWorkEndedAt = board.now();
    free(state, contact);
    board.note(contact, { kind: 'wrapped-up', agent: state.user.username, reason });
    board.events.publish(contact, 'COMPLETED');
    settle(state);
  }

  function change(username: string, make: (state: AgentState) => void): void {
    const state = known(username);
    board.metrics.touch();
    make(state);
    settle(state);
  }

  return {
    enroll,
    user: (username) => states.get(username)?.user,
    states: () => states.values(),
    statusOf,
    moveTo(user, profileId) {
      user.profileId = profileId;
      board.router.setAgent(user.username, profileId, board.now());
      settle(known(user.username));
    },
    offer,
    talk(username, contact) {
      const state = known(username);
      const work = state.work.get(contact.id);
      if (work !== undefined) work.doing = 'talking';
      report(state);
    },
    wrapUp,
    letGo(username, contact) {
      const state = known(username);
      free(state, contact);
      settle(state);
    },
    add({ username, routingProfile, behaviour }) {
      if (!states.has(username)) enroll(newUser(board, username, routingProfile));
      const state = known(username);
      if (behaviour !== undefined) state.behaviour = behaviour;
      return viewOf(state, statusOf(state));
    },
    login: (username) =>
      change(username, (state) =>
        Object.assign(state, { loggedIn: true, leaving: false, chosen: 'available', missed: false }),
      ),
    logout: (username) =>
      change(username, (state) => {
        if (state.loggedIn) state.leaving = true;
      }),
    setStatus: (username, status) =>
      change(username, (state) => Object.assign(state, { chosen: status, missed: false })),
    accept,
    hangUp(username, contactId) {
      const contact = board.book.get(contactId);
      if (contact?.agent === username) board.lines.end(contact, 'AGENT_DISCONNECT');
    },
    sendChat(username, contactId, text) {
      const contact = board.book.get(contactId);
      if (contact?.agent === username) board.chats.write(contact, 'agent', text);
    },
    transfer(username, contactId, quickConnect) {
      const contact = board.book.get(contactId);
      if (contact?.agent === username && contact.stage === 'connected') board.transfers.transfer(contact, quickConnect);
    },
    finish(username, contactId, reason) {
      const state = known(username);
      const contact = board.book.get(contactId);
      if (contact === undefined || state.work.get(contactId)?.doing !== 'after-contact-work') return;
      board.metrics.touch();
      wrappedUp(state, contact, reason);
    },
    destinations: (contactId) => board.transfers.destinations(board.book.get(contactId)),
    list: () => [...states.values()].map((state) => viewOf(state, statusOf(state))),
  };
}

function answerSeconds({ autoAccepts }: User, { channel, callback }: Contact): number {
  const byItself = callback === null ? autoAccepts.calls : autoAccepts.agentFirstCallbacks;
  return channel === 'VOICE' && byItself ? AUTO_ACCEPT_SECONDS : ANSWER_SECONDS;
}

function newUser(board: Switchboard, username: string, routingProfile: string | undefined): User {
  const existing = userNamed(board.resources, username);
  if (existing !== undefined) return existing;
  const profile = profileNamed(board.resources, routingProfile ?? '');
  if (profile === undefined)
    throw new RangeError(`agent "${username}": no user of that name, and no routing profile "${routingProfile}"`);
  const id = board.book.newId();
  const user: User = {
    id,
    arn: `${board.resources.instanceArn}/agent/${id}`,
    username,
    firstName: username,
    lastName: '',
    profileId: profile.id,
    autoAccepts: { calls: false, agentFirstCallbacks: false },
  };
  board.resources.users.set(id, user);
  return user;
}

function viewOf(state: AgentState, status: AgentStatus): Agent {
  return {
    username: state.user.username,
    arn: state.user.arn,
    routingProfile: state.user.profileId,
    status,
    contacts: [...state.work.keys()],
    leaving: state.leaving,
  };
}
