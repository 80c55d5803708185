import type { LiveChannel } from '../core/contacts/channel.ts';

/**
 * What the flows say by themselves. Everything that depends on the queue as it stands (waits, offers, promises) is said in quote-wait's and
 * take-offer's words; this is the rest, in one place and by language. A language is added by adding a member to `promptsByLanguage`
 * and, in flows/voices.ts, a voice.
 */
export interface Prompts {
  welcome(center: string, recordingNotice: string | null): string;
  /** One key per queue, in order from 1. */
  menu(queues: readonly string[]): string;
  /** Instead of the menu; `queue` may be filled in while the flow runs. 1: yes. */
  sameMatter(queue: string): string;
  /** The same, where a key is pressed only for something else. */
  stillMatter(queue: string): string;
  readonly menuNotUnderstood: string;
  readonly confirmNumber: string;
  readonly enterNumber: string;
  readonly enterNumberAgain: string;
  readonly noNumber: string;
  readonly cannotCallNumber: string;
  /** After either, to a caller who goes on waiting. */
  readonly placeKept: string;
  readonly goodbye: string;
  /** Spoken in turn while a caller waits. */
  readonly comfort: readonly [string, string];
  readonly comfortConnecting: string;
  full(queue: string): string;
  /**
   * The one message after which the flow hangs up though nobody asked it to: never without the hours and another way, each a sentence that
   * may be filled in while the flow runs.
   */
  sorry(
    reason: 'full' | 'closed',
    channel: LiveChannel,
    center: string,
    openingHours: string,
    otherWay: string,
  ): string;
  /** The sentence that says when it is open. */
  openingHours(hours: string): string;
  closedOffer(queue: string): string;
  callbackGreeting(center: string, recordingNotice: string | null): string;
  /** To a caller whose callback is open: 1 changes its number, 2 its time. */
  readonly changeCallback: string;
  readonly callbackNotCancelled: string;
  /** At the start of a callback that the agent's call comes before: no key is asked for. */
  callbackHello(center: string, recordingNotice: string | null): string;
  outboundHello(center: string, recordingNotice: string | null): string;
  /** For the agent's ear only, and short: a customer who picked up waits while it is said. The queue stands on the screen. */
  readonly callbackWhisper: string;
  /** For the ear of an agent whose transfer a queue cannot take. */
  readonly transferRefused: string;
  /** For the ear of an agent who marks a contact: 1 solved, 2 not yet, 3 a promised call, 4 what they may give. */
  agentMark(mayGive: boolean): string;
  /** 1 within half an hour, 2 within two hours, 3 tomorrow at this time. */
  readonly agentPromise: string;
  agentReasons(reasons: readonly string[]): string;
  readonly agentMarkFailed: string;
  chatLink(link: string): string;
  readonly hours: HoursPrompts;
  readonly otherWay: OtherWayPrompts;
}

export interface HoursPrompts {
  readonly days: Readonly<Record<Day, string>>;
  readonly everyDay: string;
  readonly allDay: string;
  readonly midnight: string;
  time(hour: number, minute: number): string;
  span(from: string, to: string): string;
  dayRange(first: string, last: string): string;
  list(parts: readonly string[]): string;
  of(days: string, spans: string): string;
  /** When several queues keep different hours. */
  ofQueues(queues: string, hours: string): string;
  readonly none: string;
}

export interface OtherWayPrompts {
  visit(page: string): string;
  call(number: string): string;
  readonly again: string;
}

export type Day = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

const sentences = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' ');

const english: Prompts = {
  welcome: (center, notice) => sentences(`Welcome to ${center}.`, notice),
  menu: (queues) => queues.map((queue, index) => `For ${queue}, press ${index + 1}.`).join(' '),
  sameMatter: (queue) => `If you are calling about ${queue} again, press 1. For anything else, stay on the line.`,
  stillMatter: (queue) => `You are calling about ${queue} again: stay on the line. For anything else, press 1.`,
  menuNotUnderstood: 'That key is not in use here.',
  confirmNumber: 'To be called on the number you are calling from, press 1. To use another number, press 2.',
  enterNumber: 'Please key in the number we should call, area code first, and end with the pound key.',
  enterNumberAgain: 'We cannot call that number. Please key in another, area code first, and end with the pound key.',
  noNumber: 'I am sorry, that did not work.',
  cannotCallNumber: 'I am sorry, our lines cannot reach that number.',
  placeKept: 'You have not lost your place.',
  goodbye: 'Goodbye.',
  comfort: [
    'Thank you for waiting. You keep your place in line.',
    'You are still in line. Thank you for your patience.',
  ],
  comfortConnecting: 'Thank you. We are connecting you with the first colleague who is free.',
  full: (queue) => `All lines to ${queue} are taken right now. To be called back instead, press 1.`,
  sorry: (reason, channel, center, openingHours, otherWay) =>
    sentences(
      reason === 'closed'
        ? `${center} is closed now.`
        : `I am sorry, ${center} cannot ${channel === 'voice' ? 'take your call' : 'answer your chat'} right now.`,
      openingHours,
      otherWay,
      'Goodbye.',
    ),
  openingHours: (hours) => `We are open ${hours}.`,
  closedOffer: (queue) =>
    `Our line for ${queue} is closed now. To be called when we open again, press 1. To hear our hours, press 2.`,
  callbackGreeting: (center, notice) =>
    sentences(
      `Hello, this is ${center}, calling you back as promised.`,
      notice,
      'To talk to us now, press 1. If you no longer need the call, press 2. If you never want us to call this number, press 9.',
    ),
  changeCallback: 'To be called on another number, press 1. To be called at another time, press 2.',
  callbackNotCancelled: 'I am sorry, I could not cancel that just now. Should we call again, please press 2. Goodbye.',
  callbackHello: (center, notice) => sentences(`Hello, this is ${center}, calling you back as promised.`, notice),
  outboundHello: (center, notice) => sentences(`Hello, this is ${center}.`, notice),
  callbackWhisper: 'Callback',
  transferRefused: 'That queue cannot take the contact now. The customer is still with you.',
  agentMark: (mayGive) =>
    sentences(
      'If it is solved, press 1. If it is not solved yet, press 2. To promise the customer a call, press 3.',
      mayGive ? 'To give the customer something, press 4.' : null,
    ),
  agentPromise: 'Within half an hour, press 1. Within two hours, press 2. Tomorrow by this time, press 3.',
  agentReasons: (reasons) => reasons.map((reason, index) => `Because ${reason}, press ${index + 1}.`).join(' '),
  agentMarkFailed: 'That could not be done now. The customer is still with you.',
  chatLink: (link) => `You can also go on here: ${link}`,
  hours: {
    days: {
      monday: 'Monday',
      tuesday: 'Tuesday',
      wednesday: 'Wednesday',
      thursday: 'Thursday',
      friday: 'Friday',
      saturday: 'Saturday',
      sunday: 'Sunday',
    },
    everyDay: 'every day',
    allDay: 'around the clock',
    midnight: 'midnight',
    time: (hour, minute) => {
      const half = hour < 12 ? 'AM' : 'PM';
      const onTheDial = hour % 12 === 0 ? 12 : hour % 12;
      return minute === 0 ? `${onTheDial} ${half}` : `${onTheDial}:${String(minute).padStart(2, '0')} ${half}`;
    },
    span: (from, to) => `${from} to ${to}`,
    dayRange: (first, last) => `${first} to ${last}`,
    list: (parts) => (parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`),
    of: (days, spans) => `${days}, ${spans}`,
    ofQueues: (queues, hours) => `for ${queues} ${hours}`,
    none: 'by appointment only',
  },
  otherWay: {
    visit: (page) => `You can also reach us on the web at ${page}.`,
    call: (number) => `You can also reach us at ${number}.`,
    again: 'Please try us again later.',
  },
};

/** By the first part of a language tag: en serves en-US, en-GB and the others. */
export const promptsByLanguage = { en: english } as const satisfies Record<string, Prompts>;

/** Throws RangeError for a language nobody has written prompts for: a voice of one language must not read another. */
export function promptsFor(languageTag: string): Prompts {
  const language = languageTag.split('-')[0] ?? '';
  const prompts = (promptsByLanguage as Record<string, Prompts>)[language];
  if (prompts) return prompts;
  const known = Object.keys(promptsByLanguage).join(', ');
  throw new RangeError(
    `center.language: no prompts in "${languageTag}". There are prompts in: ${known}. Write one of these, or add it in flows/prompts.ts.`,
  );
}
