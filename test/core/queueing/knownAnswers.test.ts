import { describe, expect, test } from 'vitest';
import { erlangA } from '../../../core/queueing/erlangA.ts';
import { erlangB } from '../../../core/queueing/erlangB.ts';
import { erlangC, patientQueue, priorityWaits } from '../../../core/queueing/erlangC.ts';
import { garnett, halfinWhitt, halfinWhittMargin } from '../../../core/queueing/heavyTraffic.ts';
import { logBetaMean, waitBehind } from '../../../core/queueing/logBeta.ts';
import { loadLagSeconds, offeredLoadErlangs } from '../../../core/queueing/offeredLoad.ts';
import { agentsFor, averageOverRate, type Demand, scheduledAgents } from '../../../core/queueing/staffing.ts';
import { sharedDataMissing, sharedRows, whySkipped } from '../../support/sharedData.ts';

const file = 'known_answers.csv';
const missing = sharedDataMissing(file);

/** The number that follows `name` in a row's inputs, as in "N=100 lam=140" or "AHT180". */
function given(inputs: string, name: string): number {
  const found = new RegExp(`(?:^|[\\s,])${name}[ =]*(-?\\d*\\.?\\d+)`).exec(inputs)?.[1];
  if (found === undefined) throw new Error(`no ${name} in "${inputs}"`);
  return Number(found);
}

/** Rows say either "100 calls/30min AHT180 patience180 N=14" (seconds) or "N=100 lam=140 mu=1 theta=1" (units of 1/mu). */
function impatient(inputs: string) {
  const perHalfHour = /(\d+)(?: calls)?\/30min/.exec(inputs)?.[1];
  if (perHalfHour !== undefined) {
    return {
      agents: /N=\d/.test(inputs) ? given(inputs, 'N') : 0,
      arrivalsPerSecond: Number(perHalfHour) / 1800,
      handleSeconds: given(inputs, 'AHT'),
      patienceSeconds: /patience/.test(inputs) ? given(inputs, 'patience') : Number.POSITIVE_INFINITY,
    };
  }
  const perMinute = /min/.test(inputs) ? 60 : 1;
  return {
    agents: given(inputs, 'N'),
    arrivalsPerSecond: given(inputs, 'lam') / perMinute,
    handleSeconds: perMinute / (/mu=/.test(inputs) ? given(inputs, 'mu') : 1),
    patienceSeconds: /theta/.test(inputs) ? perMinute / given(inputs, 'theta') : Number.POSITIVE_INFINITY,
  };
}

function erlangAAnswer(inputs: string, quantity: string): number {
  const load = impatient(inputs);
  const queue = erlangA(load);
  const threshold = () => given(inputs, 'T');
  // Squared seconds of a row that is stated in minutes.
  const squareUnit = /min mu=1/.test(inputs) ? 3600 : 1;
  const answers: Record<string, () => number> = {
    Pw: () => queue.probabilityOfWait,
    Pab: () => queue.probabilityOfAbandoning,
    occ: () => queue.occupancy,
    Lq: () => queue.meanQueueLength,
    EW: () => queue.meanWaitSeconds,
    'P(W>T)': () => queue.waitLongerThan(threshold()),
    'P(V>T)': () => queue.potentialWaitLongerThan(threshold()),
    'SL_served<=T/all': () => queue.servedWithin(threshold()),
    'SL_served<=T/answered': () => queue.servedWithinOfAnswered(threshold()),
    'SL2_(served|ab)<=T/all': () => 1 - queue.waitLongerThan(threshold()),
    'EV|delay_s': () => queue.potentialWait.meanSeconds,
    'VarV|delay': () => queue.potentialWait.variance,
    ASE_QLm: () => queue.squaredError.exactMean / squareUnit,
    ASE_QL: () => queue.squaredError.withoutPatience / squareUnit,
    '90th pct of W (s)': () => queue.waitQuantileSeconds(0.9),
  };
  return (answers[quantity] ?? unknown(quantity))();
}

function erlangCAnswer(inputs: string, quantity: string): number {
  if (quantity === 'C') return erlangC(given(inputs, 'A'), given(inputs, 'N'));
  const queue = patientQueue(impatient(inputs));
  const answers: Record<string, () => number> = {
    Pw: () => queue.probabilityOfWait,
    occ: () => queue.occupancy,
    SL: () => queue.serviceLevel(given(inputs, 'T')),
    ASA: () => queue.meanWaitSeconds,
    Lq: () => queue.meanQueueLength,
  };
  return (answers[quantity] ?? unknown(quantity))();
}

function staffingAnswer(inputs: string, quantity: string): number {
  const demand: Demand = impatient(inputs);
  if (/80\/20/.test(inputs)) return agentsFor({ kind: 'served', ratio: 0.8, thresholdSeconds: 20 }, demand);
  if (quantity.includes('P(W>20s)')) return agentsFor({ kind: 'waited', ratio: 0.8, thresholdSeconds: 20 }, demand);
  if (quantity.includes('P(V>20s)')) return agentsFor({ kind: 'potential', ratio: 0.8, thresholdSeconds: 20 }, demand);
  if (quantity.includes('served within 20s')) {
    return agentsFor({ kind: 'served', ratio: 0.8, thresholdSeconds: 20 }, demand);
  }
  if (quantity.includes('Pab<=.03')) return agentsFor({ kind: 'abandoned', atMost: 0.03 }, demand);
  return unknown(quantity)();
}

function doubtfulRateAnswers(inputs: string, quantity: string): number[] {
  const { agents, ...load } = impatient(inputs);
  const demand = { ...load, rateVariation: given(inputs, 'cv') };
  if (quantity.startsWith('min N')) return [agentsFor({ kind: 'served', ratio: 0.8, thresholdSeconds: 20 }, demand)];
  return [
    averageOverRate(demand, agents, (queue) => queue.servedWithin(20)),
    averageOverRate(demand, agents, (queue) => queue.probabilityOfAbandoning),
  ];
}

const day = { meanArrivalsPerSecond: 100, amplitudePerSecond: 20, cycleSeconds: 2 * Math.PI, handleSeconds: 1 };

function offeredLoadAnswer(inputs: string, quantity: string): number {
  if (quantity === 'lag (min)') return loadLagSeconds({ ...day, cycleSeconds: 86_400, handleSeconds: 3600 }) / 60;
  return offeredLoadErlangs(day, given(inputs, 't'));
}

function logBetaAnswer(inputs: string): number {
  const rate = given(inputs, 'mu');
  return logBetaMean(waitBehind(given(inputs, 'n'), given(inputs, 's'), rate, given(inputs, 'theta')));
}

function answersOf(id: string, inputs: string, quantity: string): number[] {
  switch (id) {
    case 'B':
      return [erlangB(given(inputs, 'A'), given(inputs, 'N'))];
    case 'HW':
      return [halfinWhitt(given(inputs, 'beta'))];
    case 'HWinv':
      return [halfinWhittMargin(given(inputs, 'alpha'))];
    case 'GMR':
      return [garnett(given(inputs, 'beta'), given(inputs, 'theta/mu'))];
    case 'MOL':
      return [offeredLoadAnswer(inputs, quantity)];
    case 'SHR':
      return [scheduledAgents(14, 0.3)];
    case 'LB':
      return [logBetaAnswer(inputs)];
    case 'PRI':
      return [priorityWaits({ agents: 100, arrivalsPerSecond: 95, handleSeconds: 1 }, 19).secondMeanSeconds];
    case 'OD':
      return doubtfulRateAnswers(inputs, quantity);
    case 'S_A':
    case 'S_C':
      return [staffingAnswer(inputs, quantity)];
    default:
      return [id.startsWith('A') ? erlangAAnswer(inputs, quantity) : erlangCAnswer(inputs, quantity)];
  }
}

const unknown = (quantity: string) => (): number => {
  throw new Error(`the test knows no quantity "${quantity}"`);
};

/**
 * 1e-12 where the file gives full precision; a row of fewer digits is held to what it prints, one found by 4000 strata to
 * its five digits, and the percentile, found by a search in double precision, to 1e-9 (at 50 digits it is
 * 12.444647715180758849, which ours is to 1e-15).
 */
function toleranceOf(printed: string, quantity: string, note: string): number {
  const exact = Math.abs(Number(printed));
  if (note.includes('~5 digits')) return 1e-5;
  if (quantity.includes('pct')) return 1e-9 * exact;
  const digits = printed.replace(/^-?0*\.?0*/, '').replace('.', '').length;
  return digits >= 13 ? 1e-12 * exact : 6 * 10 ** -digits * exact;
}

describe.skipIf(missing)(`every row of ${file}${whySkipped(missing)}`, () => {
  const rows = missing ? [] : sharedRows(file);
  let last = '';
  test.each(
    rows.map((row, index) => {
      const stated = row.inputs === 'same' ? last : (row.inputs ?? '');
      last = stated;
      const { id = '', quantity = '', value = '', source_or_note: note = '' } = row;
      return { index, id, inputs: stated, quantity, value, note };
    }),
  )('row $index $id: $inputs: $quantity = $value', ({ id, inputs, quantity, value, note }) => {
    const expected = value.split(' | ');
    const answers = answersOf(id, inputs, quantity);
    expect(answers).toHaveLength(expected.length);
    expected.forEach((text, index) => {
      const error = Math.abs((answers[index] ?? Number.NaN) - Number(text));
      expect(error).toBeLessThanOrEqual(toleranceOf(text, quantity, note));
    });
  });

  test('there are rows to hold', () => expect(rows.length).toBeGreaterThan(150));
});
