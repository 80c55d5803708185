import * as z from 'zod/mini';
import { linksUnder } from '../../adapters/keys/links.ts';
import { memoryAnnouncements } from '../../adapters/memory/planning.ts';
import { memoryRows } from '../../adapters/memory/rows.ts';
import { memoryChats, memoryEmails, memoryTexts } from '../../adapters/memory/web.ts';
import {
  memoryCenter,
  memoryClock,
  memoryCustomers,
  memoryDueCallbacks,
  memoryLog,
  memoryMetrics,
} from '../../adapters/memory/world.ts';
import type { Customers } from '../../core/ports.ts';
import { type RuntimeSettings, runtimeSettings } from '../../core/settings/runtime.ts';
import { settingsSchema } from '../../core/settings/schema.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { makeBindCallback } from '../../lambdas/bind-callback/bind-callback.ts';
import { request as bindRequest } from '../../lambdas/bind-callback/contract.ts';
import { makeDialCallback } from '../../lambdas/dial-callback/dial-callback.ts';
import { ledgerRulesOf } from '../../lambdas/ledger-rules.ts';
import { request as markRequest } from '../../lambdas/mark-contact/contract.ts';
import { makeMarkContact } from '../../lambdas/mark-contact/mark-contact.ts';
import { request as quoteRequest } from '../../lambdas/quote-wait/contract.ts';
import { makeQuoteWait } from '../../lambdas/quote-wait/quote-wait.ts';
import { request as recallRequest } from '../../lambdas/recall-matter/contract.ts';
import { makeRecallMatter } from '../../lambdas/recall-matter/recall-matter.ts';
import { makeRollUp } from '../../lambdas/roll-up/roll-up.ts';
import { makeSweep } from '../../lambdas/sweep/sweep.ts';
import { request as takeRequest } from '../../lambdas/take-offer/contract.ts';
import { makeTakeOffer } from '../../lambdas/take-offer/take-offer.ts';
import { makeTrackContact } from '../../lambdas/track-contact/track-contact.ts';
import type { Rows } from '../adapters/ports.contract.ts';

/** A Tuesday at noon in New York. */
export const noon: Instant = instant(Date.UTC(2026, 2, 10, 16));
export const instanceArn = 'arn:aws:connect:us-east-1:123456789012:instance/i-1';
export const queueArn = `${instanceArn}/queue/q-service`;
export const caller = '+12125550123';

export function aSettings(change: (settings: Record<string, unknown>) => void = () => {}): RuntimeSettings {
  const written = {
    center: { name: 'Acme', timeZone: 'America/New_York', connect: { create: { alias: 'acme' } } },
    hours: { day: { week: { tuesday: ['07:00-22:00'], wednesday: ['07:00-22:00'] } } },
    queues: {
      service: {
        description: 'Service',
        channels: ['voice', 'chat'],
        hours: 'day',
        expectation: { voice: { waitSeconds: 60 }, chat: { waitSeconds: 120 } },
      },
    },
    phoneNumbers: { main: { country: 'US', type: 'DID', number: '+12125550100', queues: ['service'] } },
  };
  change(written);
  return runtimeSettings(settingsSchema.parse(written));
}

/** The Lambdas' logic over ports that can be looked into. `rows` defaults to rows in memory. */
export function aWorld({
  settings = aSettings(),
  rows,
  customers = memoryCustomers,
  clock = memoryClock(noon),
  wrap = (port) => port,
}: {
  settings?: RuntimeSettings;
  rows?: Omit<Rows, 'links' | 'answers'> & Partial<Pick<Rows, 'links' | 'answers'>>;
  customers?: Customers;
  clock?: ReturnType<typeof memoryClock>;
  /** Put around every port. */
  wrap?: <Port extends object>(port: Port) => Port;
} = {}) {
  const memory = memoryRows(clock);
  const given = { ...memory, ...rows };
  const contacts = wrap(given.contacts);
  const callbacks = wrap(given.callbacks);
  const centerRows = wrap(given.center);
  const center = memoryCenter(clock);
  const metrics = memoryMetrics();
  const log = memoryLog();
  const dueCallbacks = memoryDueCallbacks();
  const announcements = memoryAnnouncements();
  const links = wrap(given.links);
  const linkKeys = linksUnder(async () => '{"current":"k1","k1":"sixteen letters and more"}');
  const texts = memoryTexts();
  const emails = memoryEmails();
  const parts = {
    settings,
    clock,
    contacts,
    callbacks,
    centerRows,
    center: wrap(center),
    metrics,
    log,
    dueCallbacks: wrap(dueCallbacks),
    announcements,
    customers,
    rules: ledgerRulesOf(settings),
    instanceArn,
    flowId: 'callback-outbound',
    rows: contacts,
    links,
    linkKeys,
    answers: wrap(given.answers),
    chats: memoryChats(clock),
    link: settings.web && {
      links,
      linkKeys,
      deskAddress: 'https://desk.test',
      texts: settings.web.texts && texts,
      emails: settings.letterhead && emails,
    },
  };
  const track = makeTrackContact(parts);
  const world = {
    ...parts,
    center,
    dueCallbacks,
    texts,
    emails,
    all: () => memory.all(),
    quoteWait: makeQuoteWait(parts),
    takeOffer: makeTakeOffer(parts),
    bindCallback: makeBindCallback(parts),
    markContact: makeMarkContact(parts),
    recallMatter: makeRecallMatter(parts),
    sweep: makeSweep(parts),
    dialCallback: makeDialCallback(parts),
    rollUp: makeRollUp(parts),
    track,
    /** As Connect's event bus would deliver it. */
    hear: async (eventType: string, contactId: string, facts: Record<string, unknown> = {}): Promise<void> => {
      for (const fault of (await track([eventMessage(eventType, contactId, facts)])).values()) throw fault;
    },
    settle: () =>
      centerRows.putDirectory({
        schemaVersion: 1,
        instanceArn,
        queues: { service: queueArn },
        flows: { callbackOutbound: 'arn/flow' },
      }),
    quote: (contactId: string, parameters: Record<string, string> = {}, from: string | null = caller) =>
      world.quoteWait(z.parse(quoteRequest, flowEvent(contactId, { ...quietQueue, ...parameters }, from))),
    take: (contactId: string, choice: string, parameters: Record<string, string> = {}, from: string | null = caller) =>
      world.takeOffer(
        z.parse(takeRequest, flowEvent(contactId, { choice, queue: 'service', channel: 'voice', ...parameters }, from)),
      ),
    /** The outbound flow's question: the contact carries the callback's ids. */
    answerLeg: (contactId: string, choice: 'confirm' | 'cancel', attributes: Record<string, string>) =>
      world.takeOffer(z.parse(takeRequest, flowEvent(contactId, { choice, queue: 'service' }, caller, { attributes }))),
    /** Before the menu of a number that leads to these queues. */
    recall: (contactId: string, queues: string, from: string | null = caller) =>
      world.recallMatter(z.parse(recallRequest, flowEvent(contactId, { queues }, from))),
    /** An agent's keys in the flow of the quick connect, about the contact in hand. */
    markBy: (contactId: string, asked: Record<string, string>, from: string | null = caller) =>
      world.markContact(z.parse(markRequest, flowEvent(`mark-${contactId}`, asked, from, { initial: contactId }))),
    bind: (contactId: string, sourceContactId: string) =>
      world.bindCallback(z.parse(bindRequest, flowEvent(contactId, {}, caller, { initial: sourceContactId }))),
  };
  return world;
}

/** A message of the queue of contact events. */
export const eventMessage = (eventType: string, contactId: string, facts: Record<string, unknown> = {}) => ({
  source: 'aws.connect' as const,
  'detail-type': 'Amazon Connect Contact Event',
  detail: { eventType, contactId, instanceArn, channel: 'VOICE', ...facts },
});

export type World = ReturnType<typeof aWorld>;

export const quietQueue = {
  purpose: 'arrival',
  queue: 'service',
  channel: 'voice',
  metrics: 'known',
  queueSize: '0',
  oldestAgeSeconds: '0',
  agentsStaffed: '4',
  agentsAvailable: '0',
  agentsBusy: '4',
  agentsAfterContactWork: '0',
  ewtSeconds: '',
};

/** A queue so long that everybody waits beyond their expectation. */
export const longQueue = { queueSize: '30', oldestAgeSeconds: '600' };

export function flowEvent(
  contactId: string,
  parameters: Record<string, string>,
  from: string | null = caller,
  { attributes = {}, initial }: { attributes?: Record<string, string>; initial?: string } = {},
) {
  return {
    Name: 'ContactFlowEvent',
    Details: {
      ContactData: {
        ContactId: contactId,
        InitialContactId: initial ?? contactId,
        PreviousContactId: initial ?? contactId,
        Channel: 'VOICE',
        InitiationMethod: 'INBOUND',
        CustomerEndpoint: from === null ? null : { Address: from, Type: 'TELEPHONE_NUMBER' },
        Attributes: attributes,
        Queue: null,
      },
      Parameters: parameters,
    },
  };
}
