import type { AgentMove, CenterHooks, CenterScenario, CenterView, QueueNow } from './center.ts';
import { createContactFlow } from './contactFlow.ts';
import { momentOf } from './customers.ts';
import { serve } from './handling.ts';
import type { QueueFigures } from './queueFigures.ts';
import { close, createTwin, type QueueDesk, type Twin } from './twin.ts';

export interface CenterOutcome {
  /** In the order of the scenario's queues. */
  readonly queues: readonly QueueFigures[];
  /** Seconds worked with each profile until the scenario's end. */
  readonly workedSeconds: ReadonlyMap<string, number>;
  /** Agents whose profile the control changed, each change counted. */
  readonly moves: number;
  readonly events: number;
}

/**
 * Runs the whole center, event by event: arrivals, ends of contacts, customers giving up, shifts, callbacks falling due.
 * Who is next for whom is the router's to say, what a contact is told and offered is decided as the Lambdas decide it,
 * and what becomes of a callback is the ledger's. All chance about a customer is drawn on arrival, from streams named
 * after the queue: two scenarios of one seed have the same customers. Throws RangeError on a profile or a queue nobody
 * knows.
 */
export function simulateCenter(scenario: CenterScenario, hooks: CenterHooks = {}): CenterOutcome {
  const twin = createTwin(scenario, hooks);
  const { events, crews } = twin;
  const flow = createContactFlow(twin);
  const { control } = hooks;
  let lookAt = control?.everySeconds ?? Number.POSITIVE_INFINITY;
  let [moves, executed] = [0, 0];
  let worked: ReadonlyMap<string, number> | undefined;
  const goTo = (at: number): void => {
    if (at > scenario.untilSeconds) worked ??= crews.workedSeconds(scenario.untilSeconds);
    twin.at = at;
  };
  for (const desk of twin.desks) flow.expect(desk);
  for (;;) {
    const shiftAt = crews.nextChangeAt;
    const soonest = Math.min(events.nextAt, shiftAt);
    // Nobody is here and nobody will come: what is left of the schedule changes nothing.
    if (soonest === Number.POSITIVE_INFINITY || (events.size === 0 && twin.present.size === 0)) break;
    executed += 1;
    if (control && lookAt <= soonest) {
      goTo(lookAt);
      lookAt += control.everySeconds;
      moves += steer(twin, control.decide(viewOf(twin)));
    } else if (shiftAt <= events.nextAt) {
      goTo(shiftAt);
      for (const agent of crews.change(shiftAt)) serve(twin, agent);
    } else {
      goTo(events.nextAt);
      flow.execute(events.pop());
    }
  }
  for (const contact of twin.present.values()) {
    if (!contact.handling && !contact.callback) close(twin, contact, 'waiting');
  }
  return {
    queues: twin.desks.map((desk) => desk.book.figures(desk.scoreboard)),
    workedSeconds: worked ?? crews.workedSeconds(twin.at),
    moves,
    events: executed,
  };
}

/** Moves agents as the control says; how many did. */
function steer(twin: Twin, moves: readonly AgentMove[]): number {
  let count = 0;
  for (const move of moves) {
    const moved = twin.crews.move(move, twin.at);
    count += moved.length;
    for (const agent of moved) serve(twin, agent);
  }
  return count;
}

function viewOf(twin: Twin): CenterView {
  const named = (name: string): QueueDesk => {
    const desk = twin.desks.find(({ queue }) => queue.name === name);
    if (!desk) throw new RangeError(`no queue ${name}`);
    return desk;
  };
  return {
    at: twin.at,
    state: (queue) => named(queue).quoting.state(twin.at),
    figures(name): QueueNow {
      const { queue, now } = named(name);
      const line = twin.router.line(queue.name, queue.channel);
      const oldest = line.oldestEnqueuedAt();
      const oldestWaitSeconds = oldest === undefined ? 0 : (momentOf(twin.at) - oldest) / 1000;
      return { ...now, waiting: line.size, oldestWaitSeconds };
    },
    agents(profile) {
      const { staffed = 0, idle = 0 } = twin.crews.counts.get(profile) ?? {};
      return { staffed, idle };
    },
  };
}
