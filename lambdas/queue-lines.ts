import { type Channel, channels } from '../core/contacts/channel.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';

export interface QueueLine {
  readonly queue: string;
  readonly channel: Channel;
}

/** Every queue with each channel it serves. */
export const queueLines = ({ queues }: Pick<RuntimeSettings, 'queues'>): QueueLine[] =>
  Object.entries(queues).flatMap(([queue, { channels: served }]) =>
    channels.filter((channel) => served.includes(channel)).map((channel) => ({ queue, channel })),
  );
