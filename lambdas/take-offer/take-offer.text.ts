import { linkLife, newLink } from '../../core/links/link.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import type { LinkKeys, LinkRows } from '../../core/ports.ts';
import { addSeconds, hours } from '../../core/time/units.ts';
import type { Texts } from '../../core/webPorts.ts';
import { numberRules } from '../number-rules.ts';
import { changeContact } from '../row-changes.ts';
import type { TakeOfferAnswer } from './contract.ts';
import { type Caller, knownOr, plain, type TakeOfferWorld } from './take-offer.caller.ts';

export interface TextWorld {
  links: LinkRows;
  linkKeys: LinkKeys;
  texts: Texts;
  /** Where the web desk is reached. */
  deskAddress: string;
}

/** So many texts go to one number in a day: a link that did not come is asked for again, a victim is not flooded. */
const textsPerNumberPerDay = 3;

/**
 * Sends the caller a link by text: to go on by chat in their place, to choose a time for a callback, or to help
 * themselves. Their place on the telephone stays theirs, so whatever fails costs them nothing. The number is the caller's
 * own, never one that was keyed in: nobody can have us write to somebody else.
 */
export async function sendLink(
  world: TakeOfferWorld & { text?: TextWorld | undefined },
  caller: Caller,
): Promise<TakeOfferAnswer> {
  const { asked, contactId, now } = caller;
  const { text, settings } = world;
  const queue = asked.queue === undefined ? undefined : settings.queues[asked.queue];
  if (text === undefined || asked.queue === undefined || !queue?.offers.includes('text'))
    return plain('unavailable', '');
  const verdict = judgeNumber(caller.address, numberRules(settings));
  if (verdict.kind === 'refused' || !verdict.mayBeMobile) {
    return plain('unavailable', 'We cannot send a text to your number. Please hold.');
  }
  const customerKey = await world.customers.keyOf(verdict.number);
  const budgets = [
    [`texts#${customerKey}#${day(now)}`, textsPerNumberPerDay],
    [`texts-prefix#${verdict.prefix}#${day(now)}`, settings.callbacks.perPrefixPerDay],
  ] as const;
  for (const [name, limit] of budgets) {
    if ((await world.centerRows.spend(name, limit, addSeconds(now, hours(48)), contactId)) === 'exhausted') {
      return plain('unavailable', 'We cannot send you another text today. Please hold.');
    }
  }

  const linkId = await text.linkKeys.idOf(`continue#${contactId}`);
  const link = newLink({
    linkId,
    purpose: 'continue',
    queue: asked.queue,
    channel: 'voice',
    sourceContactId: contactId,
    customerKey,
    numberCipher: await world.customers.encrypt(verdict.number),
    validUntil: addSeconds(now, linkLife.continue),
  });
  await text.links.replace(link, undefined);
  const { validUntil = link.validUntil } = (await text.links.get(linkId)) ?? {};
  const address = `${text.deskAddress}/link/${await text.linkKeys.sign(linkId, validUntil)}`;
  const sent = await text.texts.send({
    to: verdict.number,
    content: `${settings.center.name}: go on here, your place is held: ${address}`,
    // Of the contact and not of the link: it is written where others read it.
    clientToken: `text-${contactId}`,
    relatedContactId: contactId,
  });
  if (sent !== 'sent') return plain('unavailable', 'We could not send the text. Please hold.');
  await changeContact(world.contacts, contactId, (row) => {
    const known = knownOr(row, settings, caller);
    return { ...known, linkSentAt: known.linkSentAt ?? now };
  });
  return plain('sent', 'We have sent you a text with a link. You keep your place here meanwhile.');
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
