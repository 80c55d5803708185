import { deriveContact } from '../../core/contacts/derive.ts';
import type { Choice, ContactRow } from '../../core/rows/contact.ts';
import type { LinkRow, LinkUse } from '../../core/rows/link.ts';
import { type Instant, type Seconds, secondsBetween } from '../../core/time/units.ts';
import { cancelCallback, moveCallback } from '../callback-changes.ts';
import { noteInJourney } from '../journey-notes.ts';
import { attributesOf, summaryAfter } from '../journey-summary.ts';
import { type Performed, useLink } from '../link-use.ts';
import { changeContact } from '../row-changes.ts';
import { bodies, type DeskResponse } from './contract.ts';
import { refusedRequest } from './web-desk.answers.ts';
import { bookOnWeb, instantOf, manageLinkOf, mintManageLink, note, refusedBooking } from './web-desk.booking.ts';
import { refusedChat, startChat } from './web-desk.chat.ts';
import { continueSaid, manageSaid, ownCallback, resultSaid } from './web-desk.link-page.ts';
import { answerSurvey, surveySaid } from './web-desk.survey.ts';
import type { DeskWorld, Visit } from './web-desk.visit.ts';

/** One answer for every link that is not good, so that nobody learns which ones there are. */
const notGood = refusedRequest(404, 'This link is not good, or no longer.');

/** Shows what a link can do, and does none of it: mail and text scanners follow every link they see. */
export async function getLink(visit: Visit): Promise<DeskResponse> {
  const link = await linkOf(visit);
  if (!link || link.purpose === 'chat') return visit.answer(notGood);
  if (link.used) return visit.answer(await resultSaid(visit.world, link, link.used.result, visit.now));
  if (link.purpose === 'survey') return visit.answer(surveySaid(visit));
  return visit.answer(link.purpose === 'continue' ? await continueSaid(visit, link) : await manageSaid(visit, link));
}

export async function postLink(visit: Visit): Promise<DeskResponse> {
  const { world, now } = visit;
  const link = await linkOf(visit);
  if (!link) return visit.answer(notGood);
  const body = visit.body(bodies.link);
  if (!body) return visit.answer(refusedRequest(400, 'Check what you chose.'));
  const done = await useLink(world, link.linkId, wishOf(body), (row, use) => perform(world, row, use, now));
  switch (done.kind) {
    case 'used':
      return visit.answer(await resultSaid(world, link, done.result, now));
    case 'impossible':
      return visit.answer(impossible[done.reason as keyof typeof impossible] ?? refusedRequest(503, done.reason));
    case 'refused':
      return visit.answer(notGood);
    default:
      return done satisfies never;
  }
}

const impossible = {
  'with-agent': refusedRequest(503, 'You are talking with us already.'),
  'in-progress': refusedRequest(503, 'We are calling you just now.'),
  busy: refusedChat,
  'no-chat': refusedChat,
} as const;

type Wish = NonNullable<ReturnType<typeof bodies.link.parse>>;

function wishOf(body: Wish): LinkUse {
  switch (body.do) {
    case 'callback': {
      const startsAt = instantOf(body.startsAt);
      return { kind: 'callback', ...(startsAt === undefined ? {} : { startsAt }) };
    }
    case 'move':
      return { kind: 'move', startsAt: instantOf(body.startsAt) as Instant };
    case 'survey':
      return { kind: 'survey', solved: body.solved === 'yes', easy: Number(body.easy) };
    case 'chat':
    case 'cancel':
      return { kind: body.do };
    default:
      return body satisfies never;
  }
}

async function linkOf(visit: Visit): Promise<LinkRow | undefined> {
  const token = await visit.world.linkKeys.read(visit.parameter('token'), visit.now);
  return token.kind === 'valid' ? visit.world.links.get(token.linkId) : undefined;
}

/** Idempotent in the link: its callback and its chat have one name each. */
function perform(world: DeskWorld, link: LinkRow, use: LinkUse, now: Instant): Promise<Performed> {
  switch (use.kind) {
    case 'callback':
      return takeCallback(world, link, use.startsAt, now);
    case 'chat':
      return goOnByChat(world, link, now);
    case 'survey':
      return answerSurvey(world, link, use, now);
    case 'move':
    case 'cancel':
      return changeCallback(world, link, use, now);
    default:
      return use satisfies never;
  }
}

async function takeCallback(
  world: DeskWorld,
  link: LinkRow,
  startsAt: Instant | undefined,
  now: Instant,
): Promise<Performed> {
  const contact = await world.contacts.get(link.sourceContactId);
  if (contact?.answeredAt !== undefined) return { kind: 'impossible', reason: 'with-agent' };
  const callbackId = `cb-link-${await world.linkKeys.idOf(`callback#${link.linkId}`)}`;
  const booking = await bookOnWeb(
    world,
    {
      queue: link.queue,
      number: await world.customers.decrypt(link.numberCipher ?? ''),
      startsAt,
      callbackId,
      sourceContactId: link.sourceContactId,
      how: 'link',
    },
    now,
  );
  note(world, link.queue, booking);
  if (booking.kind === 'refused') {
    return { kind: 'impossible', reason: refusedBooking(booking.reason).lines.join(' ') };
  }
  const { callback } = booking;
  const { callbackKey } = callback;
  const left = await leaveLine(world, link, 'callback', { callbackKey, callbackId: callback.callbackId });
  if (left === 'answered') {
    if (booking.kind === 'booked') {
      await cancelCallback(world, { callbackKey, callbackId, reason: 'agent-was-faster' });
    }
    return { kind: 'impossible', reason: 'with-agent' };
  }
  const { promisedBy, notBefore } = callback;
  if (booking.kind === 'open-already') return { kind: 'done', result: { kind: 'open-callback', promisedBy } };
  await mintManageLink(world, callback);
  const { linkId: manageLinkId, validUntil: manageUntil } = await manageLinkOf(world, callback);
  return {
    kind: 'done',
    result: { kind: 'callback', startsAt: notBefore, promisedBy, manageLinkId, manageUntil },
  };
}

/** The place on the telephone is held until the chat is connected; only then is it given up. */
async function goOnByChat(world: DeskWorld, link: LinkRow, now: Instant): Promise<Performed> {
  const contact = await world.contacts.get(link.sourceContactId);
  if (contact?.answeredAt !== undefined) return { kind: 'impossible', reason: 'with-agent' };
  const left = contact && deriveContact({ ...contact, choice: 'move', choseAt: contact.choseAt ?? now });
  const names = link.customerKey === undefined ? [] : [link.customerKey];
  const others = await othersOf(world, link);
  const told = attributesOf(await summaryAfter(world, names, link.queue, left, now, others));
  const chat = await startChat(
    world,
    {
      queue: link.queue,
      displayName: 'Customer',
      seed: link.linkId,
      from: { contactId: link.sourceContactId, waitedSeconds: waitedOf(contact, now) },
      told,
    },
    now,
  );
  if (chat.kind === 'impossible') return chat;
  const known = await changeContact(world.contacts, chat.contactId, (row) =>
    deriveContact({
      ...(row ?? newChatContact(world, chat.contactId, link, now)),
      movedFrom: link.sourceContactId,
      ...(contact?.askedAt === undefined ? {} : { rankedSince: contact.askedAt }),
      ...(link.customerKey === undefined ? {} : { customerKey: link.customerKey }),
    }),
  );
  // Its events may have come before it was known whose it is.
  if (known) await noteInJourney(world.contacts, known.before, known.after);
  if ((await leaveLine(world, link, 'move')) === 'answered') {
    await world.center.stop(chat.contactId);
    return { kind: 'impossible', reason: 'with-agent' };
  }
  return { kind: 'done', result: { kind: 'chat', chatLinkId: chat.chatLinkId, chatUntil: chat.chatUntil } };
}

/** So many of the customer's contacts are looked at: one may last still while the link of another is used. */
const latestContacts = 5;

async function othersOf(world: DeskWorld, { customerKey, sourceContactId }: LinkRow): Promise<ContactRow[]> {
  if (customerKey === undefined) return [];
  const latest = await world.centerRows.contactsOfCustomer(customerKey, latestContacts);
  const ids = latest.map(({ contactId }) => contactId).filter((contactId) => contactId !== sourceContactId);
  return ids.length === 0 ? [] : [...(await world.contacts.getMany(ids)).values()];
}

const waitedOf = (contact: ContactRow | undefined, now: Instant): Seconds =>
  contact?.askedAt === undefined ? (0 as Seconds) : secondsBetween(contact.askedAt, contact.endedAt ?? now);

const newChatContact = (world: DeskWorld, contactId: string, link: LinkRow, now: Instant): ContactRow => ({
  schemaVersion: 1,
  version: 0,
  contactId,
  channel: 'chat',
  askedQueue: link.queue,
  expiresAt: Math.ceil(now / 1000) + world.settings.privacy.contactRetentionDays * 86_400,
});

/**
 * The contact that waits is not needed any more: its choice is written, then it is ended. Whatever an agent has taken up
 * meanwhile is left alone, and so is one whose customer hung up.
 */
async function leaveLine(
  world: DeskWorld,
  link: LinkRow,
  choice: Extract<Choice, 'callback' | 'move'>,
  also: Partial<ContactRow> = {},
): Promise<'left' | 'answered'> {
  const changed = await changeContact(world.contacts, link.sourceContactId, (row) =>
    row === undefined || row.answeredAt !== undefined
      ? row
      : deriveContact({ ...row, ...also, choice, choseAt: row.choseAt ?? world.clock.now() }),
  );
  if (changed?.after.answeredAt !== undefined) return 'answered';
  if (changed && changed.after.endedAt === undefined) await world.center.stop(link.sourceContactId);
  return 'left';
}

async function changeCallback(
  world: DeskWorld,
  link: LinkRow,
  use: Extract<LinkUse, { kind: 'move' | 'cancel' }>,
  now: Instant,
): Promise<Performed> {
  const { callbackKey = '', callbackId = '' } = link;
  if (use.kind === 'cancel') {
    await cancelCallback(world, { callbackKey, callbackId, reason: 'customer' });
    return { kind: 'done', result: { kind: 'cancelled' } };
  }
  const callback = await ownCallback(world, link);
  if (!callback) return { kind: 'impossible', reason: 'This callback is over.' };
  const move = await moveCallback(world, callback, use.startsAt, { now });
  if (move.kind === 'no-window') return { kind: 'impossible', reason: 'That time is taken. Choose another one.' };
  if (move.kind === 'in-progress') return { kind: 'impossible', reason: move.kind };
  await mintManageLink(world, move.callback);
  const { linkId: manageLinkId, validUntil: manageUntil } = await manageLinkOf(world, move.callback);
  const { notBefore: startsAt, promisedBy } = move.callback;
  return { kind: 'done', result: { kind: 'callback', startsAt, promisedBy, manageLinkId, manageUntil } };
}
