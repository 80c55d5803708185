/**
 * Each alarm rings when what it watches breaks, the commands of its runbook answer, and it falls silent when that is
 * mended: `npm run test:alarms [-- alarm…]`.
 *
 * One center, the template's own alarms, one fault after the other. Exits 0 when every line holds. Commands of AWS's own
 * command line are judged where that is installed.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { addSeconds, type Instant, minutes, parseInstant } from '../../core/time/units.ts';
import { startCenter } from '../../local/center.ts';
import { createVirtualClock } from '../../local/clock/virtual.ts';
import { announceRunning } from '../../local/runningCenter.ts';
import { agents, type Drill, drills, type Field, settleSeconds } from './drills.ts';
import { commandsOf, tryCommand } from './runbook.ts';

const only = process.argv.slice(2);
const day = '2026-11-23';
const at = (time: string): Instant => parseInstant(`${day}T${time}:00-05:00`) as Instant;

const clock = createVirtualClock(at('08:00'));
const center = await startCenter({ clock, seed: 7, connectOptions: { concurrentCalls: 50 }, onFault: () => {} });
const { connect } = center;
let callers = 0;

/** Where the operator sits: a folder in which this center is known to run, and a page that says what time it is there. */
const folder = mkdtempSync(join(tmpdir(), 'nohold-gameday-'));
const board = createServer((_request, response) => response.end(JSON.stringify({ now: clock.now() })));
await new Promise<void>((done) => board.listen(0, '127.0.0.1', done));
announceRunning(
  {
    processId: process.pid,
    endpoint: center.aws.endpoint,
    region: 'us-east-1',
    accessKeyId: center.aws.operatorAccessKeyId,
    tableName: center.tableName,
    boardUrl: `http://127.0.0.1:${(board.address() as AddressInfo).port}/`,
    settingsPath: resolve(import.meta.dirname, '../../nohold.config.json'),
  },
  join(folder, '.nohold'),
);

const field: Field = {
  center,
  functionId(folder) {
    const found = center.template
      .ofType('AWS::Lambda::Function')
      .find(({ properties }) => JSON.stringify(properties.Tags).includes(`"Value":"${folder}"`));
    if (!found) throw new Error(`the template has no function ${folder}`);
    return found.logicalId;
  },
  queueName(part) {
    const found = center.template.ofType('AWS::SQS::Queue').find(({ logicalId }) => logicalId.startsWith(part));
    if (!found) throw new Error(`the template has no queue ${part}`);
    return found.ref.slice(found.ref.lastIndexOf('/') + 1);
  },
  dial(line, count, handleSeconds = 60, patienceSeconds) {
    for (let index = 0; index < count; index += 1) dial(line, '2', handleSeconds, patienceSeconds);
  },
  dialForCallback: (line) => dial(line, '1', 60),
  logins(usernames) {
    for (const username of usernames) connect.agents.login(username);
  },
  logouts(usernames) {
    for (const username of usernames) connect.agents.logout(username);
  },
};

function dial(line: string, choice: '1' | '2', handleSeconds: number, patienceSeconds?: number): void {
  const to = center.lines.find(({ id }) => id === line)?.to ?? '';
  callers += 1;
  connect.dial({
    from: `+1212555${String(1000 + callers)}`,
    to,
    handleSeconds,
    ...(patienceSeconds === undefined ? {} : { patienceSeconds }),
    // The first question of the main number is what the call is about.
    keys: ({ asksBefore }) => (line === 'main' && asksBefore === 0 ? '1' : choice),
    pickup: () => ({ kind: 'answer', afterSeconds: 3, person: { handleSeconds, keys: () => '1' } }),
  });
}

const stateOf = (alarm: string) => {
  const ref = center.template
    .ofType('AWS::CloudWatch::Alarm')
    .find(({ logicalId }) => logicalId.startsWith(`Alarms${alarm}`))?.ref;
  return center.alarms().find(({ name }) => name === ref)?.state;
};

/** Minutes until the alarm stands so; undefined when it does not in time. */
async function until(
  alarm: string,
  state: 'ALARM' | 'OK',
  within: number,
  each?: () => void,
): Promise<number | undefined> {
  for (let minute = 1; minute <= Math.ceil(within / 60); minute += 1) {
    each?.();
    await clock.runUntil(addSeconds(clock.now(), minutes(1)));
    if (stateOf(alarm) === state) return minute;
  }
  return undefined;
}

/** The first contact of the day is the one to explain: it is known whatever is broken. */
const someone = (): string => String(connect.log.facts.find(({ contactId }) => contactId !== null)?.contactId);

const logGroups = new Set(
  center.template.ofType('AWS::Logs::LogGroup').map(({ properties }) => String(properties.LogGroupName)),
);
let unjudged = 0;
async function faultOfCommands(alarm: string): Promise<string | undefined> {
  for (const command of commandsOf(alarm)) {
    const { ran, fault } = await tryCommand(command, { folder, contactId: someone(), logGroups });
    if (fault !== undefined) return fault;
    if (!ran) unjudged += 1;
  }
  return undefined;
}

async function run(drill: Drill): Promise<string | undefined> {
  if (drill.from !== undefined && clock.now() < at(drill.from)) await clock.runUntil(at(drill.from));
  if (stateOf(drill.alarm) !== 'OK') return 'it rang before anything was broken';
  const mend = await drill.breaks(field);
  const rang = await until(drill.alarm, 'ALARM', drill.withinSeconds, () => drill.eachMinute?.(field));
  const useless = rang === undefined ? undefined : await faultOfCommands(drill.alarm);
  await mend();
  if (rang === undefined) return `it did not ring within ${drill.withinSeconds / 60} minutes`;
  const quiet = await until(drill.alarm, 'OK', minutes(30));
  if (quiet === undefined) return 'it still rings half an hour after it was mended';
  if (useless !== undefined) return `its runbook: ${useless}`;
  process.stdout.write(`ok      ${drill.alarm}: ${drill.fault}; rang after ${rang} min, quiet ${quiet} min after\n`);
  return undefined;
}

field.logins(agents);
field.dial('main', 2);
await clock.runUntil(addSeconds(clock.now(), minutes(20)));
await clock.runUntil(addSeconds(clock.now(), settleSeconds));
let passed = 0;
let failed = 0;
const chosen = drills.filter(({ alarm }) => only.length === 0 || only.includes(alarm));
for (const drill of chosen) {
  const why = await run(drill);
  if (why === undefined) {
    passed += 1;
    continue;
  }
  failed += 1;
  process.stdout.write(`FAILED  ${drill.alarm}: ${drill.fault}; ${why}\n`);
}
for (const { logicalId } of only.length > 0 ? [] : center.template.ofType('AWS::CloudWatch::Alarm')) {
  const drill = drills.find(({ alarm }) => logicalId.startsWith(`Alarms${alarm}`));
  if (drill && existsSync(`docs/runbooks/${drill.alarm}.md`)) continue;
  failed += 1;
  process.stdout.write(`FAILED  ${logicalId}: no ${drill ? 'runbook' : 'drill'}\n`);
}
board.close();
rmSync(folder, { recursive: true, force: true });
await center.close();
clock.close();
if (unjudged > 0) process.stdout.write(`${unjudged} commands of AWS's command line not judged: it is not installed\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
