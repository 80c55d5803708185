import { describe, expect, test } from 'vitest';
import type { ContactFact } from '../../../core/prediction/contactFact.ts';
import { estimateModel } from '../../../core/prediction/estimateModel.ts';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { type KnownWait, predictWait, toldBoundSeconds } from '../../../core/prediction/predictWait.ts';
import { quoteFact } from '../../../core/prediction/quoteFact.ts';
import { initialWaitModel, readWaitModel, type WaitModel } from '../../../core/prediction/waitModel.ts';
import { logBetaQuantile } from '../../../core/queueing/logBeta.ts';
import { type RandomStream, randomStream } from '../../../core/random/stream.ts';
import { addSeconds, type Instant, instant, seconds } from '../../../core/time/units.ts';

const opening = instant(Date.UTC(2026, 0, 5, 8));

/** A center as it really is, which the model does not know. */
interface World {
  handleSeconds: number;
  patienceSeconds: number;
  /** Real waits over those theory foretells from the real handle time. */
  pace: number;
  /** Coefficient of variation of a further factor on every wait. */
  noise: number;
}

const quietWorld: World = { handleSeconds: 180, patienceSeconds: 300, pace: 1, noise: 0 };

/** One contact joins a line of random length, is quoted by `model`, and waits as the world has it. */
function contact(model: WaitModel, world: World, at: Instant, stream: RandomStream, keptShare = 0.9) {
  const state = {
    ahead: Array.from({ length: stream.integer(0, 25) }, () => ({
      elapsedSeconds: seconds(30 + 60 * stream.uniform()),
      holdsCallback: false,
    })),
    aheadBeyond: 0,
    agents: { staffed: 10, available: 0, busy: 10 },
    contactsPerAgent: 1,
  };
  const quoted = predictWait(state, model) as KnownWait;
  const bound = toldBoundSeconds(quoted, model, keptShare);
  const truth: WaitModel = {
    ...initialWaitModel('voice'),
    handleSeconds: world.handleSeconds,
    patience: memorylessPatience(world.patienceSeconds),
  };
  const { basis } = predictWait(state, truth) as KnownWait;
  const factor = world.pace * (world.noise > 0 ? stream.lognormal(1, world.noise) : 1);
  const wait = Math.max(0.1, factor * logBetaQuantile(basis, stream.uniform()));
  const patience = stream.exponential(world.patienceSeconds);
  const left = patience < wait;
  const fact: ContactFact = {
    queuedAt: at,
    quotes: [quoteFact(at, 'arrival', quoted, bound)],
    heldUntil: addSeconds(at, seconds(Math.min(patience, wait))),
    heldEnd: left ? 'abandoned' : 'answered',
    servedAt: left ? null : addSeconds(at, seconds(wait)),
    handleSeconds: left ? null : stream.lognormal(world.handleSeconds, 1),
  };
  return { fact, wait, bound };
}

interface Learned {
  model: WaitModel;
  /** Of the second half: what every customer would have waited, the bound told, and whether it held. */
  told: { wait: number; bound: number }[];
}

/** `count` contacts, a minute apart, the model made anew after every twenty of them from the last two hundred. */
function learn(world: World, count: number, seed: number): Learned {
  const stream = randomStream(seed, 'world');
  const facts: ContactFact[] = [];
  const told: Learned['told'] = [];
  let model = initialWaitModel('voice');
  for (let index = 0; index < count; index++) {
    const at = addSeconds(opening, seconds(60 * index));
    const { fact, wait, bound } = contact(model, world, at, stream);
    facts.push(fact);
    if (index > count / 2) told.push({ wait, bound });
    if (index % 20 === 19) model = estimateModel(seenBy(facts.slice(-200), at), model, at, 0.9);
  }
  return { model, told };
}

/** The facts as they stand at an instant: nothing of what happens later. */
function seenBy(facts: ContactFact[], at: Instant): ContactFact[] {
  return facts.map((fact) => ({
    ...fact,
    heldUntil: fact.heldUntil <= at ? fact.heldUntil : at,
    heldEnd: fact.heldUntil <= at ? fact.heldEnd : 'waiting',
    servedAt: fact.servedAt !== null && fact.servedAt <= at ? fact.servedAt : null,
    handleSeconds: fact.servedAt !== null && fact.servedAt <= at ? fact.handleSeconds : null,
  }));
}

const share = (told: Learned['told']) => told.filter(({ wait, bound }) => wait <= bound).length / told.length;
const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;

describe('promises are kept at the share that was asked for, and no wider than they need be', () => {
  test.each([
    ['a center as theory has it', quietWorld],
    ['waits half as long again as theory says, scattered besides', { ...quietWorld, pace: 1.5, noise: 0.5 }],
    ['a faster center whose customers leave early', { ...quietWorld, pace: 0.7, patienceSeconds: 180, noise: 0.3 }],
    ['handle times nobody expected', { ...quietWorld, handleSeconds: 400, patienceSeconds: 600 }],
  ])('%s', (_, world) => {
    const told = [5, 6].flatMap((seed) => learn(world, 800, seed).told);
    expect(share(told)).toBeGreaterThan(0.86);
    expect(share(told)).toBeLessThan(0.94);
    const constant = told.map(({ wait }) => wait).sort((one, other) => one - other)[
      Math.ceil(share(told) * told.length) - 1
    ];
    expect(mean(told.map(({ bound }) => bound))).toBeLessThan(0.9 * (constant ?? 0));
  });
});

describe('parameters are the center’s own', () => {
  test('handle time, pace and patience are found', () => {
    const { model } = learn({ handleSeconds: 320, patienceSeconds: 200, pace: 1.3, noise: 0 }, 1000, 3);
    expect(Math.abs(model.handleSeconds / 320 - 1)).toBeLessThan(0.25);
    // Handle time and pace are told apart only by what contacts took; together they make the wait.
    const pace = { factor: 1.3, spread: 0, headWeight: 0 };
    const truth = { ...initialWaitModel('voice'), handleSeconds: 320, patience: memorylessPatience(200), pace };
    const twelve = Array.from({ length: 12 }, () => ({ elapsedSeconds: seconds(60), holdsCallback: false }));
    const agents = { staffed: 10, available: 0, busy: 10 };
    const line = { ahead: twelve, aheadBeyond: 0, agents, contactsPerAgent: 1 };
    const meanBy = (by: WaitModel) => (predictWait(line, by) as KnownWait).law.meanSeconds;
    expect(Math.abs(meanBy(model) / meanBy(truth) - 1)).toBeLessThan(0.12);
    const early = model.patience.leavingPerSecond.slice(0, 6);
    expect(Math.abs(mean(early) * 200 - 1)).toBeLessThan(0.35);
  });

  test('customers who leave are not taken for short waits', () => {
    const { model } = learn({ ...quietWorld, patienceSeconds: 40 }, 600, 8);
    expect(model.pace.factor * model.handleSeconds).toBeGreaterThan(0.8 * 180);
  });
});

describe('it is a join of facts', () => {
  const stream = randomStream(1, 'facts');
  const facts = Array.from(
    { length: 200 },
    (_, index) =>
      contact(initialWaitModel('voice'), { ...quietWorld, pace: 1.4 }, addSeconds(opening, seconds(60 * index)), stream)
        .fact,
  );
  const later = addSeconds(opening, seconds(86_400));
  const model = estimateModel(facts, initialWaitModel('voice'), later, 0.9);

  test('the order of the facts does not matter', () => {
    const shuffled = estimateModel(facts.toReversed(), initialWaitModel('voice'), later, 0.9);
    expect(shuffled.pace.factor).toBeCloseTo(model.pace.factor, 9);
    expect(shuffled.handleSeconds).toBeCloseTo(model.handleSeconds, 9);
    shuffled.calibration.told.forEach((level, index) => {
      expect(level).toBeCloseTo(model.calibration.told[index] ?? 0, 9);
    });
  });

  test('the same facts again, or none, change nothing', () => {
    expect(estimateModel(facts, model, addSeconds(later, seconds(900)), 0.9)).toBe(model);
    expect(estimateModel([], model, later, 0.9)).toBe(model);
  });

  test('it is a row: JSON keeps it whole, and small', () => {
    expect(readWaitModel(JSON.parse(JSON.stringify(model)), 'voice')).toEqual(model);
    expect(JSON.stringify(model).length).toBeLessThan(3000);
  });

  test('facts that make no sense do no harm', () => {
    const strange: ContactFact[] = [
      { queuedAt: later, quotes: [], heldUntil: opening, heldEnd: 'abandoned', servedAt: null, handleSeconds: -5 },
      { ...(facts[0] as ContactFact), servedAt: opening, handleSeconds: 1e9 },
      { ...(facts[1] as ContactFact), heldUntil: addSeconds(later, seconds(1e9)), servedAt: null },
    ];
    const after = estimateModel([...facts, ...strange], model, addSeconds(later, seconds(2e9)), 0.9);
    expect(readWaitModel(after, 'voice')).toBe(after);
    expect(Number.isFinite(after.pace.factor + after.pace.spread + after.handleSeconds)).toBe(true);
  });
});
