import type { Channel } from '../../core/contacts/channel.ts';
import { zonesOfNumber } from '../../core/numbers/zones.ts';
import type { QuotePolicy } from '../../core/offers/decideQuote.ts';
import type { Expectation, Offer } from '../../core/offers/decision.ts';
import { offersFor } from '../../core/offers/deflection.ts';
import { randomStream } from '../../core/random/stream.ts';
import type { ModelRow } from '../../core/rows/center.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';

type Queue = RuntimeSettings['queues'][string];

/** An offer that keeps failing is made to a share of contacts only: always the same ones, however often they are asked. */
export const offersOf = (queue: Queue, model: ModelRow | undefined, contactId: string): Offer[] =>
  offersFor(queue.offers, model?.offerShares ?? {}, (offer) => randomStream(0, `${contactId} ${offer}`).uniform());

export function policyOf(
  queue: Queue,
  channel: Channel,
  expectation: Expectation | undefined,
  offers: readonly Offer[],
): QuotePolicy {
  return {
    promiseKeptShare: queue.promiseKeptShare,
    expectation,
    // What would not be dialled is not offered.
    offers: channel === 'voice' ? offers : [],
  };
}

/** Where the caller's telephone may be. Of a number that is yet to be keyed in, the center's own zone is all that is known. */
export function zonesOfCaller({ center }: RuntimeSettings, number: string | undefined): readonly string[] {
  const zones = number === undefined ? [] : zonesOfNumber(number);
  return zones.length > 0 ? zones : [center.timeZone];
}
