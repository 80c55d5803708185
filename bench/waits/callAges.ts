import { endsAfterStart, grain } from '../../core/prediction/dispersion.ts';
import { predictWait } from '../../core/prediction/predictWait.ts';
import { estimate } from '../../core/simulation/estimate.ts';
import { knownModel } from '../../core/simulation/knownModel.ts';
import { type LineScenario, simulateLine } from '../../core/simulation/line.ts';
import { lawSurvival, meanOf, type TimeLaw } from '../../core/simulation/timeLaw.ts';
import { sharedDataMissing, sharedRows } from '../../test/support/sharedData.ts';
import { unit } from './cases.ts';

/*
 * What it would bring to know how long each agent has been with their contact: the predicted wait restated by the
 * completions that those ages let expect (renewal theory), beside the predicted wait as it is, on the same line.
 */
const agents = 100;
const farthest = 4 / grain;

/** For each age, in grains, the contacts its agent is expected to end by each grain of time from now. */
type EndsByAge = readonly (readonly number[])[];

function endsByAge(law: TimeLaw): EndsByAge {
  const mean = meanOf(law);
  const longer = (relative: number) => lawSurvival(law, relative * mean);
  const ends = endsAfterStart((relative) => 1 - longer(relative));
  const survival = Array.from({ length: 2 * farthest + 1 }, (_, step) => longer(step * grain));
  return Array.from({ length: farthest + 1 }, (_, age) => {
    const here = survival[age] ?? 0;
    const done = Array.from({ length: farthest + 1 }, (_, step) =>
      here > 0 ? 1 - (survival[age + step] ?? 0) / here : Number(step > 0),
    );
    return done.map((_, until) => {
      let total = done[until] ?? 0;
      for (let step = 1; step <= until; step++) {
        const share = (done[step] ?? 0) - (done[step - 1] ?? 0);
        total += (share * ((ends[until - step] ?? 0) + (ends[until - step + 1] ?? 0))) / 2;
      }
      return total;
    });
  });
}

/**
 * The mean wait as core/prediction/elapsedWait.ts has it, turn by turn, but with the completions that the ages let expect:
 * who is likely gone by their turn depends on when that is.
 */
function meanByAges(
  table: EndsByAge,
  ages: readonly number[],
  elapsed: readonly number[],
  patience: TimeLaw,
  meanSeconds: number,
): number {
  const rows = ages.map((age) => table[Math.min(farthest, Math.round(age / meanSeconds / grain))] ?? []);
  const expected = Array.from({ length: farthest + 1 }, (_, step) =>
    rows.reduce((total, row) => total + (row[step] ?? 0), 0),
  );
  let [step, wanted] = [1, 1];
  const turnSeconds = (): number => {
    while (step < farthest && (expected[step] ?? 0) < wanted) step += 1;
    const [before = 0, now = 0] = [expected[step - 1], expected[step]];
    return (step - 1 + Math.min(1, (wanted - before) / (now - before))) * grain * meanSeconds;
  };
  for (const waited of elapsed) {
    wanted += lawSurvival(patience, waited + turnSeconds()) / lawSurvival(patience, waited);
  }
  return turnSeconds();
}

type PatientLine = LineScenario & { readonly patience: TimeLaw };

function squaredErrors(scenario: PatientLine, table: EndsByAge, warmupSeconds: number): { even: number; aged: number } {
  const model = knownModel(scenario);
  const mean = meanOf(scenario.service);
  const inHand = new Map<number, { since: number; until: number }>();
  const asked = new Map<number, { even: number; aged: number }>();
  const sums = { even: 0, aged: 0, count: 0 };
  simulateLine(scenario, {
    begin: (customer, since, handleSeconds) => inHand.set(customer, { since, until: since + handleSeconds }),
    arrive: (view, customer) => {
      for (const [one, { until }] of inHand) if (until <= view.at) inHand.delete(one);
      const state = { ahead: view.ahead(false), aheadBeyond: 0, contactsPerAgent: 1 };
      const predicted = predictWait({ ...state, agents: { staffed: agents, available: 0, busy: agents } }, model);
      if (predicted.kind === 'unknown' || view.at < warmupSeconds) return 'hold';
      const even = predicted.law.meanSeconds;
      const ages = [...inHand.values()].map(({ since }) => view.at - since);
      const elapsed = state.ahead.map(({ elapsedSeconds }) => elapsedSeconds);
      asked.set(customer, { even, aged: meanByAges(table, ages, elapsed, scenario.patience, mean) });
      return 'hold';
    },
    turn: (customer, wait) => {
      const said = asked.get(customer);
      if (!said) return;
      sums.even += (said.even - wait) ** 2;
      sums.aged += (said.aged - wait) ** 2;
      sums.count += 1;
      asked.delete(customer);
    },
  });
  const scale = sums.count * mean ** 2;
  return { even: sums.even / scale, aged: sums.aged / scale };
}

/** Handle times of the bank's regular calls, January; absent without the data. */
function bankTimes(): TimeLaw[] {
  const file = 'technion_bank_1999_calls.csv.gz';
  if (sharedDataMissing(file)) return [];
  const seconds = sharedRows(file)
    .filter((row) => row.type === 'PS' && row.date?.startsWith('1999-01') && Number(row.ser_time_s) > 10)
    .map((row) => Math.min(3600, Number(row.ser_time_s)))
    .filter((_, index) => index % 5 === 0);
  return [{ kind: 'empirical', seconds }];
}

export function callAges(runs: number, customers: number): void {
  console.log(
    '\n== what the ages of contacts in hand would bring: 100 agents, load 1.4, patience E10, parameters known',
  );
  console.log(
    'handle times            squared error    with ages        ratio, 95 % interval (squared mean handle times)',
  );
  const laws: TimeLaw[] = [
    { kind: 'lognormal', meanSeconds: unit, cv: 1 },
    { kind: 'hyperexponential', meanSeconds: unit, cv: 2 },
    { kind: 'deterministic', meanSeconds: unit },
    ...bankTimes(),
  ];
  for (const service of laws) {
    const mean = meanOf(service);
    const table = endsByAge(service);
    const figures = Array.from({ length: runs }, (_, index) => {
      const patience: TimeLaw = { kind: 'erlang', meanSeconds: mean, stages: 10 };
      const scenario: PatientLine = {
        seed: index + 1,
        customers,
        arrivals: { kind: 'steady', perSecond: (1.4 * agents) / mean },
        service,
        patience,
        agents,
      };
      return squaredErrors(scenario, table, 5 * mean);
    });
    const of = (which: 'even' | 'aged') => estimate(figures.map((figure) => figure[which])).mean;
    const ratio = estimate(figures.map(({ even, aged }) => aged / even));
    const name =
      service.kind === 'empirical' ? 'the bank’s own' : `${service.kind}${'cv' in service ? ` cv ${service.cv}` : ''}`;
    console.log(
      `${name.padEnd(24)}${of('even').toExponential(3).padEnd(17)}${of('aged').toExponential(3).padEnd(17)}` +
        `${ratio.mean.toFixed(3)} ± ${ratio.halfWidth.toFixed(3)}`,
    );
  }
}
