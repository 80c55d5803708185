import { channelOf, perChannel } from '../../core/contacts/channel.ts';
import { randomStream } from '../../core/random/stream.ts';
import { analysisRuleOf } from './analysis.ts';
import { blockNamed } from './blocks/catalogue.ts';
import type { Provisioned } from './connect.ts';
import { spansOf } from './hours.ts';
import { parseFlow } from './language.ts';
import { idOf } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

type Properties = Readonly<Record<string, never>>;

interface Identity {
  readonly logicalId: string;
  readonly id: string;
  readonly arn: string;
}

interface ResourceKind {
  /** The part of the ARN after the instance's. */
  readonly arnPath: string;
  /** The attribute that holds the ARN. */
  readonly arnAttribute: string;
  /** Further attributes, if any. */
  make?(board: Switchboard, identity: Identity, properties: Properties): Record<string, string> | undefined;
  remove?(board: Switchboard, id: string): void;
}

export interface Provisioner {
  provision(type: string, logicalId: string, properties: unknown): Provisioned;
  unprovision(logicalId: string): void;
}

/** Types whose resources do something locally; `inert` ones are only given ids, as nothing here reads them. */
const KINDS: Record<string, ResourceKind> = {
  Instance: { arnPath: '', arnAttribute: 'Arn' },
  HoursOfOperation: {
    arnPath: 'operating-hours',
    arnAttribute: 'HoursOfOperationArn',
    make: makeHours,
    remove: ({ resources }, id) => resources.hours.delete(id),
  },
  Queue: {
    arnPath: 'queue',
    arnAttribute: 'QueueArn',
    make: makeQueue,
    remove: ({ resources }, id) => resources.queues.delete(id),
  },
  RoutingProfile: { arnPath: 'routing-profile', arnAttribute: 'RoutingProfileArn', make: makeProfile },
  ContactFlow: {
    arnPath: 'contact-flow',
    arnAttribute: 'ContactFlowArn',
    make: makeFlow,
    remove: ({ resources }, id) => resources.flows.delete(id),
  },
  PhoneNumber: {
    arnPath: 'phone-number',
    arnAttribute: 'PhoneNumberArn',
    make: makePhoneNumber,
    remove: ({ resources }, id) => resources.numbers.delete(id),
  },
  EmailAddress: {
    arnPath: 'email-address',
    arnAttribute: 'EmailAddressArn',
    make: makeEmailAddress,
    remove: ({ resources }, id) => resources.emailAddresses.delete(id),
  },
  IntegrationAssociation: {
    arnPath: 'integration-association',
    arnAttribute: 'IntegrationAssociationArn',
    make: makeAssociation,
  },
  User: { arnPath: 'agent', arnAttribute: 'UserArn', make: makeUser },
  SecurityProfile: inert('security-profile', 'SecurityProfileArn'),
  AgentStatus: inert('agent-state', 'AgentStatusArn'),
  QuickConnect: {
    arnPath: 'transfer-destination',
    arnAttribute: 'QuickConnectArn',
    make: makeQuickConnect,
    remove: ({ resources }, id) => resources.quickConnects.delete(id),
  },
  Rule: {
    arnPath: 'rule',
    arnAttribute: 'RuleArn',
    make: makeRule,
    remove: ({ resources }, id) => resources.analysisRules.delete(id),
  },
  InstanceStorageConfig: {
    arnPath: 'storage-config',
    arnAttribute: 'AssociationArn',
    make: (_board, { id }) => ({ AssociationId: id }),
  },
  Prompt: inert('prompt', 'PromptArn'),
  UserHierarchyGroup: inert('agent-group', 'UserHierarchyGroupArn'),
};

function inert(arnPath: string, arnAttribute: string): ResourceKind {
  return { arnPath, arnAttribute };
}

/** The resource types that can be provisioned. */
export const supportedTypes: readonly string[] = Object.keys(KINDS).map((kind) => `AWS::Connect::${kind}`);

export function createProvisioner(board: Switchboard): Provisioner {
  const made = new Map<string, { kind: ResourceKind; id: string }>();
  const { seed, region, accountId } = board.deps;

  function identify(kindName: string, kind: ResourceKind, logicalId: string, properties: Properties): Identity {
    const id = randomStream(seed, `connect/${kindName}/${logicalId}`).uuid();
    if (kindName === 'Instance') return { logicalId, id, arn: `arn:aws:connect:${region}:${accountId}:instance/${id}` };
    adoptInstance(board, properties);
    const within =
      kindName === 'PhoneNumber' ? `arn:aws:connect:${region}:${accountId}:` : `${board.resources.instanceArn}/`;
    return { logicalId, id, arn: `${within}${kind.arnPath}/${id}` };
  }

  return {
    provision(type, logicalId, given) {
      const kindName = type.replace(/^AWS::Connect::/, '');
      const kind = KINDS[kindName];
      if (kind === undefined)
        throw new Error(`${type} (${logicalId}) is not emulated; known: ${supportedTypes.join(', ')}`);
      const properties = given as Properties;
      const identity = identify(kindName, kind, logicalId, properties);
      if (kindName === 'Instance') {
        Object.assign(board.resources, { instanceId: identity.id, instanceArn: identity.arn });
        board.resources.instanceAlias = String(properties.InstanceAlias ?? '');
      }
      made.set(logicalId, { kind, id: identity.id });
      const further = kind.make?.(board, identity, properties);
      const instance = kindName === 'Instance' ? { Id: identity.id, InstanceStatus: 'ACTIVE' } : {};
      return { ref: identity.arn, attributes: { [kind.arnAttribute]: identity.arn, ...instance, ...further } };
    },
    unprovision(logicalId) {
      const resource = made.get(logicalId);
      resource?.kind.remove?.(board, resource.id);
      made.delete(logicalId);
    },
  };
}

/** Without an Instance of its own the template names one that exists. */
function adoptInstance({ resources }: Switchboard, properties: Properties): void {
  const arn = String(properties.InstanceArn ?? properties.InstanceId ?? properties.TargetArn ?? '');
  if (resources.instanceArn !== '' || !arn.includes(':instance/')) return;
  resources.instanceArn = arn;
  resources.instanceId = idOf(arn);
}

function makeHours({ resources }: Switchboard, { id, arn }: Identity, properties: Properties): undefined {
  const overrides = (properties.HoursOfOperationOverrides ?? []) as {
    EffectiveFrom: string;
    EffectiveTill: string;
    OverrideConfig?: Parameters<typeof spansOf>[0];
  }[];
  resources.hours.set(id, {
    id,
    arn,
    name: String(properties.Name),
    timeZone: String(properties.TimeZone),
    week: spansOf(properties.Config),
    overrides: overrides.map((override) => ({
      from: override.EffectiveFrom,
      till: override.EffectiveTill,
      spans: spansOf(override.OverrideConfig),
    })),
  });
}

function makeQueue({ resources }: Switchboard, { id, arn }: Identity, properties: Properties): undefined {
  const outbound = (properties.OutboundCallerConfig ?? {}) as Record<string, string | undefined>;
  resources.queues.set(id, {
    id,
    arn,
    name: String(properties.Name),
    hoursId: idOf(String(properties.HoursOfOperationArn)),
    maxContacts: properties.MaxContacts === undefined ? undefined : Number(properties.MaxContacts),
    outboundWhisperFlowId: outbound.OutboundFlowArn === undefined ? undefined : idOf(outbound.OutboundFlowArn),
    outboundNumberId:
      outbound.OutboundCallerIdNumberArn === undefined ? undefined : idOf(outbound.OutboundCallerIdNumberArn),
  });
  const quickConnects = properties.QuickConnectArns as string[] | undefined;
  if (quickConnects !== undefined) resources.quickConnectsOfQueue.set(id, quickConnects.map(idOf));
}

/** Those to an agent or a phone number lead nowhere locally. */
function makeQuickConnect({ resources }: Switchboard, { id }: Identity, properties: Properties): undefined {
  const config = (properties.QuickConnectConfig ?? {}) as {
    QueueConfig?: { QueueArn: string; ContactFlowArn: string };
  };
  if (config.QueueConfig === undefined) return;
  const { QueueArn, ContactFlowArn } = config.QueueConfig;
  resources.quickConnects.set(id, {
    name: String(properties.Name),
    queueId: idOf(QueueArn),
    flowId: idOf(ContactFlowArn),
  });
}

function makeProfile(board: Switchboard, { id, arn }: Identity, properties: Properties): undefined {
  const concurrencies = (properties.MediaConcurrencies ?? []) as {
    Channel: string;
    Concurrency: number;
    CrossChannelBehavior?: { BehaviorType: string };
  }[];
  const configs = (properties.QueueConfigs ?? []) as {
    Priority: number;
    Delay: number;
    QueueReference: { Channel: string; QueueArn: string };
  }[];
  const concurrency = perChannel(() => 0);
  for (const { Channel: wire, Concurrency } of concurrencies) {
    const channel = channelOf(wire);
    if (channel !== undefined) concurrency[channel] = Number(Concurrency);
  }
  const profile = {
    id,
    arn,
    name: String(properties.Name),
    concurrency,
    whileOn: concurrencies
      .filter(({ CrossChannelBehavior }) => CrossChannelBehavior?.BehaviorType === 'ROUTE_ANY_CHANNEL')
      .flatMap(({ Channel: wire }) => channelOf(wire) ?? []),
    queues: configs.flatMap(({ Priority, Delay, QueueReference }) => {
      const channel = channelOf(QueueReference.Channel);
      if (channel === undefined) return [];
      return { queue: idOf(QueueReference.QueueArn), channel, priority: Number(Priority), delaySeconds: Number(Delay) };
    }),
  };
  board.resources.profiles.set(id, profile);
  board.router.setProfile(profile);
}

function makeFlow({ resources }: Switchboard, { id, arn }: Identity, properties: Properties): undefined {
  const flow = { id, arn, name: String(properties.Name), type: String(properties.Type) };
  resources.flows.set(id, parseFlow(flow, String(properties.Content), blockNamed));
}

function makePhoneNumber(board: Switchboard, { id, arn, logicalId }: Identity, properties: Properties) {
  const tags = (properties.Tags ?? []) as { Key: string; Value: string }[];
  const given = tags.find(({ Key }) => Key === 'nohold:number')?.Value;
  // 555-0100 to 555-0199 belong to nobody: made-up numbers for stories.
  const made = `+1206555${String(randomStream(board.deps.seed, `connect/number/${logicalId}`).integer(100, 199)).padStart(4, '0')}`;
  const number = given ?? board.resources.numbers.get(id)?.number ?? made;
  const flowId = board.resources.numbers.get(id)?.flowId;
  board.resources.numbers.set(id, { id, arn, logicalId, number, flowId });
  return { Address: number };
}

function makeEmailAddress({ resources }: Switchboard, { id, arn }: Identity, properties: Properties): undefined {
  const flowId = resources.emailAddresses.get(id)?.flowId;
  resources.emailAddresses.set(id, { id, arn, address: String(properties.EmailAddress).toLowerCase(), flowId });
}

function makeAssociation({ resources }: Switchboard, { id }: Identity, properties: Properties) {
  if (properties.IntegrationType === 'LAMBDA_FUNCTION') resources.functions.add(String(properties.IntegrationArn));
  return { IntegrationAssociationId: id };
}

function makeRule({ resources }: Switchboard, { id }: Identity, properties: Properties): undefined {
  const { EventBridgeActions = [] } = (properties.Actions ?? {}) as { EventBridgeActions?: { Name: string }[] };
  const eventNames = EventBridgeActions.map(({ Name }) => Name);
  resources.analysisRules.set(id, analysisRuleOf(id, String(properties.Name), String(properties.Function), eventNames));
}

function makeUser(board: Switchboard, { id, arn }: Identity, properties: Properties): undefined {
  const identity = (properties.IdentityInfo ?? {}) as { FirstName?: string; LastName?: string };
  const configs = (properties.AutoAcceptConfigs ?? []) as readonly {
    readonly Channel: string;
    readonly AutoAccept: boolean;
    readonly AgentFirstCallbackAutoAccept?: boolean;
  }[];
  const voice = configs.find(({ Channel }) => Channel === 'VOICE');
  const user = {
    id,
    arn,
    username: String(properties.Username),
    firstName: identity.FirstName ?? '',
    lastName: identity.LastName ?? '',
    profileId: idOf(String(properties.RoutingProfileArn)),
    autoAccepts: {
      calls: voice?.AutoAccept ?? false,
      agentFirstCallbacks: voice?.AgentFirstCallbackAutoAccept ?? false,
    },
  };
  board.resources.users.set(id, user);
  board.agents.enroll(user);
}
