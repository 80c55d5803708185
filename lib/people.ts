import { createHash } from 'node:crypto';
import { RemovalPolicy } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { AgentSettings, Settings } from '../core/settings/schema.ts';
import { AgentStatus } from './connect/agent-status.ts';
import type { IInstance } from './connect/instance.ts';
import type { Queue } from './connect/queue.ts';
import { RoutingProfile } from './connect/routing-profile.ts';
import { SecurityProfile } from './connect/security-profile.ts';
import { User } from './connect/user.ts';
import type { Keys } from './keys.ts';

export interface PeopleProps {
  readonly instance: IInstance;
  readonly keys: Keys;
  readonly settings: Settings;
  readonly queues: ReadonlyMap<string, Queue>;
}

/** Names from Connect's list of security profile permissions. Agents need TransferDestinations to see quick connects. */
const permissions = {
  agent: ['BasicAgentAccess', 'OutboundCallAccess', 'TransferDestinations.View'],
  manager: [
    'AccessMetrics',
    'AgentStates.View',
    'BasicAgentAccess',
    'ContactAttributes.View',
    'ContactSearch.View',
    'HoursOfOperation.View',
    'ListenCallRecordings',
    'ManagerListenIn',
    'OutboundCallAccess',
    'Queues.View',
    'RoutingPolicies.View',
    'TransferDestinations.View',
    'Users.Edit',
    'Users.View',
  ],
} as const;

/** States beside Available and Offline, in the order of the agents' list. */
const offPhone = [
  ['Break', 'Back soon'],
  ['Training', 'Learning, not available'],
] as const;

/** Connect takes names of 127 characters. */
const longestName = 127;

/** A member of the reserve: their user, the profile they have, and the one in which they help. */
export interface ReservistArns {
  readonly userArn: string;
  readonly homeProfileArn: string;
  readonly helpProfileArn: string;
}

/** Contacts taken at once by somebody of the reserve who has none at home; as elsewhere where nothing is written. */
const usualConcurrency = { chat: 2, email: 1, task: 1 } as const;

/** Who works here: users, what they may do, which queues they serve, the states they choose between. */
export class People extends Construct {
  /** Every user starts with this password; a manager gives each person their own. */
  readonly initialPassword: secretsmanager.Secret;
  readonly reserve = new Map<string, ReservistArns>();
  private readonly profiles = new Map<string, RoutingProfile>();

  constructor(scope: Construct, id: string, props: PeopleProps) {
    super(scope, id);
    const { instance, settings } = props;
    this.initialPassword = new secretsmanager.Secret(this, 'InitialPassword', {
      description: 'Nohold: password with which Connect users are created; change each at first login',
      encryptionKey: props.keys.encryption,
      generateSecretString: { passwordLength: 32, excludePunctuation: true, requireEachIncludedType: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const securityProfiles = {
      agent: new SecurityProfile(this, 'AgentProfile', {
        instance,
        name: 'Nohold agent',
        description: 'Takes contacts, calls out, passes contacts on',
        permissions: [...permissions.agent, ...(settings.journey.stepByStep ? ['CustomViews.Access'] : [])],
      }),
      manager: new SecurityProfile(this, 'ManagerProfile', {
        instance,
        name: 'Nohold manager',
        description: 'Watches queues and people, listens in, gives people their passwords',
        permissions: permissions.manager,
      }),
    };
    // An adopted instance has states of its own, and a second one of the same name is refused.
    const statuses = 'create' in settings.center.connect ? offPhone : [];
    for (const [index, [name, description]] of statuses.entries()) {
      new AgentStatus(this, name, { instance, name, description, displayOrder: index + 1 });
    }

    for (const [username, agent] of Object.entries(settings.agents)) {
      const routingProfile = this.routingProfileOf(agent, props);
      const user = new User(this, username, {
        instance,
        username,
        firstName: agent.firstName,
        lastName: agent.lastName,
        email: agent.email,
        routingProfile,
        securityProfile: securityProfiles[agent.role],
        acceptsCalls: agent.acceptsCalls,
        initialPassword: this.initialPassword.secretValue,
      });
      const helps = Object.values(settings.staffing.reserve).find(({ agents }) => agents.includes(username))?.helps;
      if (helps === undefined) continue;
      this.reserve.set(username, {
        userArn: user.userArn,
        homeProfileArn: routingProfile.routingProfileArn,
        helpProfileArn: this.routingProfileOf(helping(agent, helps, settings), props).routingProfileArn,
      });
    }
  }

  /** People who serve the same queues in the same way share a profile; its id says which, so it moves with nobody. */
  private routingProfileOf(agent: AgentSettings, props: PeopleProps): RoutingProfile {
    const queues = [...agent.queues].sort();
    const concurrency = { chat: agent.chatConcurrency, email: agent.emailConcurrency, task: agent.taskConcurrency };
    const atOnce = Object.entries({ chats: concurrency.chat, 'e-mails': concurrency.email, tasks: concurrency.task })
      .flatMap(([what, count]) => (count === undefined ? [] : [`, ${count} ${what}`]))
      .join('');
    const whole = `${queues.join(' + ')}${atOnce}`;
    const name = whole.length <= longestName ? whole : `${queues.length} queues${atOnce}, ${shortHash(whole)}`;
    const known = this.profiles.get(name);
    if (known !== undefined) return known;

    const serves = queues.map((queueName) => {
      const queue = props.queues.get(queueName);
      const channels = props.settings.queues[queueName]?.channels;
      if (queue === undefined || channels === undefined) throw new Error(`agents: no queue "${queueName}"`);
      return { queue, channels };
    });
    const profile = new RoutingProfile(this, `Serves ${name}`, {
      instance: props.instance,
      name,
      description: `Serves ${name}`,
      serves,
      concurrency: Object.fromEntries(Object.entries(concurrency).filter(([, count]) => count !== undefined)),
    });
    this.profiles.set(name, profile);
    return profile;
  }
}

/** As the agent works while they help: their own queues and those helped, the longest wait first. */
function helping(agent: AgentSettings, helps: readonly string[], { queues }: Settings): AgentSettings {
  const served = [...new Set([...agent.queues, ...helps])];
  const atOnce = (['chat', 'email', 'task'] as const)
    .filter((channel) => served.some((queue) => queues[queue]?.channels.includes(channel)))
    .map((channel) => [`${channel}Concurrency`, agent[`${channel}Concurrency`] ?? usualConcurrency[channel]] as const);
  return { ...agent, queues: served, ...Object.fromEntries(atOnce) };
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
