import type { FaultKind } from './faults.ts';
import { type RunOptions, runSeed } from './run.ts';
import { answerJobs } from './threads.ts';

export interface CrashpointJob {
  options: RunOptions;
  place: string;
  kind: FaultKind;
}

export interface CrashpointAnswer {
  struck: boolean;
  broken: string[];
}

async function tryOne({ options, place, kind }: CrashpointJob): Promise<CrashpointAnswer> {
  const { plantedStruck, violations } = await runSeed({ ...options, planted: [{ place, kind }] });
  return { struck: plantedStruck.length > 0, broken: violations.map(({ what }) => what) };
}

answerJobs(tryOne);
