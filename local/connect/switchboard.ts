import type { Router } from '../../core/routing/router.ts';
import type { Instant, Seconds } from '../../core/time/units.ts';
import type { Timer } from '../clock/clock.ts';
import type { AgentDesk } from './agents.ts';
import type { CallbackDesk } from './callbacks.ts';
import type { Chats } from './chats.ts';
import type { ConnectDeps, ConnectOptions } from './connect.ts';
import type { Contact } from './contact.ts';
import type { ContactBook } from './contactBook.ts';
import type { ContactEvents } from './events.ts';
import type { FlowRunner } from './flowRun.ts';
import type { Guides } from './guides.ts';
import type { Joining } from './joining.ts';
import type { Lines } from './lines.ts';
import type { Happening, WritableLog } from './log.ts';
import type { FlowMetrics } from './metrics.ts';
import type { Posts } from './posts.ts';
import type { QueueDesk } from './queues.ts';
import type { Resources } from './resources.ts';
import type { Transfers } from './transfers.ts';

/** The parts of the emulated Connect, as they know of each other. */
export interface Switchboard {
  readonly deps: ConnectDeps;
  readonly options: ConnectOptions;
  readonly resources: Resources;
  readonly router: Router;
  readonly log: WritableLog;
  readonly book: ContactBook;
  readonly flows: FlowRunner;
  readonly queues: QueueDesk;
  readonly agents: AgentDesk;
  readonly lines: Lines;
  readonly joining: Joining;
  readonly callbacks: CallbackDesk;
  readonly chats: Chats;
  readonly posts: Posts;
  readonly transfers: Transfers;
  readonly guides: Guides;
  readonly events: ContactEvents;
  readonly metrics: FlowMetrics;
  now(): Instant;
  note(contact: Contact, happening: Happening): void;
  /** A timer that dies with the contact. */
  later(contact: Contact, delay: Seconds | number, run: () => void): Timer;
}
