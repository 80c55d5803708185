import { type Asked, isShrinking, marginAt, marginWindowSeconds } from '../core/contacts/margin.ts';
import type { CenterScenario, ClosedContact } from '../core/simulation/center.ts';
import { simulateCenter } from '../core/simulation/simulateCenter.ts';
import { addSeconds, instant, seconds } from '../core/time/units.ts';

/*
 * 40 agents, 240 s handled, patience 600 s, expectation 180 s. A normal day: 8 hours at 80 % of what the agents could
 * handle. The surge: after two such hours a third more contacts than they can handle, for two hours.
 */
export const expectationSeconds = seconds(180);
const agents = 40;
const handleSeconds = 240;
const patienceSeconds = 600;
const capacityPerSecond = agents / handleSeconds;
const hour = 3600;
const surgeFrom = 2 * hour;

export const scenarios = {
  normal: { untilSeconds: 8 * hour, loadAt: () => 0.8, most: 0.8 },
  surge: { untilSeconds: 4 * hour, loadAt: (at: number) => (at < surgeFrom ? 0.8 : 4 / 3), most: 4 / 3 },
} as const;

export type ScenarioName = keyof typeof scenarios;

export interface MarginRun {
  /** When the margin passed the threshold first; undefined: never. */
  firedAtSeconds: number | undefined;
  /** When fewer met the expectation, of those who asked in the last 15 minutes and of whom it is known, than should. */
  fellAtSeconds: number | undefined;
}

/** Share of contacts that should meet the expectation. */
const metShare = 0.8;
const leastKnown = 10;

/** Looks at the center each minute, as the sweep does, and knows at each look only what had happened by then. */
export function runMargin(scenario: ScenarioName, seed: number, thresholdSeconds: number): MarginRun {
  const contacts: ClosedContact[] = [];
  simulateCenter(centerOf(scenario, seed), { closed: (contact) => contacts.push(contact) });
  contacts.sort((a, b) => a.askedAtSeconds - b.askedAtSeconds);
  const run: MarginRun = { firedAtSeconds: undefined, fellAtSeconds: undefined };
  for (let at = 60; at <= scenarios[scenario].untilSeconds; at += 60) {
    const recent = contacts.filter(({ askedAtSeconds: asked }) => asked <= at && asked > at - marginWindowSeconds);
    const margin = marginAt(recent.map(askedOf), expectationSeconds, moment(at));
    const expectation = { waitSeconds: expectationSeconds, marginSeconds: thresholdSeconds };
    if (margin && isShrinking(margin, expectation, nextWaitSeconds(contacts, at))) run.firedAtSeconds ??= at;
    if (shareMet(recent, at) < metShare) run.fellAtSeconds ??= at;
  }
  return run;
}

/**
 * What whoever asks now will wait, as the law of this queue has it: those before them are served at the rate of all agents,
 * or give up (fluid limit of M/M/n+M).
 */
function nextWaitSeconds(contacts: readonly ClosedContact[], at: number): number {
  const waiting = contacts.filter(({ askedAtSeconds: asked, waitSeconds: wait }) => asked <= at && asked + wait > at);
  return patienceSeconds * Math.log(1 + waiting.length / (capacityPerSecond * patienceSeconds));
}

const moment = (at: number) => addSeconds(instant(0), seconds(at));

function askedOf({ askedAtSeconds, waitSeconds, fate }: ClosedContact): Asked {
  const over = moment(askedAtSeconds + waitSeconds);
  const askedAt = moment(askedAtSeconds);
  return fate === 'answered'
    ? { askedAt, answeredAt: over }
    : { askedAt, leftAt: fate === 'waiting' ? undefined : over };
}

/** 1 while nothing is known. Who waits longer than expected has missed it, answered or not. */
function shareMet(recent: readonly ClosedContact[], at: number): number {
  const known = recent.filter(
    ({ askedAtSeconds, waitSeconds }) => askedAtSeconds + Math.min(waitSeconds, expectationSeconds) <= at,
  );
  if (known.length < leastKnown) return 1;
  const met = known.filter(({ fate, waitSeconds }) => fate === 'answered' && waitSeconds <= expectationSeconds);
  return met.length / known.length;
}

function centerOf(name: ScenarioName, seed: number): CenterScenario {
  const { untilSeconds, loadAt, most } = scenarios[name];
  return {
    seed,
    untilSeconds,
    queues: [
      {
        name: 'service',
        channel: 'voice',
        arrivals: {
          kind: 'changing',
          perSecondAt: (at) => loadAt(at) * capacityPerSecond,
          mostPerSecond: most * capacityPerSecond,
        },
        service: { kind: 'lognormal', meanSeconds: handleSeconds, cv: 1 },
        patience: { kind: 'exponential', meanSeconds: patienceSeconds },
        thresholdSeconds: 20,
      },
    ],
    profiles: [
      {
        id: 'all',
        concurrency: { voice: 1, chat: 0 },
        whileOn: [],
        queues: [{ queue: 'service', channel: 'voice', priority: 1, delaySeconds: 0 }],
      },
    ],
    crews: [{ profile: 'all', agents: [{ fromSeconds: 0, agents }] }],
  };
}
