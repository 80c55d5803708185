import { describe, expect, test } from 'vitest';
import { erlangA } from '../../../core/queueing/erlangA.ts';
import { priorityWaits } from '../../../core/queueing/erlangC.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { EventHeap } from '../../../core/simulation/eventHeap.ts';
import { type LineScenario, simulateLine } from '../../../core/simulation/line.ts';
import { lawSurvival, sampler, type TimeLaw } from '../../../core/simulation/timeLaw.ts';

const busyLine: LineScenario = {
  seed: 7,
  customers: 150_000,
  arrivals: { kind: 'steady', perSecond: 14 / 180 },
  service: { kind: 'exponential', meanSeconds: 180 },
  patience: { kind: 'exponential', meanSeconds: 180 },
  agents: 10,
};

describe('against the exact law (M/M/10+M, 14 erlangs)', () => {
  const exact = erlangA({ agents: 10, arrivalsPerSecond: 14 / 180, handleSeconds: 180, patienceSeconds: 180 });
  const run = simulateLine(busyLine);

  test('as many give up', () => {
    // Batches of 3000: neighbours share a queue, so single customers are no independent sample.
    expect(Math.abs(run.abandoned / run.offered - exact.probabilityOfAbandoning)).toBeLessThan(0.006);
    expect(run.answered + run.abandoned).toBe(run.offered);
  });

  test('the potential wait has the same mean, variance and tail', () => {
    const waits = run.potentialSeconds.filter((wait) => wait > 0);
    const mean = waits.reduce((total, wait) => total + wait, 0) / waits.length;
    const variance = waits.reduce((total, wait) => total + (wait - mean) ** 2, 0) / waits.length;
    expect(Math.abs(waits.length / run.offered - exact.probabilityOfWait)).toBeLessThan(0.01);
    expect(Math.abs(mean / exact.potentialWait.meanSeconds - 1)).toBeLessThan(0.02);
    expect(Math.abs(variance / exact.potentialWait.variance - 1)).toBeLessThan(0.05);
    const longer = waits.filter((wait) => wait > 54).length / run.offered;
    expect(Math.abs(longer - exact.potentialWaitLongerThan(54))).toBeLessThan(0.01);
  });
});

test('the preferred class of two waits as theory says (M/M/10, nobody gives up)', () => {
  const load = { agents: 10, arrivalsPerSecond: 0.9 * (10 / 180), handleSeconds: 180 };
  const waits = { first: 0, second: 0, firstCount: 0, secondCount: 0 };
  const preferredCustomers = new Set<number>();
  const run = simulateLine(
    {
      ...busyLine,
      arrivals: { kind: 'steady', perSecond: load.arrivalsPerSecond },
      patience: null,
      preferredShare: 0.3,
    },
    {
      arrive: (_, customer, preferred) => {
        if (preferred) preferredCustomers.add(customer);
        return 'hold';
      },
      turn: (customer, wait) => {
        const first = preferredCustomers.has(customer);
        waits[first ? 'first' : 'second'] += wait;
        waits[first ? 'firstCount' : 'secondCount'] += 1;
      },
    },
  );
  const expected = priorityWaits(load, 0.3 * load.arrivalsPerSecond);
  expect(Math.abs(waits.first / (0.3 * run.offered) / expected.firstMeanSeconds - 1)).toBeLessThan(0.06);
  expect(Math.abs(waits.second / (0.7 * run.offered) / expected.secondMeanSeconds - 1)).toBeLessThan(0.12);
});

test('the same seed gives the same run, another seed another', () => {
  const small = { ...busyLine, customers: 2000 };
  expect(simulateLine(small)).toEqual(simulateLine(small));
  expect(simulateLine({ ...small, seed: 8 }).potentialSeconds).not.toEqual(simulateLine(small).potentialSeconds);
});

test('one more agent, the same customers: fewer give up', () => {
  const small = { ...busyLine, customers: 20_000 };
  expect(simulateLine({ ...small, agents: 11 }).abandoned).toBeLessThan(simulateLine(small).abandoned);
});

test('an agent whose shift ends finishes the contact in hand and takes no other', () => {
  const served: number[] = [];
  const run = simulateLine(
    {
      seed: 1,
      customers: 6,
      arrivals: { kind: 'steady', perSecond: 100 },
      service: { kind: 'deterministic', meanSeconds: 100 },
      patience: null,
      agents: [
        { fromSeconds: 0, agents: 3 },
        { fromSeconds: 50, agents: 1 },
      ],
    },
    { turn: (_customer, _wait, _fate, at) => served.push(at) },
  );
  expect(run.answered).toBe(6);
  // Three at once; all three end near 100 s, but one agent is left: one contact a hundred seconds.
  expect(served.map((at) => Math.round(at / 100))).toEqual([1, 2, 3]);
});

test('Bug: who left at the end of a shift was told by the ends of contacts. Fix: chance alone decides', () => {
  const counts = Array.from({ length: 400 }, (_, index) => {
    let taken = 0;
    simulateLine(
      {
        seed: index + 1,
        customers: 300,
        arrivals: { kind: 'steady', perSecond: 1e6 },
        service: { kind: 'exponential', meanSeconds: 100 },
        patience: null,
        agents: [
          { fromSeconds: 0, agents: 100 },
          { fromSeconds: 0.01, agents: 50 },
        ],
      },
      {
        turn: (_customer, _wait, _fate, at) => {
          if (at > 0.01 && at < 20) taken += 1;
        },
      },
    );
    return taken;
  });
  // Fifty who stay take the next contacts as a Poisson process would: its variance is its mean.
  const mean = counts.reduce((total, count) => total + count, 0) / counts.length;
  const variance = counts.reduce((total, count) => total + (count - mean) ** 2, 0) / counts.length;
  expect(Math.abs(mean - 10)).toBeLessThan(0.6);
  expect(Math.abs(variance / mean - 1)).toBeLessThan(0.25);
});

test('a callback keeps its place, never gives up, and may go unanswered', () => {
  const scenario: LineScenario = {
    ...busyLine,
    customers: 20_000,
    callbacks: { unansweredShare: 0.25, lostSeconds: 20 },
  };
  const run = simulateLine(scenario, { arrive: () => 'callback' });
  expect(run.abandoned).toBe(0);
  expect(run.unansweredCallbacks / run.offered).toBeGreaterThan(0.2);
  expect(run.answered + run.unansweredCallbacks).toBe(run.offered);
});

test('what an arriving customer sees: head first, present ones only', () => {
  let looked = 0;
  simulateLine(
    { ...busyLine, customers: 3000 },
    {
      arrive: (view) => {
        const ahead = view.ahead(false);
        expect(ahead).toHaveLength(view.waitingCount);
        for (let place = 1; place < ahead.length; place++) {
          expect(ahead[place]?.elapsedSeconds).toBeLessThanOrEqual(ahead[place - 1]?.elapsedSeconds ?? 0);
        }
        looked += 1;
        return 'hold';
      },
    },
  );
  expect(looked).toBeGreaterThan(1000);
});

test.each<[TimeLaw, number]>([
  [{ kind: 'exponential', meanSeconds: 120 }, 1],
  [{ kind: 'lognormal', meanSeconds: 120, cv: 1.3 }, 1.3],
  [{ kind: 'deterministic', meanSeconds: 120 }, 0],
  [{ kind: 'erlang', meanSeconds: 120, stages: 10 }, Math.sqrt(0.1)],
  [{ kind: 'hyperexponential', meanSeconds: 120, cv: 2 }, 2],
])('%j has its mean, its variation and its survival', (law, cv) => {
  const draw = sampler(law, randomStream(5, 'draws'));
  const values = Array.from({ length: 200_000 }, draw);
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean / 120 - 1)).toBeLessThan(0.02);
  expect(Math.abs(deviation / mean - cv)).toBeLessThan(0.06);
  const longer = values.filter((value) => value > 100).length / values.length;
  expect(Math.abs(longer - lawSurvival(law, 100))).toBeLessThan(0.006);
});

test('the heap gives events in the order of their times', () => {
  const stream = randomStream(9, 'heap');
  const heap = new EventHeap(2);
  const times = Array.from({ length: 1000 }, () => stream.uniform());
  times.forEach((time, tag) => {
    heap.push(time, tag);
  });
  const order: number[] = [];
  while (heap.size > 0) {
    expect(heap.nextTime).toBe(times[heap.nextTag]);
    order.push(heap.nextTime);
    heap.pop();
  }
  expect(order).toEqual(times.toSorted((one, other) => one - other));
  expect(heap.nextTime).toBe(Number.POSITIVE_INFINITY);
});
