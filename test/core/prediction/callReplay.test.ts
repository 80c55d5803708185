import { expect, test } from 'vitest';
import { type LoggedContact, replayCalls } from '../../../core/prediction/callReplay.ts';
import { kaplanMeier, scorePredictions } from '../../../core/prediction/score.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { simulateLine } from '../../../core/simulation/line.ts';
import { addSeconds, instant, seconds } from '../../../core/time/units.ts';
import { sharedDataMissing, sharedRows, whySkipped } from '../../support/sharedData.ts';

const opening = instant(Date.UTC(2026, 0, 5, 8));
const atSecond = (second: number) => addSeconds(opening, seconds(second));

/** Ten hours of a simulated line, as its log would tell them; on one day, or with a night after every `dayHours`. */
function aLog(dayHours = 24): LoggedContact[] {
  // Whoever waits when the night begins waits through it.
  const onItsDay = (second: number) =>
    atSecond(second + Math.floor(second / (3600 * dayHours)) * 3600 * (24 - dayHours));
  const stream = randomStream(12, 'agents');
  const contacts: LoggedContact[] = [];
  const arrivedAt = new Map<number, number>();
  const record = (customer: number, at: number, wait: number, answered: boolean) => {
    const end = answered ? at + stream.lognormal(180, 1) : at;
    contacts.push({
      contactId: `contact-${customer}`,
      queue: 'service',
      queuedAt: onItsDay(at - wait),
      answeredAt: answered ? onItsDay(at) : undefined,
      endedAt: onItsDay(end),
      agentId: answered ? `agent-${customer % 9}` : undefined,
    });
  };
  simulateLine(
    {
      seed: 4,
      customers: 2500,
      arrivals: { kind: 'steady', perSecond: 1 / 18 },
      service: { kind: 'lognormal', meanSeconds: 180, cv: 1 },
      patience: { kind: 'exponential', meanSeconds: 400 },
      agents: 9,
    },
    {
      arrive: (view, customer) => {
        arrivedAt.set(customer, view.at);
        return 'hold';
      },
      atOnce: (customer, at) => record(customer, at, 0, true),
      leave: (customer, at) => record(customer, at, at - (arrivedAt.get(customer) ?? at), false),
      turn: (customer, wait, fate, at) => {
        if (fate === 'answered') record(customer, at, wait, true);
      },
    },
  );
  return contacts.sort((one, other) => one.queuedAt - other.queuedAt);
}

const log = aLog();
const replayed = replayCalls(log, 'voice', { keptShare: 0.9 });

test('what comes later in the log changes no earlier prediction', () => {
  const log = aLog(4);
  const trainedOn: number[] = [];
  const replayed = replayCalls(
    log,
    'voice',
    { keptShare: 0.9 },
    { trained: (_, { contacts }) => trainedOn.push(contacts) },
  );
  // On the third day, when a correction learned from the first two is in use.
  expect(trainedOn.length).toBeGreaterThan(0);
  expect(trainedOn[0]).toBeGreaterThanOrEqual(200);
  const cut = log.find((contact) => contact.queuedAt > atSecond(2.15 * 86_400))?.queuedAt ?? opening;
  // Of a contact still in progress at the cut, the log then knows no end.
  const truncated = log
    .filter((contact) => contact.queuedAt <= cut)
    .map((contact) => ({
      ...contact,
      answeredAt: contact.answeredAt !== undefined && contact.answeredAt <= cut ? contact.answeredAt : undefined,
      endedAt: contact.endedAt !== undefined && contact.endedAt <= cut ? contact.endedAt : undefined,
    }));
  const settled = new Set(
    truncated.filter((contact) => contact.answeredAt ?? contact.endedAt).map((contact) => contact.contactId),
  );
  const before = replayed.filter((prediction) => settled.has(prediction.contactId));
  // Those open at the cut have no outcome yet; with one that stays open they would still be waiting, as they were.
  const completed = truncated.map((contact) =>
    settled.has(contact.contactId) ? contact : { ...contact, endedAt: addSeconds(cut, seconds(86_400)) },
  );
  const after = replayCalls(completed, 'voice', { keptShare: 0.9 }).filter((prediction) =>
    settled.has(prediction.contactId),
  );
  expect(after.length).toBeGreaterThan(3000);
  expect(after).toEqual(before);
});

test('every contact that waited is predicted, by everyone who has something to say', () => {
  const waited = log.filter((contact) => (contact.answeredAt ?? contact.endedAt ?? 0) > contact.queuedAt);
  const ours = replayed.filter((prediction) => prediction.predictor === 'nohold');
  // The first contacts of a log find no agent yet seen at work.
  expect(ours.length).toBeGreaterThan(waited.length - 20);
  for (const { quantiles } of replayed) {
    expect(quantiles.toSorted((one, other) => one - other)).toEqual(quantiles);
  }
});

test('on a line as theory has it, ours is nearest and honest', () => {
  const byPredictor = Map.groupBy(replayed, (prediction) => prediction.predictor);
  const scores = new Map([...byPredictor].map(([name, entries]) => [name, scorePredictions(entries)]));
  const ours = scores.get('nohold');
  expect(ours?.promisesKept).toBeGreaterThan(0.85);
  expect(ours?.promisesKept).toBeLessThan(0.95);
  for (const rival of ['hol', 'les', 'average'] as const) {
    expect(ours?.weightedRootMeanSquareSeconds).toBeLessThan(scores.get(rival)?.weightedRootMeanSquareSeconds ?? 0);
  }
});

test('scores count customers who left as long as they were seen', () => {
  const entry = (waitedSeconds: number, served: boolean) => ({
    meanSeconds: 100,
    quantiles: [0, 10, 100, 150, 200, 250] as [number, number, number, number, number, number],
    interval80: [10, 200] as [number, number],
    interval90: [0, 250] as [number, number],
    boundSeconds: 200,
    waitedSeconds,
    served,
  });
  const score = scorePredictions([entry(50, true), entry(60, false), entry(150, true), entry(300, true)]);
  expect(score?.biasSeconds).toBeCloseTo((50 - 50 - 200) / 3, 9);
  // One of four is known to be within at 50; of the two others still seen then, one is: 1 - 3/4 · 1/2.
  expect(score?.promisesKept).toBeCloseTo(1 - 0.75 * 0.5, 9);
  expect(scorePredictions([entry(50, false)])).toBeUndefined();
});

const fixture = 'km_fixture_data.csv';
const missing = sharedDataMissing(fixture);

test.skipIf(missing)(`Kaplan–Meier is R's${whySkipped(missing)}`, () => {
  const share = kaplanMeier(
    sharedRows(fixture).map((row) => ({ at: Number(row.wait), happened: row.abandoned === '1' })),
  );
  const rows = sharedRows('km_fixture_expected.csv');
  for (const row of rows) expect(share(Number(row.t))).toBeCloseTo(Number(row.S), 10);
  expect(rows.length).toBeGreaterThan(5);
});
