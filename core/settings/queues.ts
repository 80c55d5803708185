import * as z from 'zod';
import { advise, listOf, named, nameOf, object, oneOf, share, text, whole, wholeSeconds } from './fields.ts';

const confidence = share(0.5, 0.99)
  .default(0.8)
  .describe(
    'How sure we must be that the wait stays within waitSeconds to offer nothing: an offer is made when P(wait > waitSeconds) > 1 − confidence.',
  );

/** What one segment expects instead; `waitSeconds` in the range of the channel. */
const segmentsOf = (waitSeconds: ReturnType<typeof wholeSeconds>) =>
  named(
    'segment',
    object({
      waitSeconds: waitSeconds.describe('The wait that customers of this segment find acceptable, in seconds.'),
      confidence: share(0.5, 0.99)
        .exactOptional()
        .describe('How sure we must be of it. Default: as for customers of no segment.'),
    }),
  )
    .default({})
    .describe('What customers of a segment expect instead, by its name in "segments".');

/** Of what is written: hours to days, by the clock, nights included. */
const postExpectation = object({
  waitSeconds: wholeSeconds(300, 604_800).describe(
    'The wait for an answer that customers find acceptable, in seconds by the clock: a night counts.',
  ),
  confidence,
  segments: segmentsOf(wholeSeconds(300, 604_800)),
});

const expectation = object({
  waitSeconds: wholeSeconds(5, 3600).describe(
    'The wait a contact of this queue and channel finds acceptable, in seconds.',
  ),
  confidence,
  marginSeconds: wholeSeconds(0, 3600)
    .exactOptional()
    .describe(
      'The event MarginShrinking is sent when one contact in ten of the last 15 minutes has less than this left of waitSeconds, and whoever asks now will, too. Default: half of waitSeconds, or of the shortest that a segment expects.',
    ),
  segments: segmentsOf(wholeSeconds(5, 3600)),
});

const linkParams = advise('an https address without blanks such as "https://example.com/callback"', (value) =>
  /^http:\/\//.test(String(value)) ? JSON.stringify(String(value).replace('http:', 'https:')) : undefined,
);
const link = z
  .string(linkParams)
  .refine((value) => /^https:\/\/[^\s]+$/.test(value) && URL.canParse(value), linkParams);

export const queueSchema = object({
  description: text(1, 250).describe('What the queue is for; shown in Connect and on the board.'),
  spokenName: text(1, 60)
    .exactOptional()
    .describe(
      'As callers hear it in the menu: "For <spokenName>, press 1". Default: the queue\'s name, hyphens as blanks.',
    ),
  channels: listOf('channels', oneOf(['voice', 'chat', 'email', 'task']), 1).describe('How contacts reach this queue.'),
  hours: nameOf('the name of hours').describe('Name of an entry of "hours".'),
  maxContacts: whole('contacts', 1, 10_000)
    .exactOptional()
    .describe(
      "Contacts that may wait at once; beyond, voice callers are offered a callback or told how else to reach the center. Default: Connect's own limit.",
    ),
  lineOfBusiness: nameOf('a line of business')
    .exactOptional()
    .describe("Queues with the same line of business share one open callback per customer. Default: the queue's name."),
  expectation: object({
    voice: expectation.exactOptional().describe('Of callers, when the queue has the channel "voice".'),
    chat: expectation.exactOptional().describe('Of people who write, when the queue has the channel "chat".'),
    email: postExpectation.exactOptional().describe('Of e-mails, when the queue has the channel "email".'),
    task: postExpectation
      .exactOptional()
      .describe('Of tasks (StartTaskContact), when the queue has the channel "task".'),
  }).describe('What customers expect, for each channel of the queue.'),
  promiseKeptShare: share(0.5, 0.99)
    .default(0.9)
    .describe(
      'Share of told bounds that must come true; the bound told is the quantile of the predicted wait that keeps this share.',
    ),
  offers: listOf('offers', oneOf(['callback', 'window', 'text', 'email']))
    .exactOptional()
    .describe(
      'What a voice caller is offered when the wait would exceed the expectation, in this order. "callback": keep your place and be called. "window": be called at a time that suits, out of those the staffing plan has room for. "text": a link by text message (web.texts). "email": a link by e-mail (web.emails), to callers whose address your systems wrote onto the contact as "customerEmail". Default: callback and window for a voice queue.',
    ),
  chatLink: link.exactOptional().describe('Address told in chat beside the quote, where keys cannot be pressed.'),
  shrinkage: share(0, 0.7)
    .default(0.2)
    .describe(
      'Share of paid time that agents of this queue are not available to contacts. Counted once, when agents are scheduled; the center learns it from its own waits.',
    ),
  answerLink: link
    .exactOptional()
    .describe('Page where customers of this queue help themselves, shown on the web desk.'),
  serviceLevel: object({
    ratio: share(0.01, 1)
      .default(0.8)
      .describe('Share of contacts to be answered within the threshold: the 80 of 80/20.'),
    thresholdSeconds: wholeSeconds(1, 3600).default(20).describe('The threshold in seconds: the 20 of 80/20.'),
    shortAbandonSeconds: wholeSeconds(0, 60)
      .default(5)
      .describe('Who gives up within so many seconds dialled by mistake: left out of service level and abandonment.'),
  })
    .prefault({})
    .describe('The classical target, shown beside the expectation.'),
});
