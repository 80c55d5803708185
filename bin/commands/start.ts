import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Command } from 'commander';
import type { Settings } from '../../core/settings/schema.ts';
import { type Instant, instant, type Seconds, seconds, toIso } from '../../core/time/units.ts';
import { type Callers, startCallers } from '../../local/callers/callers.ts';
import { CallLogError } from '../../local/callers/callLog.ts';
import { dayTraffic } from '../../local/callers/dayTraffic.ts';
import { followingTraffic, openingTraffic } from '../../local/callers/openingTraffic.ts';
import type { Traffic } from '../../local/callers/traffic.ts';
import { type Center, localRegion, restoredInstant, startCenter } from '../../local/center.ts';
import { createScaledClock, type ScaledClock } from '../../local/clock/scaled.ts';
import { runHeadless } from '../../local/headless/headless.ts';
import { summaryText } from '../../local/headless/summary.ts';
import { announceRunning } from '../../local/runningCenter.ts';
import { startShifts } from '../../local/shifts.ts';
import { webCenterOf } from '../../local/web/center.ts';
import { PortBusyError, startWeb, type Web } from '../../local/web/server.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { defaultSettingsFile, readSettings } from '../settingsFile.ts';

interface StartOptions {
  readonly settings: string;
  readonly speed: number;
  readonly day?: string;
  readonly seed: number;
  readonly headless?: true;
  readonly until?: Seconds;
  readonly port: number;
  readonly state?: string;
}

const DEFAULT_SPEED = 10;
const DEFAULT_PORT = 8080;

export function register(program: Command): void {
  program
    .command('start')
    .description('Runs the whole center on this machine: the template, the bundles that deploy, callers and agents.')
    .option('--settings <file>', 'the settings to run', defaultSettingsFile)
    .option('--speed <n>', "seconds of the center's time in one real second", positive('--speed'), DEFAULT_SPEED)
    .option('--day <file>', 'replay the calls of this CALLS.csv; without it, a busy day is made up')
    .option('--seed <n>', 'another seed, other callers; the same seed, the same run', whole('--seed'), 1)
    .option('--headless', 'no pages, no waiting: run in virtual time and print a summary')
    .option('--until <duration>', 'how long a headless run lasts, such as 8h or 30m', duration)
    .option('--port <n>', 'where the pages are', whole('--port'), DEFAULT_PORT)
    .option('--state <folder>', 'keep the state there, and go on from it at the next start')
    .action(answering((options: StartOptions) => (options.headless ? headless(options) : live(options))));
}

function positive(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value > 0 && Number.isFinite(value)))
      throw new BadInput(`${option}: expected a number above 0, got "${text}"`);
    return value;
  };
}

function whole(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 0) throw new BadInput(`${option}: expected a whole number, got "${text}"`);
    return value;
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function duration(text: string): Seconds {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  const value = Number(count) * (UNIT_SECONDS[unit ?? ''] ?? Number.NaN);
  if (!(value > 0)) throw new BadInput(`--until: expected a duration such as 8h or 30m, got "${text}"`);
  return seconds(value);
}

function trafficOf(day: string, settings: Settings, seed: number): Traffic {
  try {
    return dayTraffic({ csv: readFileSync(day, 'utf8'), path: day, settings, seed });
  } catch (error) {
    if (error instanceof CallLogError) throw new BadInput(error.message);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BadInput(`--day ${day}: there is no such file.`);
    throw error;
  }
}

async function headless(options: StartOptions): Promise<Answer> {
  const { settings: settingsPath, seed, day, until } = options;
  if (until === undefined) throw new BadInput('--headless: expected --until and a duration, such as --until 8h');
  const settings = readSettings(settingsPath);
  const traffic =
    day === undefined
      ? openingTraffic({ settings, seed, today: TODAY_OF_HEADLESS_RUNS, speed: DEFAULT_SPEED })
      : trafficOf(day, settings, seed);
  const summary = await runHeadless({
    settingsPath,
    seed,
    until,
    traffic,
    onProgress: (at) => progress(`the center is at ${toIso(at)}`),
  });
  progress('');
  return { json: summary, text: summaryText(summary), good: summary.setsAgree };
}

/** A run must depend on its seed alone, so a headless center that makes up its day does so on this one. */
const TODAY_OF_HEADLESS_RUNS = instant(Date.parse('2026-03-03T12:00:00Z'));

/** While the center is made, time almost stands: else the first minutes' callers would all dial at once. */
const SPEED_WHILE_STARTING = 0.001;

async function live(options: StartOptions): Promise<undefined> {
  const { settings: settingsPath, seed, day, speed, state } = options;
  const settings = readSettings(settingsPath);
  const restoredAt = state === undefined ? undefined : restoredInstant(state);
  const traffic = firstTraffic(settings, options, restoredAt);
  const clock = createScaledClock({
    start: restoredAt ?? traffic.startsAt,
    speed: SPEED_WHILE_STARTING,
    onFault: (error) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`),
  });
  await refuseBusyPort(options.port);
  progress('starting the center');
  const center = await startCenter({ settingsPath, clock, seed, ...(state === undefined ? {} : { stateDir: state }) });
  clock.setSpeed(speed);
  if (traffic.staffing === undefined) startShifts(settings, { agents: center.connect.agents, clock });
  const callers = startCallers({
    connect: center.connect,
    clock,
    lines: center.lines,
    queuesOf: (username) => settings.agents[username]?.queues ?? [],
    traffic,
    ...(day === undefined ? { following: (from: Instant) => followingTraffic({ settings, seed, from }) } : {}),
  });
  const web = await openPages(center, clock, callers, options);
  const gone = announceRunning({
    processId: process.pid,
    endpoint: center.aws.endpoint,
    region: localRegion,
    accessKeyId: center.aws.operatorAccessKeyId,
    tableName: center.tableName,
    boardUrl: new URL('/board.json', web.url).href,
    settingsPath: path.resolve(settingsPath),
  });
  progress('');
  process.stdout.write(`${welcome(center, web.url, speed)}\n`);
  await interrupted();
  gone();
  callers.stop();
  await web.close();
  await center.close();
  return undefined;
}

function firstTraffic(
  settings: Settings,
  { day, seed, speed }: StartOptions,
  restoredAt: Instant | undefined,
): Traffic {
  if (day !== undefined) return trafficOf(day, settings, seed);
  if (restoredAt !== undefined) return followingTraffic({ settings, seed, from: restoredAt });
  return openingTraffic({ settings, seed, today: instant(Date.now()), speed });
}

/** Starting takes seconds: a port that is taken is said before, not after. */
async function refuseBusyPort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new BadInput(new PortBusyError(port).message) : error),
    );
    probe.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

async function openPages(
  center: Center,
  clock: ScaledClock,
  callers: Callers,
  { port, seed }: StartOptions,
): Promise<Web> {
  try {
    return await startWeb(webCenterOf(center, { callers, setSpeed: clock.setSpeed, seed }), { port });
  } catch (error) {
    await center.close();
    if (error instanceof PortBusyError) throw new BadInput(error.message);
    throw error;
  }
}

function welcome(center: Center, url: string, speed: number): string {
  const lines = center.lines.map((line) => `  ${line.to}  ${line.queues.join(', ')}`);
  return [
    `${center.settings.center.name} is open: ${url}`,
    'Dial in from the page:',
    ...lines,
    ...center.aws.apis.list().map(({ url: desk }) => `The web desk: ${desk}`),
    `Time passes ${speed} times as fast as yours. Ctrl-C ends it.`,
  ].join('\n');
}

/** Ctrl-C, or the end of the process that started this one. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
