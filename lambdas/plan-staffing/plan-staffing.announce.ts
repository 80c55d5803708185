import type { Announcement } from '../../core/planningPorts.ts';
import type { ForecastRow } from '../../core/rows/planning.ts';
import { lineKey } from '../../core/staffing/line.ts';
import type { PlannedWork } from '../../core/staffing/plan.ts';
import type { ScheduledGroups } from '../../core/staffing/schedule.ts';
import { freeSlotsOf } from '../../core/staffing/slots.ts';
import { type Gap, gapFrom, gapsOf } from '../../core/staffing/suggestions.ts';
import { addSeconds, hours, type Instant, seconds, toIso, utcDate } from '../../core/time/units.ts';
import { staffedLines, type WrittenSchedule } from '../planned-lines.ts';
import type { PlanStaffingWorld } from './plan-staffing.ts';

/** A gap further ahead is told by the plan itself; an event is for what somebody should do today or tomorrow. */
const announcedAhead = hours(36);
/** More contacts than the day's opening forecast had, from which on a surge is spoken of. */
const surgeFactor = 1.15;
const surgeAhead = hours(3);

interface News {
  readonly planned: readonly PlannedWork[];
  readonly forecasts: readonly ForecastRow[];
  readonly written: WrittenSchedule;
  readonly announced: Readonly<Record<string, Instant>>;
  readonly now: Instant;
}

/** Publishes gaps and surges nobody was told of yet. Gives what has been told, less what is over. */
export async function announce(world: PlanStaffingWorld, news: News): Promise<Record<string, Instant>> {
  const { now } = news;
  // A guess about a queue nobody knows is no news.
  const guessed = new Set(
    news.forecasts
      .filter(({ flags }) => flags.includes('no-history'))
      .map(({ queue, channel }) => lineKey(queue, channel)),
  );
  const planned = news.planned.filter(({ queue, channel }) => !guessed.has(lineKey(queue, channel)));
  const told = Object.fromEntries(Object.entries(news.announced).filter(([, over]) => over > now));
  const fresh: { key: string; until: Instant; announcement: Announcement }[] = [];
  for (const gap of gapsAhead(world, news, planned)) {
    // By line and day: a gap that shrinks or grows with each forecast is the same gap.
    const key = `gap ${gap.queue}#${gap.channel} ${utcDate(gap.from)} ${Math.floor(gap.from / hours(4) / 1000)}`;
    fresh.push({ key, until: gap.until, announcement: { kind: 'StaffingGap', at: now, detail: sayGap(gap) } });
  }
  for (const surge of surges({ ...news, planned })) {
    const key = `surge ${surge.queue}#${surge.channel} ${utcDate(now)}`;
    fresh.push({
      key,
      until: addSeconds(now, surgeAhead),
      announcement: { kind: 'SurgeExpected', at: now, detail: { ...surge } },
    });
  }
  const untold = fresh.filter(({ key }) => told[key] === undefined);
  if (untold.length > 0) await world.announcements.publish(untold.map(({ announcement }) => announcement));
  world.metrics.ofCenter({ AgentsLacking: lackingNow(planned, now) });
  return { ...told, ...Object.fromEntries(fresh.map(({ key, until }) => [key, until])) };
}

function gapsAhead({ settings }: PlanStaffingWorld, { written, now }: News, planned: readonly PlannedWork[]): Gap[] {
  const { schedule } = written;
  const lines = staffedLines(settings);
  const until = addSeconds(now, announcedAhead);
  const ahead = planned.filter(
    ({ intervalStart, work }) =>
      addSeconds(intervalStart, seconds(work.intervalSeconds)) > now && intervalStart < until,
  );
  const slots = Object.fromEntries(
    Object.entries(lines).map(([key, line]) => [
      key,
      freeSlotsOf(
        ahead.filter(({ queue, channel }) => lineKey(queue, channel) === key),
        line,
      ),
    ]),
  );
  const serving = (groups: ScheduledGroups, line: string) =>
    groups.filter((group) => group.lines.includes(line)).reduce((sum, { agents }) => sum + agents, 0);
  return gapsOf(ahead, {
    slots,
    onBreakAt: (line, at) => serving(schedule.onBreak(at), line),
    reserveAt: (line, at) =>
      Object.values(settings.staffing.reserve).reduce((sum, { agents, helps, mostAgents = agents.length }) => {
        if (!helps.some((queue) => line.startsWith(`${queue}#`))) return sum;
        const working = agents.filter((name) => schedule.works(name, at)).length;
        return sum + Math.min(mostAgents, working);
      }, 0),
  });
}

function sayGap(gap: Gap): Record<string, unknown> {
  const { queue, channel, agents, minutes, agentMinutes, probability } = gap;
  return {
    queue,
    channel,
    from: toIso(gap.from),
    until: toIso(gap.until),
    agents,
    minutes,
    agentMinutes: Math.round(agentMinutes),
    probability: Math.round(100 * probability) / 100,
    suggestions: gap.suggestions.map((one) => ({ ...one, from: toIso(one.from), until: toIso(one.until) })),
  };
}

interface SurgeDetail {
  queue: string;
  channel: string;
  expectedContacts: number;
  openingContacts: number;
  until: string;
}

/** Lines whose next hours will bring clearly more than was forecast at the opening, and more than is staffed for. */
function surges({ forecasts, planned, now }: News): SurgeDetail[] {
  const until = addSeconds(now, surgeAhead);
  const within = (at: Instant) => at >= now && at < until;
  return [...Map.groupBy(forecasts, ({ queue, channel }) => lineKey(queue, channel))].flatMap(([key, rows]) => {
    const [first] = rows;
    const next = rows.flatMap(({ intervals }) => intervals).filter(({ startsAt }) => within(startsAt));
    const expected = next.reduce((sum, { mean }) => sum + mean, 0);
    const opening = next.reduce((sum, one) => sum + one.opening.mean, 0);
    const short = planned.some(
      (one) => lineKey(one.queue, one.channel) === key && within(one.intervalStart) && one.gapProbability >= gapFrom,
    );
    if (!first || !short || expected < surgeFactor * opening || expected - opening < 5) return [];
    return [
      {
        queue: first.queue,
        channel: first.channel,
        expectedContacts: Math.round(expected),
        openingContacts: Math.round(opening),
        until: toIso(until),
      },
    ];
  });
}

const lackingNow = (planned: readonly PlannedWork[], now: Instant): number =>
  planned
    .filter(
      ({ intervalStart, work }) =>
        intervalStart <= now && now < addSeconds(intervalStart, seconds(work.intervalSeconds)),
    )
    .reduce((sum, { gapAgents, gapProbability }) => sum + (gapProbability >= gapFrom ? Math.max(0, gapAgents) : 0), 0);
