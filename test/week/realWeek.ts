/**
 * The planning of the local center over a replayed week, `npm run test:week`: a bank's log of seven days through the template and
 * the bundles that deploy, in virtual time.
 *
 * So that it takes minutes, every twelfth caller dials in, to one queue; on Tuesday from ten to two every second: six times
 * as many as the days before have taught (two agents still carry three times as many). Agents work by the settings, two of
 * sales are the reserve, and nothing is known beforehand.
 * `npm run test:week -- 3 --compare` replays three days twice instead, with offers and without, and prints both side by side;
 * `--staffed 0.85` lets only so much of the agents' hours be worked in both.
 * Exits 0 when every line holds, 1 when one does not, 3 (NOT RUN) when the call log is not beside the project.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { planningKey } from '../../core/rows/keys.ts';
import type { FlexRow, ForecastStateRow, PlanStateRow } from '../../core/rows/planning.ts';
import { addSeconds, type Instant, instant, minutes, seconds, toIso } from '../../core/time/units.ts';
import { startCallers } from '../../local/callers/callers.ts';
import { type Center, startCenter } from '../../local/center.ts';
import { createVirtualClock, type VirtualClock } from '../../local/clock/virtual.ts';
import { startShifts } from '../../local/shifts.ts';
import { technionMissing } from '../support/technionDay.ts';
import { compareOffers } from './compareOffers.ts';
import { bankWeek, surge, timeZone, trafficOf, type Week, writeSettings } from './week.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { compare: { type: 'boolean' }, staffed: { type: 'string', default: '1' } },
});
/** How many days are replayed, from which on: a whole week of the bank's unless said otherwise. */
const week: Week = { days: Number(positionals[0] ?? 7), firstDate: positionals[1] ?? bankWeek };
const { days } = week;
const staffedShare = Number(values.staffed);
if (!(staffedShare > 0 && staffedShare <= 1)) throw new RangeError('--staffed: expected a share above 0, at most 1');
if (staffedShare < 1 && !values.compare) throw new RangeError('--staffed: goes with --compare only');

const verdicts: boolean[] = [];
function claim(what: string, seen: string, holds: boolean): void {
  verdicts.push(holds);
  console.log(`${holds ? 'holds' : 'FAILS'}  ${what}: ${seen}`);
}

async function stateOf<Row>(center: Center, of: Parameters<typeof planningKey>[0]): Promise<Row | undefined> {
  const { Item } = (await center.aws.dynamoDb.call('GetItem', {
    TableName: center.tableName,
    Key: marshall(planningKey(of)),
  })) as { Item?: Parameters<typeof unmarshall>[0] };
  return Item && (unmarshall(Item) as Row);
}

/** Sum of a metric of all functions whose name holds `part`, over the run. */
function ofFunctions(center: Center, name: string, part: string, from: Instant): number {
  return center.metrics
    .list()
    .filter((metric) => metric.namespace === 'AWS/Lambda' && metric.name === name)
    .filter(({ dimensions }) => (dimensions.FunctionName ?? '').includes(part))
    .flatMap((metric) =>
      center.metrics.query({ ...metric, statistic: 'Sum', periodSeconds: 86_400, from, to: center.clock.now() }),
    )
    .reduce((sum, { value }) => sum + value, 0);
}

const localHour = (at: Instant): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));

interface Seen {
  halfHours: number;
  forecastInTime: number;
  planInTime: number;
  nights: Set<string>;
}

/** Looks ten minutes after each half hour whether what was due has been done. */
async function watch(center: Center, clock: VirtualClock, end: Instant): Promise<Seen> {
  const seen: Seen = { halfHours: 0, forecastInTime: 0, planInTime: 0, nights: new Set() };
  const halfHour = 1_800_000;
  for (let next = Math.ceil(clock.now() / halfHour) * halfHour + 600_000; next < end; next += halfHour) {
    await clock.runUntil(instant(next));
    const forecast = await stateOf<ForecastStateRow>(center, 'forecast');
    const plan = await stateOf<PlanStateRow>(center, 'plan');
    if (forecast) seen.nights.add(forecast.nightlyOn);
    const hour = localHour(instant(next));
    if (hour < 8 || hour >= 23) continue;
    seen.halfHours += 1;
    if (forecast && next - forecast.at <= 600_000) seen.forecastInTime += 1;
    if (plan && next - plan.at <= 600_000 && plan.forecastAt === forecast?.at) seen.planInTime += 1;
    process.stderr.write(`\r${toIso(instant(next)).slice(0, 16)} `);
  }
  await clock.runUntil(end);
  process.stderr.write('\n');
  return seen;
}

async function main(): Promise<number> {
  if (technionMissing !== undefined) {
    console.log(technionMissing);
    return 3;
  }
  const startedAt = process.cpuUsage();
  const settingsPath = writeSettings(mkdtempSync(join(tmpdir(), 'nohold-week-')));
  const traffic = trafficOf(settingsPath, week);
  const clock = createVirtualClock(traffic.startsAt);
  const faults: string[] = [];
  const center = await startCenter({ settingsPath, clock, seed: 7, onFault: (fault) => faults.push(fault) });
  const events: { kind: string; at: Instant; detail: Record<string, unknown> }[] = [];
  const { bus } = center.aws;
  const publish = bus.publish;
  bus.publish = (event) => {
    const detail = event.detail as Record<string, unknown>;
    if (event.source === 'nohold') events.push({ kind: event['detail-type'], at: clock.now(), detail });
    publish(event);
  };
  try {
    const { settings, connect, lines } = center;
    startShifts(settings, { agents: connect.agents, clock });
    startCallers({ connect, clock, lines, queuesOf: (name) => settings.agents[name]?.queues ?? [], traffic });
    console.log(`${traffic.contacts.length} callers in ${days} days from ${toIso(traffic.startsAt)}`);
    const end = addSeconds(traffic.startsAt, seconds(days * 86_400));
    const seen = await watch(center, clock, end);
    await judge(center, seen, events, faults, traffic.startsAt);
  } finally {
    await center.close();
  }
  const { user, system } = process.cpuUsage(startedAt);
  console.log(`${((user + system) / 60e6).toFixed(1)} CPU minutes of this process`);
  const held = verdicts.filter((holds) => holds).length;
  console.log(`${held} passed, ${verdicts.length - held} failed`);
  return held === verdicts.length ? 0 : 1;
}

async function judge(
  center: Center,
  seen: Seen,
  events: readonly { kind: string; at: Instant; detail: Record<string, unknown> }[],
  faults: readonly string[],
  from: Instant,
): Promise<void> {
  claim(
    'in open hours a forecast is no older than ten minutes after each half hour',
    `${seen.forecastInTime} of ${seen.halfHours}`,
    seen.forecastInTime === seen.halfHours,
  );
  claim('and a plan of that forecast', `${seen.planInTime} of ${seen.halfHours}`, seen.planInTime === seen.halfHours);
  claim('a night’s forecast each day', `${seen.nights.size} of ${days}`, seen.nights.size >= days);
  const called = Math.round((days * 24 * 60) / 5);
  const flexed = ofFunctions(center, 'Invocations', 'FlexAgents', from);
  const margins = events.filter(({ kind }) => kind === 'MarginShrinking').length;
  claim(
    'flex-agents each five minutes, and at once when a margin shrinks',
    `${flexed} of ${called} + ${margins}`,
    Math.abs(flexed - called - margins) <= 2,
  );
  const planning = ['ForecastVolume', 'PlanStaffing', 'FlexAgents'];
  const errors = planning.reduce((sum, part) => sum + ofFunctions(center, 'Errors', part, from), 0);
  claim('no run of a planning function failed', `${errors}`, errors === 0);
  claim('nothing else failed', `${faults.length}${faults[0] ? `, first ${faults[0]}` : ''}`, faults.length === 0);
  const rows = await center.rows();
  const scored = rows.filter(({ pk, accuracy }) => String(pk).startsWith('plan#service#voice') && accuracy);
  const errorsOfDays = scored.map(({ accuracy }) => (accuracy as { weightedError: number }).weightedError);
  const shown = errorsOfDays.map((error) => `${Math.round(100 * error)} %`).join(', ');
  claim('days over are scored', `${scored.length}: WAPE ${shown}`, scored.length >= days - 2);
  const gaps = events.filter(({ kind, detail }) => kind === 'StaffingGap' && detail.queue === 'service');
  claim('gaps are announced', `${gaps.length}`, gaps.length > 0);
  const written = new Set(center.metrics.list().map(({ namespace, name }) => `${namespace} ${name}`));
  const shownOnly = ['Nohold ForecastError', 'Nohold ReserveHelping'].filter((name) => written.has(name));
  claim('the dashboard has its error and its reserve', shownOnly.join(', '), shownOnly.length === 2);
  judgeReserve(
    events.filter(({ kind }) => kind === 'ReserveMoved'),
    await stateOf<FlexRow>(center, 'flex'),
  );
}

/** Calls in the surge, homecomings soon after it, and nobody left helping at the end. */
function judgeReserve(
  moves: readonly { at: Instant; detail: Record<string, unknown> }[],
  flex: FlexRow | undefined,
): void {
  for (const { at, detail } of moves)
    console.log(`       ${toIso(at).slice(0, 16)} ${detail.username} ${detail.to} (${detail.reason})`);
  const surgeStarts = instant(Date.parse(`${surge.date}T${surge.fromHour}:00:00+03:00`));
  const surgeEnds = instant(Date.parse(`${surge.date}T${surge.untilHour}:00:00+03:00`));
  const inSurge = moves.filter(({ at, detail }) => detail.to === 'help' && at >= surgeStarts && at <= surgeEnds);
  claim('in the surge the reserve is called', `${inSurge.length} calls`, inSurge.length > 0);
  const helping = Object.entries(flex?.members ?? {}).filter(([, member]) => member.helping);
  claim('at the end nobody helps any more', `${helping.length} helping`, helping.length === 0);
  const byMember = Map.groupBy(moves, ({ detail }) => String(detail.username));
  const mostAnHour = Math.max(
    0,
    ...[...byMember.values()].flatMap((own) =>
      own.map(({ at }) => own.filter((one) => one.at >= at && one.at < addSeconds(at, minutes(60))).length),
    ),
  );
  claim('at most two switches of a member within an hour', `${mostAnHour}`, mostAnHour <= 2);
}

process.exitCode = await (values.compare ? compareOffers(week, staffedShare) : main());
