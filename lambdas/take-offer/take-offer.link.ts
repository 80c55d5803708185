import { isPost } from '../../core/contacts/channel.ts';
import { linkLife, newLink } from '../../core/links/link.ts';
import { mailAddressOf } from '../../core/mail/address.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import type { LinkKeys, LinkRows } from '../../core/ports.ts';
import { addSeconds, hours, utcDate } from '../../core/time/units.ts';
import type { Emails, Texts } from '../../core/webPorts.ts';
import { numberRules } from '../number-rules.ts';
import { changeContact } from '../row-changes.ts';
import type { TakeOfferAnswer } from './contract.ts';
import { type Caller, knownOr, plain, type TakeOfferWorld } from './take-offer.caller.ts';

export interface LinkWorld {
  links: LinkRows;
  linkKeys: LinkKeys;
  /** Where the web desk is reached. */
  deskAddress: string;
  /** What is not configured is not there. */
  texts?: Texts | undefined;
  emails?: Emails | undefined;
}

type World = TakeOfferWorld & { link?: LinkWorld | undefined };

/** So many messages go to one customer in a day: a link that did not come is asked for again, nobody is flooded. */
const messagesPerCustomerPerDay = 3;

/** Whom we write to, under which name they are known, and what of it the budgets count beside that. */
interface Recipient {
  to: string;
  customer: string;
  /** Of a number that is called back from the link. */
  number?: string;
  prefix?: string;
}

/**
 * Sends a customer a link by text or e-mail: to go on by chat in their place, to choose a time for a callback, or to help
 * themselves. Their place stays theirs, so whatever fails costs them nothing. It goes to the number they call from, to the
 * address they wrote from or the company knows them by, never to one that was keyed in: nobody can have us write to
 * somebody else.
 */
export async function sendLink(world: World, caller: Caller, by: 'text' | 'email'): Promise<TakeOfferAnswer> {
  const { asked, contactId, now } = caller;
  const { settings, link } = world;
  const queue = asked.queue === undefined ? undefined : settings.queues[asked.queue];
  const configured = by === 'text' ? link?.texts : link?.emails;
  const offered = isPost(asked.channel) || queue?.offers.includes(by);
  if (link === undefined || configured === undefined || asked.queue === undefined || !offered)
    return plain('unavailable', '');
  const to = by === 'text' ? textRecipient(world, caller) : mailRecipient(world, caller);
  if (to === undefined) return plain('unavailable', cannot[by]);
  const customerKey = await world.customers.keyOf(to.customer);
  const budgets = [
    [`${by}s#${customerKey}#${utcDate(now)}`, messagesPerCustomerPerDay],
    ...(to.prefix === undefined
      ? []
      : ([[`${by}s-prefix#${to.prefix}#${utcDate(now)}`, settings.callbacks.perPrefixPerDay]] as const)),
  ] as const;
  for (const [name, limit] of budgets) {
    if ((await world.centerRows.spend(name, limit, addSeconds(now, hours(48)), contactId)) === 'exhausted') {
      return plain('unavailable', 'We cannot send you another message today. Please hold.');
    }
  }

  const address = await mint(world, link, caller, asked.queue, { ...to, customerKey });
  const letter = { to: to.to, clientToken: `${by}-${contactId}`, relatedContactId: contactId };
  const { name } = settings.center;
  const sent =
    by === 'text'
      ? await link.texts?.send({ ...letter, content: `${name}: go on here, your place is held: ${address}` })
      : await link.emails?.send({ ...letter, ...letterOf(caller, name, address) });
  if (sent !== 'sent') return plain('unavailable', 'We could not send it. Please hold.');
  await changeContact(world.contacts, contactId, (row) => {
    const known = knownOr(row, settings, caller);
    return { ...known, linkSentAt: known.linkSentAt ?? now };
  });
  const what = by === 'text' ? 'a text' : 'an e-mail';
  return plain('sent', `We have sent you ${what} with a link. You keep your place here meanwhile.`);
}

const cannot = {
  text: 'We cannot send a text to your number. Please hold.',
  email: 'We have no e-mail address of yours. Please hold.',
} as const;

function textRecipient({ settings }: World, { address }: Caller): Recipient | undefined {
  const verdict = judgeNumber(address, numberRules(settings));
  if (verdict.kind === 'refused' || !verdict.mayBeMobile) return undefined;
  const { number, prefix } = verdict;
  return { to: number, customer: number, number, prefix };
}

/** Whoever wrote is answered where they wrote from; a caller where the company knows them. */
function mailRecipient({ settings }: World, { address, knownEmail, asked }: Caller): Recipient | undefined {
  const to = mailAddressOf(asked.channel === 'email' ? address : knownEmail);
  if (to === undefined) return undefined;
  const verdict = judgeNumber(address, numberRules(settings));
  return { to, customer: to, ...(verdict.kind === 'dialable' ? { number: verdict.number } : {}) };
}

/** Of the contact: asked again it is the same link. */
async function mint(
  world: World,
  { links, linkKeys, deskAddress }: LinkWorld,
  { asked, contactId, now }: Caller,
  queue: string,
  { number, customerKey }: Recipient & { customerKey: string },
): Promise<string> {
  const linkId = await linkKeys.idOf(`continue#${contactId}`);
  const row = newLink({
    linkId,
    purpose: 'continue',
    queue,
    channel: asked.channel,
    sourceContactId: contactId,
    customerKey,
    ...(number === undefined ? {} : { numberCipher: await world.customers.encrypt(number) }),
    validUntil: addSeconds(now, isPost(asked.channel) ? linkLife.letter : linkLife.continue),
  });
  await links.replace(row, undefined);
  const { validUntil = row.validUntil } = (await links.get(linkId)) ?? {};
  return `${deskAddress}/link/${await linkKeys.sign(linkId, validUntil)}`;
}

function letterOf({ asked }: Caller, center: string, address: string): { subject: string; text: string } {
  if (!isPost(asked.channel)) {
    return {
      subject: `${center}: go on here`,
      text: `Your place on the telephone is held until you choose:\n${address}\n`,
    };
  }
  return {
    subject: `${center}: we have your message`,
    text: [asked.say ?? 'We have your message.', `To go on another way, without waiting for it:\n${address}`, ''].join(
      '\n\n',
    ),
  };
}
