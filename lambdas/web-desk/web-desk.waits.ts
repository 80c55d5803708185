import type { Channel } from '../../core/contacts/channel.ts';
import { placeInQueue } from '../../core/offers/place.ts';
import { tellable } from '../../core/offers/quote.ts';
import { sayRange } from '../../core/offers/say.ts';
import { predictWait } from '../../core/prediction/predictWait.ts';
import { sharedAheadOf } from '../../core/prediction/sharedQueues.ts';
import { readWaitModel } from '../../core/prediction/waitModel.ts';
import type { PulseRow } from '../../core/rows/center.ts';
import { isOpenAt } from '../../core/time/hours.ts';
import { minutes, secondsBetween } from '../../core/time/units.ts';
import type { DeskWorld } from './web-desk.visit.ts';

/** The wait of somebody who came now. A range, or an honest word why there is none. */
export type WaitNow = { queue: string; channel: Channel } & (
  | { kind: 'range'; aboutSeconds: number; boundSeconds: number; say: string }
  | { kind: 'at-once' | 'unknown' | 'closed'; say: string }
);

/** The sweep takes the pulse each minute: an older one says nothing about now. */
const freshSeconds = minutes(3);

/** Of every queue and channel. From the pulse and the models: no visitor makes us ask Connect. */
export async function waitsNow(world: DeskWorld): Promise<WaitNow[]> {
  const { settings } = world;
  const pulse = await world.centerRows.pulse();
  const asked = Object.entries(settings.queues).flatMap(([queue, { channels }]) =>
    channels.map((channel) => ({ queue, channel })),
  );
  return Promise.all(asked.map(({ queue, channel }) => waitOf(world, queue, channel, pulse)));
}

async function waitOf(
  world: DeskWorld,
  queue: string,
  channel: Channel,
  pulse: PulseRow | undefined,
): Promise<WaitNow> {
  const { settings, clock } = world;
  const now = clock.now();
  const { hours: hoursName = '', promiseKeptShare = 0.9 } = settings.queues[queue] ?? {};
  const hours = settings.hours[hoursName];
  if (hours && !isOpenAt(hours, hours.timeZone, now)) return { queue, channel, kind: 'closed', say: 'Closed now.' };
  const figures =
    pulse && secondsBetween(pulse.at, now) <= freshSeconds
      ? pulse.figures.find((one) => one.queue === queue && one.channel === channel)
      : undefined;
  const stored = await world.centerRows.model(queue, channel);
  const model = readWaitModel(stored?.model, channel);
  const { agentsStaffed: staffed, agentsAvailable: available, agentsOnContact, agentsAfterContactWork } = figures ?? {};
  const state = placeInQueue({
    now,
    page: { entries: [], more: true },
    contactId: '',
    ownRank: undefined,
    queueSize: figures?.contactsInQueue,
    agents:
      figures?.contactsInQueue === undefined || staffed === undefined || available === undefined
        ? undefined
        : { staffed, available, busy: (agentsOnContact ?? staffed - available) + (agentsAfterContactWork ?? 0) },
    contactsPerAgent: settings.contactsPerAgent[queue]?.[channel] ?? 1,
    sharedAhead: sharedAheadOf(queue, channel, pulse, model.sharing, now),
    overtakingPerSecond: model.overtakingPerSecond,
    plan: stored?.plan,
  });
  const what = tellable(predictWait(state, model), model, promiseKeptShare);
  switch (what.kind) {
    case 'unknown':
    case 'beyond':
      return { queue, channel, kind: 'unknown', say: 'We cannot say.' };
    case 'at-once':
      return { queue, channel, kind: 'at-once', say: 'Next to no wait.' };
    case 'range': {
      const { aboutSeconds, boundSeconds } = what;
      const say = capital(`${sayRange(aboutSeconds, boundSeconds)}.`);
      return { queue, channel, kind: 'range', aboutSeconds, boundSeconds, say };
    }
    default:
      return what satisfies never;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
