import { isLive } from '../../core/contacts/channel.ts';
import type { AgentProfiles, Announcements, PlanningFiles, PlanningRows } from '../../core/planningPorts.ts';
import type { CenterRows, Clock, Log, Metrics } from '../../core/ports.ts';
import type { DirectoryRow, PulseRow } from '../../core/rows/center.ts';
import { type FlexRow, planningSchemaVersion, type ReservistRow } from '../../core/rows/planning.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { decideFlex, type LineNow, type Move, type Reservist, usualFlexLimits } from '../../core/staffing/flex.ts';
import { lineNow, pressed } from '../../core/staffing/flexLines.ts';
import { lineKey } from '../../core/staffing/line.ts';
import type { Schedule } from '../../core/staffing/schedule.ts';
import { addSeconds, hours, type Instant, minutes, secondsBetween, utcDate } from '../../core/time/units.ts';
import { isQueueOpen, type LineName, linesOf, staffedLines, writtenSchedule } from '../planned-lines.ts';
import { someAtOnce } from '../some-at-once.ts';

export interface FlexAgentsWorld {
  planningRows: PlanningRows;
  centerRows: Pick<CenterRows, 'directory' | 'pulse'>;
  profiles: AgentProfiles;
  planningFiles: PlanningFiles;
  announcements: Announcements;
  settings: RuntimeSettings;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** An older pulse says nothing of who is here now: nobody is called by it. */
const freshPulseSeconds = minutes(5);
/** A member of the reserve must still be here when they have been called. */
const staysSeconds = minutes(15);
const rememberedSeconds = 86_400;
/** The interval after this one has begun by then. */
const longestIntervalSeconds = hours(1);

/**
 * Calls and releases the reserve by its routing profiles. In a dry run it decides, says and moves nobody.
 *
 * The intent is written first, on condition of the row's version, so that two runs never both move somebody; Connect is
 * asked afterwards, and asked again by the next run where it did not confirm. Setting a profile twice is harmless.
 *
 * `shrinking` is the line whose margin shrinks, where that is why it is looked at now.
 */
export function makeFlexAgents(world: FlexAgentsWorld): (shrinking?: LineName) => Promise<void> {
  return async (shrinking) => {
    const now = world.clock.now();
    const before = await world.planningRows.flex();
    const directory = await world.centerRows.directory();
    const dry = world.settings.staffing.flex !== 'on';
    const undone = dry ? sentHome(before) : [];
    const moves = [...undone, ...(await decide(world, before, dry, shrinking, now))];
    const after = withMoves(before, moves, now, (move) => dry && !undone.includes(move));
    if (moves.length > 0) {
      if ((await world.planningRows.putFlex(after, before?.version)) === 'conflict') return;
      await say(world, moves, now);
    }
    await settle(world, directory, after);
    const helping = Object.values(after.members).filter((member) => member.helping).length;
    if (helping > 0 || moves.length > 0) world.metrics.ofCenter({ ReserveHelping: helping });
  };
}

/** Full undo: whoever really helps goes home once the reserve is off, or only tried out. */
const sentHome = (before: FlexRow | undefined): Move[] =>
  Object.entries(before?.members ?? {})
    .filter(([, { helping, dry }]) => helping && dry === undefined)
    .map(([username]) => ({ username, pool: '', to: 'home', reason: 'disabled', line: '' }));

async function decide(
  world: FlexAgentsWorld,
  before: FlexRow | undefined,
  dry: boolean,
  shrinking: LineName | undefined,
  now: Instant,
): Promise<Move[]> {
  const { settings } = world;
  const pools = Object.entries(settings.staffing.reserve);
  const { schedule } = await writtenSchedule(world);
  const pulse = await world.centerRows.pulse();
  const fresh = pulse !== undefined && secondsBetween(pulse.at, now) <= freshPulseSeconds;
  const reserve = pools.flatMap(([pool, { agents, helps }]) =>
    agents.map((name) => reservist(settings, pool, name, helps, schedule, now)),
  );
  return decideFlex({
    now,
    reserve,
    states: Object.fromEntries(
      Object.entries(before?.members ?? {}).filter(([, member]) => (member.dry !== undefined) === dry),
    ),
    lines: fresh ? pressedAt(shrinking, await linesNow(world, reserve, pulse, now)) : {},
    limits: {
      ...usualFlexLimits,
      dwellSeconds: settings.staffing.dwellMinutes * 60,
      mostHelping: Object.fromEntries(
        pools.map(([pool, { agents, mostAgents }]) => [pool, mostAgents ?? agents.length]),
      ),
    },
    enabled: settings.staffing.flex !== 'off',
  });
}

/** The lines, one of which needs help whatever was forecast. */
function pressedAt(shrinking: LineName | undefined, lines: Record<string, LineNow>): Record<string, LineNow> {
  const key = shrinking && lineKey(shrinking.queue, shrinking.channel);
  const line = key === undefined ? undefined : lines[key];
  return key === undefined || line === undefined ? lines : { ...lines, [key]: pressed(line) };
}

function reservist(
  settings: RuntimeSettings,
  pool: string,
  username: string,
  helps: readonly string[],
  schedule: Schedule,
  now: Instant,
): Reservist {
  const person = settings.people[username];
  const keys = (queues: readonly string[]) =>
    queues.flatMap((queue) =>
      (settings.queues[queue]?.channels ?? []).filter(isLive).map((channel) => lineKey(queue, channel)),
    );
  return {
    username,
    pool,
    home: keys(person?.queues ?? []),
    helps: keys(helps.filter((queue) => !person?.queues.includes(queue))),
    onShift: schedule.works(username, now) && schedule.works(username, addSeconds(now, staysSeconds)),
  };
}

/**
 * Each line's agents by the pulse, and what the champion's latest forecast asks of them in this interval and the next. Only
 * lines that the reserve works for are read.
 */
async function linesNow(
  world: FlexAgentsWorld,
  reserve: readonly Reservist[],
  pulse: PulseRow,
  now: Instant,
): Promise<Record<string, LineNow>> {
  const state = await world.planningRows.forecastState();
  if (state === undefined) return {};
  const served = new Set(reserve.flatMap(({ home, helps }) => [...home, ...helps]));
  const wanted = linesOf(world.settings).filter(({ queue, channel }) => served.has(lineKey(queue, channel)));
  const read = await someAtOnce(wanted, async (name): Promise<[string, LineNow][]> => {
    const line = await readLine(world, name, state.champion, pulse, now);
    return line === undefined ? [] : [[lineKey(name.queue, name.channel), line]];
  });
  return Object.fromEntries(read.flat());
}

async function readLine(
  { settings, planningRows }: FlexAgentsWorld,
  { queue, channel }: LineName,
  champion: string,
  pulse: PulseRow,
  now: Instant,
): Promise<LineNow | undefined> {
  const line = staffedLines(settings)[lineKey(queue, channel)];
  const agents = pulse.figures.find((one) => one.queue === queue && one.channel === channel)?.agentsStaffed;
  if (line === undefined || agents === undefined) return undefined;
  const dates = [utcDate(now), utcDate(addSeconds(now, longestIntervalSeconds))] as const;
  const [forecasts, plans] = await Promise.all([
    planningRows.forecasts(queue, channel, champion, ...dates),
    planningRows.plans(queue, channel, ...dates),
  ]);
  const forecast = forecasts.flatMap(({ intervals }) =>
    intervals.map(({ startsAt, ...one }) => ({ ...one, intervalStart: startsAt })),
  );
  const scheduled = new Map(
    plans.flatMap(({ intervals }) => intervals.map((one) => [one.intervalStart, one.scheduledAgents])),
  );
  return lineNow(line, forecast, {
    now,
    intervalSeconds: forecasts[0]?.intervalSeconds ?? 1800,
    agents,
    countedAt: pulse.at,
    scheduledAt: (intervalStart) => scheduled.get(intervalStart),
    isOpenAt: (at) => isQueueOpen(settings, queue, at),
  });
}

function withMoves(
  before: FlexRow | undefined,
  moves: readonly Move[],
  now: Instant,
  isDry: (move: Move) => boolean,
): FlexRow {
  const moved = moves.map((move): [string, ReservistRow] => {
    const stands = { helping: move.to === 'help', since: now };
    return [move.username, isDry(move) ? { ...stands, settled: true, dry: true } : { ...stands, settled: false }];
  });
  const remembered = (before?.switches ?? []).filter(({ at }) => secondsBetween(at, now) <= rememberedSeconds);
  return {
    schemaVersion: planningSchemaVersion,
    version: (before?.version ?? 0) + (moves.length > 0 ? 1 : 0),
    at: now,
    members: { ...before?.members, ...Object.fromEntries(moved) },
    switches: [...remembered, ...moves.map(({ username, to }) => ({ at: now, username, to }))],
  };
}

/** Makes at Connect whatever is intended and not confirmed yet. A fault leaves it to the next run. */
async function settle(world: FlexAgentsWorld, directory: DirectoryRow | undefined, row: FlexRow): Promise<void> {
  const open = Object.entries(row.members).filter(([, { settled }]) => !settled);
  if (open.length === 0) return;
  const members = { ...row.members };
  for (const [username, member] of open) {
    const known = directory?.reserve?.[username];
    if (known !== undefined) {
      await world.profiles.setRoutingProfile(
        known.userArn,
        member.helping ? known.helpProfileArn : known.homeProfileArn,
      );
    }
    members[username] = { ...member, settled: true };
  }
  await world.planningRows.putFlex({ ...row, version: row.version + 1, members }, row.version);
}

async function say(world: FlexAgentsWorld, moves: readonly Move[], now: Instant): Promise<void> {
  const dryRun = world.settings.staffing.flex !== 'on';
  for (const { pool, to, reason } of moves)
    world.log.info(`reserve: ${to}`, { queue: pool, reason, state: dryRun ? 'dry-run' : 'on' });
  await world.announcements.publish(
    moves.map(({ username, pool, to, reason, line }) => ({
      kind: 'ReserveMoved',
      at: now,
      detail: { username, pool, to, reason, line, dryRun },
    })),
  );
}
