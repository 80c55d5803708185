/**
 * Required agents against known answers and against exact solutions, `npm run bench:staffing`. Needs no data.
 *
 * Prints the probability of a wait on SCIENCE §2's sinusoid beside its anchors (MOL .082…104 at 113.9 agents for .1), and of
 * whole days the intervals that meet their target as planned, and that miss it with one agent fewer.
 */
import { requiredAgents } from '../core/staffing/requirement.ts';
import { offeredLoads } from '../core/staffing/workload.ts';
import { exactQueue } from '../test/support/exactQueue.ts';

const served = { kind: 'served', ratio: 0.8, thresholdSeconds: 20 } as const;
const known = [
  [100, 180, 12],
  [360, 240, 50],
  [1000, 300, 164],
  [20, 600, 9],
] as const;

console.log('agents for 80/20, patience 180 s (known answer in brackets)');
for (const [mean, handleSeconds, answer] of known) {
  const work = { loadFactor: 1, intervalSeconds: 1800, handleSeconds, patienceSeconds: 180, contactsPerAgent: 1 };
  const agents = requiredAgents(served, { ...work, contacts: { mean, quantiles: {} } });
  console.log(`  ${mean} contacts of ${handleSeconds} s in half an hour: ${agents} (${answer})`);
}

console.log('probability of a wait, arrivals 100 + 20 sin t, handle time 1; least, most, mean agents');
for (const theta of [0.2, 1, 5]) {
  for (const alpha of [0.1, 0.5, 0.9]) {
    const { least, most, agents } = sinusoid(theta, alpha);
    console.log(
      `  patience ${1 / theta}, target ${alpha}: ${least.toFixed(3)} ${most.toFixed(3)} ${agents.toFixed(1)}`,
    );
  }
}

console.log('a day of 28 half hours, P(wait > 60 s) ≤ .2, patience 440 s; exact (Kolmogorov)');
for (const [peak, handleSeconds] of [
  [20, 300],
  [60, 194],
  [300, 240],
] as const) {
  const { met, missed, of } = day(peak, handleSeconds);
  console.log(
    `  peak ${peak} contacts of ${handleSeconds} s: met in ${met} of ${of}; one agent fewer misses ${missed}`,
  );
}

function sinusoid(theta: number, alpha: number) {
  const steps = 126;
  const seconds = (2 * Math.PI) / steps;
  const arrivals = Array.from({ length: 2 * steps }, (_, step) => ({
    contactsPerSecond: 100 + 20 * Math.sin((step + 0.5) * seconds),
    handleSeconds: 1,
  }));
  const loads = offeredLoads(arrivals, seconds, 90);
  const plan = arrivals.map(({ contactsPerSecond }, index) =>
    requiredAgents(
      { kind: 'potential', ratio: 1 - alpha, thresholdSeconds: 0 },
      {
        contacts: { mean: contactsPerSecond * seconds, quantiles: {} },
        loadFactor: (loads[index] ?? 0) / contactsPerSecond,
        intervalSeconds: seconds,
        handleSeconds: 1,
        patienceSeconds: 1 / theta,
        contactsPerAgent: 1,
      },
    ),
  );
  const stretches = arrivals.map(({ contactsPerSecond }, index) => ({
    seconds,
    arrivalsPerSecond: contactsPerSecond,
    agents: plan[index] ?? 1,
  }));
  const { figures } = exactQueue(stretches, { handleSeconds: 1, patienceSeconds: 1 / theta, states: 230 });
  const second = figures.slice(steps).map(({ probabilityOfWait }) => probabilityOfWait);
  const agents = plan.slice(steps).reduce((sum, count) => sum + count, 0) / steps;
  return { least: Math.min(...second), most: Math.max(...second), agents };
}

function day(peak: number, handleSeconds: number) {
  const [intervals, thresholdSeconds, alpha, patienceSeconds] = [28, 60, 0.2, 440];
  const counts = Array.from(
    { length: intervals },
    (_, slot) => peak * (0.35 + 0.65 * Math.sin((Math.PI * (slot + 0.7)) / (intervals + 0.4)) ** 1.3),
  );
  const arrivals = counts.map((count) => ({ contactsPerSecond: count / 1800, handleSeconds }));
  const loads = offeredLoads(arrivals, 1800);
  const plan = counts.map((mean, slot) =>
    requiredAgents(
      { kind: 'potential', ratio: 1 - alpha, thresholdSeconds },
      {
        contacts: { mean, quantiles: {} },
        loadFactor: (loads[slot] ?? 0) / ((mean / 1800) * handleSeconds),
        intervalSeconds: 1800,
        handleSeconds,
        patienceSeconds,
        contactsPerAgent: 1,
      },
    ),
  );
  const shares = (fewer: number) =>
    exactQueue(
      plan.map((agents, slot) => ({
        seconds: 1800,
        arrivalsPerSecond: arrivals[slot]?.contactsPerSecond ?? 0,
        agents: Math.max(1, agents - fewer),
      })),
      { handleSeconds, patienceSeconds, states: 2 * Math.max(...plan) + 60 },
      thresholdSeconds,
    ).figures.map(({ longerThan }) => longerThan);
  return {
    of: intervals,
    met: shares(0).filter((share) => share <= alpha).length,
    missed: shares(1).filter((share) => share > alpha).length,
  };
}
