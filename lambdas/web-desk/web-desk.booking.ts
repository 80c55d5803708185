import { formBudgets } from '../../core/callbacks/budgets.ts';
import { type BookingRefusal, sayRefused } from '../../core/callbacks/refusal.ts';
import { linkLife, newLink } from '../../core/links/link.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import { sayTime } from '../../core/offers/say.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { addSeconds, hours, type Instant, instant } from '../../core/time/units.ts';
import { type Booking, bookCallback } from '../booking.ts';
import { numberRules } from '../number-rules.ts';
import { windowsOf } from '../windows.ts';
import { bodies, type DeskResponse } from './contract.ts';
import { once, refusedRequest, type Said } from './web-desk.answers.ts';
import { addressKeyOf, type DeskWorld, type Visit } from './web-desk.visit.ts';

/** Version of the words a customer consents to on our pages. */
export const wording = 'web-time-that-suits-1';

export interface WebBooking {
  queue: string;
  number: string;
  startsAt: Instant | undefined;
  callbackId: string;
  sourceContactId: string;
  how: 'web-form' | 'link' | 'login';
  /** Keyed hash of the visitor's address; undefined for who proved who they are. */
  addressKey?: string;
}

export const bookOnWeb = (world: DeskWorld, booking: WebBooking, now: Instant): Promise<Booking> =>
  bookCallback(world, {
    now,
    door: 'web',
    queue: booking.queue,
    channel: 'voice',
    number: booking.number,
    when: booking.startsAt === undefined ? 'next-opening' : { windowStartsAt: booking.startsAt },
    how: booking.how,
    wording,
    ...(booking.addressKey === undefined
      ? {}
      : { budgets: formBudgets(world.settings.callbacks, booking.addressKey, now) }),
    source: () => ({
      callbackId: booking.callbackId,
      sourceContactId: booking.sourceContactId,
      placeSince: now,
      withinSeconds: hours(1),
    }),
  });

/** Times that can be kept, for a form: the value is the start. */
export async function timesOf(
  world: DeskWorld,
  queue: string,
  now: Instant,
): Promise<(readonly [value: string, text: string])[]> {
  const { timeZone } = world.settings.center;
  const open = await windowsOf(world, queue, [timeZone], now);
  return open
    .slice(0, 24)
    .map(({ startsAt, endsAt }) => [
      String(startsAt),
      `${sayTime(startsAt, timeZone, now)} to ${sayTime(endsAt, timeZone, startsAt)}`,
    ]);
}

export const instantOf = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : instant(Number(text));

/**
 * A number somebody wrote down. What is answered depends on the number alone, never on what we know of it: whether it has
 * a callback, asked not to be called or has used up its budget, its page is this one, to the letter.
 */
export const asked: Said = {
  status: 202,
  title: 'We have your request',
  lines: [
    'If we can call this number then, we will. We ask for a key press before we connect you.',
    'To change or cancel a callback, call us from that number.',
  ],
};

export async function postCallback(visit: Visit): Promise<DeskResponse> {
  const { world, now } = visit;
  if (world.settings.web?.bookings !== 'anyone')
    return visit.answer(refusedRequest(404, 'Callbacks are booked by link.'));
  const body = visit.body(bodies.callback);
  const queue = body && world.settings.queues[body.queue];
  if (!body || !queue?.channels.includes('voice')) return visit.answer(refusedRequest(400, 'Check what you wrote.'));
  const verdict = judgeNumber(body.number, numberRules(world.settings));
  if (verdict.kind === 'refused') return visit.answer(refusedBooking(verdict.reason));
  return once(visit, async (requestId) => {
    const booking = bookOnWeb(
      world,
      {
        queue: body.queue,
        number: verdict.number,
        startsAt: instantOf(body.startsAt),
        callbackId: `cb-web-${requestId}`,
        sourceContactId: `web-${requestId}`,
        how: 'web-form',
        addressKey: await addressKeyOf(visit),
      },
      now,
    );
    await Promise.all([booking.then((done) => note(world, body.queue, done)), world.settled(now)]);
    return visit.answer(asked);
  });
}

/** A logged-in customer: the number is the one their identity provider vouches for. */
export async function postCustomerCallback(visit: Visit): Promise<DeskResponse> {
  const { world, request, now } = visit;
  const number = request.requestContext.authorizer?.phoneNumber;
  const body = visit.body(bodies.customerCallback);
  if (!body || !world.settings.queues[body.queue]?.channels.includes('voice'))
    return visit.answer(refusedRequest(400, 'Check what you wrote.'));
  if (typeof number !== 'string') return visit.answer(refusedRequest(400, 'Your account has no confirmed number.'));
  return once(visit, async (requestId) => {
    const booking = await bookOnWeb(
      world,
      {
        queue: body.queue,
        number,
        startsAt: instantOf(body.startsAt),
        callbackId: `cb-web-${requestId}`,
        sourceContactId: `web-${requestId}`,
        how: 'login',
      },
      now,
    );
    note(world, body.queue, booking);
    if (booking.kind === 'refused') return visit.answer(refusedBooking(booking.reason));
    return visit.answer(await bookedSaid(world, booking, now));
  });
}

/** The promise, and the link by which it can be moved or taken back. */
export async function bookedSaid(
  world: DeskWorld,
  { callback }: Exclude<Booking, { kind: 'refused' }>,
  now: Instant,
): Promise<Said> {
  const token = await mintManageLink(world, callback);
  return {
    status: 202,
    title: 'We will call you back',
    lines: [promiseOf(world, callback, now)],
    next: { path: `/link/${token}`, text: 'Move or cancel it' },
  };
}

export const promiseOf = (
  { settings }: DeskWorld,
  { notBefore, promisedBy }: Pick<CallbackRow, 'notBefore' | 'promisedBy'>,
  now: Instant,
): string => {
  const { timeZone } = settings.center;
  return `Between ${sayTime(notBefore, timeZone, now)} and ${sayTime(promisedBy, timeZone, notBefore)}.`;
};

/** One link for one promise of one callback: minted twice it is the same. */
export async function mintManageLink(world: DeskWorld, callback: CallbackRow): Promise<string> {
  const { linkId, validUntil } = await manageLinkOf(world, callback);
  const link = newLink({
    linkId,
    purpose: 'manage',
    queue: callback.queue,
    channel: callback.channel,
    sourceContactId: callback.sourceContactId,
    customerKey: callback.customerKey,
    numberCipher: callback.numberCipher,
    callbackKey: callback.callbackKey,
    callbackId: callback.callbackId,
    validUntil,
  });
  // A conflict is the link that was minted before.
  await world.links.replace(link, undefined);
  return world.linkKeys.sign(linkId, validUntil);
}

export async function manageLinkOf(
  world: DeskWorld,
  { callbackId, promisedBy }: Pick<CallbackRow, 'callbackId' | 'promisedBy'>,
): Promise<{ linkId: string; validUntil: Instant }> {
  return {
    linkId: await world.linkKeys.idOf(`manage#${callbackId}#${promisedBy}`),
    validUntil: addSeconds(promisedBy, linkLife.manage),
  };
}

export const refusedBooking = (reason: BookingRefusal): Said =>
  refusedRequest(isOfTheNumber(reason) ? 400 : 503, sayRefused(reason));

/** Whether what was written is to blame, and not the moment. */
const isOfTheNumber = (reason: BookingRefusal): boolean =>
  !['opted-out', 'over-budget', 'too-late', 'no-window', 'not-at-that-hour', 'never-open', 'frozen'].includes(reason);

export function note(world: DeskWorld, queue: string, booking: Booking): void {
  if (booking.kind === 'booked' && booking.created) world.metrics.ofQueue(queue, 'voice', { CallbacksAccepted: 1 });
  world.log.info('callback asked for on the web', {
    queue,
    state: booking.kind,
    ...(booking.kind === 'refused' ? { reason: booking.reason } : { callbackId: booking.callback.callbackId }),
  });
}
