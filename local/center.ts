import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { parseSettingsText } from '../core/settings/parse.ts';
import type { Settings } from '../core/settings/schema.ts';
import type { Seconds } from '../core/time/units.ts';
import { type AlarmProperties, type AlarmState, alarmState } from './aws/alarms.ts';
import { type LocalAws, startAws } from './aws/aws.ts';
import type { EventFaults } from './aws/event-bus.ts';
import type { Fault } from './aws/faults.ts';
import type { MetricStore } from './aws/metrics.ts';
import { type Row, type Rows, rowsOf } from './aws/rows.ts';
import type { LocalClock } from './clock/clock.ts';
import { type ConnectOptions, createConnect, type LocalConnect } from './connect/connect.ts';
import { readKeptState, writeKeptState } from './keptState.ts';
import { synthesize } from './synthesize.ts';
import { readAssembly } from './template/assembly.ts';
import type { Template } from './template/template.ts';

export interface CenterFaults {
  /** Faults of services and functions from the start; more can be switched on later. */
  readonly switches?: readonly Fault[];
  readonly events?: EventFaults;
  /** Indexes lag behind the table by up to so many seconds. */
  readonly indexLagSeconds?: Seconds;
}

export interface CenterOptions {
  /** @default nohold.config.json */
  readonly settingsPath?: string;
  /** A cloud assembly of these settings. @default synthesized now, without validation */
  readonly cdkOut?: string;
  readonly clock: LocalClock;
  readonly seed: number;
  /** Folder that keeps the center's state over restarts. @default nothing is kept */
  readonly stateDir?: string;
  readonly faults?: CenterFaults;
  /** Processes of one function at most. @default 1 in virtual time, else 2 */
  readonly concurrency?: number;
  readonly connectOptions?: Partial<ConnectOptions>;
  /** @default localRegion */
  readonly region?: string;
  /** Told of faults nobody waits for, such as an event that was given up. @default a line on stderr */
  readonly onFault?: (fault: string) => void;
}

/** Where the local center says it stands. */
export const localRegion = 'us-east-1';

/** A number of the center that can be dialled. */
export interface CenterLine {
  /** The name in the settings. */
  readonly id: string;
  /** E.164; what LocalConnect.dial takes. */
  readonly to: string;
  readonly queues: readonly string[];
  readonly spokenNames: readonly string[];
}

export { restoredInstant } from './keptState.ts';

/** The whole center on one machine. */
export interface Center {
  readonly settings: Settings;
  readonly connect: LocalConnect;
  readonly clock: LocalClock;
  readonly template: Template;
  readonly metrics: MetricStore;
  /** CloudWatch dashboards of the template, intrinsics resolved. */
  readonly dashboards: readonly { readonly name: string; readonly body: string }[];
  readonly lines: readonly CenterLine[];
  readonly aws: LocalAws;
  /** Physical name of the one table. */
  readonly tableName: string;
  alarms(): readonly AlarmState[];
  /** Every row of the table. */
  rows(): Promise<Row[]>;
  /** Rows of the callbacks that are open. */
  openCallbacks(): Promise<Row[]>;
  /** What the story of a contact is told from. */
  readonly story: Rows['story'];
  /** What the center has learned of a queue. */
  readonly model: Rows['model'];
  /** Ends everything; with a state folder, what a restart needs is written first. */
  close(): Promise<void>;
}

/** A center that is killed loses at most so much of what Connect knew; tables and queues lose nothing. */
const SAVE_EVERY_MILLISECONDS = 5_000;

/**
 * Starts the center from its settings: template, emulators, the bundles that deploy, and Connect.
 *
 * Rejects with SettingsError for wrong settings, else naming the resource that could not be made.
 */
export async function startCenter(options: CenterOptions): Promise<Center> {
  const { clock, seed, stateDir, settingsPath = 'nohold.config.json' } = options;
  const settings = parseSettingsText(readFileSync(settingsPath, 'utf8'), settingsPath);
  const cdkOut = options.cdkOut ?? (await synthesize(settingsPath));
  const kept = stateDir === undefined ? undefined : readKeptState(stateDir);
  if (stateDir !== undefined) mkdirSync(stateDir, { recursive: true });

  const aws = await startAws({
    clock,
    seed: kept?.seed ?? seed,
    assembly: readAssembly(cdkOut),
    createConnect: (deps) =>
      createConnect({ ...deps, ...(options.connectOptions === undefined ? {} : { options: options.connectOptions }) }),
    region: options.region ?? localRegion,
    folder: stateDir,
    concurrency: options.concurrency ?? (clock.speed === 0 ? 1 : 2),
    onFault: options.onFault ?? ((fault) => process.stderr.write(`${fault}\n`)),
  });
  const { connect, template, metrics } = aws;
  if (kept !== undefined) connect.restore(kept.connect);
  await switchOn(options.faults ?? {}, aws);

  function save(): void {
    if (stateDir === undefined) return;
    writeKeptState(stateDir, { at: clock.now(), seed: kept?.seed ?? seed, connect: connect.snapshot() });
  }
  const saving = stateDir === undefined ? undefined : setInterval(save, SAVE_EVERY_MILLISECONDS);
  const rows = rowsOf(template, aws.dynamoDb);

  return {
    settings,
    connect,
    clock,
    template,
    metrics,
    dashboards: template.ofType('AWS::CloudWatch::Dashboard').map((dashboard) => ({
      name: dashboard.ref,
      body: String(dashboard.properties.DashboardBody),
    })),
    lines: linesOf(settings, template),
    aws,
    tableName: rows.tableName ?? '',
    alarms: () =>
      template
        .ofType('AWS::CloudWatch::Alarm')
        .map((alarm) => alarmState(alarm.ref, alarm.properties as unknown as AlarmProperties, metrics, clock.now())),
    rows: rows.all,
    openCallbacks: rows.openCallbacks,
    story: rows.story,
    model: rows.model,
    async close() {
      clearInterval(saving);
      save();
      await aws.close();
      if (options.cdkOut === undefined) rmSync(cdkOut, { recursive: true, force: true });
    },
  };
}

async function switchOn({ switches = [], events, indexLagSeconds }: CenterFaults, aws: LocalAws): Promise<void> {
  for (const fault of switches) aws.faults.add(fault);
  if (events !== undefined) aws.bus.faults = events;
  if (indexLagSeconds !== undefined) await aws.dynamoDb.indexLag.set(indexLagSeconds);
}

function linesOf(settings: Settings, template: Template): CenterLine[] {
  const numbers = template.ofType('AWS::Connect::PhoneNumber');
  return Object.entries(settings.phoneNumbers).map(([id, { queues }]) => {
    // The stack describes each number by the center's name and its own.
    const number = numbers.find((resource) => resource.properties.Description === `${settings.center.name}: ${id}`);
    if (number?.attributes.Address === undefined)
      throw new Error(`phoneNumbers.${id}: the template has no such number`);
    const spokenNames = queues.map((queue) => settings.queues[queue]?.spokenName ?? queue);
    return { id, to: number.attributes.Address, queues, spokenNames };
  });
}
