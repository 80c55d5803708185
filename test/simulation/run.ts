import { type CenterTerms, simulatedCenter } from './center.ts';
import { check, type Violation } from './checker.ts';
import { type FaultPlan, type Planted, seededFaults } from './faults.ts';
import { type ProfileName, profiles } from './profiles.ts';
import { type Reach, reachOf } from './reach.ts';
import { linesAbout } from './trace.ts';

export interface RunOptions {
  seed: number;
  profile: ProfileName;
  people?: number;
  /** Hours after which nothing goes wrong any more: into the second morning, unless said otherwise. */
  faultHours?: number;
  only?: FaultPlan['only'];
  planted?: FaultPlan['planted'];
  notePlaces?: boolean;
  outages?: FaultPlan['outages'];
  versions?: CenterTerms['versions'];
}

export interface RunResult {
  seed: number;
  violations: Violation[];
  lines: readonly string[];
  struck: readonly string[];
  faultCounts: ReadonlyMap<string, number>;
  places: ReadonlyMap<string, readonly string[]>;
  plantedStruck: readonly Planted[];
  /** Final states of all callbacks. */
  states: Record<string, number>;
  reach: Reach;
  /** Contact events that Connect told. */
  events: number;
}

/** One seed, one run, to the letter. */
export async function runSeed({
  seed,
  profile,
  people = 26,
  faultHours = 19,
  versions,
  ...plan
}: RunOptions): Promise<RunResult> {
  const faults = seededFaults({ seed, profile: profiles[profile], ...plan });
  const center = simulatedCenter({ seed, faults, people, faultHours, versions });
  await center.run();
  const violations = await check(center);
  const { callbacks, closedCallbacks } = center.rows.all();
  const ended = new Map([...callbacks, ...closedCallbacks].map((row) => [row.callbackId, row]));
  const states: Record<string, number> = {};
  for (const { state } of ended.values()) states[state] = (states[state] ?? 0) + 1;
  return {
    seed,
    violations,
    lines: center.trace.lines,
    struck: faults.struck,
    faultCounts: faults.counts,
    places: faults.places,
    plantedStruck: faults.plantedStruck,
    states,
    reach: reachOf(center),
    events: center.bus.published,
  };
}

/**
 * The fewest faults of a failing seed that still break the same invariant, by halving; at most `tries` runs. Gives that
 * run, and of its trace the lines that speak of the callback.
 */
export async function shortest(
  options: RunOptions,
  failed: RunResult,
  tries = 80,
): Promise<{ run: RunResult; lines: string[] }> {
  const broken = failed.violations[0]?.invariant;
  let best = failed;
  let keep = [...failed.struck];
  let size = Math.ceil(keep.length / 2);
  for (let left = tries; left > 0 && size >= 1; ) {
    let shrunk = false;
    for (let first = 0; first < keep.length && left > 0; first += size) {
      const fewer = [...keep.slice(0, first), ...keep.slice(first + size)];
      left -= 1;
      const run = await runSeed({ ...options, only: new Set(fewer) });
      if (!run.violations.some(({ invariant }) => invariant === broken)) continue;
      best = run;
      keep = [...run.struck];
      shrunk = true;
      break;
    }
    if (!shrunk) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  const violation = best.violations.find(({ invariant }) => invariant === broken);
  return { run: best, lines: linesAbout(best.lines, violation?.ids ?? []) };
}
