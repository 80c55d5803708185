import type { Channel } from '../../../core/contacts/channel.ts';
import { readWaitModel } from '../../../core/prediction/waitModel.ts';
import type { Settings } from '../../../core/settings/schema.ts';
import {
  type CenterToday,
  type CrewToday,
  meanPatienceSeconds,
  type QueueToday,
} from '../../../core/simulation/today.ts';
import { instant } from '../../../core/time/units.ts';
import type { Center } from '../../center.ts';

/** The center as it stands at the moment of asking, for the twin to go on from. */
export type TodayReader = () => Promise<CenterToday>;

const lately = 3_600_000;
/** From fewer minutes nobody knows how many come in an hour. */
const leastSpan = 300_000;
/** As the center's routing profiles have it where settings say nothing. */
const usualChats = 2;

type LookedAt = Pick<Center, 'settings' | 'connect' | 'clock' | 'metrics' | 'model'>;

export function createTodayReader(center: LookedAt): TodayReader {
  const openedAt = center.clock.now();
  return async () => ({
    queues: await Promise.all(
      Object.entries(center.settings.queues).flatMap(([queue, { channels }]) =>
        channels.map((channel) => queueToday(center, queue, channel, openedAt)),
      ),
    ),
    crews: crewsToday(center),
  });
}

async function queueToday(center: LookedAt, queue: string, channel: Channel, openedAt: number): Promise<QueueToday> {
  const settings = center.settings.queues[queue] as Settings['queues'][string];
  const model = readWaitModel((await center.model(queue, channel))?.model, channel);
  const expectation = settings.expectation[channel];
  const wire = channel === 'voice' ? 'VOICE' : 'CHAT';
  const here = new Set(['queued', 'whispering', 'connected']);
  return {
    queue,
    channel,
    arrivalsPerHour: arrivalsPerHour(center, queue, channel, openedAt),
    underWay: center.connect
      .openContacts()
      .filter((contact) => contact.queue === queue && contact.channel === wire && here.has(contact.stage)).length,
    handleSeconds: model.handleSeconds,
    patienceSeconds: meanPatienceSeconds(model.patience),
    expectationSeconds: expectation?.waitSeconds ?? 0,
    confidence: expectation?.confidence ?? 0.5,
    promiseKeptShare: settings.promiseKeptShare,
    offersCallback: channel === 'voice' && settings.offers.includes('callback'),
    thresholdSeconds: settings.serviceLevel.thresholdSeconds,
  };
}

function arrivalsPerHour({ clock, metrics }: LookedAt, queue: string, channel: Channel, openedAt: number): number {
  const now = clock.now();
  const from = Math.max(now - lately, openedAt);
  const points = metrics.query({
    namespace: 'Nohold',
    name: 'ContactsOffered',
    dimensions: { Queue: queue, Channel: channel },
    statistic: 'Sum',
    periodSeconds: 60,
    from: instant(from),
    to: instant(now),
  });
  const offered = points.reduce((sum, { value }) => sum + value, 0);
  return (offered * lately) / Math.max(leastSpan, now - from);
}

/** Agents who are here and stay, by the queues they serve. */
function crewsToday({ connect, settings }: LookedAt): CrewToday[] {
  const agents = connect.agents.list();
  const profiles = new Map<string, { queues: readonly string[]; chats: number }>();
  for (const { username, routingProfile } of agents) {
    const known = settings.agents[username];
    if (known !== undefined)
      profiles.set(routingProfile, { queues: known.queues, chats: known.chatConcurrency ?? usualChats });
  }
  const crews = new Map<string, CrewToday>();
  for (const { status, leaving, routingProfile } of agents) {
    const profile = profiles.get(routingProfile);
    if (profile === undefined || status === 'offline' || leaving) continue;
    const agentsSoFar = crews.get(routingProfile)?.agents ?? 0;
    crews.set(routingProfile, { ...profile, agents: agentsSoFar + 1 });
  }
  return [...crews.values()];
}
