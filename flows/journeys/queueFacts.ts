import type { LiveChannel } from '../../core/contacts/channel.ts';
import type { Settings } from '../../core/settings/schema.ts';
import type { Reference } from '../language/action.ts';
import { queueOf } from '../names.ts';
import { promptsFor } from '../prompts.ts';
import { hoursOfQueues, otherWayThan, plain, plainLink } from '../speech.ts';

/**
 * What a flow that serves every queue needs to know of the one a contact has chosen. The way in writes it onto the contact as attributes, in
 * one block; arrival, waiting and chat read it there. Set whole each time, so that nothing an earlier queue, or the page a chat was started
 * from, wrote is taken for this one's.
 */
const read = <Name extends string>(name: Name): `$.Attributes.${Name}` => `$.Attributes.${name}`;

/** Where a flow reads each of them. */
export const ofQueue = {
  queue: read('queue'),
  queueArn: read('queueArn'),
  spokenName: read('spokenName'),
  offers: read('offers'),
  openingHours: read('openingHours'),
  otherWay: read('otherWay'),
  linked: read('linked'),
  link: read('link'),
} as const;

type Facts = { readonly [fact in keyof typeof ofQueue]?: string | Reference };

/** Texts are sentences or names ready to be spoken. `offers`: callback, where keeping one's place is among them; window, where only a time that suits is; text or email, where only a link is; or none. */
export function voiceFacts(name: string, settings: Settings): Facts {
  const queue = settings.queues[name];
  return {
    ...factsOf(name, settings, 'voice'),
    spokenName: plain(queue?.spokenName ?? name),
    offers: queue?.offers.includes('callback')
      ? 'callback'
      : queue?.offers.includes('window')
        ? 'window'
        : (queue?.offers[0] ?? 'none'),
  };
}

/** `linked`: yes or no, and with yes `link` is the sentence with the address. */
export function chatFacts(name: string, settings: Settings): Facts {
  const link = settings.queues[name]?.chatLink;
  return {
    ...factsOf(name, settings, 'chat'),
    ...(link === undefined
      ? { linked: 'no' }
      : { linked: 'yes', link: promptsFor(settings.center.language).chatLink(plainLink(link)) }),
  };
}

/** Of a queue that post is for: nothing is spoken in its flows. */
export const postFacts = (name: string): Facts => ({ queue: name, queueArn: queueOf(name) });

function factsOf(name: string, settings: Settings, channel: LiveChannel): Facts {
  const prompts = promptsFor(settings.center.language);
  return {
    queue: name,
    queueArn: queueOf(name),
    openingHours: prompts.openingHours(hoursOfQueues(settings, [name], prompts.hours)),
    otherWay: otherWayThan(channel, settings, [name], prompts.otherWay),
  };
}
