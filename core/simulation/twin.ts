import { randomStream } from '../random/stream.ts';
import { createRouter, type Router } from '../routing/router.ts';
import { arrivalTimes } from './arrivals.ts';
import { type CallbackDesk, createCallbackDesk } from './callbackDesk.ts';
import type { CenterHooks, CenterScenario, ClosedContact, Fate, QueueNow, TwinQueue } from './center.ts';
import { type Crews, createCrews } from './crews.ts';
import { type Customer, contactIdOf, customersOf, momentOf, type TwinContact } from './customers.ts';
import { EventHeap } from './eventHeap.ts';
import { createGhosts, type Ghosts } from './ghosts.ts';
import { createFiguresBook, type FiguresBook } from './queueFigures.ts';
import { createQuoting, type Quoting, type WaitsSeen } from './quoting.ts';
import { createScoreboard, type Scoreboard } from './scoreboard.ts';

/** The state of one run, shared by what acts on it. */
export interface Twin {
  /** Seconds from the start. */
  at: number;
  readonly scenario: CenterScenario;
  readonly hooks: CenterHooks;
  readonly router: Router;
  readonly crews: Crews;
  readonly desks: readonly QueueDesk[];
  readonly events: TwinEvents;
  /** Those in the line or with an agent, by serial. */
  readonly present: Map<number, TwinContact>;
  readonly ghosts: Ghosts;
  nextSerial: number;
}

export const eventKinds = [
  'arrives',
  'gives-up',
  'ends',
  'is-asked-again',
  'ripens',
  'callbacks-due',
  'returns',
] as const;
export type EventKind = (typeof eventKinds)[number];

export interface TwinEvent {
  readonly kind: EventKind;
  /** The serial of a contact, the place of a queue, or the number of a return. */
  readonly subject: number;
}

/** What is to happen, in order. */
export interface TwinEvents {
  readonly size: number;
  readonly nextAt: number;
  push(at: number, kind: EventKind, subject: number): void;
  pop(): TwinEvent;
}

/** All that belongs to one queue. */
export interface QueueDesk {
  readonly queue: TwinQueue;
  readonly index: number;
  readonly nextArrival: () => number;
  readonly nextCustomer: () => Customer;
  readonly nextMoved: () => Customer;
  readonly quoting: Quoting;
  readonly callbacks: CallbackDesk | undefined;
  readonly book: FiguresBook;
  readonly scoreboard: Scoreboard;
  readonly seen: WaitsSeen;
  /** After which further agents may get a contact. */
  readonly delays: readonly number[];
  readonly now: { -readonly [Count in keyof QueueNow]: QueueNow[Count] };
}

export function createTwin(scenario: CenterScenario, hooks: CenterHooks): Twin {
  const router = createRouter();
  for (const profile of scenario.profiles) router.setProfile(profile);
  const crews = createCrews(scenario.crews, scenario.profiles, router, randomStream(scenario.seed, 'shifts'));
  const twin: Twin = {
    at: 0,
    scenario,
    hooks,
    router,
    crews,
    desks: scenario.queues.map((queue, index) => createDesk(queue, index, scenario, hooks, router, crews)),
    events: createEvents(),
    present: new Map(),
    ghosts: createGhosts((contact) => hadTurn(twin, contact)),
    nextSerial: 0,
  };
  return twin;
}

function createDesk(
  queue: TwinQueue,
  index: number,
  scenario: CenterScenario,
  hooks: CenterHooks,
  router: Router,
  crews: Crews,
): QueueDesk {
  const { seed, warmupSeconds = 0 } = scenario;
  const book = createFiguresBook(queue);
  const callback = queue.offers?.callback;
  return {
    queue,
    index,
    nextArrival: arrivalTimes(queue.arrivals, randomStream(seed, `${queue.name}/arrivals`)),
    nextCustomer: customersOf(queue, seed),
    nextMoved: customersOf(queue, seed, 'moved'),
    quoting: createQuoting(queue, scenario, router, crews),
    callbacks:
      callback &&
      createCallbackDesk(callback, queue.name, randomStream(seed, `${queue.name}/calls`), (closed) => {
        if (closed.acceptedAtSeconds < warmupSeconds) return;
        book.called(closed);
        hooks.called?.(closed);
      }),
    book,
    scoreboard: createScoreboard(),
    seen: { lastAnsweredSeconds: undefined, waitedCount: 0, waitedSeconds: 0 },
    delays: router.delaysOf(queue.name, queue.channel),
    now: { waiting: 0, oldestWaitSeconds: 0, offered: 0, answered: 0, abandoned: 0, answeredWithinThreshold: 0 },
  };
}

function createEvents(): TwinEvents {
  const heap = new EventHeap();
  const tagOf = new Map(eventKinds.map((kind, index) => [kind, index]));
  return {
    get size() {
      return heap.size;
    },
    get nextAt() {
      return heap.nextTime;
    },
    push: (at, kind, subject) => heap.push(at, (tagOf.get(kind) ?? 0) + eventKinds.length * subject),
    pop() {
      const tag = heap.nextTag;
      heap.pop();
      return {
        kind: eventKinds[tag % eventKinds.length] as EventKind,
        subject: Math.floor(tag / eventKinds.length),
      };
    },
  };
}

export const deskOf = (twin: Twin, contact: TwinContact): QueueDesk => twin.desks[contact.queueIndex] as QueueDesk;

/** Puts a contact into the line, at the end or where `rankAt` says. */
export function stand(
  twin: Twin,
  desk: QueueDesk,
  who: Pick<TwinContact, 'customer' | 'priority'> &
    Partial<Pick<TwinContact, 'tries' | 'callback' | 'rankAt' | 'askedAtSeconds'>>,
): TwinContact {
  const now = momentOf(twin.at);
  const serial = twin.nextSerial++;
  const contact: TwinContact = {
    contactId: contactIdOf(serial),
    queue: desk.queue.name,
    channel: desk.queue.channel,
    enqueuedAt: who.rankAt ?? now,
    priority: who.priority,
    rankAt: who.rankAt ?? now,
    serial,
    queueIndex: desk.index,
    askedAtSeconds: who.askedAtSeconds ?? twin.at,
    customer: who.customer,
    tries: who.tries ?? 0,
    callback: who.callback,
    hadToWait: false,
    asked: [],
    toldBoundSeconds: undefined,
    offeredAtSeconds: undefined,
    offeredBoundSeconds: undefined,
    handling: undefined,
  };
  twin.present.set(serial, contact);
  twin.router.enqueue(contact);
  return contact;
}

/** The contact's wait is over: nobody on the line waits for it any more. */
export function close(twin: Twin, contact: TwinContact, fate: Fate): void {
  const { queue, askedAtSeconds, toldBoundSeconds, offeredAtSeconds } = contact;
  const { book, now, quoting } = deskOf(twin, contact);
  const waitSeconds = twin.at - askedAtSeconds;
  if (fate === 'answered') {
    now.answered += 1;
    if (waitSeconds <= deskOf(twin, contact).queue.thresholdSeconds) now.answeredWithinThreshold += 1;
  }
  if (fate === 'abandoned') now.abandoned += 1;
  if (fate !== 'answered' && fate !== 'waiting') {
    quoting.learner?.left(contact.serial, twin.at, fate === 'abandoned' ? 'abandoned' : 'callback');
  }
  if (askedAtSeconds < (twin.scenario.warmupSeconds ?? 0)) return;
  const closed: ClosedContact = { queue, askedAtSeconds, waitSeconds, fate, toldBoundSeconds, offeredAtSeconds };
  book.closed(closed, contact.tries > 0);
  twin.hooks.closed?.(closed);
}

/** The contact leaves the line without an agent. */
export function leave(twin: Twin, contact: TwinContact, fate: Exclude<Fate, 'answered' | 'waiting'>): void {
  twin.router.dequeue(contact.contactId);
  twin.present.delete(contact.serial);
  close(twin, contact, fate);
}

/** The place's turn has come, whoever stands in it: predictions are held to the wait there. */
export function hadTurn(twin: Twin, contact: TwinContact): void {
  if (!contact.hadToWait) return;
  const { scoreboard, seen } = deskOf(twin, contact);
  const waitSeconds = twin.at - contact.askedAtSeconds;
  if (contact.asked.length > 0) scoreboard.add(contact.asked, waitSeconds);
  if (contact.handling === undefined) return;
  seen.lastAnsweredSeconds = waitSeconds;
  seen.waitedCount += 1;
  seen.waitedSeconds += waitSeconds;
}
