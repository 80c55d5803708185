import { parseDailyWindow } from '../core/callbacks/callingHours.ts';
import { type OpenWindow, openWindows } from '../core/callbacks/windows.ts';
import type { BookedWindows, CenterRows } from '../core/ports.ts';
import type { ModelRow } from '../core/rows/center.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { type Instant, minutes, secondsBetween } from '../core/time/units.ts';

/** When the customer wants to be called. A window is named by its start. */
export type When = 'keep-place' | 'next-opening' | 'earliest-window' | { windowStartsAt: Instant } | AgentsTime;

/** An agent promised it: room for it is the agent's own. */
export interface AgentsTime {
  notBefore: Instant;
  promisedBy: Instant;
}

export interface WindowsWorld {
  centerRows: Pick<CenterRows, 'bookWindow'>;
  settings: RuntimeSettings;
}

/** The queue's plan, and what is booked into its windows. */
export interface WindowPlan {
  model: ModelRow | undefined;
  booked: BookedWindows;
}

export interface WindowWish {
  now: Instant;
  queue: string;
  callbackId: string;
  zones: readonly string[];
  /** A window by its start; anything else is the earliest that has room. */
  when: When;
}

/** Takes a place in a window that can be kept; undefined when there is none. */
export async function takeWindow(
  { centerRows, settings }: WindowsWorld,
  plan: WindowPlan,
  { now, queue, callbackId, zones, when }: WindowWish,
): Promise<OpenWindow | undefined> {
  const open = windowsIn(settings, queue, plan, zones, now);
  const candidates =
    typeof when === 'object' && 'windowStartsAt' in when
      ? open.filter(({ startsAt }) => startsAt === when.windowStartsAt)
      : open;
  const forget = [...plan.booked.keys()].filter((startsAt) => secondsBetween(startsAt, now) > forgetAfterSeconds);
  for (const window of candidates) {
    const place = { queue, startsAt: window.startsAt, callbackId, capacity: window.capacity, forget };
    if ((await centerRows.bookWindow(place)) === 'booked') return window;
  }
  return undefined;
}

const forgetAfterSeconds = minutes(24 * 60);

/** The windows of a queue that can still be promised to a telephone in these zones, earliest first. */
export async function windowsOf(
  { centerRows, settings }: { centerRows: Pick<CenterRows, 'model' | 'bookedWindows'>; settings: RuntimeSettings },
  queue: string,
  zones: readonly string[],
  now: Instant,
): Promise<OpenWindow[]> {
  return windowsIn(settings, queue, await windowPlan(centerRows, queue), zones, now);
}

export async function windowPlan(
  centerRows: Pick<CenterRows, 'model' | 'bookedWindows'>,
  queue: string,
): Promise<WindowPlan> {
  const [model, booked] = await Promise.all([centerRows.model(queue, 'voice'), centerRows.bookedWindows(queue)]);
  return { model, booked };
}

/** The same from rows that were read already. */
export function windowsIn(
  settings: RuntimeSettings,
  queue: string,
  { model, booked }: WindowPlan,
  zones: readonly string[],
  now: Instant,
): OpenWindow[] {
  const hours = settings.hours[settings.queues[queue]?.hours ?? ''];
  const ringing = parseDailyWindow(settings.callbacks.allowedHours);
  return openWindows({ now, slots: model?.plan?.freeSlots ?? [], booked, hours, zones, ringing });
}
