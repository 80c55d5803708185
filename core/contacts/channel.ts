/** How a contact reaches the center; on Connect's wire in capitals. Anything else is not queued by Nohold. */
export type Channel = 'voice' | 'chat' | 'email' | 'task';

/** The customer is there and waits: minutes count, agents are planned for it, and callbacks are offered. */
export type LiveChannel = Extract<Channel, 'voice' | 'chat'>;

/** Nobody waits on a line: an answer is expected within hours, and only while the queue is open does the work go on. */
export type PostChannel = Exclude<Channel, LiveChannel>;

export const channels: readonly Channel[] = ['voice', 'chat', 'email', 'task'];
export const liveChannels: readonly LiveChannel[] = ['voice', 'chat'];

export const isPost = (channel: Channel): channel is PostChannel => channel === 'email' || channel === 'task';
export const isLive = (channel: Channel): channel is LiveChannel => !isPost(channel);

/** Connect writes VOICE, its older samples Voice. Undefined for a channel Nohold does not serve. */
export function channelOf(text: string): Channel | undefined {
  const lower = text.toLowerCase();
  return channels.find((channel) => channel === lower);
}

/** One value for each channel. */
export const perChannel = <Value>(of: (channel: Channel) => Value): Record<Channel, Value> => ({
  voice: of('voice'),
  chat: of('chat'),
  email: of('email'),
  task: of('task'),
});
