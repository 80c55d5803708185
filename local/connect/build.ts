import { createRouter, type Router } from '../../core/routing/router.ts';
import type { Seconds } from '../../core/time/units.ts';
import { createAgentDesk } from './agents.ts';
import { createCallbackDesk } from './callbacks.ts';
import { createChats } from './chats.ts';
import type { ConnectDeps, ConnectOptions } from './connect.ts';
import { createContactBook } from './contactBook.ts';
import { createContactEvents } from './events.ts';
import { createFlowRunner } from './flowRun.ts';
import { createGuides } from './guides.ts';
import { createJoining } from './joining.ts';
import { createLines } from './lines.ts';
import { createLog } from './log.ts';
import { createFlowMetrics } from './metrics.ts';
import { createPosts } from './posts.ts';
import { createQueueDesk } from './queues.ts';
import { createResources } from './resources.ts';
import type { Switchboard } from './switchboard.ts';
import { createTransfers } from './transfers.ts';

const DEFAULTS: ConnectOptions = {
  metricsWindowSeconds: 5,
  searchLagSeconds: 0,
  clientToken: 'seven-days',
  ordinaryRank: 'time-in-queue',
  concurrentCalls: Number.POSITIVE_INFINITY,
  throttling: true,
  agentRingSeconds: 20,
  callbackRingSeconds: 30,
  dialablePrefixes: ['+1'],
};

/** Wires the parts together. Each is made with the whole board, and uses the others only once all are there. */
export function buildSwitchboard(deps: ConnectDeps): Switchboard {
  const board = {
    deps,
    options: { ...DEFAULTS, ...deps.options },
    resources: createResources(),
    log: createLog(),
    now: () => deps.clock.now(),
    note: (contact, happening) => board.log.add(board.now(), contact.id, happening),
    later(contact, delay, run) {
      const timer = deps.clock.after(delay as Seconds, () => {
        contact.timers.delete(timer);
        run();
      });
      contact.timers.add(timer);
      return timer;
    },
  } as Switchboard;
  const parts = {
    router: watched(createRouter(), () => board.metrics.touch()),
    book: createContactBook(board),
    events: createContactEvents(board),
  };
  Object.assign(board, parts);
  Object.assign(board, {
    metrics: createFlowMetrics(board),
    flows: createFlowRunner(board),
    queues: createQueueDesk(board),
    joining: createJoining(board),
    agents: createAgentDesk(board),
    lines: createLines(board),
    callbacks: createCallbackDesk(board),
    chats: createChats(board),
    posts: createPosts(board),
    transfers: createTransfers(board),
    guides: createGuides(board),
  });
  return board;
}

/** Whatever changes the router changes the figures. */
function watched(router: Router, touch: () => void): Router {
  const before =
    <Arguments extends unknown[], Result>(change: (...given: Arguments) => Result) =>
    (...given: Arguments): Result => {
      touch();
      return change(...given);
    };
  return {
    ...router,
    setProfile: before(router.setProfile),
    setAgent: before(router.setAgent),
    setRoutable: before(router.setRoutable),
    occupy: before(router.occupy),
    vacate: before(router.vacate),
    enqueue: before(router.enqueue),
    dequeue: before(router.dequeue),
  };
}
