/** How a contact reaches the center. On Connect's wire VOICE and CHAT; anything else is not queued by Nohold. */
export type Channel = 'voice' | 'chat';

export const channels: readonly Channel[] = ['voice', 'chat'];

/** Connect writes VOICE, its older samples Voice. Undefined for a channel Nohold does not serve (TASK, EMAIL). */
export function channelOf(text: string): Channel | undefined {
  const lower = text.toLowerCase();
  return channels.find((channel) => channel === lower);
}
