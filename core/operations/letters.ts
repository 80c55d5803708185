import { isOpen } from '../callbacks/ledger.ts';
import { readContactEvent } from '../contacts/event.ts';
import type { CallbackRow } from '../rows/callback.ts';
import type { DeadLetterPlace } from '../rows/center.ts';
import { type Instant, minutes, type Seconds, secondsBetween } from '../time/units.ts';
import type { DeadLetter } from './ports.ts';

/** What is to be done with one dead letter. Each may be done twice without harm. */
export type Verdict =
  /** It may succeed now: its function works on it again, and is safe against having done so before. */
  | { kind: 'send-back' }
  /** What it asked for has happened since, or will without it. */
  | { kind: 'settled'; reason: string }
  /** It would fail again: it stays, unless it is discarded. */
  | { kind: 'poison'; reason: string }
  /** Too early to tell: it stays. */
  | { kind: 'wait'; reason: string };

/** So long without a further failure, runs of every schedule (the slowest a quarter hourly, three tries) have succeeded. */
export const quietSeconds: Seconds = minutes(45);

export interface LetterSituation {
  letter: DeadLetter;
  holds: DeadLetterPlace['holds'];
  now: Instant;
  /** The ledger's slot a due callback's letter speaks of. */
  callbackOf: (callbackKey: string) => Promise<CallbackRow | undefined>;
  /** When the newest letter of the same scheduled run was sent. */
  newestOfRun: Instant;
}

export async function judgeLetter(situation: LetterSituation): Promise<Verdict> {
  const body = readJson(situation.letter.body);
  if (typeof body !== 'object' || body === null) return { kind: 'poison', reason: 'the body is not a JSON object' };
  switch (situation.holds) {
    case 'contact-events':
      return judgeEvent(body as Record<string, unknown>);
    case 'due-callbacks':
      return judgeDue(body as Record<string, unknown>, situation);
    case 'scheduled-runs':
      return secondsBetween(situation.newestOfRun, situation.now) > quietSeconds
        ? { kind: 'settled', reason: 'later runs have succeeded, and each does all that is due' }
        : { kind: 'wait', reason: 'the run may still be failing: read the log of its function' };
    case 'alarms':
      return judgeAlarm(body as Record<string, unknown>);
    default:
      return situation.holds satisfies never;
  }
}

function judgeEvent(body: Record<string, unknown>): Verdict {
  if (body.source !== 'aws.connect' || typeof body['detail-type'] !== 'string')
    return { kind: 'poison', reason: 'not an event of Amazon Connect' };
  const { detail } = body;
  if (typeof detail !== 'object' || detail === null) return { kind: 'poison', reason: 'an event without a detail' };
  // track-contact passes over what it cannot read: sent back, it would be gone and nobody had seen it.
  const read = readContactEvent(detail as Record<string, unknown>);
  return read.kind === 'unreadable' ? { kind: 'poison', reason: read.reason } : { kind: 'send-back' };
}

async function judgeDue(body: Record<string, unknown>, { callbackOf }: LetterSituation): Promise<Verdict> {
  const { callbackKey, callbackId, attempt } = body;
  if (typeof callbackKey !== 'string' || typeof callbackId !== 'string' || typeof attempt !== 'number')
    return { kind: 'poison', reason: 'not a due callback: callbackKey, callbackId and attempt are expected' };
  const row = await callbackOf(callbackKey);
  if (row?.callbackId !== callbackId) return { kind: 'settled', reason: 'the callback is not in the ledger any more' };
  if (!isOpen(row.state)) return { kind: 'settled', reason: `the callback is over: ${row.state}` };
  if (row.state !== 'PENDING' || row.attempt !== attempt)
    return { kind: 'settled', reason: `the callback has moved on: ${row.state}, attempt ${row.attempt}` };
  return { kind: 'send-back' };
}

/**
 * A notification of SNS that no mail server took. It is never sent by itself once more: those whose address works have had it, and
 * what rang hours ago is better looked at than read again.
 */
function judgeAlarm({ Type: type, Message: message }: Record<string, unknown>): Verdict {
  const alarm =
    typeof message === 'string' ? (readJson(message) as Record<string, unknown> | null | undefined) : undefined;
  const { AlarmName: name, NewStateValue: state, StateChangeTime: at } = alarm ?? {};
  if (type !== 'Notification' || ![name, state, at].every((value) => typeof value === 'string'))
    return { kind: 'poison', reason: 'not a notification of an alarm' };
  if (state !== 'ALARM') return { kind: 'settled', reason: `${name} rang no more` };
  return {
    kind: 'poison',
    reason: `${name} rang at ${at} and one of alarms.emails was not told: see to it, and to the address`,
  };
}

/** The scheduled run a letter is of: what its schedule says, or all of one queue together. */
export function runOf({ body }: DeadLetter): string {
  const read = readJson(body) as { run?: unknown } | null;
  return typeof read?.run === 'string' ? read.run : '';
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
