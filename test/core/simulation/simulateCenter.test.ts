import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangA } from '../../../core/queueing/erlangA.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { arrivalTimes } from '../../../core/simulation/arrivals.ts';
import type { CenterHooks, CenterScenario, ClosedCallback, ClosedContact } from '../../../core/simulation/center.ts';
import { estimate } from '../../../core/simulation/estimate.ts';
import { simulateLine } from '../../../core/simulation/line.ts';
import { simulateCenter } from '../../../core/simulation/simulateCenter.ts';
import { aCenter, aProfile, aQueue, crewOf, serves, someOffers } from './aCenter.ts';

function everyContact(scenario: CenterScenario, hooks: CenterHooks = {}) {
  const contacts: ClosedContact[] = [];
  const callbacks: ClosedCallback[] = [];
  const outcome = simulateCenter(scenario, {
    ...hooks,
    closed: (contact) => contacts.push(contact),
    called: (callback) => callbacks.push(callback),
  });
  return { contacts, callbacks, outcome };
}

const only = (scenario: CenterScenario) => {
  const [figures] = simulateCenter(scenario).queues;
  if (!figures) throw new Error('a center has a queue');
  return figures;
};

/** The value lies in the Student interval of the runs, 99.9 % over a handful of comparisons. */
function expectNear(runs: readonly number[], exact: number): void {
  const { mean, halfWidth } = estimate(runs);
  expect(Math.abs(mean - exact)).toBeLessThan(3 * halfWidth);
  expect(halfWidth).toBeLessThan(0.2 * exact);
}

describe('known answers', () => {
  test('M/M/10+M at 14 erlangs abandons, waits and answers in time as Erlang A says', () => {
    const exact = erlangA({ agents: 10, arrivalsPerSecond: 14 / 180, handleSeconds: 180, patienceSeconds: 180 });
    const runs = [1, 2, 3, 4, 5, 6].map((seed) => only(aCenter({ seed, untilSeconds: 120_000, warmupSeconds: 5000 })));
    expectNear(
      runs.map((run) => run.abandoned / run.offered),
      exact.probabilityOfAbandoning,
    );
    expectNear(
      runs.map((run) => run.serviceLevel),
      exact.servedWithin(20),
    );
  });

  test('two classes, the first served before the second: known_answers PRI (M/M/100, 19 and 76 erlangs)', () => {
    const queue = (name: string, perSecond: number) =>
      aQueue({
        name,
        arrivals: { kind: 'steady', perSecond },
        service: { kind: 'exponential', meanSeconds: 1 },
        patience: null,
      });
    const both = aCenter({
      untilSeconds: 800,
      warmupSeconds: 50,
      queues: [queue('high', 19), queue('low', 76)],
      profiles: [aProfile({ queues: [serves('high'), serves('low', { priority: 2 })] })],
      crews: [crewOf('all', 100)],
    });
    const runs = [1, 2, 3].map((seed) => simulateCenter({ ...both, seed }).queues.map((run) => run.meanWaitSeconds));
    expectNear(
      runs.map(([high = 0]) => high),
      0.0062525537520126,
    );
    const low = runs.reduce((total, [, wait = 0]) => total + wait / runs.length, 0);
    expect(Math.abs(low / 0.125051075040252 - 1)).toBeLessThan(0.5);
  });

  test('classes by the contacts’ own priority give the same order as classes by queue', () => {
    const patient = { patience: null, arrivals: { kind: 'steady', perSecond: 9 / 180 } } as const;
    const ranked = everyContact(
      aCenter({ queues: [aQueue({ ...patient, priorities: [{ priority: 1, share: 0.3 }] })] }),
    );
    const plain = everyContact(aCenter({ queues: [aQueue(patient)] }));
    const mean = (contacts: readonly ClosedContact[]) =>
      contacts.reduce((total, contact) => total + contact.waitSeconds, 0) / contacts.length;
    const spread = (contacts: readonly ClosedContact[]) =>
      contacts.reduce((total, contact) => total + contact.waitSeconds ** 2, 0) / contacts.length;
    // Work is conserved: the mean stays, the spread grows.
    expect(mean(ranked.contacts) / mean(plain.contacts)).toBeCloseTo(1, 1);
    expect(spread(ranked.contacts)).toBeGreaterThan(1.2 * spread(plain.contacts));
  });

  test('a contact waits to the last digit as in the engine of one line', () => {
    const service = { kind: 'deterministic', meanSeconds: 180 } as const;
    const perSecond = 9.5 / 180;
    const customers = 2000;
    const line = simulateLine({
      seed: 3,
      customers,
      arrivals: { kind: 'steady', perSecond },
      service,
      patience: null,
      agents: 10,
    });
    const next = arrivalTimes({ kind: 'steady', perSecond }, randomStream(3, 'arrivals'));
    const atSeconds = Array.from({ length: customers }, next);
    const { contacts } = everyContact(
      aCenter({
        untilSeconds: 1e9,
        queues: [aQueue({ arrivals: { kind: 'replay', atSeconds }, service, patience: null })],
      }),
    );
    const waits = contacts
      .toSorted((one, other) => one.askedAtSeconds - other.askedAtSeconds)
      .map(({ waitSeconds }) => waitSeconds);
    expect(waits).toHaveLength(customers);
    waits.forEach((wait, customer) => {
      expect(wait).toBeCloseTo(line.potentialSeconds[customer] ?? -1, 6);
    });
  });
});

describe('chat', () => {
  const chats = aQueue({ channel: 'chat' });
  const chatProfile = (concurrency: number, paces?: number[]) =>
    aProfile({
      concurrency: { voice: 0, chat: concurrency },
      queues: [serves('service', { channel: 'chat' })],
      ...(paces && { paces }),
    });

  test('five agents with two chats each are ten agents, contact by contact', () => {
    const two = everyContact(aCenter({ queues: [chats], profiles: [chatProfile(2)], crews: [crewOf('all', 5)] }));
    const one = everyContact(aCenter({ queues: [chats], profiles: [chatProfile(1)], crews: [crewOf('all', 10)] }));
    expect(two.contacts).toEqual(one.contacts);
  });

  test('two chats at 0.8 of the pace: one agent is the birth and death chain with rates 1 and 1.6', () => {
    const [arrivals, leaving] = [1.4, 0.5];
    const queue = aQueue({
      channel: 'chat',
      arrivals: { kind: 'steady', perSecond: arrivals },
      service: { kind: 'exponential', meanSeconds: 1 },
      patience: { kind: 'exponential', meanSeconds: 1 / leaving },
    });
    let [weight, total, waiting] = [1, 1, 0];
    for (let present = 1; present < 60; present++) {
      const served = present === 1 ? 1 : 1.6;
      weight *= arrivals / (served + leaving * Math.max(0, present - 2));
      total += weight;
      waiting += weight * Math.max(0, present - 2);
    }
    const runs = [1, 2, 3, 4, 5].map((seed) => {
      const run = only(
        aCenter({
          seed,
          untilSeconds: 12_000,
          queues: [queue],
          profiles: [chatProfile(2, [1, 0.8])],
          crews: [crewOf('all', 1)],
        }),
      );
      return run.abandoned / run.offered;
    });
    expectNear(runs, (leaving * waiting) / total / arrivals);
  });

  test('nobody is given a call while chatting, unless the profile says so', () => {
    const calls = aQueue({ name: 'calls', arrivals: { kind: 'replay', atSeconds: [10] }, patience: null });
    const chat = aQueue({
      channel: 'chat',
      arrivals: { kind: 'replay', atSeconds: [1] },
      service: { kind: 'deterministic', meanSeconds: 100 },
    });
    const both = [serves('service', { channel: 'chat' }), serves('calls')];
    const wait = (whileOn: readonly 'chat'[]) =>
      everyContact(
        aCenter({ queues: [chat, calls], profiles: [aProfile({ queues: both, whileOn })], crews: [crewOf('all', 1)] }),
      ).contacts.find(({ queue }) => queue === 'calls')?.waitSeconds;
    expect(wait([])).toBeCloseTo(91, 9);
    expect(wait(['chat'])).toBe(0);
  });
});

describe('skills', () => {
  const two = { queues: [aQueue({ name: 'a' }), aQueue({ name: 'b' })], crews: [crewOf('all', 20)] };

  test('agents of both queues serve them better than two halves', () => {
    const shared = simulateCenter(aCenter({ ...two, profiles: [aProfile({ queues: [serves('a'), serves('b')] })] }));
    const apart = simulateCenter(
      aCenter({
        ...two,
        profiles: [aProfile({ id: 'a', queues: [serves('a')] }), aProfile({ id: 'b', queues: [serves('b')] })],
        crews: [crewOf('a', 10), crewOf('b', 10)],
      }),
    );
    const lost = (outcome: typeof shared) => outcome.queues.reduce((total, queue) => total + queue.abandoned, 0);
    expect(lost(shared)).toBeLessThan(lost(apart));
  });

  test('agents with a delay get a contact only once it has waited so long', () => {
    const { contacts } = everyContact(
      aCenter({
        queues: [aQueue({ arrivals: { kind: 'replay', atSeconds: [5] } })],
        profiles: [aProfile({ queues: [serves('service', { delaySeconds: 30 })] })],
      }),
    );
    expect(contacts[0]?.waitSeconds).toBeCloseTo(30, 4);
  });
});

describe('agents', () => {
  test('who leaves finishes the contact in hand and takes no other', () => {
    const { contacts } = everyContact(
      aCenter({
        queues: [
          aQueue({
            arrivals: { kind: 'replay', atSeconds: [1, 2, 3, 4] },
            service: { kind: 'deterministic', meanSeconds: 100 },
            patience: null,
          }),
        ],
        crews: [
          {
            profile: 'all',
            agents: [
              { fromSeconds: 0, agents: 2 },
              { fromSeconds: 50, agents: 1 },
            ],
          },
        ],
      }),
    );
    const answeredAt = contacts.map((contact) => Math.round((contact.askedAtSeconds + contact.waitSeconds) / 100));
    expect(answeredAt).toEqual([0, 0, 1, 2]);
  });

  test('the control sees the queue and moves agents, who finish what they have in hand', () => {
    const profiles = [aProfile(), aProfile({ id: 'reserve', queues: [] })];
    const crews = [crewOf('all', 10), crewOf('reserve', 5)];
    const seen: number[] = [];
    const steered = simulateCenter(aCenter({ profiles, crews }), {
      control: {
        everySeconds: 900,
        decide(view) {
          const { waiting } = view.figures('service');
          seen.push(view.agents('all').staffed + view.agents('reserve').staffed);
          expect(view.state('service').ahead).toHaveLength(waiting);
          return view.at < 2000 ? [{ from: 'reserve', to: 'all', agents: 5 }] : [];
        },
      },
    });
    const alone = simulateCenter(aCenter({ profiles, crews }));
    expect(steered.moves).toBe(5);
    expect(new Set(seen)).toEqual(new Set([15]));
    expect(steered.queues[0]?.abandoned).toBeLessThan(0.3 * (alone.queues[0]?.abandoned ?? 0));
    expect(alone.workedSeconds.get('reserve')).toBeCloseTo(500_000, 6);
    expect(steered.workedSeconds.get('reserve')).toBeCloseTo(4500, 6);
  });
});

describe('callbacks', () => {
  const kept = someOffers({ time: { kind: 'keeps-place' }, attempts: 1 });

  test('a kept place is served in its turn', () => {
    // Everybody accepts, so the line is all callbacks: they start in the order they asked.
    const everybody = someOffers({ time: { kind: 'keeps-place' }, attempts: 1, acceptedShare: 1 });
    const { callbacks } = everyContact(aCenter({ untilSeconds: 20_000, queues: [aQueue({ offers: everybody })] }));
    const starts = callbacks.map((callback) => callback.acceptedAtSeconds + callback.startedAfterSeconds);
    const byAsking = callbacks.toSorted((one, other) => one.acceptedAtSeconds - other.acceptedAtSeconds);
    const startsByAsking = byAsking.map((callback) => callback.acceptedAtSeconds + callback.startedAfterSeconds);
    expect(starts.length).toBeGreaterThan(200);
    expect(startsByAsking).toEqual(starts.toSorted((one, other) => one - other));
  });

  test('nobody answers one in fourteen: the agent loses a moment, the promise is not counted as spoken', () => {
    const { callbacks } = everyContact(aCenter({ queues: [aQueue({ offers: kept })] }));
    const unanswered = callbacks.filter((callback) => !callback.spoke).length / callbacks.length;
    expect(Math.abs(unanswered - 0.07)).toBeLessThan(0.03);
  });

  test('a customer who did not pick up is called again, twice at least, and so often as the promise leaves room', () => {
    const share = (attempts: number) => {
      const offers = someOffers({ unansweredShare: 0.5, attempts, retrySeconds: 60 });
      const { callbacks } = everyContact(aCenter({ untilSeconds: 50_000, queues: [aQueue({ offers })] }));
      return callbacks.filter((callback) => !callback.spoke).length / callbacks.length;
    };
    expect(Math.abs(share(1) - 0.5)).toBeLessThan(0.07);
    expect(Math.abs(share(2) - 0.25)).toBeLessThan(0.05);
    // Called late in the promised time, most have room for no third call.
    expect(share(3)).toBeLessThan(share(2));
    expect(share(3)).toBeGreaterThan(0.125);
  });

  test('live contacts go first, and yet no callback comes later than promised', () => {
    const { callbacks, outcome } = everyContact(aCenter({ queues: [aQueue({ offers: someOffers({ attempts: 1 }) })] }));
    expect(callbacks.length).toBeGreaterThan(500);
    expect(Math.max(...callbacks.map((callback) => callback.startedAfterSeconds))).toBeLessThanOrEqual(1800);
    expect(outcome.queues[0]?.offers?.callbackMeanSeconds).toBeGreaterThan(900);
  });

  test('a window is promised to no more customers than the plan has room for, and kept', () => {
    const windows = Array.from({ length: 60 }, (_, index) => ({
      fromSeconds: index * 1800,
      untilSeconds: (index + 1) * 1800,
      capacity: 7,
    }));
    const time = {
      kind: 'windows',
      windows,
      aheadSeconds: 7200,
      rule: { reservedAgents: 0, deviations: 4.75 },
    } as const;
    const { callbacks } = everyContact(aCenter({ queues: [aQueue({ offers: someOffers({ time, attempts: 1 }) })] }));
    const perWindow = Map.groupBy(callbacks, (callback) =>
      Math.round((callback.acceptedAtSeconds + callback.promisedWithinSeconds) / 1800),
    );
    const sizes = [...perWindow.values()].map((promised) => promised.length);
    expect(Math.max(...sizes)).toBe(7);
    expect(sizes.length).toBeGreaterThan(30);
    for (const callback of callbacks) {
      const startedAt = callback.acceptedAtSeconds + callback.startedAfterSeconds;
      const endsAt = callback.acceptedAtSeconds + callback.promisedWithinSeconds;
      expect(startedAt).toBeGreaterThanOrEqual(endsAt - 1800 - 1e-6);
      expect(startedAt).toBeLessThanOrEqual(endsAt + 1e-6);
    }
  });

  test('nobody is offered anything who is predicted to wait no longer than expected', () => {
    const { contacts } = everyContact(
      aCenter({ queues: [aQueue({ offers: someOffers({}, { askAgainSeconds: 30 }) })] }),
    );
    const offered = contacts.filter((contact) => contact.offeredAtSeconds !== undefined);
    expect(offered.length).toBeGreaterThan(500);
    for (const { offeredAtSeconds = 0 } of offered) expect(offeredAtSeconds).toBeGreaterThan(60);
  });
});

describe('customers', () => {
  test('who gave up tries again as often as said: nobody works, everybody leaves', () => {
    const retrials = { share: 0.5, afterSeconds: { kind: 'deterministic', meanSeconds: 100 }, most: 2 } as const;
    const figures = only(aCenter({ queues: [aQueue({ retrials })], crews: [crewOf('all', 0)] }));
    const first = figures.offered - figures.returned;
    expect(figures.abandoned).toBe(figures.offered);
    expect(Math.abs(figures.returned / first - (0.5 + 0.25))).toBeLessThan(0.03);
  });

  test('a full queue turns the next one away', () => {
    const figures = only(aCenter({ queues: [aQueue({ mostWaiting: 3 })] }));
    expect(figures.overflowed).toBeGreaterThan(500);
  });

  test('who is left when nobody works any more is still waiting', () => {
    const crews = [
      {
        profile: 'all',
        agents: [
          { fromSeconds: 0, agents: 2 },
          { fromSeconds: 300, agents: 0 },
        ],
      },
    ];
    const figures = only(aCenter({ untilSeconds: 600, queues: [aQueue({ patience: null })], crews }));
    expect(figures.waiting).toBeGreaterThan(10);
    expect(figures.waiting + figures.answered).toBe(figures.offered);
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyCenter = fc
  .record({
    seed: fc.nat(1000),
    agents: fc.integer({ min: 0, max: 14 }),
    mostWaiting: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
    accepted: share,
    moved: share,
    unanswered: share,
    returning: share,
    keeps: fc.boolean(),
    again: fc.option(fc.integer({ min: 10, max: 60 }), { nil: undefined }),
  })
  .map(({ seed, agents, mostWaiting, accepted, moved, unanswered, returning, keeps, again }) =>
    aCenter({
      seed,
      untilSeconds: 4000,
      queues: [
        aQueue({
          ...(mostWaiting !== undefined && { mostWaiting }),
          retrials: { share: returning, afterSeconds: { kind: 'exponential', meanSeconds: 60 }, most: 3 },
          offers: someOffers(
            {
              acceptedShare: accepted,
              unansweredShare: unanswered,
              ...(keeps && { time: { kind: 'keeps-place' } as const }),
            },
            { move: { queue: 'chat', acceptedShare: moved }, ...(again !== undefined && { askAgainSeconds: again }) },
          ),
        }),
        aQueue({ name: 'chat', channel: 'chat', arrivals: { kind: 'steady', perSecond: 1 / 100 } }),
      ],
      profiles: [
        aProfile({
          concurrency: { voice: 1, chat: 3 },
          queues: [serves('service'), serves('chat', { channel: 'chat', priority: 2, delaySeconds: 15 })],
          paces: [1, 0.9, 0.7],
        }),
      ],
      crews: [crewOf('all', agents)],
      scored: true,
    }),
  );

describe('whatever the center', () => {
  test('everybody offered is answered, has left, took a callback, moved, overflowed or waits', () => {
    fc.assert(
      fc.property(anyCenter, (scenario) => {
        for (const run of simulateCenter(scenario).queues) {
          const { answered, abandoned, callback, moved, overflowed, waiting } = run;
          expect(answered + abandoned + callback + moved + overflowed + waiting).toBe(run.offered);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('the same seed gives the same run', () => {
    fc.assert(
      fc.property(anyCenter, (scenario) => {
        expect(simulateCenter(scenario)).toEqual(simulateCenter(scenario));
      }),
      { numRuns: 5 },
    );
  });

  test('the same customers, more agents: no more give up', () => {
    const abandoned = [8, 10, 12, 14].map((agents) => only(aCenter({ crews: [crewOf('all', agents)] })).abandoned);
    expect(abandoned).toEqual(abandoned.toSorted((one, other) => other - one));
    expect(only(aCenter({ crews: [crewOf('all', 8)] })).offered).toBe(only(aCenter()).offered);
  });
});
