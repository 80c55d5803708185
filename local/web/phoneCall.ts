import type { Fact } from '../connect/connect.ts';
import type { PhoneCall } from './messages.ts';
import { transcriptLine } from './transcript.ts';

/** A call of the page's phone before anything was heard. */
export function newCall(
  contactId: string,
  channel: PhoneCall['channel'],
  direction: PhoneCall['direction'],
): PhoneCall {
  return {
    contactId,
    channel,
    direction,
    stage: direction === 'rings' ? 'ringing' : 'menu',
    queue: null,
    queuedAt: null,
    agent: null,
    keys: [],
    collectsDigits: false,
    lines: [],
  };
}

/** The call after one more fact of its contact: only what the person on the phone can hear or see. */
export function callAfter(call: PhoneCall, fact: Fact): PhoneCall {
  const line = heard(fact) ? transcriptLine(fact) : undefined;
  return { ...call, ...changes(call, fact), lines: line === undefined ? call.lines : [...call.lines, line] };
}

function heard(fact: Fact): boolean {
  if (fact.kind === 'said') return fact.to === 'customer';
  return ['refused', 'asked', 'pressed', 'chat-message', 'picked-up', 'connected', 'ended'].includes(fact.kind);
}

/** A block may lead on by more keys than this caller was told of, as one step asks for offers of any number. */
function namedKeys({ keys, text }: Extract<Fact, { kind: 'asked' }>): string[] {
  const named = keys.filter((key) => new RegExp(`\\b${key}\\b`).test(text));
  return named.length === 0 ? keys : named;
}

const quiet = { keys: [], collectsDigits: false } as const;

function changes(call: PhoneCall, fact: Fact): Partial<PhoneCall> {
  switch (fact.kind) {
    case 'asked':
      return { keys: namedKeys(fact), collectsDigits: fact.collectsDigits };
    case 'pressed':
      return quiet;
    case 'queued':
      return { ...quiet, stage: 'waiting', queue: fact.queue, queuedAt: call.queuedAt ?? fact.at };
    case 'picked-up':
      return { stage: 'menu' };
    case 'connected':
      return { ...quiet, stage: 'with-agent', agent: fact.agent, queue: fact.queue };
    case 'not-answered':
    case 'refused':
    case 'ended':
      return { ...quiet, stage: 'ended' };
    default:
      return {};
  }
}
