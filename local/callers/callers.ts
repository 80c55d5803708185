import type { Instant } from '../../core/time/units.ts';
import type { LocalClock, Timer } from '../clock/clock.ts';
import type { Ask, LocalConnect, Person } from '../connect/connect.ts';
import type { PlannedContact, StaffingStep, Traffic } from './traffic.ts';

/** A number of the center and the queues behind it: with several, key n chooses the n-th. */
export interface Line {
  /** E.164, or the logical id of the number in the template. */
  readonly to: string;
  readonly queues: readonly string[];
  /** Of the queues, in their order. @default the queues' names */
  readonly spokenNames?: readonly string[];
}

export interface CallersDeps {
  readonly connect: Pick<LocalConnect, 'dial' | 'startChat' | 'agents'>;
  readonly clock: LocalClock;
  readonly lines: readonly Line[];
  /** Queues each user of the settings serves: whose routing profile a further agent of a queue gets. */
  readonly queuesOf: (username: string) => readonly string[];
  readonly traffic: Traffic;
  /** The traffic that follows when this one has ended; left out: nothing does. */
  readonly following?: (from: Instant) => Traffic | undefined;
}

export interface Callers {
  readonly paused: boolean;
  /** Contacts sent to the center so far: their id there and who they are. */
  readonly sent: ReadonlyMap<string, PlannedContact>;
  /** Nobody new dials until `resume`; whoever would have dialled meanwhile does not. */
  pause(): void;
  resume(): void;
  /** Further people, beside those of the day. */
  join(traffic: Traffic): void;
  stop(): void;
}

const ringsBeforePickupSeconds = 6;
/** A real day's after-contact work is part of its handle times and not told apart. */
const afterContactWorkShare = 0.1;

/** Lets the traffic's people dial, write and work at their instants. Throws when a queue of theirs cannot be reached. */
export function startCallers(deps: CallersDeps): Callers {
  const { connect, clock } = deps;
  const sent = new Map<string, PlannedContact>();
  const timers = new Set<Timer>();
  let paused = false;
  let stopped = false;

  const at = (when: Instant, run: () => void): void => {
    if (stopped) return;
    const timer = clock.at(when, () => {
      timers.delete(timer);
      run();
    });
    timers.add(timer);
  };

  const send = (contact: PlannedContact): void => {
    const id =
      contact.channel === 'chat' ? connect.startChat(chatOf(contact)) : connect.dial(callOf(contact, deps.lines));
    sent.set(id, contact);
  };

  /** One timer at a time: a day of thousands must not be thousands of timers. */
  const sendFrom = (contacts: readonly PlannedContact[], index: number, whenAllCame: () => void): void => {
    const contact = contacts[index];
    if (contact === undefined) {
      whenAllCame();
      return;
    }
    at(contact.at, () => {
      if (!paused) send(contact);
      sendFrom(contacts, index + 1, whenAllCame);
    });
  };

  const run = (traffic: Traffic | undefined): void => {
    if (traffic === undefined) return;
    for (const { queue } of traffic.contacts) lineTo(queue, deps.lines);
    if (traffic.staffing !== undefined) staff(traffic.staffing, deps, at);
    sendFrom(traffic.contacts, 0, () => at(traffic.endsAt, () => run(deps.following?.(traffic.endsAt))));
  };

  run(deps.traffic);
  return {
    sent,
    get paused() {
      return paused;
    },
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    join({ contacts }) {
      for (const { queue } of contacts) lineTo(queue, deps.lines);
      sendFrom(contacts, 0, () => {});
    },
    stop: () => {
      stopped = true;
      for (const timer of timers) timer.cancel();
      timers.clear();
    },
  };
}

function callOf(contact: PlannedContact, lines: readonly Line[]) {
  const line = lineTo(contact.queue, lines);
  return { ...personOf(contact, line), from: contact.from, to: line.to };
}

function chatOf(contact: PlannedContact) {
  return { ...personOf(contact, undefined), displayName: 'Customer', flow: `Chat-${contact.queue}` };
}

function personOf(contact: PlannedContact, line: Line | undefined): Person {
  return {
    patienceSeconds: Number.isFinite(contact.patienceSeconds) ? contact.patienceSeconds : undefined,
    handleSeconds: contact.handleSeconds,
    afterContactWorkSeconds: contact.handleSeconds * afterContactWorkShare,
    keys: (ask) => keysFor(ask, contact, line),
    pickup: () =>
      contact.answersCallback ? { kind: 'answer', afterSeconds: ringsBeforePickupSeconds } : { kind: 'no-answer' },
  };
}

/** What a planned caller presses: their queue in a menu, 1 where they accept, 2 where holding is a key, else nothing. */
export function keysFor(ask: Ask, contact: PlannedContact, line: Line | undefined): string | null {
  if (ask.collectsDigits) return `${contact.from.replace(/^\+1/, '')}#`;
  if (ask.flow.startsWith('Welcome-')) return keyInWelcome(ask, contact.queue, line);
  if (ask.flow === 'CallbackOutbound') return '1';
  // An open callback is kept: who took one and dials again wanted to hear that it stands.
  if (/\bTo keep it\b/.test(ask.text) || contact.takesCallback) return '1';
  return ask.keys.includes('2') ? '2' : null;
}

/** A menu has a key for each queue. Whether it is about the last matter again is asked with one key: for yes, or for no. */
function keyInWelcome(ask: Ask, queue: string, line: Line | undefined): string | null {
  const index = line?.queues.indexOf(queue) ?? 0;
  if (ask.keys.length > 1) return String(index + 1);
  const isSame = ask.text.includes(`about ${line?.spokenNames?.[index] ?? queue} again`);
  return isSame === ask.text.includes('again, press 1') ? '1' : null;
}

function lineTo(queue: string, lines: readonly Line[]): Line {
  const reaching = lines.filter((line) => line.queues.includes(queue));
  const direct = reaching.find((line) => line.queues.length === 1) ?? reaching[0];
  if (direct !== undefined) return direct;
  const reachable = [...new Set(lines.flatMap((line) => line.queues))].join(', ');
  throw new RangeError(
    `No phone number reaches the queue "${queue}"; numbers reach: ${reachable}. Name one of these in the log.`,
  );
}

/** The recorded day's agents, in place of those of the settings, who stay at home. */
function staff(steps: readonly StaffingStep[], deps: CallersDeps, at: (when: Instant, run: () => void) => void): void {
  const { agents } = deps.connect;
  const ofSettings = agents.list();
  for (const agent of ofSettings) agents.logout(agent.username);
  const profileOf = (queue: string): string => {
    const candidates = ofSettings
      .map((agent) => ({ agent, queues: deps.queuesOf(agent.username) }))
      .filter(({ queues }) => queues.includes(queue))
      .sort((a, b) => a.queues.length - b.queues.length);
    const first = candidates[0];
    if (first === undefined)
      throw new RangeError(`No agent of the settings serves the queue "${queue}". Give one that queue.`);
    return first.agent.routingProfile;
  };
  const teams = new Map<string, { profile: string; size: number; made: number }>();
  for (const step of steps) {
    const team = teams.get(step.queue) ?? { profile: profileOf(step.queue), size: 0, made: 0 };
    teams.set(step.queue, team);
    at(step.from, () => {
      for (; team.made < step.agents; team.made += 1)
        agents.add({ username: memberOf(step.queue, team.made), routingProfile: team.profile });
      for (; team.size < step.agents; team.size += 1) agents.login(memberOf(step.queue, team.size));
      for (; team.size > step.agents; team.size -= 1) agents.logout(memberOf(step.queue, team.size - 1));
    });
  }
}

const memberOf = (queue: string, index: number): string => `${queue}-${String(index + 1).padStart(2, '0')}`;
