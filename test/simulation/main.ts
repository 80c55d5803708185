import { parseArgs } from 'node:util';
import { type ProfileName, profiles } from './faults.ts';
import { type RunResult, runSeed, shortest } from './run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'hard' },
    trace: { type: 'boolean', default: false },
  },
});
if (!(values.profile in profiles)) throw new RangeError(`--profile: expected ${Object.keys(profiles).join(', ')}`);
const profile = values.profile as ProfileName;

const from = Number(values.seed ?? values.first);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const began = performance.now();
const failed: RunResult[] = [];
const total: { callbacks: number; reachable: number; reached: number } = { callbacks: 0, reachable: 0, reached: 0 };
const states: Record<string, number> = {};
const faults = new Map<string, number>();
for (let seed = from; seed < from + count; seed += 1) {
  const run = await runSeed({ seed, profile });
  total.reachable += run.reachable;
  total.reached += run.reached;
  for (const [state, number] of Object.entries(run.states)) {
    states[state] = (states[state] ?? 0) + number;
    total.callbacks += number;
  }
  for (const [kind, number] of run.faultCounts) faults.set(kind, (faults.get(kind) ?? 0) + number);
  if (run.violations.length > 0) failed.push(run);
  if (values.trace) console.log(run.lines.join('\n'));
}

const seconds = (performance.now() - began) / 1000;
console.log(
  `${count} seeds, profile ${profile}, ${seconds.toFixed(1)} s: ${total.callbacks} callbacks, ${failed.length} seeds failed`,
);
console.log('states:', states);
console.log(`spoken, of those whose customer picks up: ${total.reached} of ${total.reachable}`);
console.log('faults:', Object.fromEntries(faults));
const broken = new Map<string, number[]>();
for (const run of failed) {
  for (const { invariant } of run.violations) {
    const seeds = broken.get(invariant) ?? [];
    if (!seeds.includes(run.seed)) broken.set(invariant, [...seeds, run.seed]);
  }
}
for (const [invariant, seeds] of broken) console.log(`BROKEN ${invariant}: seeds ${seeds.slice(0, 12).join(', ')}`);
for (const [invariant, seeds] of broken) {
  const seed = seeds[0] ?? 0;
  const run = failed.find((one) => one.seed === seed);
  if (!run) continue;
  const violations = run.violations.filter((one) => one.invariant === invariant);
  const found = await shortest({ seed, profile }, { ...run, violations });
  console.log(`\nseed ${seed}: ${invariant}: ${violations[0]?.what}`);
  console.log(`with ${found.run.struck.length} faults of ${run.struck.length}: ${found.run.struck.join('; ')}`);
  console.log(found.lines.slice(0, 60).join('\n'));
}
if (failed.length > 0) process.exitCode = 1;
