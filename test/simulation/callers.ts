import * as z from 'zod/mini';
import type { Instant } from '../../core/time/units.ts';
import type { BindAnswer, BindRequest } from '../../lambdas/bind-callback/contract.ts';
import { answer as bindAnswer, request as bindRequest } from '../../lambdas/bind-callback/contract.ts';
import {
  type QuoteAnswer,
  type QuoteRequest,
  answer as quoteAnswer,
  request as quoteRequest,
} from '../../lambdas/quote-wait/contract.ts';
import {
  type TakeOfferAnswer,
  type TakeOfferRequest,
  answer as takeAnswer,
  request as takeRequest,
} from '../../lambdas/take-offer/contract.ts';
import type { SimulatedConnect, SimulatedContact } from './connect.ts';
import type { Faults } from './faults.ts';
import type { HostedFunction } from './function.ts';
import type { Operator } from './operator.ts';
import type { Person } from './people.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtualTime.ts';

export interface CallerTerms {
  time: VirtualTime;
  faults: Faults;
  trace: Trace;
  connect: () => SimulatedConnect;
  openAt: (at: Instant) => boolean;
  functions: {
    quoteWait: HostedFunction<QuoteRequest, QuoteAnswer>;
    takeOffer: HostedFunction<TakeOfferRequest, TakeOfferAnswer>;
    bindCallback: HostedFunction<BindRequest, BindAnswer>;
  };
  operator: Pick<Operator, 'onPromised' | 'optedOut'>;
  /** Whether the version before, whose contract is another one, may have answered. */
  mayBeEarlier: () => boolean;
  /** Answers of a flow's function that its contract refuses. */
  refused: string[];
}

/** How a caller left the flow without having reached the queue: each must have been their own choice, or a promise. */
export type Ending = 'queued' | 'promised' | 'kept' | 'cancelled' | 'closed' | 'left';

/** Whoever was called back and confirmed hangs up then. */
const mostHeldSeconds = 3600;

/** The flows as the callers walk them: what is said and pressed, what is asked of the functions, where errors lead. */
export function callers(terms: CallerTerms) {
  const { time, faults, trace, functions } = terms;
  const endings = new Map<string, Ending>();
  const over = (contact: SimulatedContact): boolean => contact.state === 'ended';
  /** An agent was faster, or the caller hung up: nobody listens to the flow any more. */
  const gone = (contact: SimulatedContact): boolean => over(contact) || contact.state === 'connected';

  /** As Connect asks: two seconds, and again when the function failed, up to three times. */
  async function ask<Request, Answer>(
    to: HostedFunction<Request, Answer>,
    schema: z.core.$ZodType<Answer>,
    request: Request,
    name: string,
  ): Promise<Answer | undefined> {
    if (faults.happens('asked-twice', name)) void to.invoke(request);
    for (let tries = 0; tries < 4; tries += 1) {
      const answer = await Promise.race([to.invoke(request), time.sleep(2)]);
      if (faults.happens('slow-reply', `${name} ${tries}`)) continue;
      if (!answer || answer.kind === 'fault') continue;
      trace.note(
        `${name}: ${Object.values(answer.payload as Record<string, string>)
          .slice(0, 2)
          .join(', ')}`,
      );
      const checked = z.safeParse(schema, answer.payload);
      if (!checked.success && !terms.mayBeEarlier()) terms.refused.push(`${name}: ${JSON.stringify(answer.payload)}`);
      return answer.payload;
    }
    return undefined;
  }

  const event = (contact: SimulatedContact, parameters: Record<string, string>) => ({
    Details: {
      ContactData: {
        ContactId: contact.contactId,
        InitialContactId: contact.initialContactId ?? contact.contactId,
        PreviousContactId: contact.previousContactId ?? contact.contactId,
        Channel: 'VOICE',
        InitiationMethod: contact.initiationMethod,
        CustomerEndpoint: contact.person.anonymous ? null : { Address: contact.person.number },
        Attributes: contact.attributes,
      },
      Parameters: parameters,
    },
  });

  let questions = 0;
  const quote = (contact: SimulatedContact, purpose: 'arrival' | 'waiting') => {
    const { queueSize, oldestAgeSeconds, staffed, available } = terms.connect().figuresNow();
    questions += 1;
    const figures =
      faults.chance(`metrics ${questions}`) < 0.05
        ? { metrics: 'unknown' }
        : {
            metrics: 'known',
            queueSize: String(queueSize),
            oldestAgeSeconds: String(oldestAgeSeconds),
            agentsStaffed: String(staffed),
            agentsAvailable: String(available),
            agentsBusy: String(staffed - available),
            agentsAfterContactWork: '0',
            ewtSeconds: '',
          };
    const request = z.parse(
      quoteRequest,
      event(contact, { purpose, queue: 'service', channel: 'voice', ...figures } as Record<string, string>),
    );
    return ask(functions.quoteWait, quoteAnswer, request, `quote ${contact.contactId} ${questions}`);
  };
  const take = (contact: SimulatedContact, choice: string, more: Record<string, string> = {}) => {
    questions += 1;
    const request = z.parse(takeRequest, event(contact, { choice, queue: 'service', channel: 'voice', ...more }));
    return ask(functions.takeOffer, takeAnswer, request, `take ${contact.contactId} ${questions}`);
  };

  /** Gives whether the caller left with a promise. */
  async function accept(contact: SimulatedContact, when: 'now' | 'next-opening' | 'window'): Promise<boolean> {
    const { person } = contact;
    const window = when === 'window' ? await namedWindow(contact, 'name-window') : '';
    if (window === undefined || gone(contact)) return false;
    let keyed = person.anonymous ? person.number : '';
    // A few key in a number that must never be called.
    if (person.chance.uniform() < 0.08) keyed = person.chance.pick(['+17672254123', '+12125550100', '+442071838750']);
    let answer = await take(contact, 'callback', { when, window, number: keyed });
    if (answer?.result === 'need-number' && !over(contact)) {
      await time.sleep(8);
      answer = await take(contact, 'callback', { when, window, number: person.number });
    }
    if (gone(contact) || answer?.result !== 'accepted') return false;
    if (when === 'now' && answer.place === 'native') {
      const native = terms.connect().createCallback(contact);
      if (native) void creation(native);
    }
    await time.sleep(1);
    if (gone(contact)) return true;
    const own = answer.place === 'native';
    await hearPromise(contact, answer, { number: person.number, own });
    return true;
  }

  async function hearPromise(
    contact: SimulatedContact,
    { say }: TakeOfferAnswer,
    promise: { number: string; own: boolean },
  ): Promise<void> {
    const { contactId, person } = contact;
    terms.connect().log.push({ kind: 'told-callback', at: time.now(), contactId, ...promise });
    trace.note(`${contactId} hears: ${say}`);
    terms.operator.onPromised(person);
    await time.sleep(5);
    if (!gone(contact)) terms.connect().end(contact, 'CONTACT_FLOW_DISCONNECT');
  }

  /** The time that is named to the caller, who listens to it; undefined: none. */
  async function namedWindow(
    contact: SimulatedContact,
    choice: 'name-window' | 'change-time',
  ): Promise<string | undefined> {
    const answer = await take(contact, choice);
    await time.sleep(5);
    return answer?.result === 'window' ? answer.window : undefined;
  }

  /** The callback shall be made at another time. Gives whether they left with that promise. */
  async function changeTime(contact: SimulatedContact): Promise<boolean> {
    const window = await namedWindow(contact, 'change-time');
    if (window === undefined || gone(contact)) return false;
    const answer = await take(contact, 'change-time', { window });
    if (gone(contact) || answer?.result !== 'kept') return false;
    endings.set(contact.contactId, 'kept');
    terms.connect().end(contact, 'CONTACT_FLOW_DISCONNECT');
    return true;
  }

  /** The callback shall be made to another number of theirs. Gives whether they left with that promise. */
  async function changeNumber(contact: SimulatedContact): Promise<boolean> {
    const number = contact.person.otherNumber;
    const answer = await take(contact, 'change-number', { number });
    if (gone(contact) || answer?.result !== 'accepted') return false;
    endings.set(contact.contactId, 'promised');
    await time.sleep(1);
    if (!gone(contact)) await hearPromise(contact, answer, { number, own: false });
    return true;
  }

  /** Connect's callback contact runs its creation flow. */
  async function creation(native: SimulatedContact): Promise<void> {
    const request = z.parse(bindRequest, event(native, {}));
    const answer = await ask(functions.bindCallback, bindAnswer, request, `bind ${native.contactId}`);
    const full = faults.happens('queue-full', native.contactId);
    if (over(native)) return;
    if (answer?.bind !== 'go' || full) return terms.connect().end(native, 'CONTACT_FLOW_DISCONNECT');
    await time.sleep(5);
    terms.connect().enqueue(native);
  }

  /** What a caller does with quote-wait's answer; `true` when they left. */
  async function weigh(contact: SimulatedContact, answer: QuoteAnswer | undefined): Promise<boolean> {
    if (answer === undefined || answer.offer === 'none' || over(contact)) return false;
    const { chance } = contact.person;
    await time.sleep(6);
    if (gone(contact)) return true;
    const luck = chance.uniform();
    if (answer.offer === 'callback') {
      if (luck < 0.8) {
        const suits = faults.chance(`suits ${contact.contactId}`) < faults.profile.windowShare;
        const promised = await accept(contact, suits ? 'window' : 'now');
        if (promised) endings.set(contact.contactId, 'promised');
        return promised;
      }
      await take(contact, 'decline');
      return false;
    }
    const { takesBackShare, changesNumberShare, windowShare } = faults.profile;
    if (faults.chance(`changes number ${contact.contactId}`) < changesNumberShare) return changeNumber(contact);
    if (faults.chance(`changes time ${contact.contactId}`) < windowShare) return changeTime(contact);
    const others = (0.85 - takesBackShare) / 0.65;
    const choice = luck < 0.35 * others ? 'keep' : luck < 0.65 * others ? 'live' : luck < 0.85 ? 'cancel' : undefined;
    if (choice === undefined) return false;
    const taken = await take(contact, choice);
    if (over(contact) || choice === 'live' || (taken?.result !== 'kept' && taken?.result !== 'cancelled')) return false;
    endings.set(contact.contactId, taken.result);
    terms.connect().end(contact, 'CONTACT_FLOW_DISCONNECT');
    return true;
  }

  async function wait(contact: SimulatedContact): Promise<void> {
    while (contact.state === 'queued') {
      await time.sleep(30);
      if (contact.state !== 'queued') return;
      const answer = await quote(contact, 'waiting');
      if (contact.state === 'queued' && (await weigh(contact, answer))) return;
    }
  }

  return {
    endings,
    /** A person rings and goes the way through the flows. `besides`: another of the household does, on a line of their own. */
    async ring(person: Person, besides = false): Promise<void> {
      if (person.onLine.size > 0 && !besides) return;
      const contact = terms.connect().arrive(person);
      endings.set(contact.contactId, 'left');
      await time.sleep(8);
      if (!terms.openAt(time.now())) {
        endings.set(contact.contactId, 'closed');
        if (person.chance.uniform() < 0.8 && (await accept(contact, 'next-opening'))) {
          endings.set(contact.contactId, 'promised');
          return;
        }
        return terms.connect().end(contact, 'CONTACT_FLOW_DISCONNECT');
      }
      const patienceSeconds = person.chance.exponential(900);
      time.after(patienceSeconds, () => {
        if (contact.state === 'flow' || contact.state === 'queued') terms.connect().end(contact, 'CUSTOMER_DISCONNECT');
      });
      if (await weigh(contact, await quote(contact, 'arrival'))) return;
      if (over(contact)) return;
      endings.set(contact.contactId, 'queued');
      terms.connect().enqueue(contact);
      await wait(contact);
    },
    /** Who picks up one of the dialler's calls: a person presses a key, a machine none. */
    async onAnsweredLeg(leg: SimulatedContact): Promise<void> {
      const { person } = leg;
      leg.state = 'flow';
      await time.sleep(person.rings.at(-1)?.answer === 'machine' ? 14 : 5);
      if (over(leg)) return;
      if (person.rings.at(-1)?.answer === 'machine') return terms.connect().end(leg, 'CONTACT_FLOW_DISCONNECT');
      if (faults.chance(`never again ${leg.contactId}`) < faults.profile.optOutShare) {
        const answer = await take(leg, 'opt-out');
        if (answer?.result === 'end' && answer.say !== '') terms.operator.optedOut(leg.called ?? person.number);
        return terms.connect().end(leg, 'CONTACT_FLOW_DISCONNECT');
      }
      if (person.chance.uniform() < 0.05) {
        await take(leg, 'cancel');
        return terms.connect().end(leg, 'CONTACT_FLOW_DISCONNECT');
      }
      const answer = await take(leg, 'confirm');
      if (over(leg)) return;
      if (answer?.result === 'end') return terms.connect().end(leg, 'CONTACT_FLOW_DISCONNECT');
      terms.connect().enqueue(leg, 1);
      // Nobody holds all night, should the queue have closed meanwhile.
      time.after(mostHeldSeconds, () => {
        if (leg.state === 'queued') terms.connect().end(leg, 'CUSTOMER_DISCONNECT');
      });
    },
  };
}
