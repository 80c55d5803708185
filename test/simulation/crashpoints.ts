import type { CrashpointAnswer, CrashpointJob } from './crashpointThread.ts';
import { type FaultKind, faultKinds } from './faults.ts';
import type { Passed } from './placesThread.ts';
import type { RunOptions } from './run.ts';
import { type Spreading, spread } from './threads.ts';

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
export async function tryCrashpoints(
  seeds: readonly number[],
  share = 1,
  spreading: Spreading = {},
): Promise<Crashpoints> {
  const places = new Map<string, RunOptions>();
  const noted = seeds.map((seed): RunOptions => ({ seed, ...small }));
  await spread<RunOptions, Passed[]>(
    new URL('placesThread.ts', import.meta.url),
    noted,
    spreading,
    (found, options) => {
      for (const [place] of found) if (!places.has(place)) places.set(place, options);
    },
  );
  const all = [...places].flatMap(([place, options]) => faultKinds.map((kind) => ({ options, place, kind })));
  const jobs = all.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
  const result: Crashpoints = { places, runs: jobs.length, missed: [], broken: [] };
  const script = new URL('crashpointThread.ts', import.meta.url);
  await spread<CrashpointJob, CrashpointAnswer>(script, jobs, spreading, (answer, { options, place, kind }) => {
    if (!answer.struck) result.missed.push(`${place}: ${kind}`);
    for (const what of answer.broken) result.broken.push({ place, kind, seed: options.seed, what });
  });
  return result;
}
