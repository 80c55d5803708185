import { zonesOfNumber } from '../../core/numbers/zones.ts';
import { askWindow, sayWindow } from '../../core/offers/say.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { windowsOf } from '../windows.ts';
import type { TakeOfferAnswer } from './contract.ts';
import { type Caller, plain, type TakeOfferWorld } from './take-offer.caller.ts';

/** A window as it travels through the flow and back: epoch seconds as text. Anything else is none. */
export const windowAsked = (text: string | undefined): Instant | undefined =>
  text !== undefined && /^\d{9,11}$/.test(text) ? instant(Number(text) * 1000) : undefined;

interface Naming {
  /** Said before it. */
  say?: string;
  /** A window that is not to be named: the callback's own, when its time is changed. */
  besides?: Instant | undefined;
}

/**
 * The earliest window that can be kept, or the next one after that named before; after the last one the first again.
 * Naming takes no place: whoever is first to take it has it.
 */
export async function nameWindow(
  world: TakeOfferWorld,
  caller: Caller,
  { say = '', besides }: Naming = {},
): Promise<TakeOfferAnswer> {
  const { settings } = world;
  const { asked, now } = caller;
  if (asked.queue === undefined || !settings.queues[asked.queue]) {
    throw new RangeError('queue: expected the name of a queue in settings');
  }
  if (asked.choice === 'name-window' && !settings.queues[asked.queue]?.offers.includes('window')) {
    return plain('unavailable', '');
  }
  const after = windowAsked(asked.window);
  const known = zonesOfNumber(asked.number ?? caller.address ?? '');
  const zones = known.length > 0 ? known : [settings.center.timeZone];
  const open = (await windowsOf(world, asked.queue, zones, now)).filter(({ startsAt }) => startsAt !== besides);
  const later = open.find(({ startsAt }) => after === undefined || startsAt > after);
  const named = later ?? open[0];
  if (!named) return plain('unavailable', join(say, 'There is no time free that we could promise.'));
  const lead = later ? say : join(say, 'There is no later time.');
  return {
    ...plain('window', join(lead, `We can call you ${sayWindow(named, settings.center.timeZone, now)}.`)),
    ask: askWindow,
    window: String(named.startsAt / 1000),
  };
}

const join = (...sentences: readonly string[]): string => sentences.filter((one) => one !== '').join(' ');
