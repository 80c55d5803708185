import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { type KnownWait, predictWait, toldBoundSeconds } from '../../../core/prediction/predictWait.ts';
import type { CallerAhead, QueueState } from '../../../core/prediction/queueState.ts';
import { initialWaitModel, readWaitModel, type WaitModel } from '../../../core/prediction/waitModel.ts';
import { logBetaMean, logBetaQuantile, logBetaSurvival, waitBehind } from '../../../core/queueing/logBeta.ts';
import { seconds } from '../../../core/time/units.ts';

const callers = (count: number, elapsedSeconds = 30, holdsCallback = false): CallerAhead[] =>
  Array.from({ length: count }, () => ({ elapsedSeconds: seconds(elapsedSeconds), holdsCallback }));

const aQueue = (state: Partial<QueueState> = {}): QueueState => ({
  ahead: callers(10),
  aheadBeyond: 0,
  agents: { staffed: 8, available: 0, busy: 8 },
  contactsPerAgent: 1,
  ...state,
});

const { fromSeconds } = memorylessPatience(1);
const theoryOnly: WaitModel = {
  ...initialWaitModel('voice'),
  handleSeconds: 200,
  patience: memorylessPatience(300),
  pace: { factor: 1, spread: 0, headWeight: 0 },
};

function known(state: QueueState, model: WaitModel): KnownWait {
  const predicted = predictWait(state, model);
  if (predicted.kind === 'unknown') throw new Error(`unknown: ${predicted.reason}`);
  return predicted;
}

describe('where theory is exact, it is left exact', () => {
  const exact = waitBehind(10, 8, 1 / 200, 1 / 300);
  const { law } = known(aQueue(), theoryOnly);

  test('ten callers ahead of eight busy agents wait as the log-Beta law says', () => {
    expect(law.meanSeconds).toBeCloseTo(logBetaMean(exact), 9);
    for (const p of [0.1, 0.5, 0.9, 0.99]) expect(law.quantileSeconds(p)).toBeCloseTo(logBetaQuantile(exact, p), 9);
    expect(law.probabilityLongerThan(seconds(200))).toBeCloseTo(logBetaSurvival(exact, 200), 12);
  });

  test('the bound told is the quantile of the share to be kept', () => {
    expect(toldBoundSeconds(known(aQueue(), theoryOnly), theoryOnly, 0.9)).toBeCloseTo(logBetaQuantile(exact, 0.9), 9);
  });

  test('patience that differs by a hair between spans gives the same wait: the general recursion meets the exact law', () => {
    const [first = 0, ...others] = theoryOnly.patience.leavingPerSecond;
    const patience = { ...theoryOnly.patience, leavingPerSecond: [first * (1 + 1e-12), ...others] };
    for (const ahead of [0, 5, 40, 200]) {
      const state = aQueue({ ahead: callers(ahead) });
      const general = known(state, { ...theoryOnly, patience }).law;
      const special = known(state, theoryOnly).law;
      expect(Math.abs(general.meanSeconds / special.meanSeconds - 1)).toBeLessThan(2e-4);
      expect(Math.abs(general.quantileSeconds(0.9) / special.quantileSeconds(0.9) - 1)).toBeLessThan(3e-3);
    }
  });
});

describe('unknown is said as unknown', () => {
  test('without metrics', () => {
    expect(predictWait(aQueue({ agents: undefined }), theoryOnly)).toEqual({
      kind: 'unknown',
      reason: 'metrics-unknown',
    });
  });

  test('with no agent staffed, and with all of them on a break', () => {
    const none = { staffed: 0, available: 0, busy: 0 };
    expect(predictWait(aQueue({ agents: none }), theoryOnly)).toEqual({ kind: 'unknown', reason: 'no-agents' });
    const resting = { staffed: 5, available: 0, busy: 0 };
    expect(predictWait(aQueue({ agents: resting }), theoryOnly)).toEqual({ kind: 'unknown', reason: 'no-agents' });
  });
});

test('an agent is free and nobody is ahead: no wait', () => {
  const { law } = known(aQueue({ ahead: [], agents: { staffed: 3, available: 1, busy: 2 } }), theoryOnly);
  expect(law.meanSeconds).toBe(0);
  expect(law.quantileSeconds(0.99)).toBe(0);
  expect(law.probabilityLongerThan(seconds(1))).toBe(0);
});

test('callers whom a free agent is about to take are not waited for', () => {
  const oneFree = known(aQueue({ ahead: callers(3), agents: { staffed: 8, available: 2, busy: 6 } }), theoryOnly);
  const nobodyFree = known(aQueue({ ahead: callers(1) }), theoryOnly);
  expect(oneFree.law.meanSeconds).toBeCloseTo(nobodyFree.law.meanSeconds, 9);
});

test('a callback ahead keeps its place longer than a caller who may give up', () => {
  const live = known(aQueue(), theoryOnly).law.meanSeconds;
  const held = known(aQueue({ ahead: callers(10, 30, true) }), theoryOnly).law.meanSeconds;
  expect(held).toBeGreaterThan(live);
  const lost = theoryOnly.callbacks.unansweredShare * (1 - theoryOnly.callbacks.lostSeconds / theoryOnly.handleSeconds);
  expect(held).toBeCloseTo((200 / 8) * (1 + 10 * (1 - lost)), 6);
});

test('where early waiters leave most, callers ahead who have already waited long stay, and the wait is longer', () => {
  const hasty: WaitModel = {
    ...theoryOnly,
    patience: {
      fromSeconds,
      leavingPerSecond: fromSeconds.map((from) => (from < 60 ? 1 / 60 : 1 / 2000)),
    },
  };
  const fresh = known(aQueue({ ahead: callers(10, 0) }), hasty).law.meanSeconds;
  const seasoned = known(aQueue({ ahead: callers(10, 90) }), hasty).law.meanSeconds;
  expect(seasoned).toBeGreaterThan(1.2 * fresh);
});

test('callers beyond the first page count like those on it', () => {
  const seen = known(aQueue({ ahead: callers(50) }), theoryOnly).law.meanSeconds;
  expect(known(aQueue({ ahead: callers(20), aheadBeyond: 30 }), theoryOnly).law.meanSeconds).toBeCloseTo(seen, 9);
});

describe('what is known to come is counted in', () => {
  const mean = (state: Partial<QueueState>) => known(aQueue(state), theoryOnly).law.meanSeconds;

  test('agents who start soon shorten the wait, agents who leave soon lengthen it', () => {
    const starting = mean({ plan: [{ inSeconds: seconds(60), agents: 16 }] });
    const leaving = mean({ plan: [{ inSeconds: seconds(60), agents: 4 }] });
    expect(starting).toBeLessThan(mean({}));
    expect(leaving).toBeGreaterThan(mean({}));
  });

  test('agents who start take a caller each at once: with one for everybody, the wait ends there', () => {
    expect(mean({ plan: [{ inSeconds: seconds(40), agents: 30 }] })).toBeCloseTo(40, 6);
  });

  test('a change after the wait does not matter', () => {
    expect(mean({ plan: [{ inSeconds: seconds(5000), agents: 1 }] })).toBeCloseTo(mean({ plan: [] }), 1);
  });

  test('contacts that will be taken first lengthen it as busy periods do: patient customers, closed form', () => {
    const patient = { ...theoryOnly, patience: memorylessPatience(1e9) };
    const overtakingPerSecond = 0.01;
    const predicted = known(aQueue({ overtakingPerSecond }), patient);
    const rate = 8 / 200;
    expect(predicted.law.meanSeconds).toBeCloseTo(11 / (rate - overtakingPerSecond), 3);
    const variance = (11 * (rate + overtakingPerSecond)) / (rate - overtakingPerSecond) ** 3;
    expect(Math.abs(predicted.basis.variance / variance - 1)).toBeLessThan(1e-4);
  });
});

test('an agent with three chats at once serves three times as fast', () => {
  const one = known(aQueue({ ahead: [] }), theoryOnly).law.meanSeconds;
  expect(known(aQueue({ ahead: [], contactsPerAgent: 3 }), theoryOnly).law.meanSeconds).toBeCloseTo(one / 3, 9);
});

test('a slower pace stretches every quantile, a wider spread widens them and leaves the mean', () => {
  const basis = known(aQueue(), theoryOnly).law;
  const slower = known(aQueue(), { ...theoryOnly, pace: { factor: 1.5, spread: 0, headWeight: 0 } }).law;
  expect(slower.quantileSeconds(0.8)).toBeCloseTo(1.5 * basis.quantileSeconds(0.8), 6);
  const wider = known(aQueue(), { ...theoryOnly, pace: { factor: 1, spread: 0.5, headWeight: 0 } }).law;
  expect(wider.meanSeconds).toBeCloseTo(basis.meanSeconds, 9);
  expect(wider.quantileSeconds(0.9)).toBeGreaterThan(1.1 * basis.quantileSeconds(0.9));
  expect(wider.quantileSeconds(0.1)).toBeLessThan(0.9 * basis.quantileSeconds(0.1));
});

test('a stored model survives JSON; another version or a broken row starts afresh', () => {
  const model = initialWaitModel('chat');
  expect(readWaitModel(JSON.parse(JSON.stringify(model)), 'chat')).toEqual(model);
  for (const broken of [undefined, null, 7, {}, { ...model, schemaVersion: 2 }, { ...model, handleSeconds: 0 }]) {
    expect(readWaitModel(broken, 'voice')).toEqual(initialWaitModel('voice'));
  }
});

const anyCaller = fc.record({
  elapsedSeconds: fc.double({ min: 0, max: 1e5, noNaN: true }).map(seconds),
  holdsCallback: fc.boolean(),
});
const modelWith = (hazards: fc.Arbitrary<number[]>) =>
  fc
    .record({
      handleSeconds: fc.double({ min: 10, max: 3600, noNaN: true }),
      leavingPerSecond: hazards,
      factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
      spread: fc.double({ min: 0, max: 1, noNaN: true }),
      headWeight: fc.double({ min: 0, max: 0.6, noNaN: true }),
    })
    .map(
      ({ handleSeconds, leavingPerSecond, factor, spread, headWeight }): WaitModel => ({
        ...theoryOnly,
        handleSeconds,
        pace: { factor, spread, headWeight },
        patience: { fromSeconds, leavingPerSecond },
      }),
    );
const anyModel = modelWith(
  fc.array(fc.double({ min: 1e-6, max: 0.2, noNaN: true }), {
    minLength: fromSeconds.length,
    maxLength: fromSeconds.length,
  }),
);
/** Hazards as callers have them: rising or falling up to threefold over a wait. */
const humanModel = modelWith(
  fc
    .record({
      first: fc.double({ min: 1 / 900, max: 1 / 120, noNaN: true }),
      tilt: fc.double({ min: -1, max: 1, noNaN: true }),
    })
    .map(({ first, tilt }) => fromSeconds.map((_, span) => first * 3 ** ((tilt * span) / (fromSeconds.length - 1)))),
);
const stateParts = {
  aheadBeyond: fc.integer({ min: 0, max: 500 }),
  agents: fc
    .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 5 }))
    .map(([busy, available]) => ({ staffed: busy + available + 1, available, busy: busy + 1 })),
  contactsPerAgent: fc.integer({ min: 1, max: 10 }),
};
const anyState = fc.record({ ...stateParts, ahead: fc.array(anyCaller, { maxLength: 100 }) });
const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99];
const noLater = (earlier: number, later: number) => expect(earlier).toBeLessThanOrEqual(later * (1 + 1e-6) + 1e-9);

test('whatever the queue and the model, quantiles never cross and are finite numbers', () => {
  fc.assert(
    fc.property(anyState, anyModel, (state, model) => {
      const { law } = known(state, model);
      const quantiles = levels.map((p) => law.quantileSeconds(p));
      for (const quantile of quantiles) expect(Number.isFinite(quantile)).toBe(true);
      for (let index = 1; index < quantiles.length; index++) noLater(quantiles[index - 1] ?? 0, quantiles[index] ?? 0);
      const longer = law.probabilityLongerThan(law.quantileSeconds(0.5));
      if (law.meanSeconds > 0) expect(longer).toBeCloseTo(0.5, 6);
    }),
    { numRuns: 300 },
  );
});

/** How far a level may move the wrong way: where all wait on the line no further than the numbers are exact. */
const slackOf = ({ ahead }: Pick<QueueState, 'ahead'>): number =>
  ahead.some(({ holdsCallback }) => holdsCallback) ? 1.03 : 1.0001;
/**
 * How much an agent more may add below the lower quartile, which nobody is told: where callers rather leave than are
 * served, three numbers do not hold the shape of a wait there.
 */
const lowLevelSlackSeconds = (level: number, waitSeconds: number): number =>
  level < 0.25 ? 0.25 + 0.02 * waitSeconds : 0;
const orderedLevels = [0.05, 0.1, 0.25, 0.5, 0.8, 0.9, 0.95, 0.99];
const upperLevels = orderedLevels.filter((p) => p >= 0.25);

describe.each([
  ['everybody waits on the line', fc.constant(false), orderedLevels],
  ['some hold a place by a callback', fc.boolean(), upperLevels],
])('where %s', (_, holdsCallback, judged) => {
  const elapsedSeconds = fc.double({ min: 0, max: 3600, noNaN: true }).map(seconds);
  const anyone = fc.record({ elapsedSeconds, holdsCallback });
  const anyLine = fc.record({ ...stateParts, ahead: fc.array(anyone, { maxLength: 100 }) });

  test('more agents never lengthen a wait, neither its mean nor any level', () => {
    fc.assert(
      fc.property(anyLine, humanModel, fc.integer({ min: 1, max: 50 }), (state, model, more) => {
        const { staffed, busy, available } = state.agents;
        const helped = { ...state, agents: { staffed: staffed + more, busy: busy + more, available } };
        const [before, after] = [known(state, model).law, known(helped, model).law];
        noLater(after.meanSeconds, before.meanSeconds);
        for (const p of judged) {
          const waitSeconds = before.quantileSeconds(p);
          noLater(after.quantileSeconds(p), slackOf(state) * waitSeconds + lowLevelSlackSeconds(p, waitSeconds));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a later place never shortens a wait, neither its mean nor any level', () => {
    fc.assert(
      fc.property(anyLine, humanModel, anyone, (state, model, last) => {
        const behind = { ...state, ahead: [...state.ahead, last], aheadBeyond: 0 };
        const [before, after] = [known({ ...state, aheadBeyond: 0 }, model).law, known(behind, model).law];
        noLater(before.meanSeconds, after.meanSeconds);
        for (const p of judged) noLater(before.quantileSeconds(p), slackOf(behind) * after.quantileSeconds(p));
      }),
      { numRuns: 300 },
    );
  });
});
