import { parseArgs } from 'node:util';
import { runControl } from './control/run.ts';
import { tryCrashpoints } from './crashpoints.ts';
import { type ProfileName, profiles } from './faults.ts';
import { type RunResult, runSeed, shortest } from './run.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'hard' },
    share: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
  },
});
if (!(values.profile in profiles)) throw new RangeError(`--profile: expected ${Object.keys(profiles).join(', ')}`);
const profile = values.profile as ProfileName;
const began = performance.now();
const elapsed = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`;

if (positionals[0] === 'crashpoints') await crashpoints(Number(values.share));
else if (values.seed !== undefined) await seeds(Number(values.seed), 1);
else await seeds(Number(values.first), Number(values.seeds));

async function crashpoints(share: number): Promise<void> {
  const { places, runs, missed, broken } = await tryCrashpoints([1, 2, 3, 4, 5, 6, 7, 8], share);
  console.log(
    `${places.size} places, ${runs} faults planted, ${missed.length} missed, ${broken.length} broke something`,
  );
  for (const place of missed) console.log(`MISSED ${place}`);
  for (const { place, kind, seed, what } of broken) console.log(`BROKEN ${kind} at ${place} (seed ${seed}): ${what}`);
  console.log(elapsed());
  if (missed.length + broken.length > 0) process.exitCode = 1;
}

async function seeds(first: number, count: number): Promise<void> {
  const failed: RunResult[] = [];
  const states: Record<string, number> = {};
  const faults: Record<string, number> = {};
  const control: Record<string, number> = {};
  let reachable = 0;
  let reached = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    const run = await runSeed({ seed, profile });
    reachable += run.reachable;
    reached += run.reached;
    add(states, run.states);
    add(faults, Object.fromEntries(run.faultCounts));
    add(control, { ...(await runControl(seed, profile)) });
    if (run.violations.length > 0) failed.push(run);
    if (values.trace) console.log(run.lines.join('\n'));
  }
  const callbacks = Object.values(states).reduce((sum, number) => sum + number, 0);
  console.log(
    `${count} seeds, profile ${profile}: ${callbacks} callbacks, ${failed.length} seeds failed, ${elapsed()}`,
  );
  console.log('ended', states);
  console.log(`spoken ${reached} of ${reachable} whose customer picks up or was not rung as often as allowed`);
  console.log('faults', faults);
  console.log('control, a wrapper in place of the ledger', control);
  for (const [invariant, run] of firstByInvariant(failed)) await explain(invariant, run);
  if (failed.length > 0) process.exitCode = 1;
}

function add(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, number] of Object.entries(more)) total[name] = (total[name] ?? 0) + number;
}

function firstByInvariant(failed: readonly RunResult[]): Map<string, RunResult> {
  const first = new Map<string, RunResult>();
  for (const run of failed) {
    for (const { invariant } of run.violations) if (!first.has(invariant)) first.set(invariant, run);
  }
  return first;
}

/** The shortest trace that still shows it. */
async function explain(invariant: string, run: RunResult): Promise<void> {
  const violations = run.violations.filter((one) => one.invariant === invariant);
  const found = await shortest({ seed: run.seed, profile }, { ...run, violations });
  console.log(`\nBROKEN ${invariant}, seed ${run.seed}: ${violations[0]?.what}`);
  console.log(`with ${found.run.struck.length} of ${run.struck.length} faults: ${found.run.struck.join('; ')}`);
  console.log(found.lines.slice(0, 80).join('\n'));
}
