import type { Settings } from '../../core/settings/schema.ts';
import {
  ask,
  callBackOn,
  choose,
  createCallback,
  enterNumber,
  hangUp,
  ifStartsWith,
  menu,
  say,
} from '../language/blocks.ts';
import { onward, type Step, step } from '../language/flow.ts';
import { flowIds, flowOf, lambdaOf } from '../names.ts';
import type { Prompts } from '../prompts.ts';
import { newsStart } from './news.ts';
import { ofQueue } from './queueFacts.ts';

/** `window`: at the time last named. `change-number`: another number for the callback the caller has open. */
type When = 'now' | 'next-opening' | 'window' | 'change-number';

export interface AcceptParts {
  /** Tells the steps apart where a flow offers a callback more than once. */
  readonly prefix: string;
  readonly when: When;
  /** Whose way of writing numbers a keyed-in one is read by: an ISO code such as US. */
  readonly country: string;
  readonly prompts: Prompts;
  /** Where the contact goes on when there is no callback after all, and whether that is the place it had. */
  readonly hold: string;
  readonly keepsPlace: boolean;
}

/** Numbers are keyed in as they are written in the first country the center may call. */
export const countryOfNumbers = ({ callbacks }: Settings): string => callbacks.allowedCountries[0] ?? 'US';

export const acceptStart = (prefix: string): string => `${prefix}take`;

/** Where a number is asked for, whatever the caller rings from. */
export const otherNumberStart = (prefix: string): string => `${prefix}enter-number-1`;

/**
 * The customer wants to be called back: on which number, is it taken down, who calls.
 *
 * take-offer writes the callback into the ledger before it answers "accepted", so from there on it may be promised: should Connect not be able
 * to queue it, the dialler calls. A number that Connect refuses is another matter, because the dialler could not reach it either: the callback
 * is cancelled again, nothing is promised and the contact goes on where it was.
 */
export function accept(parts: AcceptParts): Step[] {
  const { prefix, prompts, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  return [
    // Who changes the number of a callback wants another than their own.
    ...(parts.when === 'change-number' ? [] : ownNumber(parts)),
    ...enteredNumber(parts, 1, prompts.enterNumber, id('enter-number-2')),
    ...enteredNumber(parts, 2, prompts.enterNumberAgain, id('no-number')),
    step(id('no-number'), say(consoled(prompts.noNumber, parts), hold)),
    ...placed(parts),
  ];
}

function ownNumber(parts: AcceptParts): Step[] {
  const { prefix, prompts } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  return [
    step(
      acceptStart(prefix),
      ifStartsWith('$.CustomerEndpoint.Address', '+', id('confirm-number'), id('enter-number-1')),
    ),
    step(
      id('confirm-number'),
      menu(
        prompts.confirmNumber,
        { '1': id('take-own'), '2': id('enter-number-1') },
        { onSilence: id('take-own'), onOtherKey: id('take-own'), onError: id('take-own') },
      ),
    ),
    step(id('take-own'), takeOffer(parts, {}, id('taken'))),
    step(
      id('taken'),
      choose(
        '$.External.result',
        { accepted: id('place'), 'need-number': id('enter-number-1'), ...named(parts) },
        id(newsStart),
      ),
    ),
  ];
}

/** Without a number the caller's own is meant. A window that was named comes back with every answer, and is passed on. */
const takeOffer = ({ when, hold }: AcceptParts, number: { number?: string }, next: string) =>
  ask(
    lambdaOf('take-offer'),
    {
      ...(when === 'change-number' ? { choice: 'change-number', when: 'window' } : { choice: 'callback', when }),
      queue: ofQueue.queue,
      channel: 'voice',
      ...(when === 'window' ? { window: '$.External.window' } : {}),
      ...number,
    },
    { next, onFault: hold },
  );

function enteredNumber(parts: AcceptParts, attempt: 1 | 2, text: string, onRefused: string): Step[] {
  const id = (name: string): string => `${parts.prefix}${name}`;
  return [
    step(id(`enter-number-${attempt}`), enterNumber(text, parts.country, { onInvalid: onRefused, onError: onRefused })),
    step(id(`take-entered-${attempt}`), takeOffer(parts, { number: '$.StoredCustomerInput' }, onward)),
    step(
      id(`taken-entered-${attempt}`),
      choose('$.External.result', { accepted: id('place'), 'need-number': onRefused, ...named(parts) }, id(newsStart)),
    ),
  ];
}

/** The time that was to be taken is gone, and another is named instead. */
const named = ({ prefix, when }: AcceptParts) => (when === 'window' ? { window: `${prefix}windows` } : {});

const consoled = (text: string, { keepsPlace, prompts }: AcceptParts): string =>
  keepsPlace ? `${text} ${prompts.placeKept}` : text;

function placed(parts: AcceptParts): Step[] {
  const { prefix, when, prompts, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  const promise = [
    step(id('promise'), say(`$.External.say ${prompts.goodbye}`)),
    step(id('promised'), hangUp('callback')),
  ];
  // A callback for another time is the dialler's: Connect's own would stand in the queue now.
  if (when !== 'now') return [step(id('place'), say(`$.External.say ${prompts.goodbye}`)), ...promise.slice(1)];
  return [
    step(id('place'), choose('$.External.place', { native: id('set-number') }, id('promise'))),
    step(id('set-number'), callBackOn('$.External.number', id('unreachable'))),
    step(
      id('create-callback'),
      createCallback({ queue: ofQueue.queueArn, flow: flowOf(flowIds.callbackCreation) }, { onError: id('promise') }),
    ),
    ...promise,
    step(
      id('unreachable'),
      ask(
        lambdaOf('take-offer'),
        { choice: 'cancel', queue: ofQueue.queue, channel: 'voice', when, number: '$.External.number' },
        { onFault: id('cannot-call') },
      ),
    ),
    step(id('cannot-call'), say(consoled(prompts.cannotCallNumber, parts), hold)),
  ];
}
