import type { Channel } from '../../core/contacts/channel.ts';
import type { StoryRows } from '../../core/operations/gatherStory.ts';
import type { Seconds } from '../../core/time/units.ts';
import type { AlarmState } from '../aws/alarms.ts';
import type { MetricStore } from '../aws/metrics.ts';
import type { Callers } from '../callers/callers.ts';
import { extraCallers } from '../callers/generatedDay.ts';
import type { Center } from '../center.ts';
import type { LocalClock } from '../clock/clock.ts';
import type { LocalConnect } from '../connect/connect.ts';
import { type Part, partsOf } from './control/parts.ts';
import { createTodayReader, type TodayReader } from './control/todayReader.ts';

/** What the pages need to know of the local center and may do to it. */
export interface WebCenter {
  readonly name: string;
  readonly timeZone: string;
  readonly connect: LocalConnect;
  readonly clock: LocalClock;
  /** Left out where the clock cannot change its speed: the page then shows no control for it. */
  readonly setSpeed?: (speed: number) => void;
  /** What people call a Lambda whose deployed name is given; left out: that name. */
  readonly functionName?: (deployed: string) => string;
  readonly lines: readonly PhoneLine[];
  readonly queues: readonly QueueOnBoard[];
  /** Who may work at the agent's desk. */
  readonly agents: readonly { readonly username: string; readonly queues: readonly string[] }[];
  /** CloudWatch dashboards of the template, intrinsics resolved. */
  readonly dashboards: readonly { readonly name: string; readonly body: string }[];
  readonly metrics: Pick<MetricStore, 'query' | 'list'>;
  /** Asks the function of a custom widget; undefined when it failed. Left out: such widgets are not drawn. */
  askWidget?(functionArn: string, event: unknown): Promise<unknown>;
  /** Rows of the callbacks that are open, as they lie in the table. */
  openCallbacks(): Promise<readonly unknown[]>;
  /** Where the story of a contact is read from. Left out: there is none but its transcript. */
  readonly story?: StoryRows;
  readonly callers?: Pick<Callers, 'paused' | 'pause' | 'resume'>;
  /** What the control room may do and see. Left out: there is no control room. */
  readonly control?: ControlledCenter;
}

export interface ControlledCenter {
  readonly parts: readonly Part[];
  alarms(): readonly AlarmState[];
  /** So many callers an hour more of a queue, from now on. */
  surge(queue: string, perHour: number, lastsSeconds: Seconds): void;
  readonly today: TodayReader;
}

/** A number of the center. */
export interface PhoneLine {
  /** The name in the settings. */
  readonly id: string;
  /** What LocalConnect.dial takes. */
  readonly to: string;
  /** What people read, E.164. */
  readonly number: string;
  readonly queues: readonly string[];
}

export interface QueueOnBoard {
  readonly name: string;
  readonly channels: readonly Channel[];
  readonly expectationSeconds: Partial<Record<Channel, number>>;
}

/** The center as the pages see it. */
export function webCenterOf(
  center: Center,
  controls: { callers?: Callers; setSpeed?: (speed: number) => void; seed?: number } = {},
): WebCenter {
  const { settings, connect, clock, metrics, dashboards } = center;
  const { callers, setSpeed, seed = 1 } = controls;
  const names = functionNames(center);
  return {
    name: settings.center.name,
    timeZone: settings.center.timeZone,
    connect,
    clock,
    metrics,
    dashboards,
    functionName: (deployed) => names.get(deployed) ?? deployed,
    lines: center.lines.map(({ id, to, queues }) => ({ id, to, number: to, queues })),
    queues: Object.entries(settings.queues).map(([name, { channels, expectation }]) => ({
      name,
      channels,
      expectationSeconds: Object.fromEntries(
        channels.flatMap((channel) => {
          const seconds = expectation[channel]?.waitSeconds;
          return seconds === undefined ? [] : [[channel, seconds]];
        }),
      ),
    })),
    agents: Object.entries(settings.agents).map(([username, { queues }]) => ({ username, queues })),
    story: center.story,
    async askWidget(functionArn, event) {
      const result = await center.aws.functions.invoke(functionArn, event);
      return result.kind === 'answer' ? result.payload : undefined;
    },
    openCallbacks: () => center.openCallbacks(),
    ...(callers && { callers, control: controlOf(center, callers, seed) }),
    ...(setSpeed && { setSpeed }),
  };
}

const controlOf = (center: Center, callers: Callers, seed: number): ControlledCenter => ({
  parts: partsOf(center),
  alarms: () => center.alarms(),
  surge: (queue, perHour, lastsSeconds) =>
    callers.join(extraCallers({ seed, queue, from: center.clock.now(), lastsSeconds, perHour })),
  today: createTodayReader(center),
});

/** By deployed name, the name each function has in the tag of the template. */
function functionNames({ template }: Center): ReadonlyMap<string, string> {
  return new Map(
    template.ofType('AWS::Lambda::Function').flatMap(({ ref, properties }) => {
      const tags = (properties.Tags ?? []) as { Key: string; Value: string }[];
      const name = tags.find(({ Key }) => Key === 'nohold:function')?.Value;
      return name === undefined ? [] : [[ref, name] as const];
    }),
  );
}
