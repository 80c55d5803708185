import type { EventPattern } from '../event-pattern.ts';
import { decideAccess } from '../grants.ts';
import { isDeliverable } from '../targets.ts';
import { arnOf, kind, type ResourceKind, type World } from './world.ts';

interface RetryProperties {
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

interface RuleProperties {
  readonly Name?: string;
  readonly EventPattern?: EventPattern;
  readonly ScheduleExpression?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly Targets?: readonly (RetryProperties & {
    readonly Arn: string;
    readonly Input?: string;
    readonly InputPath?: string;
    readonly InputTransformer?: unknown;
  })[];
}

/** EventBridge's own default. */
const DEFAULT_RETRIES = 185;

const rule = kind<RuleProperties>(
  {
    emulated:
      'patterns (exact, arrays, prefix, suffix, anything-but, exists, numeric, wildcard), rate and cron, fixed input, targets SQS and Lambda, retries, dead-letter queue',
    leftOut: 'InputPath, InputTransformer, other targets, archives',
  },
  ({ logicalId, properties }, { place, bus, scheduler }) => {
    const name = properties.Name ?? `${place.stackName}-${logicalId}`;
    const arn = arnOf(place, 'events', `rule/${name}`);
    const targets = (properties.Targets ?? []).map((target) => {
      if (!isDeliverable(target.Arn)) throw new Error(`Targets ${target.Arn}: expected a queue or a function`);
      if (target.InputPath !== undefined || target.InputTransformer !== undefined) {
        throw new Error('Targets: the local center passes the whole event or a fixed Input only');
      }
      return {
        arn: target.Arn,
        input: target.Input,
        deadLetterQueueArn: target.DeadLetterConfig?.Arn,
        maximumRetries: target.RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
      };
    });
    const enabled = properties.State !== 'DISABLED';
    if (properties.EventPattern !== undefined && enabled)
      bus.addRule({ name, arn, pattern: properties.EventPattern, targets });
    if (properties.ScheduleExpression !== undefined) {
      for (const target of targets) {
        const own = { name, arn, targetArn: target.arn, input: target.input ?? '{}', enabled };
        scheduler.add({
          ...own,
          servicePrincipal: 'events.amazonaws.com',
          expression: properties.ScheduleExpression,
          timeZone: 'UTC',
        });
      }
    }
    return { ref: name, attributes: { Arn: arn } };
  },
);

interface ScheduleProperties {
  readonly Name?: string;
  readonly GroupName?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly Target: RetryProperties & { readonly Arn: string; readonly RoleArn: string; readonly Input?: string };
}

/** The scheduler invokes with a role of its own, which must be allowed to. */
function checkInvoker(roleArn: string, functionArn: string, { roles }: World): void {
  const need = { action: 'lambda:InvokeFunction', resource: functionArn };
  if (decideAccess(roles.statementsOf(roleArn), need).kind === 'denied') {
    throw new Error(`Target.RoleArn ${roleArn} may not perform ${need.action} on ${functionArn}`);
  }
}

const schedule = kind<ScheduleProperties>(
  {
    emulated: 'rate, cron and at in a time zone, fixed input, target Lambda, the right of its role to invoke',
    leftOut: 'flexible windows, other targets, start and end dates',
  },
  ({ logicalId, properties }, world) => {
    const { place, scheduler } = world;
    const name = properties.Name ?? `${place.stackName}-${logicalId}`;
    const arn = arnOf(place, 'scheduler', `schedule/${properties.GroupName ?? 'default'}/${name}`);
    const { Arn: targetArn, RoleArn: roleArn, Input: input = '{}' } = properties.Target;
    if (!targetArn.startsWith('arn:aws:lambda:')) throw new Error(`Target.Arn ${targetArn}: expected a function`);
    checkInvoker(roleArn, targetArn, world);
    scheduler.add({
      name,
      arn,
      // The role was checked; the function needs no permission of its own for it.
      servicePrincipal: undefined,
      expression: properties.ScheduleExpression,
      timeZone: properties.ScheduleExpressionTimezone ?? 'UTC',
      enabled: properties.State !== 'DISABLED',
      targetArn,
      input,
    });
    return { ref: name, attributes: { Arn: arn } };
  },
);

export const eventKinds: Readonly<Record<string, ResourceKind>> = {
  'AWS::Events::Rule': rule,
  'AWS::Scheduler::Schedule': schedule,
};
