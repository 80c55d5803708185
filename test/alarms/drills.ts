import { minutes, type Seconds, seconds } from '../../core/time/units.ts';
import type { Fault } from '../../local/aws/faults.ts';
import type { Center } from '../../local/center.ts';

/** One fault, and the alarm it must raise. */
export interface Drill {
  /** Id of the alarm in lib/alarms.ts, and the name of its runbook. */
  readonly alarm: string;
  readonly fault: string;
  /** From the fault until the alarm at the latest, two of its periods included. */
  readonly withinSeconds: Seconds;
  /** Time of day, when it matters. @default goes on from where the last one ended */
  readonly from?: string;
  /** Goes wrong; gives what puts it right again. */
  breaks(field: Field): Promise<() => unknown> | (() => unknown);
  /** What happens while it is broken, each minute. */
  eachMinute?(field: Field): void;
}

/** What a drill can do to the center. */
export interface Field {
  readonly center: Center;
  /** Logical id of a function by its folder. */
  functionId(folder: string): string;
  queueName(part: string): string;
  dial(line: 'main' | 'sales', count: number, handleSeconds?: number, patienceSeconds?: number): void;
  /** One who takes the callback when it is offered, and picks up when rung. */
  dialForCallback(line: 'main' | 'sales'): void;
  logins(usernames: readonly string[]): void;
  logouts(usernames: readonly string[]): void;
}

const outageOf = (folder: string) => (field: Field) => strike(field, lambdaOutage(field, folder));
const lambdaOutage = (field: Field, folder: string): Fault => ({
  service: 'lambda',
  caller: field.functionId(folder),
  effect: { kind: 'outage' },
});
const strike = (field: Field, ...faults: Fault[]): (() => void) => {
  const ends = faults.map((fault) => field.center.aws.faults.add(fault));
  return () => {
    for (const end of ends) end();
  };
};

/** Each failed run leaves a dead letter: put right with its cause. */
const failsByTheClock = (folder: string) => (field: Field) => {
  const end = outageOf(folder)(field);
  const { sqs } = field.center.aws;
  return () => {
    end();
    return sqs.call('PurgeQueue', { QueueUrl: sqs.queueUrl(field.queueName('UpkeepSchedulesFailedRuns')) });
  };
};

/** A message nobody can read; it is put right by emptying the dead letters, as an operator does who has read it. */
const poison =
  (queue: string, deadLetters = queue) =>
  async (field: Field) => {
    const { sqs } = field.center.aws;
    await sqs.call('SendMessage', { QueueUrl: sqs.queueUrl(field.queueName(queue)), MessageBody: '{"poison":true}' });
    return () => sqs.call('PurgeQueue', { QueueUrl: sqs.queueUrl(field.queueName(deadLetters)) });
  };

export const agents = ['ana', 'ben', 'chloe'];

export const drills: readonly Drill[] = [
  {
    alarm: 'ExpectationBurning',
    fault: 'three times as many callers as are served in the time they expect',
    withinSeconds: minutes(31),
    breaks(field) {
      field.dial('main', 36, 60);
      return () => {};
    },
  },
  {
    alarm: 'PromisesBurning',
    fault: 'all agents leave after callers were told a wait',
    // Their patience, then two periods.
    withinSeconds: minutes(20 + 31),
    breaks(field) {
      field.dial('main', 36, 60, minutes(20));
      field.center.clock.after(minutes(1), () => field.logouts(agents));
      return () => field.logins(agents);
    },
  },
  {
    alarm: 'SafeAnswers',
    fault: 'the table answers nobody',
    withinSeconds: minutes(11),
    breaks: (field) => strike(field, { service: 'dynamodb', effect: { kind: 'outage' } }),
    eachMinute: (field) => field.dial('main', 3),
  },
  {
    alarm: 'FlowLambdaErrors',
    fault: 'quote-wait fails',
    withinSeconds: minutes(11),
    breaks: outageOf('quote-wait'),
    eachMinute: (field) => field.dial('main', 3),
  },
  {
    alarm: 'SweepSilent',
    fault: 'the sweep fails',
    withinSeconds: minutes(7),
    breaks: failsByTheClock('sweep'),
  },
  {
    alarm: 'EventsSilent',
    fault: 'no contact event arrives',
    withinSeconds: minutes(8),
    breaks(field) {
      const { bus } = field.center.aws;
      const before = bus.faults;
      bus.faults = { ...before, lostShare: 1 };
      field.dial('main', 2, 900);
      return () => {
        bus.faults = before;
      };
    },
    eachMinute: (field) => field.dial('main', 1),
  },
  {
    alarm: 'ContactEventsLate',
    fault: 'track-contact fails',
    withinSeconds: minutes(8),
    breaks: outageOf('track-contact'),
    eachMinute: (field) => field.dial('main', 1),
  },
  {
    alarm: 'CallQuotaBreached',
    fault: 'more callers than the quota of calls',
    withinSeconds: minutes(3),
    breaks(field) {
      field.dial('main', 60);
      return () => {};
    },
  },
  {
    alarm: 'ContactEventsDeadLetters',
    fault: 'an event nobody can read',
    // Five attempts, two minutes apart.
    withinSeconds: minutes(13),
    breaks: poison('ContactEventsQueue', 'ContactEventsDeadLetters'),
  },
  {
    alarm: 'UndeliveredEventsDeadLetters',
    fault: 'an event that EventBridge gave up',
    withinSeconds: minutes(3),
    breaks: poison('ContactEventsUndelivered'),
  },
  {
    alarm: 'DueCallbacksDeadLetters',
    fault: 'a due callback nobody can read',
    withinSeconds: minutes(12),
    breaks: poison('CallbacksDueQueue', 'CallbacksDueDeadLetters'),
  },
  {
    alarm: 'CallbacksLate',
    fault: 'dial-callback fails',
    withinSeconds: minutes(10),
    async breaks(field) {
      const end = outageOf('dial-callback')(field);
      await due(field);
      return end;
    },
    eachMinute: (field) => void due(field),
  },
  {
    alarm: 'FailedRunsDeadLetters',
    fault: 'the roll-up fails',
    withinSeconds: minutes(25),
    breaks: failsByTheClock('roll-up'),
  },
  {
    alarm: 'StuckDials',
    fault: 'a call is placed when Connect answers nothing about calls',
    from: '13:10',
    withinSeconds: minutes(60),
    breaks(field) {
      field.dialForCallback('sales');
      field.logins(['iris']);
      const out = ['StartOutboundVoiceContact', 'SearchContacts', 'DescribeContact'].map(
        (operation) => `connect:${operation}`,
      );
      return strike(field, ...out.map((action): Fault => ({ service: 'connect', action, effect: { kind: 'outage' } })));
    },
  },
  {
    alarm: 'OverdueCallbacks',
    fault: 'all agents leave after callbacks were promised',
    withinSeconds: minutes(90),
    breaks(field) {
      field.dial('main', 9, 300);
      field.dialForCallback('main');
      field.center.clock.after(minutes(4), () => field.logouts(agents));
      return () => field.logins(agents);
    },
  },
];

/** A callback that is nowhere in the ledger: dial-callback looks it up and lets it be. */
async function due(field: Field): Promise<void> {
  const { sqs } = field.center.aws;
  const MessageBody = JSON.stringify({ callbackKey: 'callback#nobody#service', callbackId: 'nobody', attempt: 1 });
  await sqs.call('SendMessage', { QueueUrl: sqs.queueUrl(field.queueName('CallbacksDueQueue')), MessageBody });
}

export const settleSeconds = seconds(60);
