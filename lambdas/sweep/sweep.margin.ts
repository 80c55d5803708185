import { isLive } from '../../core/contacts/channel.ts';
import { type Asked, isShrinking, marginAt, marginWindowSeconds } from '../../core/contacts/margin.ts';
import { isLive as isWaiting } from '../../core/offers/place.ts';
import type { Announcement } from '../../core/planningPorts.ts';
import type { AskedContact } from '../../core/rows/contact.ts';
import { intervalStartOf, waitingKeyOf } from '../../core/rows/keys.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import { addSeconds, type Instant, minutes, seconds } from '../../core/time/units.ts';
import { someAtOnce } from '../some-at-once.ts';
import type { NextWaits } from './sweep.gauges.ts';
import type { SweepWorld } from './sweep.ts';
import type { WaitingNow } from './sweep.waiting.ts';

/** With fewer waiting no margin shrinks in the next minutes, and nothing is read. */
const leastWaiting = 3;
const mostContacts = 2000;

/**
 * How close each queue's customers are to waiting too long, while there is time to act: windows, the reserve, offers. Told
 * as a gauge, and as an event once in a half hour where too little is left. Queues without a line cost nothing.
 */
export async function watchMargins(
  world: SweepWorld,
  waiting: ReadonlyMap<string, WaitingNow>,
  nextWaits: NextWaits,
): Promise<void> {
  const now = world.clock.now();
  const lines = [...waiting.values()].flatMap(({ queue, channel, page }) => {
    // Of post the last minutes say nothing: it is answered in hours.
    const expectation = isLive(channel) ? world.settings.queues[queue]?.expectation[channel] : undefined;
    const enough = page.entries.filter((entry) => isWaiting(entry, now)).length >= leastWaiting;
    return expectation && enough ? [{ queue, channel, page, expectation }] : [];
  });
  const asked = await someAtOnce(lines, (line) => contactsAround(world, line, now));
  const news: Announcement[] = [];
  for (const [index, { queue, channel, page, expectation }] of lines.entries()) {
    const contacts = asked[index] ?? [];
    const margin = marginAt(contacts.map(askedOf), seconds(expectation.waitSeconds), now);
    if (!margin) continue;
    world.metrics.ofQueue(queue, channel, { MarginSeconds: margin.seconds });
    const nextWaitSeconds = nextWaits.get(waitingKeyOf(queue, channel));
    if (!isShrinking(margin, expectation, nextWaitSeconds)) continue;
    const half = intervalStartOf(now);
    const told = `margin#${queue}#${channel}#${half}`;
    if ((await world.centerRows.spend(told, 1, addSeconds(half, minutes(2 * intervalMinutes)))) !== 'spent') continue;
    news.push({
      kind: 'MarginShrinking',
      at: now,
      detail: {
        queue,
        channel,
        marginSeconds: Math.round(margin.seconds),
        belowSeconds: expectation.marginSeconds,
        expectationSeconds: expectation.waitSeconds,
        contacts: margin.count,
        waiting: page.entries.length,
        ...(nextWaitSeconds === undefined ? {} : { nextWaitSeconds: Math.round(nextWaitSeconds) }),
      },
    });
    world.log.warn('margin shrinking', { queue, channel, count: margin.count });
  }
  if (news.length > 0) await world.announcements.publish(news);
}

/** Those who asked in the last minutes: they lie in one interval or in two. */
async function contactsAround(
  world: SweepWorld,
  { queue, channel }: Pick<WaitingNow, 'queue' | 'channel'>,
  now: Instant,
): Promise<AskedContact[]> {
  const from = addSeconds(now, seconds(-marginWindowSeconds));
  const half = intervalStartOf(now);
  const starts = from < half ? [from, half] : [from];
  const pages = starts.map((since) => world.centerRows.askedSince(queue, channel, since, mostContacts));
  return (await Promise.all(pages)).flat();
}

/** Who took an offer left the queue then, whatever their line did later. */
function askedOf({ askedAt, answeredAt, endedAt, choice, choseAt, expectationSeconds }: AskedContact): Asked {
  const took = choice === 'callback' || choice === 'move' ? choseAt : undefined;
  return { askedAt, answeredAt, leftAt: took ?? endedAt, expectationSeconds };
}
