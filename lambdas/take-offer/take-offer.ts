import type { TakeOfferAnswer, TakeOfferRequest } from './contract.ts';
import { takeCallback } from './take-offer.accept.ts';
import { type Caller, choose, plain, type TakeOfferWorld } from './take-offer.caller.ts';
import { type LinkWorld, sendLink } from './take-offer.link.ts';
import {
  cancel,
  cancelLeg,
  changeNumber,
  changeTime,
  confirm,
  goLive,
  keep,
  legOf,
  optOutLeg,
} from './take-offer.open-callback.ts';
import { nameWindow } from './take-offer.windows.ts';

/** A caller's answer to an offer. Asked again for one key press (up to four times) it answers the same. */
export function makeTakeOffer(
  world: TakeOfferWorld & { link?: LinkWorld | undefined },
): (request: TakeOfferRequest) => Promise<TakeOfferAnswer> {
  return async ({ Details: { ContactData: contact, Parameters: asked } }) => {
    const now = world.clock.now();
    const leg = legOf(contact.Attributes ?? undefined);
    const caller: Caller = {
      contactId: contact.ContactId,
      address: contact.CustomerEndpoint?.Address ?? undefined,
      knownEmail: contact.Attributes?.customerEmail,
      asked,
      now,
    };
    switch (asked.choice) {
      case 'callback':
        return takeCallback(world, caller);
      case 'decline':
        await choose(world, caller, 'hold');
        if (asked.queue) world.metrics.ofQueue(asked.queue, asked.channel, { OffersDeclined: 1 });
        return plain('declined', '');
      case 'keep':
        return keep(world, caller);
      case 'live':
        return goLive(world, caller);
      case 'confirm':
        return leg ? confirm(world, contact.ContactId, leg, now) : plain('end', '');
      case 'name-window':
        return nameWindow(world, caller);
      case 'change-time':
        return changeTime(world, caller);
      case 'change-number':
        return changeNumber(world, caller);
      case 'opt-out':
        return leg ? optOutLeg(world, leg, now) : plain('end', '');
      case 'cancel':
        return leg ? cancelLeg(world, leg, now) : cancel(world, caller);
      case 'text':
      case 'email':
        return sendLink(world, caller, asked.choice);
      default:
        return asked.choice satisfies never;
    }
  };
}
