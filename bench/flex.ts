/**
 * The reserve on the twin, decided by the very code of flex-agents, `npm run bench:flex [-- first seed]`. Needs no data.
 *
 * A day planned for its forecast is run over 20 seeds, with and without the reserve on the same customers: at 130 % of the
 * forecast all day, at 130 % from half past ten to one, and at 100 %. Exit 1 where a goal is missed.
 */
import { availableParallelism, cpus } from 'node:os';
import { estimate } from '../core/simulation/estimate.ts';
import { type Factor, type FlexDay, plannedDay, reserveAgents, runFlexDay } from './flexDay.ts';

const firstSeed = Number(process.argv[2] ?? 1);
const seeds = Array.from({ length: 20 }, (_, index) => firstSeed + index);
const missed: string[] = [];
const hold = (claim: string, holds: boolean): void => {
  console.log(`  ${holds ? 'holds ' : 'MISSED'}  ${claim}`);
  if (!holds) missed.push(claim);
};
const percent = (share: number): string => (100 * share).toFixed(2);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const minutes = (seconds: number): string => (seconds / 60).toFixed(0);
const twoIntervalsSeconds = 3600;

const day = plannedDay();

function runAll(name: string, factor: Factor): { own: FlexDay[]; helped: FlexDay[] } {
  const own = seeds.map((seed) => runFlexDay(day, seed, factor, false));
  const helped = seeds.map((seed) => runFlexDay(day, seed, factor, true));
  const gain = estimate(helped.map(({ met }, index) => met - (own[index]?.met ?? 0)));
  const sales = estimate(helped.map(({ salesMet }, index) => salesMet - (own[index]?.salesMet ?? 0)));
  const hours = estimate(helped.map(({ reserveHours }) => reserveHours));
  console.log(`\n${name}, ${seeds.length} seeds`);
  console.log(
    `  expectation met without the reserve ${percent(mean(own.map(({ met }) => met)))} %, with it ${percent(mean(helped.map(({ met }) => met)))} %`,
  );
  console.log(
    `  difference ${percent(gain.mean)} ± ${percent(gain.halfWidth)} points; of the queue that lends ${percent(sales.mean)} ± ${percent(sales.halfWidth)}`,
  );
  console.log(
    `  reserve hours ${hours.mean.toFixed(1)} ± ${hours.halfWidth.toFixed(1)} a day, switches ${mean(helped.map(({ moves }) => moves)).toFixed(1)} a day`,
  );
  return { own, helped };
}

function judge(name: string, factor: Factor): number[] {
  const { own, helped } = runAll(name, factor);
  const gain = estimate(helped.map(({ met }, index) => met - (own[index]?.met ?? 0)));
  hold('expectation met rises, its 95 % interval above 0', gain.mean - gain.halfWidth > 0);
  const after = helped.flatMap(({ releasedAfterSeconds }) => releasedAfterSeconds ?? []);
  const soon = after.filter((seconds) => seconds <= twoIntervalsSeconds).length;
  console.log(
    `  everybody home ${minutes(mean(after))} min after the last short interval on average, ${minutes(Math.max(...after))} at the latest; within two intervals on ${soon} of ${after.length} days`,
  );
  const most = Math.max(...helped.map(({ mostSwitchesAnHour }) => mostSwitchesAnHour));
  hold(`at most 2 switches of an agent within an hour: ${most}`, most <= 2);
  return after;
}

console.log(`reserve of ${reserveAgents} agents`);
const allDay = judge('130 % of the forecast all day', () => 1.3);
hold('released within two intervals', allDay.length === seeds.length && Math.max(...allDay) <= twoIntervalsSeconds);
const surge = judge('130 % of the forecast from 10:30 to 13:00', (second) =>
  second >= 37_800 && second < 46_800 ? 1.3 : 1,
);
hold('released within two intervals on average', mean(surge) <= twoIntervalsSeconds);
const calm = runAll('100 % of the forecast', () => 1);
const called = calm.helped.filter(({ moves }) => moves > 0).length;
hold(`at 100 % none is called: called on ${called} of ${seeds.length} days`, called === 0);

console.log(`\n${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`);
console.log(missed.length === 0 ? 'all goals met' : `MISSED:\n${missed.map((claim) => `  ${claim}`).join('\n')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
