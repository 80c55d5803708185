import { isPost } from '../../core/contacts/channel.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { peopleOfQueueAt } from '../../core/staffing/schedule.ts';
import { nextOpeningAt } from '../../core/time/hours.ts';
import type { Instant } from '../../core/time/units.ts';
import type { QuoteRequest } from './contract.ts';

type Asked = QuoteRequest['Details']['Parameters'];

/** Who serves the queue now, as Connect counts them; of post that finds nobody, who will. Undefined: not known. */
export const agentsAt = (settings: RuntimeSettings, asked: Asked, now: Instant) =>
  agentsOf(asked) ?? agentsToCome(settings, asked, now);

function agentsOf(asked: Asked) {
  const { agentsStaffed, agentsAvailable, agentsBusy } = asked;
  if (asked.metrics !== 'known' || agentsStaffed === undefined || agentsAvailable === undefined) return undefined;
  if (agentsStaffed === 0 && isPost(asked.channel)) return undefined;
  const busy = (agentsBusy ?? agentsStaffed - agentsAvailable) + (asked.agentsAfterContactWork ?? 0);
  return { staffed: agentsStaffed, available: agentsAvailable, busy: Math.max(0, busy) };
}

/** A task says on itself when it is done; an e-mail needs a letter. */
export const isTold = ({ letterhead }: RuntimeSettings, { channel }: Asked): boolean =>
  channel === 'task' || letterhead !== undefined;

/** Nobody is at work: post is answered by those who come with the next opening. Undefined: the settings name nobody. */
function agentsToCome(settings: RuntimeSettings, { queue, channel }: Asked, now: Instant) {
  const hours = settings.hours[settings.queues[queue]?.hours ?? ''];
  if (!isPost(channel) || hours === undefined) return undefined;
  const opensAt = nextOpeningAt(hours, hours.timeZone, now);
  const staffed = opensAt === undefined ? 0 : peopleOfQueueAt(settings, queue, opensAt);
  return staffed === 0 ? undefined : { staffed, available: 0, busy: staffed };
}
