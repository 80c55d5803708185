import type { CallerAhead } from '../prediction/queueState.ts';
import { randomStream } from '../random/stream.ts';
import { seconds } from '../time/units.ts';
import { type ArrivalRate, arrivalTimes } from './arrivals.ts';
import { EventHeap } from './eventHeap.ts';
import { sampler, type TimeLaw } from './timeLaw.ts';

/** One queue and its agents. Times in seconds from the start. */
export interface LineScenario {
  readonly seed: number;
  /** Simulated until so many have arrived, and those who then wait have had their turn. */
  readonly customers: number;
  /** Nobody arrives later. @default no end but the number of customers */
  readonly untilSeconds?: number;
  readonly arrivals: ArrivalRate;
  readonly service: TimeLaw;
  /** Null: nobody ever gives up. */
  readonly patience: TimeLaw | null;
  readonly agents: number | readonly Shift[];
  /** Share of arrivals that are taken before all others; nobody's service is interrupted. Default 0. */
  readonly preferredShare?: number;
  readonly callbacks?: { readonly unansweredShare: number; readonly lostSeconds: number };
}

/** From `fromSeconds` on this many take contacts. Who leaves finishes the contact in hand. Earliest first. */
export interface Shift {
  readonly fromSeconds: number;
  readonly agents: number;
}

/** What is to be seen of the line at one moment. */
export interface LineView {
  readonly at: number;
  /** Agents who take contacts: those who stay on after theirs. */
  readonly agents: number;
  /** Those who would be served before a newcomer of that class, head first. */
  ahead(preferred: boolean): CallerAhead[];
  readonly waitingCount: number;
}

export interface LineHooks {
  /** Asked for every customer who cannot be served at once. A callback keeps the place and never gives up. */
  arrive?(view: LineView, customer: number, preferred: boolean): 'hold' | 'callback';
  /** Called for every customer who gives up, when they do. */
  leave?(customer: number, at: number): void;
  /** Called for every customer who is served at once. */
  atOnce?(customer: number, at: number, preferred: boolean): void;
  /** An agent takes a customer, or calls one back who answers, for so long. */
  begin?(customer: number, at: number, handleSeconds: number): void;
  /** A place reached its turn: how long a customer of endless patience would have waited there, and who was in it. */
  turn?(customer: number, potentialSeconds: number, fate: 'answered' | 'abandoned' | 'callback', at: number): void;
}

export interface LineOutcome {
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Callbacks that nobody answered. */
  readonly unansweredCallbacks: number;
  /** By customer: seconds a customer of endless patience would have waited; 0 for those served at once. */
  readonly potentialSeconds: Float64Array;
  /** Events executed: arrivals, ends of service, giving up, changes of shift. */
  readonly events: number;
}

const waiting = 0;
const answered = 1;
const abandoned = 2;
const callback = 3;

/**
 * Runs one line, event by event: arrivals, ends of service, customers giving up, changes of shift. The same seed gives
 * the same arrivals, handle times and patience whatever else differs between two scenarios (common random numbers).
 */
export function simulateLine(scenario: LineScenario, hooks: LineHooks = {}): LineOutcome {
  const { customers, preferredShare = 0, untilSeconds = Number.POSITIVE_INFINITY } = scenario;
  const stream = (name: string) => randomStream(scenario.seed, name);
  const nextArrival = arrivalTimes(scenario.arrivals, stream('arrivals'));
  const serve = sampler(scenario.service, stream('service'));
  const bear = scenario.patience ? sampler(scenario.patience, stream('patience')) : undefined;
  const chance = stream('choices');
  const shifts = typeof scenario.agents === 'number' ? [{ fromSeconds: 0, agents: scenario.agents }] : scenario.agents;

  const arrivedAt = new Float64Array(customers);
  const potentialSeconds = new Float64Array(customers);
  const state = new Uint8Array(customers);
  // One line per class; a customer enters once, so a line never wraps round.
  const lines = [new Int32Array(preferredShare > 0 ? customers : 0), new Int32Array(customers)] as const;
  const heads = [0, 0];
  const tails = [0, 0];
  const ends = new EventHeap();
  const givingUp = new EventHeap();
  const counts = { offered: 0, answered: 0, abandoned: 0, unanswered: 0, events: 0, present: 0 };

  let at = 0;
  let agents = 0;
  let free = 0;
  let shift = 0;
  let arrival = nextArrival();

  const view: LineView = {
    get at() {
      return at;
    },
    get agents() {
      return agents;
    },
    get waitingCount() {
      return counts.present;
    },
    ahead(preferred) {
      const found: CallerAhead[] = [];
      for (const which of preferred ? [0] : [0, 1]) {
        const line = lines[which] as Int32Array;
        for (let place = heads[which] as number; place < (tails[which] as number); place++) {
          const customer = line[place] as number;
          if (state[customer] === abandoned) continue;
          const elapsedSeconds = seconds(at - (arrivedAt[customer] as number));
          found.push({ elapsedSeconds, holdsCallback: state[customer] === callback });
        }
      }
      return found;
    },
  };

  function start(customer: number): void {
    const called = state[customer] === callback;
    free -= 1;
    if (called && scenario.callbacks && chance.uniform() < scenario.callbacks.unansweredShare) {
      counts.unanswered += 1;
      ends.push(at + scenario.callbacks.lostSeconds, 0);
    } else {
      counts.answered += 1;
      const handleSeconds = serve();
      hooks.begin?.(customer, at, handleSeconds);
      ends.push(at + handleSeconds, 0);
    }
    state[customer] = answered;
  }

  function takeNext(): void {
    for (let which = 0; which < 2 && free > 0; which++) {
      const line = lines[which] as Int32Array;
      while (free > 0 && (heads[which] as number) < (tails[which] as number)) {
        const customer = line[heads[which] as number] as number;
        heads[which] = (heads[which] as number) + 1;
        const potential = at - (arrivedAt[customer] as number);
        potentialSeconds[customer] = potential;
        const fate = state[customer] as number;
        hooks.turn?.(
          customer,
          potential,
          fate === abandoned ? 'abandoned' : fate === callback ? 'callback' : 'answered',
          at,
        );
        if (fate === abandoned) continue;
        counts.present -= 1;
        start(customer);
      }
    }
  }

  function arrive(): void {
    const customer = counts.offered++;
    arrivedAt[customer] = at;
    const preferred = preferredShare > 0 && chance.uniform() < preferredShare;
    if (free > 0) {
      hooks.atOnce?.(customer, at, preferred);
      start(customer);
      return;
    }
    const choice = hooks.arrive?.(view, customer, preferred) ?? 'hold';
    if (choice === 'callback') state[customer] = callback;
    else if (bear) givingUp.push(at + bear(), customer);
    const which = preferred ? 0 : 1;
    const tail = tails[which] as number;
    (lines[which] as Int32Array)[tail] = customer;
    tails[which] = tail + 1;
    counts.present += 1;
  }

  /** Free agents leave first; of the busy, some are marked to leave when they are done. */
  function changeShift(next: number): void {
    const fewer = agents - next;
    const busy = agents - free;
    agents = next;
    if (fewer < 0) free -= fewer;
    else {
      const idle = Math.min(free, fewer);
      free -= idle;
      markLeavers(fewer - idle, busy);
    }
    takeNext();
  }

  /** Any of the busy alike: the heap has them by the end of their contacts, which must not decide who leaves. */
  function markLeavers(wanted: number, busy: number): void {
    let [leaving, staying] = [wanted, busy];
    for (let place = 0; leaving > 0 && place < ends.size; place++) {
      ends.retag(place, (tag) => {
        if (tag === 1) return tag;
        const leaves = chance.uniform() * staying < leaving;
        staying -= 1;
        if (leaves) leaving -= 1;
        return Number(leaves);
      });
    }
  }

  for (;;) {
    const shiftAt = shifts[shift]?.fromSeconds ?? Number.POSITIVE_INFINITY;
    const open = counts.offered < customers && arrival <= untilSeconds;
    const arrivalAt = open ? arrival : Number.POSITIVE_INFINITY;
    if (arrivalAt === Number.POSITIVE_INFINITY && counts.present === 0) break;
    const endAt = ends.nextTime;
    const giveUpAt = givingUp.nextTime;
    counts.events += 1;
    if (shiftAt <= arrivalAt && shiftAt <= endAt && shiftAt <= giveUpAt) {
      if (shiftAt === Number.POSITIVE_INFINITY) break;
      at = shiftAt;
      changeShift(shifts[shift++]?.agents ?? 0);
    } else if (endAt <= arrivalAt && endAt <= giveUpAt) {
      at = endAt;
      const leaves = ends.nextTag === 1;
      ends.pop();
      if (!leaves) {
        free += 1;
        takeNext();
      }
    } else if (giveUpAt <= arrivalAt) {
      at = giveUpAt;
      const customer = givingUp.nextTag;
      givingUp.pop();
      if (state[customer] === waiting) {
        state[customer] = abandoned;
        hooks.leave?.(customer, at);
        counts.abandoned += 1;
        counts.present -= 1;
      }
    } else {
      at = arrivalAt;
      arrive();
      arrival = nextArrival();
    }
  }
  return {
    offered: counts.offered,
    answered: counts.answered,
    abandoned: counts.abandoned,
    unansweredCallbacks: counts.unanswered,
    potentialSeconds,
    events: counts.events,
  };
}
