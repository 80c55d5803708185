import type { LineScenario, Shift } from '../../core/simulation/line.ts';
import type { TimeLaw } from '../../core/simulation/timeLaw.ts';
import type { CallbackPolicy } from '../../core/simulation/trial.ts';

/** Times are in mean handle times, as in the literature; the predictors work in seconds throughout. */
export const unit = 300;
/** Enough cycles of a changing staffing for the longest run that anybody will wait for. */
const mostCustomers = 1_000_000;

export interface Case {
  readonly name: string;
  readonly scenario: Omit<LineScenario, 'seed' | 'customers'>;
  readonly policy?: CallbackPolicy;
  /** Squared errors in squared handle times, from an independent simulation. */
  readonly anchors: Readonly<Record<string, number>>;
  /** What our squared error must not exceed. */
  readonly goal: number;
  /** What our bias must not exceed either way, in handle times. @default none */
  readonly biasGoal?: number;
  /** How far our 80 and 90 % intervals may cover more or less, in points. */
  readonly coverGoal: number;
  /** With parameters known, runs are this many times as long: its cycles differ, and few fit into a run. @default 1 */
  readonly longer?: number;
  /** Length of a cycle of staffing, in handle times: runs are of whole cycles. @default steady */
  readonly cycle?: number;
}

const exponential = (meanSeconds: number): TimeLaw => ({ kind: 'exponential', meanSeconds });

const erlangPatience: TimeLaw = { kind: 'erlang', meanSeconds: unit, stages: 10 };
const mixedPatience: TimeLaw = { kind: 'hyperexponential', meanSeconds: unit, cv: 2 };
const steady = (load: number) => ({ kind: 'steady', perSecond: load / unit }) as const;
const cycleOf = (lengths: readonly (readonly [number, number])[], cycles: number): Shift[] => {
  const shifts: Shift[] = [];
  let at = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const [length, agents] of lengths) {
      shifts.push({ fromSeconds: at * unit, agents });
      at += length;
    }
  }
  return shifts;
};
const twoShifts = cycleOf(
  [
    [6, 60],
    [6, 100],
  ],
  1 + Math.ceil(mostCustomers / 1200),
);
const dayShifts = cycleOf(
  [70, 110, 110, 90, 90, 55, 55, 45].map((agents) => [3, agents] as const),
  1 + Math.ceil(mostCustomers / 2000),
);

export const cases: readonly Case[] = [
  {
    name: 'M/M/100+M, load 1.4',
    scenario: { arrivals: steady(140), service: exponential(unit), patience: exponential(unit), agents: 100 },
    anchors: { nohold: 2.865e-3, ql: 8.681e-3, qlm: 2.865e-3, hol: 5.766e-3, les: 5.911e-3 },
    goal: 2.93e-3,
    coverGoal: 1,
  },
  {
    name: 'M/M/100+E10, load 1.4',
    scenario: { arrivals: steady(140), service: exponential(unit), patience: erlangPatience, agents: 100 },
    anchors: { nohold: 3.524e-3, ql: 8.088e-2, qlm: 9.473e-3, hol: 8.805e-3, les: 8.854e-3 },
    goal: 3.6e-3,
    coverGoal: 2,
  },
  {
    name: 'M/LN/100+E10, load 1.4',
    scenario: {
      arrivals: steady(140),
      service: { kind: 'lognormal', meanSeconds: unit, cv: 1 },
      patience: erlangPatience,
      agents: 100,
    },
    anchors: { nohold: 2.841e-3, ql: 7.999e-2, qlm: 8.603e-3, hol: 7.596e-3, les: 7.636e-3 },
    goal: 2.9e-3,
    coverGoal: 2,
  },
  {
    name: 'M/M/100+H2, load 1.4',
    scenario: { arrivals: steady(140), service: exponential(unit), patience: mixedPatience, agents: 100 },
    anchors: { nohold: 1.871e-3, ql: 4.66e-3, qlm: 2.103e-3, hol: 3.724e-3, les: 3.864e-3 },
    goal: 1.93e-3,
    coverGoal: 2,
  },
  {
    name: 'two shifts, 60 and 100 agents (d2)',
    scenario: { arrivals: steady(100), service: exponential(unit), patience: exponential(2 * unit), agents: twoShifts },
    anchors: { nohold: 5.595e-3, ql: 7.921e-2, qlm: 2.619e-2, hol: 3.452e-2, les: 3.508e-2 },
    goal: 6e-3,
    coverGoal: 2,
    cycle: 12,
  },
  {
    name: 'a day of eight shifts (d3)',
    scenario: {
      arrivals: {
        kind: 'changing',
        perSecondAt: (at) => (85 / unit) * (1 + 0.4 * Math.sin((2 * Math.PI * at) / (24 * unit))),
        mostPerSecond: (85 * 1.4) / unit,
      },
      service: exponential(unit),
      patience: exponential(2 * unit),
      agents: dayShifts,
    },
    anchors: { nohold: 2.881e-3, ql: 2.695e-2, qlm: 1.394e-2, hol: 1.285e-2, les: 1.317e-2 },
    goal: 3e-3,
    coverGoal: 2,
    longer: 4,
    cycle: 24,
  },
  {
    name: 'priority 20 %, callbacks keep their place (e)',
    scenario: {
      arrivals: steady(120),
      service: exponential(unit),
      patience: exponential(2 * unit),
      agents: 100,
      preferredShare: 0.2,
      callbacks: { unansweredShare: 0.07, lostSeconds: 0.1 * unit },
    },
    policy: { offerBeyondSeconds: 0.3 * unit, acceptedShare: 0.375 },
    anchors: { nohold: 1.319e-2, ql: 2.153e-2, qlm: 4.736e-2, hol: 2.196e-2, les: 2.262e-2 },
    goal: 0.116 ** 2,
    biasGoal: 0.002,
    coverGoal: 2,
  },
];
