import { type FaultKind, faultKinds } from './faults.ts';
import { type RunOptions, runSeed } from './run.ts';

export interface Crashpoints {
  /** Every place of the code from which a port is called, with the first run that passes it. */
  places: Map<string, RunOptions>;
  runs: number;
  /** Plants that never struck: none, or the list of places is wrong. */
  missed: string[];
  broken: { place: string; kind: FaultKind; seed: number; what: string }[];
}

/** A small center: enough people for every branch in some seed, few enough for hundreds of runs. */
const small = { profile: 'mild', people: 9, faultHours: 8 } as const;

/**
 * Plants one fault at a time at every place where the functions' code calls a port: function, operation and the lines
 * that led there, read off the stack while some seeds run. `share` of them, evenly, when not all shall be tried.
 */
export async function tryCrashpoints(seeds: readonly number[], share = 1): Promise<Crashpoints> {
  const places = new Map<string, RunOptions>();
  for (const seed of seeds) {
    const run = await runSeed({ seed, ...small, notePlaces: true });
    for (const place of run.places) if (!places.has(place)) places.set(place, { seed, ...small });
  }
  const result: Crashpoints = { places, runs: 0, missed: [], broken: [] };
  let turn = 0;
  for (const [place, options] of places) {
    for (const kind of faultKinds) {
      turn += share;
      if (turn < 1) continue;
      turn -= 1;
      const run = await runSeed({ ...options, planted: [{ place, kind }] });
      result.runs += 1;
      if (run.plantedStruck.length === 0) result.missed.push(`${place}: ${kind}`);
      for (const { what } of run.violations) result.broken.push({ place, kind, seed: options.seed, what });
    }
  }
  return result;
}
