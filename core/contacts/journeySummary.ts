import { sayDuration, sayTime, spokenNear } from '../offers/say.ts';
import type { ContactDigest, Journey } from '../rows/journey.ts';
import type { Instant } from '../time/units.ts';
import { type LineOf, matterOf, openMatters, repeatSeconds } from './journey.ts';

/** So many contacts are told; older ones are only counted. */
const contactsTold = 3;

/** What Connect shows the agent of the customer's journey: flat texts, none of them personal. */
export interface JourneyAttributes {
  /** One or a few sentences; '' when nothing is known. */
  journey: string;
  /** Whether the customer was in contact about the same matter in the last seven days. */
  repeat: 'yes' | 'no';
}

export const nothingKnown: JourneyAttributes = { journey: '', repeat: 'no' };

export interface SummaryContext {
  /** The queue this contact is for. */
  queue: string;
  lineOf: LineOf;
  /** As the queue is called aloud. */
  nameOf(queue: string): string;
  timeZone: string;
  now: Instant;
}

/** What an agent should know before saying hello: which contact this is, what came before, and what was promised. */
export function journeyAttributes(journey: Journey, context: SummaryContext): JourneyAttributes {
  const { now, lineOf, nameOf, queue } = context;
  const line = lineOf(queue);
  const recent = journey.digests.filter(({ at }) => at <= now && now - at <= repeatSeconds * 1000);
  if (recent.length === 0) return nothingKnown;
  const matter = matterOf(journey, line, lineOf, now);
  const others = openMatters(journey, lineOf, now).filter((one) => one.line !== line && !one.latest.isOpen);
  const sentences = [
    `${matter ? `Contact number ${matter.contacts.length + 1}` : 'First contact'} in 7 days about ${nameOf(queue)}.`,
    ...recent.filter(({ isOpen }) => isOpen).map((one) => sayOpen(one, context)),
    ...recent
      .filter(({ isOpen }) => !isOpen)
      .slice(-contactsTold)
      .map((one) => sayContact(one, context)),
    ...(others[0] ? [`Also open: ${others.map((one) => nameOf(one.latest.queue)).join(', ')}.`] : []),
  ];
  return { journey: sentences.join(' '), repeat: matter === undefined ? 'no' : 'yes' };
}

/** The customer is in it while this is read. */
function sayOpen({ channel, at, queue }: ContactDigest, { nameOf, timeZone, now }: SummaryContext): string {
  return `Open now: ${kinds[channel]} about ${nameOf(queue)}, since ${sayTime(at, timeZone, now)}.`;
}

const kinds = { voice: 'call', chat: 'chat', email: 'e-mail', task: 'task' } as const;

function sayContact(digest: ContactDigest, context: SummaryContext): string {
  const { channel, at, queue, waitSeconds, movedFrom, transferredFrom, felt } = digest;
  const kind = kinds[channel];
  const how = transferredFrom ? ', passed on' : movedFrom ? ', gone on with' : '';
  const about = context.lineOf(queue) === context.lineOf(context.queue) ? '' : ` about ${context.nameOf(queue)}`;
  const wait = waitSeconds && waitSeconds >= 30 ? `, waited ${sayDuration(spokenNear(waitSeconds))}` : '';
  return `${sayTime(at, context.timeZone, context.now)}: ${kind}${about}${how}${wait}, ${sayEnd(digest)}${felt === undefined ? '' : `, ${feelings[felt]}`}.`;
}

function sayEnd(digest: ContactDigest): string {
  const { outcome, told, callback } = digest;
  if (outcome === 'callback') return `${callbacks[callback ?? 'open']}${sayMark(digest)}`;
  const promise = told === undefined ? '' : `, ${bounds[told]}`;
  return `${endings[outcome as keyof typeof endings] ?? 'no agent'}${promise}${sayMark(digest)}`;
}

function sayMark({ outcome, mark, callback }: ContactDigest): string {
  if (mark === 'promised') return `, ${agentPromises[callback ?? 'open']}`;
  const said = mark === undefined ? '' : `, ${marks[mark]}`;
  // Promised after the contact, as when its customer answered that it is not solved.
  return outcome === 'callback' || callback === undefined ? said : `${said}, ${callbacks[callback]}`;
}

const feelings = { positive: 'the customer sounded content', negative: 'the customer sounded unhappy' } as const;
const bounds = { kept: 'in the time told', broken: 'later than told' } as const;
const marks = { solved: 'solved', 'not-yet': 'not solved yet' } as const;
const callbacks = {
  open: 'callback still promised',
  kept: 'callback kept',
  broken: 'callback not kept',
  withdrawn: 'callback taken back',
} as const;
const agentPromises = {
  open: 'will be called by the agent',
  kept: 'was called by the agent as promised',
  broken: 'was not called as the agent promised',
  withdrawn: "the agent's promised call was taken back",
} as const;
const endings = {
  answered: 'spoke with an agent',
  abandoned: 'gave up',
  moved: 'went on by another channel',
  overflowed: 'was turned away',
} as const;
