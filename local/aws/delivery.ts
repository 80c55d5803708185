import { randomStream } from '../../core/random/stream.ts';
import type { LocalClock } from '../clock/clock.ts';
import { functionNameOf, type LocalFunctions } from '../lambda/functions.ts';
import { type AsynchronousInvocations, createAsynchronousInvocations } from './asynchronous.ts';
import type { EncryptionKeys } from './encryption.ts';
import { createEventBus, type EventBus } from './event-bus.ts';
import { createScheduler, type LocalScheduler } from './scheduler.ts';
import { type LocalSqs, queueNameOf } from './sqs.ts';
import { deliverTo, type ResourcePolicies } from './targets.ts';

export interface DeliveryDeps {
  readonly clock: LocalClock;
  readonly seed: number;
  readonly region: string;
  readonly accountId: string;
  readonly sqs: LocalSqs;
  readonly functions: LocalFunctions;
  readonly policies: ResourcePolicies;
  readonly encryption: EncryptionKeys;
  readonly onFault: (fault: string) => void;
}

/** What runs functions without anybody waiting: events, schedules, retries. */
export interface Delivery {
  readonly asynchronous: AsynchronousInvocations;
  readonly bus: EventBus;
  readonly scheduler: LocalScheduler;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { clock, seed, region, accountId, sqs, functions, policies, encryption, onFault } = deps;
  const asynchronous = createAsynchronousInvocations({
    clock,
    invoke: functions.invoke,
    functionNameOf,
    send: async (queueArn, body) => {
      await sqs.call('SendMessage', { QueueUrl: sqs.queueUrl(queueNameOf(queueArn)), MessageBody: body });
    },
  });
  const targetDeps = { sqs, functions, asynchronous, policies, encryption };
  const bus = createEventBus({
    clock,
    region,
    accountId,
    random: randomStream(seed, 'events'),
    deliver: (targetArn, payload, ruleArn) =>
      deliverTo(targetArn, payload, { servicePrincipal: 'events.amazonaws.com', sourceArn: ruleArn }, targetDeps),
    onRefused: (rule, target, reason) => onFault(`rule ${rule.name}: ${target.arn} did not take an event: ${reason}`),
  });
  const scheduler = createScheduler({
    clock,
    run: async ({ name, arn, servicePrincipal, targetArn, input }) => {
      try {
        if (servicePrincipal === undefined) await asynchronous.invoke(targetArn, JSON.parse(input));
        else await deliverTo(targetArn, input, { servicePrincipal, sourceArn: arn }, targetDeps);
      } catch (error) {
        onFault(`schedule ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  });

  return { asynchronous, bus, scheduler };
}
