import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { Channel } from '../../core/contacts/channel.ts';
import type { IInstance } from './instance.ts';
import type { Queue } from './queue.ts';

export interface RoutingProfileProps {
  readonly instance: IInstance;
  readonly name: string;
  readonly description: string;
  /** Queues served, the first lending its number when the agent calls out; each by the channels named; all at the same priority, so that the longest wait is served first. */
  readonly serves: readonly { readonly queue: Queue; readonly channels: readonly Channel[] }[];
  /** Contacts an agent has at once beside a call, from 1 to 10, by channel. @default none of a channel that no queue served has */
  readonly concurrency: Readonly<Partial<Record<Exclude<Channel, 'voice'>, number>>>;
}

/** Who writes waits for hours, who calls for minutes: post is laid aside for them. */
const besideOthers = { crossChannelBehavior: { behaviorType: 'ROUTE_ANY_CHANNEL' } };
const interruptedBy = { chat: {}, email: besideOthers, task: besideOthers } as const;

/** Which queues an agent serves, by which channels, how many contacts at once. */
export class RoutingProfile extends Construct {
  readonly routingProfileArn: string;

  constructor(scope: Construct, id: string, props: RoutingProfileProps) {
    super(scope, id);
    const [first] = props.serves;
    if (first === undefined) throw new Error(`Routing profile ${props.name} serves no queue`);
    const profile = new connect.CfnRoutingProfile(this, 'Profile', {
      instanceArn: props.instance.instanceArn,
      name: props.name,
      description: props.description,
      defaultOutboundQueueArn: first.queue.queueArn,
      mediaConcurrencies: [
        // Calling out is voice: without it an agent who only chats could not log in to a phone.
        { channel: 'VOICE', concurrency: 1 },
        ...(['chat', 'email', 'task'] as const).flatMap((channel) => {
          const concurrency = props.concurrency[channel];
          return concurrency === undefined
            ? []
            : [{ channel: channel.toUpperCase(), concurrency, ...interruptedBy[channel] }];
        }),
      ],
      queueConfigs: props.serves.flatMap(({ queue, channels }) =>
        channels.map((channel) => ({
          delay: 0,
          priority: 1,
          queueReference: { channel: channel.toUpperCase(), queueArn: queue.queueArn },
        })),
      ),
    });
    this.routingProfileArn = profile.attrRoutingProfileArn;
  }
}
