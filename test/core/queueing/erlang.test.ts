import fc from 'fast-check';
import { expect, test } from 'vitest';
import { erlangA } from '../../../core/queueing/erlangA.ts';
import { erlangB } from '../../../core/queueing/erlangB.ts';
import { erlangC, patientQueue, priorityWaits } from '../../../core/queueing/erlangC.ts';
import { garnett, halfinWhitt, halfinWhittMargin } from '../../../core/queueing/heavyTraffic.ts';
import { normalTail } from '../../../core/queueing/normal.ts';
import { loadLagSeconds, offeredLoadErlangs } from '../../../core/queueing/offeredLoad.ts';
import { agentsFor, scheduledAgents } from '../../../core/queueing/staffing.ts';

const perHalfHour = (contacts: number, handleSeconds: number) => ({
  arrivalsPerSecond: contacts / 1800,
  handleSeconds,
});
const halfHour = perHalfHour(100, 180);

test("Erlang B gives the classic table's one per cent at 4.4612 erlangs and 10 agents", () => {
  expect(erlangB(4.4612, 10)).toBeCloseTo(0.01000028964441167, 15);
  expect(erlangB(84.064, 100)).toBeCloseTo(0.01, 6);
});

test("Erlang C gives the CRAN package's published example, where heuristics drop a factor", () => {
  const queue = patientQueue({ ...halfHour, agents: 14 });
  expect(queue.probabilityOfWait).toBeCloseTo(0.1741319335950498, 14);
  expect(queue.serviceLevel(20)).toBeCloseTo(0.8883500191794669, 14);
  expect(queue.meanWaitSeconds).toBeCloseTo(7.835937011777243, 12);
  expect(erlangC(20, 25)).toBeCloseTo(0.2091028265988366, 14);
});

test("Erlang A gives Garnett, Mandelbaum and Reiman's table: 3.1 % abandon, 3.7 s, 3 in queue, 93 % busy, 12.5 s at most for 90 %", () => {
  const queue = erlangA({ agents: 50, arrivalsPerSecond: 0.8, handleSeconds: 60, patienceSeconds: 120 });
  expect(queue.probabilityOfAbandoning).toBeCloseTo(0.03091224916219322, 14);
  expect(queue.meanWaitSeconds).toBeCloseTo(3.709469899463186, 12);
  expect(queue.meanQueueLength).toBeCloseTo(2.9676, 4);
  expect(queue.occupancy).toBeCloseTo(0.9303242408042945, 14);
  expect(queue.waitQuantileSeconds(0.9)).toBeCloseTo(12.444647715180759, 11);
});

test('the two ends of the patience scale are Erlang C and a queue nobody joins', () => {
  const load = { ...halfHour, agents: 14 };
  const patient = erlangA({ ...load, patienceSeconds: 1e9 });
  expect(patient.probabilityOfWait).toBeCloseTo(patientQueue(load).probabilityOfWait, 6);
  expect(patient.waitLongerThan(20)).toBeCloseTo(patientQueue(load).waitLongerThan(20), 6);
  const hasty = erlangA({ ...load, patienceSeconds: 1e-6 });
  expect(hasty.probabilityOfAbandoning).toBeCloseTo(erlangB(10, 14), 6);
});

test('the preferred class of two waits little, the other pays for it', () => {
  const waits = priorityWaits({ agents: 100, arrivalsPerSecond: 95, handleSeconds: 1 }, 19);
  expect(waits.firstMeanSeconds).toBeCloseTo(0.0062525537520126, 14);
  expect(waits.secondMeanSeconds).toBeCloseTo(0.125051075040252, 14);
});

test('heavy traffic: Halfin–Whitt, its inverse, and Garnett with its two closed forms', () => {
  expect(halfinWhitt(1)).toBeCloseTo(0.2233612747982607, 14);
  expect(halfinWhittMargin(0.2)).toBeCloseTo(1.061516275418718, 13);
  expect(garnett(0, 0.5)).toBeCloseTo(2 - Math.SQRT2, 14);
  expect(garnett(0.5, 1)).toBeCloseTo(normalTail(0.5), 14);
});

test('the load of a day swings less than its arrivals and an hour of handling makes it lag 58.7 minutes', () => {
  const day = { meanArrivalsPerSecond: 100, amplitudePerSecond: 20, cycleSeconds: 86_400, handleSeconds: 3600 };
  expect(loadLagSeconds(day) / 60).toBeCloseTo(58.68297221012542, 10);
  const unit = { ...day, cycleSeconds: 2 * Math.PI, handleSeconds: 1 };
  expect(offeredLoadErlangs(unit, 0)).toBeCloseTo(90, 10);
});

test('the definition of the service level moves the agents needed by a quarter', () => {
  const demand = { ...perHalfHour(1000, 300), patienceSeconds: 60 };
  const within20 = { ratio: 0.8, thresholdSeconds: 20 };
  expect(agentsFor({ kind: 'waited', ...within20 }, demand)).toBe(135);
  expect(agentsFor({ kind: 'served', ...within20 }, demand)).toBe(149);
  expect(agentsFor({ kind: 'potential', ...within20 }, demand)).toBe(142);
  expect(agentsFor({ kind: 'abandoned', atMost: 0.03 }, demand)).toBe(171);
  expect(agentsFor({ kind: 'served', ...within20 }, { ...halfHour, patienceSeconds: Number.POSITIVE_INFINITY })).toBe(
    14,
  );
  expect(scheduledAgents(14, 0.3)).toBe(20);
});

test('a doubtful arrival rate costs agents', () => {
  const target = { kind: 'served', ratio: 0.8, thresholdSeconds: 20 } as const;
  const demand = { ...perHalfHour(1000, 300), patienceSeconds: 180 };
  const needed = [0, 0.05, 0.1, 0.2].map((rateVariation) => agentsFor(target, { ...demand, rateVariation }));
  expect(needed).toEqual([164, 165, 170, 185]);
});

test('a load that patient customers could never get through is refused, and so is half an agent', () => {
  expect(() => erlangC(12, 12)).toThrow(RangeError);
  expect(() => erlangB(3, 2.5)).toThrow('expected a whole number of agents, got 2.5');
  expect(() => erlangA({ ...halfHour, agents: 0, patienceSeconds: 60 })).toThrow(RangeError);
  expect(() =>
    agentsFor({ kind: 'served', ratio: 1, thresholdSeconds: 20 }, { ...halfHour, patienceSeconds: 60 }),
  ).toThrow(RangeError);
});

const anyLoad = fc.record({
  agents: fc.integer({ min: 1, max: 3000 }),
  arrivalsPerSecond: fc.double({ min: 1e-4, max: 60, noNaN: true }),
  handleSeconds: fc.double({ min: 1, max: 900, noNaN: true }),
  patienceSeconds: fc.double({ min: 1, max: 3600, noNaN: true }),
});

test('in any steady state who arrives is served or gives up, probabilities are probabilities, and one more agent helps', () => {
  fc.assert(
    fc.property(anyLoad, fc.double({ min: 0, max: 600, noNaN: true }), (load, seconds) => {
      const queue = erlangA(load);
      const more = erlangA({ ...load, agents: load.agents + 1 });
      expect(queue.occupancy).toBeLessThanOrEqual(1 + 1e-9);
      for (const share of [queue.probabilityOfWait, queue.waitLongerThan(seconds), queue.servedWithin(seconds)]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1 + 1e-9);
      }
      expect(queue.servedWithin(1e7)).toBeCloseTo(1 - queue.probabilityOfAbandoning, 9);
      expect(more.probabilityOfAbandoning).toBeLessThanOrEqual(queue.probabilityOfAbandoning + 1e-12);
      expect(more.waitLongerThan(seconds)).toBeLessThanOrEqual(queue.waitLongerThan(seconds) + 1e-12);
      expect(Number.isFinite(queue.potentialWait.meanSeconds + queue.potentialWait.variance)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('100,000 agents are no different: overload by a tenth sends a eleventh away, half load keeps nobody waiting', () => {
  const load = { agents: 100_000, handleSeconds: 1, patienceSeconds: 1 };
  expect(erlangA({ ...load, arrivalsPerSecond: 110_000 }).probabilityOfAbandoning).toBeCloseTo(1 / 11, 10);
  const idle = erlangA({ ...load, arrivalsPerSecond: 50_000 });
  expect(idle.probabilityOfWait).toBe(0);
  expect(idle.servedWithin(1)).toBe(1);
});
