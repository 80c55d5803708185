import type { Fact } from './log.ts';

/** Contact ids by what became of them. The sets of first contacts do not overlap and miss nobody. */
export interface Outcomes {
  /** Asked for an agent: the union of answered, abandoned, callbackTaken, overflowed and stillWaiting. */
  readonly offered: Set<string>;
  readonly answered: Set<string>;
  /** Left a queue by their own act. */
  readonly abandoned: Set<string>;
  /** Accepted a callback, native or kept in the ledger alone, and was not connected instead. */
  readonly callbackTaken: Set<string>;
  /** Asked for an agent and found the queue full. */
  readonly overflowed: Set<string>;
  readonly stillWaiting: Set<string>;
  /** Hung up before they were queued. */
  readonly menuHangUps: Set<string>;
  /** Ended by the flow, without agent or callback: closed, a callback kept, cancelled or moved. */
  readonly endedByFlow: Set<string>;
  readonly stillInFlow: Set<string>;
  /** Cut off by the center's own stopping. */
  readonly cutOff: Set<string>;
  /** Got the busy tone. */
  readonly refused: Set<string>;
  /** Native callback contacts. */
  readonly callbackLegs: Set<string>;
  /** Calls placed through StartOutboundVoiceContact. */
  readonly outboundLegs: Set<string>;
  /** Callback and outbound legs on which customer and agent spoke. */
  readonly legsAnswered: Set<string>;
}

type Outcome = Exclude<keyof Outcomes, 'offered' | 'legsAnswered'>;

const OFFERED: readonly Outcome[] = ['answered', 'abandoned', 'callbackTaken', 'overflowed', 'stillWaiting'];

/** Sorts every contact of the log; `isCallbackTaken` tells an acceptance the log's callbacks do not show. */
export function outcomesOf(facts: readonly Fact[], isCallbackTaken = acceptedInLedger): Outcomes {
  const outcomes: Outcomes = {
    offered: new Set(),
    answered: new Set(),
    abandoned: new Set(),
    callbackTaken: new Set(),
    overflowed: new Set(),
    stillWaiting: new Set(),
    menuHangUps: new Set(),
    endedByFlow: new Set(),
    stillInFlow: new Set(),
    cutOff: new Set(),
    refused: new Set(),
    callbackLegs: new Set(),
    outboundLegs: new Set(),
    legsAnswered: new Set(),
  };
  for (const [contactId, own] of byContact(facts)) {
    const outcome = outcomeOf(own, isCallbackTaken);
    outcomes[outcome].add(contactId);
    if (OFFERED.includes(outcome)) outcomes.offered.add(contactId);
    const isLeg = outcome === 'callbackLegs' || outcome === 'outboundLegs';
    if (isLeg && own.some(({ kind }) => kind === 'connected')) outcomes.legsAnswered.add(contactId);
  }
  return outcomes;
}

function byContact(facts: readonly Fact[]): Map<string, Fact[]> {
  const contacts = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.contactId === null) continue;
    const own = contacts.get(fact.contactId);
    if (own === undefined) contacts.set(fact.contactId, [fact]);
    else own.push(fact);
  }
  return contacts;
}

/** take-offer said so: the callback is in Nohold's ledger, whether or not Connect has one too. */
const acceptedInLedger = (fact: Fact): boolean => fact.kind === 'lambda-answered' && fact.answer.result === 'accepted';

function outcomeOf(facts: readonly Fact[], isCallbackTaken: (fact: Fact) => boolean): Outcome {
  const has = (kind: Fact['kind']): boolean => facts.some((fact) => fact.kind === kind);
  const created = facts.find((fact) => fact.kind === 'contact-created');
  if (created === undefined) return 'refused';
  if (created.initiationMethod === 'CALLBACK') return 'callbackLegs';
  if (created.initiationMethod === 'API' && created.channel === 'VOICE') return 'outboundLegs';
  if (has('connected')) return 'answered';
  if (has('callback-created') || facts.some(isCallbackTaken)) return 'callbackTaken';
  const queued = has('queued');
  const ended = facts.find((fact) => fact.kind === 'ended');
  if (ended === undefined) return queued ? 'stillWaiting' : 'stillInFlow';
  if (ended.reason === 'TELECOM_PROBLEM') return 'cutOff';
  if (queued) return ended.reason === 'CUSTOMER_DISCONNECT' ? 'abandoned' : 'endedByFlow';
  if (has('queue-full')) return 'overflowed';
  return ended.reason === 'CUSTOMER_DISCONNECT' ? 'menuHangUps' : 'endedByFlow';
}
