import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSettingsText } from '../../core/settings/parse.ts';
import { instant } from '../../core/time/units.ts';
import { flowsOf } from '../../flows/flows.ts';
import type { Reference } from '../../flows/language/action.ts';
import { renderFlow } from '../../flows/language/render.ts';
import { createMetricStore } from '../../local/aws/metrics.ts';
import { createVirtualClock, type VirtualClock } from '../../local/clock/virtual.ts';
import { createConnect, type LambdaResult, type LocalConnect } from '../../local/connect/connect.ts';
import type { WebCenter } from '../../local/web/center.ts';

const settingsPath = resolve(import.meta.dirname, '../../nohold.config.json');
export const settings = parseSettingsText(readFileSync(settingsPath, 'utf8'), settingsPath);

/** A Tuesday, eleven in the morning in New York: every queue is open. */
export const tuesday = instant(Date.parse('2026-03-10T11:00:00-04:00'));

type Parameters = Record<string, string>;

export interface AConnect {
  readonly connect: LocalConnect;
  readonly clock: VirtualClock;
  run(seconds: number): Promise<void>;
}

/**
 * The emulated Connect with the flows of the shipped settings, its agents logged out. A Lambda answers what `answers`
 * says for its name, {} when it says nothing.
 */
export async function aConnect(
  answers: Record<string, (parameters: Parameters) => Record<string, string>> = {},
): Promise<AConnect> {
  const clock = createVirtualClock(tuesday);
  const lambdaArn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const connect = createConnect({
    clock,
    seed: 1,
    region: 'us-east-1',
    accountId: '000000000000',
    async invokeLambda(functionArn, payload): Promise<LambdaResult> {
      const name = functionArn.split(':').at(-1) ?? '';
      const { Details } = payload as { Details: { Parameters: Parameters } };
      return { kind: 'answer', payload: answers[name]?.(Details.Parameters) ?? {} };
    },
    publishEvent: () => undefined,
  });
  await provision(connect, lambdaArn);
  return { connect, clock, run: (seconds) => clock.runUntil(instant(clock.now() + seconds * 1000)) };
}

async function provision(connect: LocalConnect, lambdaArn: (name: string) => string): Promise<void> {
  const arns = new Map<string, string>();
  const arnOf = ({ ref, name }: Reference): string =>
    ref === 'lambda' ? lambdaArn(name) : (arns.get(`${ref} ${name}`) ?? '');
  const make = (type: string, name: string, properties: object): string => {
    const { ref } = connect.provision(`AWS::Connect::${type}`, `${type}${name}`, properties);
    return ref;
  };
  const InstanceArn = make('Instance', '', { InstanceAlias: 'test' });
  for (const name of ['quote-wait', 'take-offer', 'bind-callback', 'mark-contact', 'recall-matter'])
    make('IntegrationAssociation', name, {
      InstanceId: InstanceArn,
      IntegrationType: 'LAMBDA_FUNCTION',
      IntegrationArn: lambdaArn(name),
    });
  for (const name of Object.keys(settings.hours))
    arns.set(
      `hours ${name}`,
      make('HoursOfOperation', name, {
        InstanceArn,
        Name: name,
        TimeZone: settings.center.timeZone,
        Config: aroundTheClock,
      }),
    );
  for (const [name, queue] of Object.entries(settings.queues))
    arns.set(
      `queue ${name}`,
      make('Queue', name, {
        InstanceArn,
        Name: name,
        HoursOfOperationArn: arns.get(`hours ${queue.hours}`),
        MaxContacts: queue.maxContacts,
      }),
    );
  for (const flow of flowsOf(settings))
    arns.set(
      `flow ${flow.id}`,
      make('ContactFlow', flow.id, { InstanceArn, Name: flow.id, Type: flow.type, Content: renderFlow(flow, arnOf) }),
    );
  for (const [username, agent] of Object.entries(settings.agents)) {
    const profile = make('RoutingProfile', username, profileOf(agent.queues, arns, InstanceArn));
    make('User', username, { InstanceArn, Username: username, RoutingProfileArn: profile, IdentityInfo: {} });
  }
  for (const [id, { number }] of Object.entries(settings.phoneNumbers)) {
    const arn = make('PhoneNumber', id, { TargetArn: InstanceArn, Tags: [{ Key: 'nohold:number', Value: number }] });
    const answer = await connect.handleApi({
      method: 'PUT',
      path: `/phone-number/${encodeURIComponent(arn.split('/').at(-1) ?? '')}/contact-flow`,
      query: new URLSearchParams(),
      body: {
        InstanceId: InstanceArn.split('/').at(-1),
        ContactFlowId: arns.get(`flow Welcome-${id}`)?.split('/').at(-1),
      },
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  }
}

const aroundTheClock = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((Day) => ({
  Day,
  StartTime: { Hours: 0, Minutes: 0 },
  EndTime: { Hours: 0, Minutes: 0 },
}));

function profileOf(queues: readonly string[], arns: ReadonlyMap<string, string>, InstanceArn: string): object {
  return {
    InstanceArn,
    Name: queues.join('+'),
    MediaConcurrencies: [
      { Channel: 'VOICE', Concurrency: 1 },
      { Channel: 'CHAT', Concurrency: 2 },
    ],
    QueueConfigs: queues.flatMap((queue) =>
      (settings.queues[queue]?.channels ?? []).map((channel) => ({
        Priority: 1,
        Delay: 0,
        QueueReference: { Channel: channel.toUpperCase(), QueueArn: arns.get(`queue ${queue}`) },
      })),
    ),
  };
}

/** The center around it, as far as the pages look at it. */
export function aWebCenter({ connect, clock }: AConnect, more: Partial<WebCenter> = {}): WebCenter {
  return {
    name: settings.center.name,
    timeZone: settings.center.timeZone,
    connect,
    clock,
    metrics: createMetricStore(),
    dashboards: [],
    functionName: (deployed) => deployed,
    lines: Object.entries(settings.phoneNumbers).map(([id, { number = '', queues }]) => ({
      id,
      to: number,
      number,
      queues,
    })),
    queues: Object.entries(settings.queues).map(([name, { channels }]) => ({
      name,
      channels,
      expectationSeconds: { voice: 60 },
    })),
    agents: Object.entries(settings.agents).map(([username, { queues }]) => ({ username, queues })),
    openCallbacks: async () => [],
    ...more,
  };
}
