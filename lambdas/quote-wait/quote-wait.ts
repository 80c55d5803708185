import { mayRing, parseDailyWindow } from '../../core/callbacks/callingHours.ts';
import { isWanted } from '../../core/callbacks/ledger.ts';
import { isPost } from '../../core/contacts/channel.ts';
import { deriveContact, isOutbound } from '../../core/contacts/derive.ts';
import { expectationFor } from '../../core/contacts/segment.ts';
import { mailAddressOf } from '../../core/mail/address.ts';
import { callerNumber } from '../../core/numbers/e164.ts';
import { decideQuote, type QuoteDecision } from '../../core/offers/decideQuote.ts';
import type { Expectation } from '../../core/offers/decision.ts';
import { placeInQueue } from '../../core/offers/place.ts';
import { quotePost } from '../../core/offers/postQuote.ts';
import { wordOffer } from '../../core/offers/quote.ts';
import type { Clock, ContactRows, Customers, Log, Metrics, Note, QuoteRows, WaitingRows } from '../../core/ports.ts';
import { forecastOf } from '../../core/prediction/forecast.ts';
import type { QueueState } from '../../core/prediction/queueState.ts';
import { quoteFact } from '../../core/prediction/quoteFact.ts';
import { sharedAheadOf } from '../../core/prediction/sharedQueues.ts';
import { readWaitModel, type WaitModel } from '../../core/prediction/waitModel.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { type ContactRow, contactSchemaVersion, maxQuotes } from '../../core/rows/contact.ts';
import { callbackKeyOf, waitingRankOf } from '../../core/rows/keys.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { addSeconds, type Instant, type Seconds, seconds } from '../../core/time/units.ts';
import { closesIn } from '../opening.ts';
import { windowsIn } from '../windows.ts';
import { type QuoteAnswer, type QuoteRequest, safeAnswer } from './contract.ts';
import { type Recognised, recognise, segmentFor, toldToFlow } from './quote-wait.journey.ts';
import { offersOf, policyOf, zonesOfCaller } from './quote-wait.policy.ts';
import { agentsAt, isTold } from './quote-wait.post.ts';

export interface QuoteWorld {
  rows: Pick<ContactRows, 'note'> & WaitingRows & QuoteRows;
  customers: Pick<Customers, 'keyOf' | 'keysOf'>;
  settings: RuntimeSettings;
  clock: Clock;
  metrics: Metrics;
  log: Log;
}

/** The first page of the queue: who stands further back than this is only counted. */
const pageSize = 100;
/** From the quote to Connect's QUEUED: an offer, a number keyed in, a goodbye. */
const provisionalSeconds = seconds(180);
/** Who waits is asked for again in half a minute; whose question does not come is asked for at Connect. */
const provisionalWaitingSeconds = seconds(60);

/**
 * Tells a contact its wait and offers something better when the wait would break the expectation. Exactly one query,
 * one batch read and one write, none of them to Connect.
 */
export function makeQuoteWait(world: QuoteWorld): (request: QuoteRequest) => Promise<QuoteAnswer> {
  return async ({ Details: { ContactData: contact, Parameters: asked } }) => {
    const now = world.clock.now();
    const queue = world.settings.queues[asked.queue];
    if (!queue) throw new RangeError('queue: expected the name of a queue in settings');
    const number = callerNumber(contact.CustomerEndpoint?.Address);
    const customer = number ?? mailAddressOf(contact.CustomerEndpoint?.Address);
    const customerKey = customer === undefined ? undefined : await world.customers.keyOf(customer);
    // Before the table is asked: a query that failed while this waits would end the process.
    const journeyOf = number === undefined || asked.purpose === 'waiting' ? [] : await world.customers.keysOf(number);
    const [page, known] = await Promise.all([
      world.rows.waiting(asked.queue, asked.channel, pageSize),
      world.rows.readForQuote({
        contactId: contact.ContactId,
        callbackKey:
          customerKey === undefined || number === undefined
            ? undefined
            : callbackKeyOf(customerKey, queue.lineOfBusiness),
        queue: asked.queue,
        channel: asked.channel,
        journeyOf,
      }),
    ]);
    const row = known.contact;
    const recognised = recognise(world.settings, asked.queue, known.journey, now);
    const menuAsked = contact.Attributes?.menu === 'yes';
    const segment = segmentFor(world.settings, row, contact.Attributes, number, recognised);
    const expectation = expectationFor(queue.expectation[asked.channel], segment);
    const subject: Subject = {
      contactId: contact.ContactId,
      customerKey,
      request: asked,
      row,
      recognised,
      menuAsked,
      segment,
      expectation,
      now,
    };
    if (row && isOutbound(row)) return { ...nothing, reason: 'called-back' };

    const zones = zonesOfCaller(world.settings, number);
    const [earliest] = windowsIn(world.settings, asked.queue, known, zones, now);
    const model = readWaitModel(known.model?.model, asked.channel);
    const state = placeInQueue({
      now,
      page,
      contactId: contact.ContactId,
      ...placeOf(subject),
      agents: agentsAt(world.settings, asked, now),
      contactsPerAgent: world.settings.contactsPerAgent[asked.queue]?.[asked.channel] ?? 1,
      sharedAhead: sharedAheadOf(asked.queue, asked.channel, known.pulse, model.sharing, now),
      // Those who are raised themselves are overtaken by nobody.
      overtakingPerSecond: recognised.priority === undefined ? model.overtakingPerSecond : undefined,
      plan: known.model?.plan,
    });
    const hours = world.settings.hours[queue.hours];
    const findings =
      isPost(asked.channel) && hours
        ? quotePost({
            now,
            state,
            model,
            promiseKeptShare: queue.promiseKeptShare,
            told: isTold(world.settings, asked),
            hours,
          })
        : decideQuote({
            now,
            purpose: asked.purpose,
            state,
            model,
            policy: policyOf(
              queue,
              asked.channel,
              expectation,
              known.frozen ? [] : offersOf(queue, known.model, contact.ContactId),
            ),
            contact: row,
            customerHasOpenCallback: isAnothersOpen(known.callback, row),
            closesInSeconds: closesIn(world.settings, asked.queue, now),
            windowFree: earliest !== undefined,
            textReaches: number !== undefined && world.settings.web?.texts !== undefined,
            emailReaches: knownAddress(contact.Attributes) !== undefined && world.settings.web?.emails !== undefined,
            mayRing: (at) => mayRing(at, zones, parseDailyWindow(world.settings.callbacks.allowedHours)),
          });

    const noted = await world.rows.note(
      contact.ContactId,
      noteOf(subject, findings, world.settings, { state, model }),
      true,
    );
    // An agent was faster, or the caller is gone: whatever was decided, nobody is there to hear it.
    if (noted.kind === 'over') return { ...nothing, reason: 'over' };
    count(world, subject, noted.before, findings);
    const { timeZone } = world.settings.center;
    const { callback } = known;
    const arriving = asked.purpose === 'arrival';
    const wording = wordOffer(findings.quote, findings.decision, { callback, earliest, arriving, timeZone, now });
    return { ...wording, ...toldToFlow(recognised) };
  };
}

/** The address that the company's own systems wrote onto the contact, where they know the caller. */
const knownAddress = (attributes: Record<string, string> | null | undefined): string | undefined =>
  mailAddressOf(attributes?.customerEmail);

type Asked = QuoteRequest['Details']['Parameters'];

interface Subject {
  contactId: string;
  customerKey: string | undefined;
  request: Asked;
  row: ContactRow | undefined;
  recognised: Recognised;
  menuAsked: boolean;
  segment: string | undefined;
  expectation: Expectation | undefined;
  now: Instant;
}

/** What the wait was foretold from. */
interface Grounds {
  state: QueueState;
  model: WaitModel;
}

const nothing: QuoteAnswer = { ...safeAnswer, reason: '' };

/** Where the contact stands: at its place, at the end, or, of higher priority, before those who came first. */
function placeOf({ contactId, request: asked, row, recognised, now }: Subject) {
  const queueSize = asked.metrics === 'known' ? asked.queueSize : undefined;
  if (asked.purpose === 'waiting') return { ownRank: row?.waitingRank, queueSize };
  const { priority } = recognised;
  if (priority === undefined) return { ownRank: undefined, queueSize };
  // Connect will count it too, once it stands there.
  return {
    ownRank: waitingRankOf(priority, now, contactId),
    queueSize: queueSize === undefined ? undefined : queueSize + 1,
  };
}

/** Whether the customer has a callback open that is not this contact's own: a retried question is not a second call. */
const isAnothersOpen = (callback: CallbackRow | undefined, row: ContactRow | undefined): boolean =>
  callback !== undefined && isWanted(callback) && callback.callbackId !== row?.callbackId;

/** All that this quote leaves on the contact's row. */
function noteOf(subject: Subject, findings: QuoteDecision, settings: RuntimeSettings, grounds: Grounds): Note {
  const { contactId, customerKey, request: asked, row, recognised, menuAsked, segment, expectation, now } = subject;
  const { matter, priority } = recognised;
  const { schemaVersion, expiresAt } = row ?? {
    schemaVersion: contactSchemaVersion,
    expiresAt: Math.ceil(now / 1000) + settings.privacy.contactRetentionDays * 86_400,
  };
  const { decision, quote, what } = findings;
  const quotes = quotesOf(subject, findings, grounds);
  const holds = asked.purpose === 'waiting' && holdsAllTheSame(row, now);
  const latest: Partial<ContactRow> = {
    askedQueue: asked.queue,
    channel: asked.channel,
    ...(quotes === undefined ? {} : { quotes }),
    ...(decision.kind === 'offer' && what.kind !== 'unknown' ? { offeredBoundSeconds: what.boundSeconds } : {}),
    ...((what.kind === 'unknown' || what.kind === 'beyond') && quote.told ? { toldUnknownAt: now } : {}),
    // In the queue, or about to be: unless QUEUED was seen, the entry needs to be renewed by each question.
    ...(row?.queuedAt === undefined ? { provisionalUntil: addSeconds(now, provisionalOf(asked.purpose)) } : {}),
    ...(holds ? { choice: 'hold' } : {}),
  };
  const once: Partial<ContactRow> = {
    schemaVersion,
    expiresAt,
    quotedAt: now,
    ...(customerKey === undefined ? {} : { customerKey }),
    ...(expectation ? { expectationSeconds: expectation.waitSeconds } : {}),
    ...(segment === undefined ? {} : { segment }),
    ...(asked.ewtSeconds === undefined ? {} : { ewtSeconds: seconds(asked.ewtSeconds) }),
    ...(decision.kind === 'offer' ? { offeredAt: now } : {}),
    ...(matter === undefined ? {} : { repeatOf: matter.latest.contactId }),
    ...(priority === undefined ? {} : { priority }),
    ...(menuAsked ? { menuAsked } : {}),
  };
  const base: ContactRow = { version: 0, contactId, schemaVersion, expiresAt };
  const derived = deriveContact({ ...base, ...once, ...row, ...latest });
  const { outcome, askedAt, intervalKey, queue, rankAt, waitingKey, waitingRank } = derived;
  // Only what the facts above say; an event that is folded meanwhile has derived them from more and keeps its own.
  const keys = Object.fromEntries(
    Object.entries({ outcome, askedAt, intervalKey, queue, rankAt, waitingKey, waitingRank }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Partial<ContactRow>;
  const moved = row?.askedQueue !== undefined && row.askedQueue !== asked.queue;
  return moved || holds ? { once, latest: { ...latest, ...keys } } : { once: { ...once, ...keys }, latest };
}

const provisionalOf = (purpose: Asked['purpose']): Seconds =>
  purpose === 'waiting' ? provisionalWaitingSeconds : provisionalSeconds;

/** Until a caller who took a callback has heard so and is gone, by clocks that may disagree by seconds. */
const leavingSeconds = seconds(20);

/**
 * The callback was taken, but the answer came too late for the flow: the caller never heard of it and stands in the
 * queue. An agent who answers cancels it.
 */
const holdsAllTheSame = (row: ContactRow | undefined, now: Instant): boolean =>
  row?.choice === 'callback' && row.choseAt !== undefined && addSeconds(row.choseAt, leavingSeconds) < now;

/** The list as it is written: a question asked again on arrival replaces the one that was never answered. */
function quotesOf(
  { row, request: asked, now }: Subject,
  { predicted, quote }: QuoteDecision,
  { state, model }: Grounds,
): ContactRow['quotes'] {
  if (predicted.kind === 'unknown' || !quote.told) return undefined;
  const earlier = (row?.quotes ?? []).filter((one) => asked.purpose === 'waiting' || one.purpose !== 'arrival');
  // The rivals foretell minutes by the clock, and so does their score.
  const scored = asked.purpose === 'arrival' && !isPost(asked.channel);
  const forecast = scored ? forecastOf(predicted, state, model, asked.ewtSeconds) : undefined;
  const all = [...earlier, quoteFact(now, asked.purpose, predicted, quote.toldBoundSeconds ?? null, forecast)];
  // The first is the promise the contact is measured by: it stays, whatever is forgotten.
  return all.length <= maxQuotes ? all : [...all.slice(0, 1), ...all.slice(1 - maxQuotes)];
}

function count(
  { metrics, log }: QuoteWorld,
  { request: asked, contactId }: Subject,
  before: ContactRow | undefined,
  { what, quote, decision }: QuoteDecision,
): void {
  const first = before?.askedAt === undefined;
  metrics.ofQueue(asked.queue, asked.channel, {
    ...(first ? { ContactsOffered: 1 } : {}),
    ...(first && what.kind !== 'unknown' ? { PredictedWaitSeconds: what.aboutSeconds } : {}),
    ...(first && quote.toldBoundSeconds !== undefined ? { ToldBoundSeconds: quote.toldBoundSeconds } : {}),
    ...(decision.kind === 'offer' && before?.offeredAt === undefined ? { OffersMade: 1 } : {}),
  });
  log.info('quoted', {
    contactId,
    queue: asked.queue,
    channel: asked.channel,
    state: decision.kind,
    ...(decision.kind === 'no-offer' ? { reason: decision.reason } : {}),
  });
}
