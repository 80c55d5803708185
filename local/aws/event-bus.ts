import type { RandomStream } from '../../core/random/stream.ts';
import { addSeconds, type Instant, type Seconds, seconds, toIso } from '../../core/time/units.ts';
import type { LocalClock } from '../clock/clock.ts';
import { type EventPattern, matchesPattern } from './event-pattern.ts';

export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  readonly resources: readonly string[];
  readonly time: Instant;
}

/** Where a rule sends what it matches. */
export interface RuleTarget {
  readonly arn: string;
  /** Sent in place of the event. */
  readonly input: string | undefined;
  readonly deadLetterQueueArn: string | undefined;
  readonly maximumRetries: number;
}

export interface EventRule {
  readonly name: string;
  readonly arn: string;
  readonly pattern: EventPattern;
  readonly targets: readonly RuleTarget[];
}

/** How unkind the bus is to events. Shares 0–1. */
export interface EventFaults {
  readonly lostShare: number;
  readonly doubledShare: number;
  readonly lateShare: number;
  /** A late event comes after up to so many seconds. */
  readonly lateSeconds: Seconds;
}

export interface EventBusOptions {
  readonly clock: LocalClock;
  readonly region: string;
  readonly accountId: string;
  readonly random: Pick<RandomStream, 'uniform' | 'uuid'>;
  /** Hands a payload to a target's ARN in the name of a rule; rejects when the target refuses. */
  readonly deliver: (targetArn: string, payload: string, ruleArn: string) => Promise<void>;
  /** The first time a target does not take an event, with the reason; it is tried again. */
  readonly onRefused: (rule: EventRule, target: RuleTarget, reason: string) => void;
}

export interface EventBus {
  addRule(rule: EventRule): void;
  publish(event: BusEvent): void;
  faults: EventFaults;
}

/** EventBridge tries again with growing pauses; these are ours, from the first on. */
const FIRST_PAUSE_SECONDS = 10;

export function createEventBus(options: EventBusOptions): EventBus {
  const { clock, region, accountId, random, deliver, onRefused } = options;
  const rules: EventRule[] = [];

  async function send(rule: EventRule, target: RuleTarget, payload: string, retries: number): Promise<void> {
    try {
      await deliver(target.arn, payload, rule.arn);
    } catch (error) {
      if (retries === 0) onRefused(rule, target, error instanceof Error ? error.message : String(error));
      if (retries < target.maximumRetries) {
        const pauseSeconds = seconds(FIRST_PAUSE_SECONDS * 2 ** Math.min(retries, 8));
        clock.after(pauseSeconds, () => send(rule, target, payload, retries + 1));
        return;
      }
      if (target.deadLetterQueueArn === undefined) return;
      await deliver(target.deadLetterQueueArn, payload, rule.arn).catch((cause: Error) =>
        onRefused(rule, target, `nor did its dead-letter queue: ${cause.message}`),
      );
    }
  }

  async function match(event: BusEvent): Promise<void> {
    const delivered = {
      version: '0',
      id: random.uuid(),
      'detail-type': event['detail-type'],
      source: event.source,
      account: accountId,
      time: toIso(event.time).replace(/\.\d+Z$/, 'Z'),
      region,
      resources: event.resources,
      detail: event.detail,
    };
    const payload = JSON.stringify(delivered);
    for (const rule of rules) {
      if (!matchesPattern(rule.pattern, delivered)) continue;
      for (const target of rule.targets) await send(rule, target, target.input ?? payload, 0);
    }
  }

  function dispatch(event: BusEvent): void {
    const release = clock.busy();
    match(event).finally(release);
  }

  const bus: EventBus = {
    faults: { lostShare: 0, doubledShare: 0, lateShare: 0, lateSeconds: seconds(0) },
    addRule: (rule) => {
      rules.push(rule);
    },
    publish(event) {
      const { lostShare, doubledShare, lateShare, lateSeconds } = bus.faults;
      if (lostShare > 0 && random.uniform() < lostShare) return;
      const copies = doubledShare > 0 && random.uniform() < doubledShare ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const late = lateShare > 0 && random.uniform() < lateShare;
        if (late) clock.at(addSeconds(clock.now(), seconds(random.uniform() * lateSeconds)), () => dispatch(event));
        else dispatch(event);
      }
    },
  };
  return bus;
}
