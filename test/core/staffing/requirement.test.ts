import { describe, expect, test } from 'vitest';
import { scheduledAgents } from '../../../core/queueing/staffing.ts';
import { RateLaw } from '../../../core/staffing/rates.ts';
import {
  contactsCarried,
  enoughAgents,
  gapProbability,
  type IntervalWork,
  requiredAgents,
} from '../../../core/staffing/requirement.ts';
import { offeredLoads } from '../../../core/staffing/workload.ts';
import { exactQueue } from '../../support/exactQueue.ts';

const aWork = (more: Partial<IntervalWork> = {}): IntervalWork => ({
  contacts: { mean: 100, quantiles: {} },
  loadFactor: 1,
  intervalSeconds: 1800,
  handleSeconds: 180,
  patienceSeconds: 180,
  contactsPerAgent: 1,
  ...more,
});

/** 80/20 of all offered contacts. */
const served = { kind: 'served', ratio: 0.8, thresholdSeconds: 20 } as const;

/** Quantiles of a count: gamma-distributed rate of that variation, Poisson on top; as good forecasts state them. */
function doubtful(mean: number, variation: number) {
  const deviation = Math.sqrt((mean * variation) ** 2 + mean);
  const quantiles = { '0.1': mean - 1.2816 * deviation, '0.5': mean, '0.9': mean + 1.2816 * deviation };
  return { mean, quantiles };
}

describe('known answers (SCIENCE §2, rows 18 and 27)', () => {
  test.each([
    [100, 180, 12],
    [360, 240, 50],
    [1000, 300, 164],
    [20, 600, 9],
  ])('%i contacts of %i s in half an hour, patience 180 s, 80/20: %i agents', (mean, handleSeconds, agents) => {
    expect(requiredAgents(served, aWork({ contacts: { mean, quantiles: {} }, handleSeconds }))).toBe(agents);
  });

  test.each([
    [0.05, 165],
    [0.1, 170],
    [0.2, 185],
  ])('1000 contacts whose rate varies by %f: %i agents, within one', (variation, agents) => {
    const work = aWork({ contacts: doubtful(1000, variation), handleSeconds: 300 });
    expect(Math.abs(requiredAgents(served, work) - agents)).toBeLessThanOrEqual(1);
  });

  test('30 % shrinkage: 14 required are 20 scheduled', () => {
    expect(scheduledAgents(14, 0.3)).toBe(20);
  });
});

describe('what a forecast leaves open', () => {
  test('the chance of Poisson arrivals is not counted twice: quantiles of pure Poisson are one rate', () => {
    const law = new RateLaw(doubtful(400, 0));
    expect(law.quantile(0.95)).toBeCloseTo(400, 0);
    expect(requiredAgents(served, aWork({ contacts: doubtful(400, 0) }))).toBe(
      requiredAgents(served, aWork({ contacts: { mean: 400, quantiles: {} } })),
    );
  });

  test('the rest is the rate’s own doubt', () => {
    const law = new RateLaw(doubtful(400, 0.1));
    expect(law.quantile(0.9)).toBeCloseTo(400 * (1 + 0.1 * 1.2816), 1);
    expect(law.probabilityAbove(400)).toBeCloseTo(0.5, 3);
    expect(law.probabilityAbove(law.quantile(0.8))).toBeCloseTo(0.2, 3);
  });

  test('more doubt never needs fewer agents', () => {
    const needed = [0, 0.05, 0.1, 0.2, 0.3].map((variation) =>
      requiredAgents(served, aWork({ contacts: doubtful(300, variation) })),
    );
    expect([...needed].sort((a, b) => a - b)).toEqual(needed);
  });
});

describe('a gap has a probability', () => {
  const work = aWork({ contacts: doubtful(300, 0.1) });
  const required = requiredAgents(served, work);

  test('it falls with each agent, from sure to none', () => {
    const probabilities = Array.from({ length: 2 * required }, (_, agents) => gapProbability(served, work, agents));
    expect([...probabilities].sort((a, b) => b - a)).toEqual(probabilities);
    expect(probabilities[0]).toBe(1);
    expect(probabilities.at(-1)).toBeLessThan(1e-3);
  });

  test('agents carry as many contacts as they are required for', () => {
    const exactly = contactsCarried(served, work, required);
    expect(requiredAgents(served, aWork({ contacts: { mean: exactly * 0.999, quantiles: {} } }))).toBe(required);
    expect(requiredAgents(served, aWork({ contacts: { mean: exactly * 1.001, quantiles: {} } }))).toBe(required + 1);
  });

  test('waste begins above what all but one day in twenty needs', () => {
    const enough = enoughAgents(served, work);
    expect(enough).toBeGreaterThan(required);
    expect(gapProbability(served, work, enough)).toBeLessThanOrEqual(0.05);
    expect(gapProbability(served, work, enough - 1)).toBeGreaterThan(0.05);
  });
});

test('an agent of two chats at a time is worth two', () => {
  const [one, two] = [1, 2].map((contactsPerAgent) => requiredAgents(served, aWork({ contactsPerAgent })));
  expect(two).toBe(Math.ceil((one ?? 0) / 2));
});

test('nobody expected, nobody required, no gap', () => {
  const work = aWork({ contacts: { mean: 0, quantiles: { '0.1': 0, '0.5': 0, '0.9': 0 } } });
  expect([requiredAgents(served, work), enoughAgents(served, work), gapProbability(served, work, 0)]).toEqual([
    0, 0, 0,
  ]);
});

describe('load that moves through the day, against Kolmogorov’s equations', () => {
  const steps = 126;
  const stepSeconds = (2 * Math.PI) / steps;
  const arrivals = Array.from({ length: 2 * steps }, (_, step) => ({
    contactsPerSecond: 100 + 20 * Math.sin((step + 0.5) * stepSeconds),
    handleSeconds: 1,
  }));
  const second = (index: number) => index >= steps;

  function probabilities(alpha: number, loads: readonly number[]): number[] {
    const plan = arrivals.map(({ contactsPerSecond }, index) =>
      requiredAgents(
        { kind: 'potential', ratio: 1 - alpha, thresholdSeconds: 0 },
        aWork({
          contacts: { mean: contactsPerSecond * stepSeconds, quantiles: {} },
          loadFactor: (loads[index] ?? 0) / contactsPerSecond,
          intervalSeconds: stepSeconds,
          handleSeconds: 1,
          patienceSeconds: 1,
        }),
      ),
    );
    const stretches = arrivals.map(({ contactsPerSecond }, index) => ({
      seconds: stepSeconds,
      arrivalsPerSecond: contactsPerSecond,
      agents: plan[index] ?? 1,
    }));
    const { figures } = exactQueue(stretches, { handleSeconds: 1, patienceSeconds: 1, states: 200 });
    return figures.filter((_, index) => second(index)).map(({ probabilityOfWait }) => probabilityOfWait);
  }

  test.each([0.1, 0.5])('the probability of a wait stays within .05 of %f below and .02 above', (alpha) => {
    const seen = probabilities(alpha, offeredLoads(arrivals, stepSeconds, 90));
    expect(Math.max(...seen)).toBeLessThan(alpha + 0.02);
    // Whole agents: up to one more than needed.
    expect(Math.min(...seen)).toBeGreaterThan(alpha - 0.05);
  });

  test('staffed for the arrivals of the moment it would swing from near 0 to half', () => {
    const pointwise = arrivals.map(({ contactsPerSecond }) => contactsPerSecond);
    const seen = probabilities(0.1, pointwise);
    expect(Math.max(...seen)).toBeGreaterThan(0.5);
    expect(Math.min(...seen)).toBeLessThan(0.01);
  });
});
