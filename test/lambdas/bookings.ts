import type { CallbackRow } from '../../core/rows/callback.ts';
import { addSeconds, type Instant, minutes } from '../../core/time/units.ts';
import { type Booking, type BookingRequest, bookCallback } from '../../lambdas/booking.ts';
import { caller, noon, type World } from './world.ts';

let requests = 0;

/** A request as a door makes it; each is another one. */
export function book(world: World, facts: Partial<BookingRequest> = {}, id?: string): Promise<Booking> {
  requests += 1;
  const sourceContactId = id ?? `request-${requests}`;
  return bookCallback(world, {
    now: world.clock.now(),
    door: 'web',
    queue: 'service',
    channel: 'voice',
    number: caller,
    when: 'next-opening',
    how: 'web-form',
    wording: 'web-1',
    source: () => ({
      callbackId: `cb-${sourceContactId}`,
      sourceContactId,
      placeSince: noon,
      withinSeconds: minutes(10),
    }),
    ...facts,
  });
}

/** Of a request that is granted, the callback. */
export async function booked(world: World, facts: Partial<BookingRequest> = {}, id?: string): Promise<CallbackRow> {
  const booking = await book(world, facts, id);
  if (booking.kind !== 'booked') throw new Error(booking.kind);
  return booking.callback;
}

export const windowAt = (index: number): Instant => addSeconds(noon, minutes(30 * index));

/** The plan has room for so many callbacks in each half hour from noon on. */
export async function plan(world: World, ...free: number[]): Promise<void> {
  const freeSlots = free.map((count, index) => ({
    startsAt: windowAt(index),
    endsAt: windowAt(index + 1),
    free: count,
  }));
  const extract = { generatedAt: noon, agents: [], freeSlots };
  await world.centerRows.putModel({
    schemaVersion: 1,
    queue: 'service',
    channel: 'voice',
    at: noon,
    model: undefined,
    plan: extract,
  });
}

export const numberAt = (index: number): string => `+1212555${String(1000 + index)}`;
