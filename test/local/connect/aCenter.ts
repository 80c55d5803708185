import { instant, parseInstant, seconds } from '../../../core/time/units.ts';
import { createVirtualClock, type VirtualClock } from '../../../local/clock/virtual.ts';
import {
  type ConnectDeps,
  type ConnectEvent,
  type ConnectOptions,
  createConnect,
  type LambdaResult,
  type LocalConnect,
} from '../../../local/connect/connect.ts';
import type { ContactEventDetail } from '../../../local/connect/events.ts';
import type { Fact, Happening } from '../../../local/connect/log.ts';

export const START = parseInstant('2026-03-02T15:00:00Z') ?? instant(0);
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:111122223333:function:quote-wait';
export const LINE = '+12065550150';
export const CALLER = '+12065550100';

interface Action {
  Identifier: string;
  Type: string;
  Parameters: Record<string, unknown>;
  Transitions: unknown;
}

/** An action; errors and conditions as { name: next }. */
export function act(
  Identifier: string,
  Type: string,
  Parameters: Record<string, unknown> = {},
  ways: { next?: string; errors?: Record<string, string>; when?: Record<string, string>; operator?: string } = {},
): Action {
  const { next, errors, when, operator = 'Equals' } = ways;
  return {
    Identifier,
    Type,
    Parameters,
    Transitions: {
      ...(next === undefined ? {} : { NextAction: next }),
      ...(errors === undefined
        ? {}
        : { Errors: Object.entries(errors).map(([ErrorType, NextAction]) => ({ ErrorType, NextAction })) }),
      ...(when === undefined
        ? {}
        : {
            Conditions: Object.entries(when).map(([operand, NextAction]) => ({
              NextAction,
              Condition: { Operator: operator, Operands: [operand] },
            })),
          }),
    },
  };
}

export const content = (...actions: Action[]): string =>
  JSON.stringify({ Version: '2019-10-30', StartAction: actions[0]?.Identifier, Metadata: {}, Actions: actions });

export const hangUpAction = act('bye', 'DisconnectParticipant');

/** Straight into the queue; full or failing, the call ends. */
export const toQueue = (queueArn: string, before: Action[] = []): string =>
  content(
    ...before,
    act(
      'target',
      'UpdateContactTargetQueue',
      { QueueId: queueArn },
      { next: 'queue', errors: { NoMatchingError: 'bye' } },
    ),
    act(
      'queue',
      'TransferContactToQueue',
      {},
      { next: 'bye', errors: { QueueAtCapacity: 'bye', NoMatchingError: 'bye' } },
    ),
    hangUpAction,
  );

export interface CenterOptions {
  options?: Partial<ConnectOptions>;
  lambda?: (payload: never, limitSeconds: number) => LambdaResult | Promise<LambdaResult>;
  maxContacts?: number;
  agents?: string[];
  seed?: number;
  start?: typeof START;
}

export interface ACenter {
  readonly connect: LocalConnect;
  readonly clock: VirtualClock;
  readonly events: (ConnectEvent & { detail: ContactEventDetail })[];
  readonly payloads: never[];
  readonly arns: Record<'instance' | 'hours' | 'queue' | 'other' | 'profile' | 'number', string>;
  flow(name: string, content: string, type?: string): string;
  /** Puts the line onto a flow. */
  answerWith(flowArn: string): Promise<void>;
  run(untilSeconds: number): Promise<void>;
  facts<Kind extends Happening['kind']>(kind: Kind, contactId?: string): Extract<Fact, { kind: Kind }>[];
  eventsOf(contactId: string): string[];
  put(method: string, path: string, body: unknown): ReturnType<LocalConnect['handleApi']>;
}

/** A center with two queues (`service`, `sales`), one routing profile for both, one line, and the agents named. */
export function aCenter({
  options,
  lambda,
  maxContacts,
  agents = [],
  seed = 7,
  start = START,
}: CenterOptions = {}): ACenter {
  const clock = createVirtualClock(start);
  const events: ACenter['events'] = [];
  const payloads: never[] = [];
  const deps: ConnectDeps = {
    clock,
    seed,
    region: 'us-east-1',
    accountId: '111122223333',
    options: { metricsWindowSeconds: 0, ...options },
    invokeLambda: async (_arn, payload, limitSeconds) => {
      payloads.push(payload as never);
      return lambda?.(payload as never, limitSeconds) ?? { kind: 'answer', payload: {} };
    },
    publishEvent: (event) => events.push(event as ACenter['events'][number]),
  };
  const connect = createConnect(deps);
  const make = (type: string, name: string, properties: object): string =>
    connect.provision(`AWS::Connect::${type}`, name, { Name: name, InstanceArn: instance, ...properties }).ref;
  const instance = connect.provision('AWS::Connect::Instance', 'Instance', { InstanceAlias: 'test' }).ref;
  const hours = make('HoursOfOperation', 'office', {
    TimeZone: 'America/New_York',
    Config: [{ Day: 'MONDAY', StartTime: { Hours: 9, Minutes: 0 }, EndTime: { Hours: 17, Minutes: 0 } }],
    HoursOfOperationOverrides: [
      { OverrideName: 'x', EffectiveFrom: '2026-03-09', EffectiveTill: '2026-03-09', OverrideConfig: [] },
    ],
  });
  const number = make('PhoneNumber', 'Line', { TargetArn: instance, Tags: [{ Key: 'nohold:number', Value: LINE }] });
  const caps = maxContacts === undefined ? {} : { MaxContacts: maxContacts };
  const queue = make('Queue', 'service', { HoursOfOperationArn: hours, ...caps });
  const other = make('Queue', 'sales', { HoursOfOperationArn: hours });
  const serves = (Channel: string, QueueArn: string, Priority: number) => ({
    Priority,
    Delay: 0,
    QueueReference: { Channel, QueueArn },
  });
  const profile = make('RoutingProfile', 'everything', {
    MediaConcurrencies: [
      { Channel: 'VOICE', Concurrency: 1 },
      { Channel: 'CHAT', Concurrency: 2 },
    ],
    QueueConfigs: [serves('VOICE', queue, 1), serves('CHAT', queue, 1), serves('VOICE', other, 2)],
  });
  make('IntegrationAssociation', 'Lambda', { IntegrationType: 'LAMBDA_FUNCTION', IntegrationArn: FUNCTION_ARN });
  for (const username of agents) {
    make('User', username, {
      Username: username,
      RoutingProfileArn: profile,
      IdentityInfo: { FirstName: username, LastName: 'A' },
    });
    connect.agents.login(username);
  }
  const put: ACenter['put'] = (method, path, body) =>
    connect.handleApi({ method, path, body, query: new URLSearchParams() });
  return {
    connect,
    clock,
    events,
    payloads,
    arns: { instance, hours, queue, other, profile, number },
    flow: (name, text, type = 'CONTACT_FLOW') => make('ContactFlow', name, { Type: type, Content: text }),
    async answerWith(flowArn) {
      const path = `/phone-number/${encodeURIComponent(number)}/contact-flow`;
      const answer = await put('PUT', path, { InstanceId: instance, ContactFlowId: flowArn });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    },
    run: (untilSeconds) => clock.runUntil(instant(start + seconds(untilSeconds) * 1000)),
    facts: (kind, contactId) =>
      connect.log.facts.filter(
        (fact) => fact.kind === kind && (contactId === undefined || fact.contactId === contactId),
      ) as never,
    eventsOf: (contactId) =>
      events.filter(({ detail }) => detail.contactId === contactId).map(({ detail }) => detail.eventType),
    put,
  };
}

/** A center whose line leads straight into the queue `service`. */
export async function aCenterWithAQueue(options: CenterOptions = {}, before: Action[] = []): Promise<ACenter> {
  const center = aCenter(options);
  await center.answerWith(center.flow('welcome', toQueue(center.arns.queue, before)));
  return center;
}
