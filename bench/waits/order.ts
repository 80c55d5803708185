import { memorylessPatience, type Patience } from '../../core/prediction/patience.ts';
import { type KnownWait, predictWait } from '../../core/prediction/predictWait.ts';
import type { CallerAhead, QueueState } from '../../core/prediction/queueState.ts';
import { initialWaitModel, type WaitModel } from '../../core/prediction/waitModel.ts';
import { seconds } from '../../core/time/units.ts';
import type { Claims } from './report.ts';

const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99] as const;
const lowerQuartile = 0.25;

const lines = {
  agents: [1, 3, 10, 30, 100, 300],
  ahead: [0, 1, 2, 5, 10, 30, 100, 300],
  handleSeconds: [60, 240, 900],
  patienceSeconds: [120, 400, 900],
  /** Hazards rise, or fall, threefold over a wait. */
  tilts: [-1, 0, 1],
  headSeconds: [20, 300],
  paces: [
    { factor: 1, spread: 0, headWeight: 0 },
    { factor: 0.7, spread: 0.2, headWeight: 0.1 },
    { factor: 1.4, spread: 0.5, headWeight: 0.6 },
  ],
} as const;

type Level = (typeof levels)[number] | 'mean';
/** By how much a wait moved the wrong way at most, as a share of it. */
type Wrong = Map<Level, number>;

interface Line {
  readonly model: WaitModel;
  readonly state: QueueState & { readonly agents: { staffed: number; available: number; busy: number } };
}

function tilted(meanSeconds: number, tilt: number): Patience {
  const { fromSeconds, leavingPerSecond } = memorylessPatience(meanSeconds);
  const last = fromSeconds.length - 1;
  return { fromSeconds, leavingPerSecond: leavingPerSecond.map((rate, span) => rate * 3 ** ((tilt * span) / last)) };
}

function* grid(callbackEvery: number, overtakingShare: number): Generator<Line> {
  for (const handleSeconds of lines.handleSeconds)
    for (const patienceSeconds of lines.patienceSeconds)
      for (const tilt of lines.tilts)
        for (const pace of lines.paces) {
          const patience = tilted(patienceSeconds, tilt);
          const model: WaitModel = { ...initialWaitModel('voice'), handleSeconds, patience, pace };
          for (const agents of lines.agents)
            for (const count of lines.ahead)
              for (const headSeconds of lines.headSeconds) {
                const state = {
                  ahead: Array.from({ length: count }, (_, place) => caller(place, count, headSeconds, callbackEvery)),
                  aheadBeyond: 0,
                  agents: { staffed: agents, available: 0, busy: agents },
                  contactsPerAgent: 1,
                  overtakingPerSecond: (overtakingShare * agents) / handleSeconds,
                };
                yield { model, state };
              }
        }
}

const caller = (place: number, count: number, headSeconds: number, callbackEvery: number): CallerAhead => ({
  elapsedSeconds: seconds(headSeconds * (1 - place / count)),
  holdsCallback: callbackEvery > 0 && place % callbackEvery === 0,
});

const known = (state: QueueState, model: WaitModel): KnownWait['law'] => {
  const predicted = predictWait(state, model);
  if (predicted.kind === 'unknown') throw new Error(`unknown: ${predicted.reason}`);
  return predicted.law;
};

function compare(wrong: Wrong, shorter: KnownWait['law'], longer: KnownWait['law']): void {
  const note = (level: Level, one: number, other: number) =>
    wrong.set(level, Math.max(wrong.get(level) ?? 0, one / other - 1));
  note('mean', shorter.meanSeconds, longer.meanSeconds);
  for (const level of levels) note(level, shorter.quantileSeconds(level), longer.quantileSeconds(level));
}

function wrongWays(callbackEvery: number, overtakingShare: number): { agents: Wrong; place: Wrong } {
  const [agents, place]: [Wrong, Wrong] = [new Map(), new Map()];
  for (const { state, model } of grid(callbackEvery, overtakingShare)) {
    const { staffed, busy } = state.agents;
    const here = known(state, model);
    compare(agents, known({ ...state, agents: { staffed: staffed + 1, available: 0, busy: busy + 1 } }, model), here);
    const last = { elapsedSeconds: seconds(0), holdsCallback: false };
    compare(place, here, known({ ...state, ahead: [...state.ahead, last] }, model));
  }
  return { agents, place };
}

/** A ten-thousandth: what numbers found by halving and by matched moments may differ by. */
const nothing = 1e-4;
/** Of a level from the lower quartile up, in lines with callbacks or overtakers. */
const allowed = 0.03;

/**
 * One agent more, one place further back: by how much a wait then moves the wrong way, over a grid of lines. Where
 * everybody waits on the line it does nowhere, at no level; nor does the mean of any line.
 */
export function order(claims: Claims): void {
  console.log(
    `\n== one agent more, one place further back: where a wait moves the wrong way, in per cent of it at most`,
  );
  console.log(`${' '.repeat(40)}mean   ${levels.map((level) => String(level).padEnd(6)).join(' ')}`);
  const kinds = [
    ['everybody on the line', 0, 0],
    ['each fourth a callback', 4, 0],
    ['overtakers, .3 of the pace', 0, 0.3],
  ] as const;
  for (const [name, callbackEvery, overtakingShare] of kinds) {
    for (const [move, wrong] of Object.entries(wrongWays(callbackEvery, overtakingShare))) {
      const shown = ['mean' as const, ...levels].map((level) => (100 * (wrong.get(level) ?? 0)).toFixed(2).padEnd(6));
      console.log(`${`${name}, ${move === 'agents' ? 'an agent more' : 'a place back'}`.padEnd(40)}${shown.join(' ')}`);
      const worst = (of: (level: Level) => boolean) =>
        Math.max(0, ...[...wrong].flatMap(([level, share]) => (of(level) ? share : [])));
      const claim = `${name}, ${move}`;
      const mean = worst((level) => level === 'mean');
      claims.settle(mean <= nothing, `${claim}: the mean`, `${(100 * mean).toFixed(3)} %`, 'at most 0.01 %');
      const strict = callbackEvery === 0 && overtakingShare === 0;
      const judged = worst((level) => level !== 'mean' && (strict || level >= lowerQuartile));
      const goal = strict ? nothing : allowed;
      const where = strict ? 'every level' : 'levels from the lower quartile up';
      claims.settle(
        judged <= goal,
        `${claim}: ${where}`,
        `${(100 * judged).toFixed(3)} %`,
        strict ? 'at most 0.01 %' : 'at most 3 %',
      );
    }
  }
}
