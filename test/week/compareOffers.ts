import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asaSeconds,
  askedTwiceShare,
  callbacksKeptShare,
  callbacksRungInTimeShare,
  meanBeyondExpectationSeconds,
  per,
  promisesKeptShare,
  repeatShare,
} from '../../core/kpi/figures.ts';
import { type Sums, sumIntervals } from '../../core/kpi/sums.ts';
import type { IntervalFigures } from '../../core/rows/center.ts';
import { addSeconds, hours, minutes, toIso } from '../../core/time/units.ts';
import { startCallers } from '../../local/callers/callers.ts';
import { startCenter } from '../../local/center.ts';
import { createVirtualClock } from '../../local/clock/virtual.ts';
import { startShifts } from '../../local/shifts.ts';
import { technionMissing } from '../support/technionDay.ts';
import { trafficOf, type Week, writeSettings } from './week.ts';

const percent = (share: number | undefined): string => (share === undefined ? '-' : `${(100 * share).toFixed(1)} %`);
const shownSeconds = (value: number | undefined): string => (value === undefined ? '-' : `${value.toFixed(0)} s`);

/** Everybody whose expectation was met or missed: answered, given up, or a callback that is over. */
const judged = (sums: Sums): number =>
  sums.expectationMetLiveCount + sums.expectationMissedLiveCount + sums.callbacksKeptCount + sums.callbacksBrokenCount;
const metShare = (sums: Sums) => per(sums.expectationMetLiveCount + sums.callbacksKeptCount, judged(sums));

/** What is printed, line by line. */
const figures: readonly (readonly [string, (sums: Sums) => string])[] = [
  ['offered', ({ offeredCount }) => `${offeredCount}`],
  ['expectation met, live or by a kept callback', (sums) => percent(metShare(sums))],
  ['expectation met live', (sums) => percent(per(sums.expectationMetLiveCount, judged(sums)))],
  ['abandoned', ({ abandonedCount, offeredCount }) => percent(per(abandonedCount, offeredCount))],
  ['mean wait of those answered', (sums) => shownSeconds(asaSeconds(sums))],
  ['told bounds kept', (sums) => percent(promisesKeptShare(sums))],
  ['callbacks taken', ({ callbackCount }) => `${callbackCount}`],
  ['callbacks kept: spoken in time, within two seconds', (sums) => percent(callbacksKeptShare(sums))],
  ['callbacks rung in time', (sums) => percent(callbacksRungInTimeShare(sums))],
  ['effort: in contact again', (sums) => percent(repeatShare(sums))],
  ['effort: asked twice', (sums) => percent(askedTwiceShare(sums))],
  ['effort: mean wait beyond the expectation', (sums) => shownSeconds(meanBeyondExpectationSeconds(sums))],
];

/** The days of `week` once more, with the offers of the settings or with none. */
async function replay(week: Week, offers: boolean, staffedShare: number): Promise<Sums> {
  const settingsPath = writeSettings(mkdtempSync(join(tmpdir(), 'nohold-week-')), { offers, staffedShare });
  const traffic = trafficOf(settingsPath, week);
  const clock = createVirtualClock(traffic.startsAt);
  const center = await startCenter({ settingsPath, clock, seed: 7 });
  try {
    const { settings, connect, lines } = center;
    startShifts(settings, { agents: connect.agents, clock });
    startCallers({ connect, clock, lines, queuesOf: (name) => settings.agents[name]?.queues ?? [], traffic });
    for (let day = 1; day <= week.days; day += 1) {
      await clock.runUntil(addSeconds(traffic.startsAt, hours(24 * day)));
      console.log(`${offers ? 'with offers' : 'without'}: ${toIso(clock.now()).slice(0, 16)}`);
    }
    // The last roll-up of the last day.
    await clock.runUntil(addSeconds(clock.now(), minutes(30)));
    const rows = (await center.rows()).filter(({ pk }) => String(pk).startsWith('day#service#voice'));
    return sumIntervals(rows.flatMap(({ intervals }) => (intervals ?? []) as IntervalFigures[]));
  } finally {
    await center.close();
  }
}

/**
 * The replayed days with Nohold's offers and without, side by side, with `staffedShare` of the agents' hours. Answers the
 * exit code: 1 when offers meet fewer expectations than none do, 3 (NOT RUN) when the call log is not beside the project.
 */
export async function compareOffers(week: Week, staffedShare: number): Promise<number> {
  if (technionMissing !== undefined) {
    console.log(technionMissing);
    return 3;
  }
  const withOffers = await replay(week, true, staffedShare);
  const without = await replay(week, false, staffedShare);
  console.log(`\n${week.days} days from ${week.firstDate}, ${percent(staffedShare)} of the agents' hours`);
  console.log(`${''.padEnd(52)}${'with offers'.padStart(14)}${'without'.padStart(14)}`);
  for (const [name, figure] of figures)
    console.log(`${name.padEnd(52)}${figure(withOffers).padStart(14)}${figure(without).padStart(14)}`);
  const { user, system } = process.cpuUsage();
  console.log(`${((user + system) / 60e6).toFixed(1)} CPU minutes of this process`);
  return (metShare(withOffers) ?? 0) >= (metShare(without) ?? 0) ? 0 : 1;
}
