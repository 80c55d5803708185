import type { Settings } from '../../core/settings/schema.ts';
import { isOpenAt } from '../../core/time/hours.ts';
import { addSeconds, hours, type Instant, instant, minutes, type Seconds, seconds } from '../../core/time/units.ts';
import { isOnShift } from '../shifts.ts';
import { generatedDay, type ServedQueue } from './generatedDay.ts';
import type { Traffic } from './traffic.ts';

const chunk = hours(4);
/** A surge says nothing where one agent or none is on shift. */
const agentsForSurge = 2;

export interface OpeningOptions {
  readonly settings: Settings;
  readonly seed: number;
  /** The real moment: the center opens on this day, or on the next that fits. */
  readonly today: Instant;
  /** Seconds of the center's time in a real second: a person must not wait long for something to happen. */
  readonly speed: number;
}

/**
 * What `nohold start` opens with: an ordinary working moment, minutes before more callers come than the first voice
 * queue can serve. Within a real minute who dials in is quoted beyond their expectation.
 *
 * Throws RangeError when no queue with a voice channel is open with two agents on shift within a week.
 */
export function openingTraffic({ settings, seed, today, speed }: OpeningOptions): Traffic {
  const queues = servedQueues(settings);
  const { queue, startsAt } = openingMoment(settings, queues, today);
  return generatedDay({
    seed,
    queues,
    from: startsAt,
    until: addSeconds(startsAt, chunk),
    underWay: true,
    surge: {
      queue,
      from: addSeconds(startsAt, untilSurge(speed)),
      lastsSeconds: hours(1),
      burstPerAgent: 3.5,
      addedLoadPerAgent: 0.85,
    },
  });
}

/** Ordinary hours after those that have been. */
export function followingTraffic({
  settings,
  seed,
  from,
}: {
  settings: Settings;
  seed: number;
  from: Instant;
}): Traffic {
  return generatedDay({ seed, queues: servedQueues(settings), from, until: addSeconds(from, chunk), underWay: false });
}

/** Ten real seconds, but never more than five of the center's minutes. */
const untilSurge = (speed: number): Seconds => seconds(Math.min(minutes(5), 10 * speed));

/**
 * From today on within a week, the first half hour in the middle of a day at which most queues are served, one of them
 * a voice queue with agents enough for a surge to tell something.
 */
function openingMoment(
  settings: Settings,
  queues: readonly ServedQueue[],
  today: Instant,
): { queue: string; startsAt: Instant } {
  const local = localTimeIn(settings.center.timeZone);
  const halfHour = minutes(30) * 1000;
  const first = instant(Math.floor(today / halfHour) * halfHour - hours(24) * 1000);
  const served = (at: Instant) => queues.filter((queue) => queue.isOpenAt(at) && queue.agentsAt(at) > 0).length;
  const busyVoice = (at: Instant) =>
    queues.find(
      (queue) => queue.channels.includes('voice') && queue.isOpenAt(at) && queue.agentsAt(at) >= agentsForSurge,
    );
  const moments = Array.from({ length: 9 * 48 }, (_, step) => addSeconds(first, minutes(30 * step)))
    .filter((at) => local(at).date >= local(today).date && busyVoice(at) !== undefined)
    .map((at) => ({ at, midday: local(at).hour >= 10 && local(at).hour < 18, served: served(at) }))
    .sort((a, b) => Number(b.midday) - Number(a.midday) || b.served - a.served || a.at - b.at);
  const startsAt = moments[0]?.at;
  const queue = startsAt && busyVoice(startsAt)?.name;
  if (startsAt !== undefined && queue !== undefined) return { queue, startsAt };
  throw new RangeError(
    'No voice queue is open with two agents on shift within a week. Give agents a shift, or start with --day.',
  );
}

function localTimeIn(timeZone: string): (at: Instant) => { date: string; hour: number } {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const hour = new Intl.DateTimeFormat('en-US', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return (at) => ({ date: date.format(at), hour: Number(hour.format(at)) });
}

/** The queues with the agents of the settings on their shifts. */
function servedQueues(settings: Settings): ServedQueue[] {
  const agents = Object.values(settings.agents).filter((agent) => agent.role !== 'manager');
  return Object.entries(settings.queues).map(([name, queue]) => {
    const open = settings.hours[queue.hours];
    const serving = agents.filter((agent) => agent.queues.includes(name));
    return {
      name,
      channels: queue.channels,
      isOpenAt: (at) => open !== undefined && isOpenAt(open, open.timeZone, at),
      agentsAt: (at) =>
        serving
          .filter((agent) => isOnShift(agent, settings, at))
          .reduce((sum, agent) => sum + 1 / agent.queues.length, 0),
    };
  });
}
