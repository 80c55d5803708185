import { createHash } from 'node:crypto';
import { runControl } from './control/run.ts';
import type { ProfileName } from './profiles.ts';
import { runSeed } from './run.ts';
import { answerJobs } from './threads.ts';

export interface SeedJob {
  seed: number;
  profile: ProfileName;
  /** Runs it a second time and compares the traces. */
  twice: boolean;
}

/** What is left of a run when only its figures are wanted. */
export type SeedAnswer = Awaited<ReturnType<typeof figuresOf>>;

async function figuresOf({ seed, profile, twice }: SeedJob) {
  const before = process.threadCpuUsage();
  const { lines, faultCounts, violations, states, reach, events } = await runSeed({ seed, profile });
  const cpu = process.threadCpuUsage(before);
  const digest = digestOf(lines);
  const same = !twice || digest === digestOf((await runSeed({ seed, profile })).lines);
  const control = await runControl(seed, profile);
  return {
    seed,
    violations,
    states,
    reach,
    events,
    faultCounts: Object.fromEntries(faultCounts),
    same,
    control,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

const digestOf = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');

answerJobs(figuresOf);
