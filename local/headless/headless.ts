import { readFileSync } from 'node:fs';
import { addSeconds, type Instant, type Seconds } from '../../core/time/units.ts';
import { startCallers } from '../callers/callers.ts';
import { dayTraffic } from '../callers/dayTraffic.ts';
import type { Traffic } from '../callers/traffic.ts';
import { type CenterOptions, startCenter } from '../center.ts';
import { createVirtualClock } from '../clock/virtual.ts';
import { startShifts } from '../shifts.ts';
import { type Summary, summarize } from './summary.ts';

export interface HeadlessOptions extends Pick<CenterOptions, 'settingsPath' | 'cdkOut' | 'faults' | 'connectOptions'> {
  readonly seed: number;
  /** How long the center runs, in its own time. */
  readonly until: Seconds;
  /** What the day brings; `startsAt` is where the clock starts. */
  readonly traffic: Traffic;
  /** Told now and then where the run is. */
  readonly onProgress?: (at: Instant) => void;
}

/** The center of the run and its summary; the center is closed already. */
export async function runHeadless(options: HeadlessOptions): Promise<Summary> {
  const { seed, traffic, until, onProgress } = options;
  const clock = createVirtualClock(traffic.startsAt);
  const faults: string[] = [];
  const center = await startCenter({ ...options, clock, seed, onFault: (fault) => faults.push(fault) });
  try {
    const { settings, connect, lines } = center;
    if (traffic.staffing === undefined) startShifts(settings, { agents: connect.agents, clock });
    startCallers({
      connect,
      clock,
      lines,
      queuesOf: (username) => settings.agents[username]?.queues ?? [],
      traffic,
    });
    const end = addSeconds(traffic.startsAt, until);
    const step = addSeconds(0 as Instant, PROGRESS_EVERY);
    for (let at = traffic.startsAt; at < end; at = (at + step) as Instant) {
      await clock.runUntil(Math.min(at + step, end) as Instant);
      onProgress?.(clock.now());
    }
    return await summarize(center, { seed, startedAt: traffic.startsAt, faults });
  } finally {
    await center.close();
  }
}

const PROGRESS_EVERY = 900 as Seconds;

/** Reads CALLS.csv and makes the traffic of its day. Throws CallLogError, its message ready to print. */
export function trafficOfFile(path: string, deps: Omit<Parameters<typeof dayTraffic>[0], 'csv' | 'path'>): Traffic {
  return dayTraffic({ ...deps, csv: readFileSync(path, 'utf8'), path });
}
