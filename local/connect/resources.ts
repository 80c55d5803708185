import type { RoutingProfile } from '../../core/routing/idleAgents.ts';
import type { HoursOfOperation } from './hours.ts';
import type { Flow } from './language.ts';

export interface Queue {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly hoursId: string;
  /** Undefined: as many as come. */
  readonly maxContacts: number | undefined;
  /** Played to the customer when a callback or outbound call of this queue is answered. */
  readonly outboundWhisperFlowId: string | undefined;
  readonly outboundNumberId: string | undefined;
}

export interface Profile extends RoutingProfile {
  readonly arn: string;
  readonly name: string;
}

export interface PhoneNumber {
  readonly id: string;
  readonly arn: string;
  readonly logicalId: string;
  readonly number: string;
  flowId: string | undefined;
}

export interface EmailAddress {
  readonly id: string;
  readonly arn: string;
  /** In lower case. */
  readonly address: string;
  flowId: string | undefined;
}

export interface User {
  readonly id: string;
  readonly arn: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  profileId: string;
  /** What connects to them by itself while they are available. */
  readonly autoAccepts: { readonly calls: boolean; readonly agentFirstCallbacks: boolean };
}

/** One key at an agent's desk: to a queue, through a flow of type QUEUE_TRANSFER. */
export interface QuickConnect {
  readonly name: string;
  readonly queueId: string;
  readonly flowId: string;
}

/** What the template made. Ids are the last part of an ARN; whoever has either finds the thing. */
/** Tells EventBridge of an analysed call by the customer's overall score. */
export interface AnalysisRule {
  readonly id: string;
  readonly name: string;
  readonly eventNames: readonly string[];
  atLeast?: number;
  atMost?: number;
}

export interface Resources {
  instanceId: string;
  instanceArn: string;
  instanceAlias: string;
  readonly queues: Map<string, Queue>;
  readonly hours: Map<string, HoursOfOperation>;
  readonly profiles: Map<string, Profile>;
  readonly flows: Map<string, Flow>;
  readonly numbers: Map<string, PhoneNumber>;
  readonly emailAddresses: Map<string, EmailAddress>;
  readonly users: Map<string, User>;
  /** Functions the instance may invoke, by ARN. */
  readonly functions: Set<string>;
  /** Of analysed calls. */
  readonly analysisRules: Map<string, AnalysisRule>;
  readonly quickConnects: Map<string, QuickConnect>;
  /** The ids of each queue's quick connects. */
  readonly quickConnectsOfQueue: Map<string, string[]>;
}

export function createResources(): Resources {
  return {
    instanceId: '',
    instanceArn: '',
    instanceAlias: '',
    queues: new Map(),
    hours: new Map(),
    profiles: new Map(),
    flows: new Map(),
    numbers: new Map(),
    emailAddresses: new Map(),
    users: new Map(),
    functions: new Set(),
    analysisRules: new Map(),
    quickConnects: new Map(),
    quickConnectsOfQueue: new Map(),
  };
}

/** 'arn:aws:connect:eu-west-1:1:instance/i/queue/q' and 'q' both give 'q'. */
export function idOf(arnOrId: string): string {
  return arnOrId.slice(arnOrId.lastIndexOf('/') + 1);
}

/** By id, by ARN or by name. */
export function flowNamed(resources: Resources, text: string): Flow | undefined {
  const byId = resources.flows.get(idOf(text));
  return byId ?? [...resources.flows.values()].find((flow) => flow.name === text);
}

export function profileNamed(resources: Resources, text: string): Profile | undefined {
  const byId = resources.profiles.get(idOf(text));
  return byId ?? [...resources.profiles.values()].find((profile) => profile.name === text);
}

export function numberNamed(resources: Resources, text: string): PhoneNumber | undefined {
  return [...resources.numbers.values()].find((number) => number.number === text || number.logicalId === text);
}

export function userNamed(resources: Resources, username: string): User | undefined {
  return [...resources.users.values()].find((user) => user.username === username);
}
