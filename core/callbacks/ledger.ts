import type {
  Attempt,
  CallbackRow,
  CallbackState,
  CallbackTiming,
  Disposition,
  OpenState,
  TerminalState,
} from '../rows/callback.ts';
import { dueShard } from '../rows/keys.ts';
import { addSeconds, hours, type Instant, minutes, type Seconds } from '../time/units.ts';
import { dispositionRules } from './disposition.ts';
import type { LedgerEvent } from './ledgerEvent.ts';
import { type LegFacts, readLeg } from './leg.ts';
import { type RetryRules, retryAt, timesRung } from './retry.ts';

export interface LedgerRules extends RetryRules {
  /** How long a closed callback is remembered, its number's ciphertext included. */
  retentionSeconds: Seconds;
}

/** An accepted callback that no native contact was bound to by then is the dialler's. */
export const handOverAfterSeconds = minutes(2);
/**
 * W: how long a dial's result may stay unknown before Connect is asked and the call is placed again. It must exceed the
 * lag of Connect's contact search plus the ring: with 5 minutes against a lag of 10, 1 callback in 3000 was dialled twice.
 */
export const reconcileAfterSeconds = minutes(15);
/** Connect is asked for contacts from so long before a moment of ours: its clock and those of functions may disagree. */
export const clocksApartSeconds = minutes(5);
/** How often Connect is asked what became of a call or a native callback whose end nobody told. */
export const askAgainSeconds = minutes(10);
/** A dial that Connect was too busy for, or whose message got lost on the way, is due again after this. */
export const busySeconds = minutes(1);
/** A contact that shall end is asked to again after this, until it has. */
export const stopAgainSeconds = minutes(1);
export const requeueSeconds = minutes(3);
/** After its promise a callback may still be made for so long; then it is EXPIRED rather than ring out of the blue. */
export const graceSeconds = hours(4);

export type LedgerChange =
  /** `stop`: the contact Connect should end, when the write has succeeded. */
  { kind: 'changed'; row: CallbackRow; stop?: string } | { kind: 'unchanged'; reason: string };

const terminal: readonly TerminalState[] = ['COMPLETED', 'EXHAUSTED', 'CANCELLED', 'EXPIRED', 'REJECTED'];

export const isOpen = (state: CallbackState): state is OpenState => !terminal.includes(state as TerminalState);

/** Open, and nobody has asked for its end: it can be relied on. */
export const isWanted = ({ state, cancelRequestedAt }: CallbackRow): boolean =>
  isOpen(state) && cancelRequestedAt === undefined;

/**
 * What a callback becomes by one event. Pure; the caller writes the new row on condition of the old one's version and,
 * when somebody else was faster, reads again and asks again.
 *
 * Events may advance a row, never move it back: one of an older attempt, of another contact, or on a terminal row
 * changes nothing. Attempt n+1 exists only once attempt n is settled as unanswered. A cancel wins until there is, or may
 * be, a contact at Connect; afterwards that is stopped if it can be, and counts if it was answered all the same.
 */
export function advance(row: CallbackRow, event: LedgerEvent, rules: LedgerRules): LedgerChange {
  if (!isOpen(row.state)) return unchanged(`${row.state} already`);
  switch (event.kind) {
    case 'bound':
      if (row.cancelRequestedAt !== undefined) return unchanged('cancelled');
      if (row.state === 'CREATED' && row.contactId === event.contactId) return unchanged('bound already');
      if (row.state !== 'ACCEPTED') return unchanged(`${row.state} already`);
      return moved(withAttempt(row, event.contactId, event.at), 'CREATED', event.at, {
        contactId: event.contactId,
        dueAt: firstCheckOf(row, event.at),
      });
    case 'handed-over':
      if (row.state !== 'ACCEPTED') return unchanged(`${row.state} already`);
      return moved(row, 'PENDING', event.at, { reason: 'not bound', notBefore: event.at, dueAt: event.at });
    case 'sent':
      if (row.state !== 'PENDING') return unchanged(`${row.state} already`);
      // An index that lags shows an attempt that is over: the next one has its pause.
      if (event.at < row.notBefore) return unchanged('not due yet');
      return rescheduled(row, addSeconds(event.at, requeueSeconds));
    case 'out-of-turn':
      if (row.state !== 'PENDING') return unchanged(`${row.state} already`);
      return rescheduled(row, event.at);
    case 'postponed':
      if (row.state !== 'PENDING') return unchanged(`${row.state} already`);
      return changed({ ...row, reason: event.reason, notBefore: event.until, dueAt: event.until });
    case 'moved':
      return movedTo(row, event.to, event.by, event.at);
    case 'closed':
      return lapsed({ ...row, expiresBy: event.at, reason: 'closed' }, event.at, rules);
    case 'intent':
      if (row.state !== 'PENDING') return unchanged(`${row.state} already`);
      if (row.attempt !== event.attempt) return unchanged(`attempt ${row.attempt} already`);
      if (event.at < row.notBefore) return unchanged('not due yet');
      return moved(withAttempt(row, undefined, event.at), 'DIALING', event.at, {
        dueAt: addSeconds(event.at, reconcileAfterSeconds),
      });
    case 'placed': {
      if (row.state !== 'DIALING' || row.attempt !== event.attempt) return unchanged(`${row.state} ${row.attempt}`);
      const change = moved(withAttempt(row, event.contactId, event.at), 'DIALED', event.at, {
        contactId: event.contactId,
        firstRungAt: row.firstRungAt ?? event.at,
        dueAt: addSeconds(event.at, askAgainSeconds),
      });
      // Taken back while the call was being placed: there was no contact to end yet, now there is.
      return row.cancelRequestedAt === undefined ? change : { ...change, stop: event.contactId };
    }
    case 'refused':
      // Refused by our own rules at dial time (PENDING), or by Connect.
      if ((row.state !== 'DIALING' && row.state !== 'PENDING') || row.attempt !== event.attempt)
        return unchanged(`${row.state} ${row.attempt}`);
      return ended(withDisposition(row, event.disposition), 'REJECTED', event.reason, event.at, rules);
    case 'busy':
    case 'not-found': {
      if (row.state !== 'DIALING' || row.attempt !== event.attempt) return unchanged(`${row.state} ${row.attempt}`);
      if (row.cancelRequestedAt !== undefined) return takenBack(row, event.at, rules);
      const dueAt = event.kind === 'busy' ? addSeconds(event.at, busySeconds) : event.at;
      return moved(row, 'PENDING', event.at, { notBefore: dueAt, dueAt });
    }
    case 'confirmed':
      if (row.contactId !== event.contactId || row.confirmedAt !== undefined) return unchanged('not this call');
      if (row.cancelRequestedAt !== undefined) return unchanged('cancelled');
      return changed({ ...row, confirmedAt: event.at });
    case 'leg':
      return afterLeg(row, event.contactId, event.facts, event.at, rules);
    case 'checked':
      if (row.cancelRequestedAt !== undefined || row.movesTo !== undefined) return stopping(row, event.at);
      return rescheduled(row, addSeconds(event.at, askAgainSeconds));
    case 'cancel':
      return cancelled(row, event.reason, event.at, rules);
    case 'lapsed':
      return lapsed(row, event.at, rules);
    default:
      return event satisfies never;
  }
}

/** Only a callback that is CREATED or DIALED has a contact while it is open, so no other is moved. */
function afterLeg(row: CallbackRow, contactId: string, facts: LegFacts, at: Instant, rules: LedgerRules): LedgerChange {
  if (row.contactId !== contactId) return unchanged('another contact');
  const native = row.state === 'CREATED';
  const reading = readLeg(facts, { confirmedAt: row.confirmedAt, native });
  switch (reading.kind) {
    case 'in-progress':
      return unchanged('in progress');
    case 'spoke': {
      const { spokeAt, gapSeconds } = reading;
      const firstRungAt = row.firstRungAt ?? facts.customerAnsweredAt ?? spokeAt;
      const spoke = withDisposition({ ...row, spokeAt, gapSeconds, firstRungAt }, 'spoke');
      return ended(spoke, 'COMPLETED', 'spoke', at, rules);
    }
    case 'unanswered': {
      const { disposition } = reading;
      // Taken out of Connect's queue before an agent had it, so before it could ring.
      const movedAway = row.movesTo !== undefined && disposition === 'not-answered' && facts.answeredAt === undefined;
      const settled = movedAway ? 'moved' : disposition;
      const rangAt = native && dispositionRules[settled].rang ? (row.firstRungAt ?? facts.answeredAt ?? at) : undefined;
      const known = rangAt === undefined ? row : { ...row, firstRungAt: rangAt };
      const endedAt = Math.min(at, facts.endedAt ?? at) as Instant;
      return unanswered(withDisposition(known, settled), settled, { at, endedAt }, rules);
    }
    default:
      return reading satisfies never;
  }
}

/** The attempt is settled: the next one, or none. `endedAt`: by Connect's clock; `at`: heard of. */
function unanswered(
  row: CallbackRow,
  disposition: Disposition,
  { at, endedAt }: { at: Instant; endedAt: Instant },
  rules: LedgerRules,
): LedgerChange {
  if (row.cancelRequestedAt !== undefined) return takenBack(row, at, rules);
  const { next } = dispositionRules[disposition];
  if (next === 'never') return ended(row, 'REJECTED', disposition, at, rules);
  const { contactId: _contact, confirmedAt: _confirmed, movesTo, ...rest } = row;
  const following = { ...rest, attempt: row.attempt + 1 };
  if (movesTo !== undefined) return retimed(following, movesTo, at, disposition);
  if (at >= row.expiresBy)
    return ended(row, 'EXPIRED', row.reason === 'closed' ? 'closed' : 'not made in time', at, rules);
  // Nobody's telephone rang: there is no reason to pause before the next attempt.
  const atOnce = next === 'again-at-once' && timesRung(row) < rules.attempts;
  const notBefore = atOnce ? at : retryAt(row, at, rules, endedAt);
  if (notBefore === undefined) return ended(row, 'EXHAUSTED', disposition, at, rules);
  return moved(following, 'PENDING', at, { reason: disposition, notBefore, dueAt: notBefore });
}

/**
 * To another time. Until there is, or may be, a contact at Connect the move is made at once; one in Connect's queue is
 * stopped first, and counts if it was answered all the same. A call that may be ringing is left to itself.
 */
function movedTo(row: CallbackRow, to: CallbackTiming, by: 'closing' | 'customer', at: Instant): LedgerChange {
  if (row.cancelRequestedAt !== undefined) return unchanged('cancelled');
  // A closing breaks the promise that was made, whatever is promised instead; a customer's own wish does not.
  const firstPromisedBy = by === 'closing' ? (row.firstPromisedBy ?? row.promisedBy) : undefined;
  const { firstPromisedBy: _first, ...rest } = row;
  const told = { ...rest, movedBy: by, ...(firstPromisedBy === undefined ? {} : { firstPromisedBy }) };
  switch (row.state) {
    case 'ACCEPTED':
    case 'PENDING':
      return retimed(told, to, at, by);
    case 'CREATED': {
      // Told as it will be, but of Connect's own kind until its contact has ended.
      const { kind: _kind, notBefore: _notBefore, ...promise } = to;
      const { windowStartsAt: _window, ...before } = told;
      const expiresBy = addSeconds(to.promisedBy, graceSeconds);
      return stopping({ ...before, ...promise, expiresBy, movesTo: to }, at);
    }
    case 'DIALING':
    case 'DIALED':
      return unchanged('a call may be in progress');
    default:
      return unchanged(`${row.state} already`);
  }
}

function retimed(row: CallbackRow, to: CallbackTiming, at: Instant, reason: string): LedgerChange {
  const { windowStartsAt: _window, ...rest } = row;
  return moved(rest, 'PENDING', at, {
    ...to,
    reason,
    expiresBy: addSeconds(to.promisedBy, graceSeconds),
    dueAt: to.notBefore,
  });
}

function cancelled(row: CallbackRow, reason: string, at: Instant, rules: LedgerRules): LedgerChange {
  switch (row.state) {
    case 'ACCEPTED':
    case 'PENDING':
      return ended(row, 'CANCELLED', reason, at, rules);
    case 'CREATED':
    case 'DIALING':
    case 'DIALED': {
      if (row.cancelRequestedAt !== undefined) return unchanged('cancel requested already');
      return stopping({ ...row, reason, cancelRequestedAt: at }, at);
    }
    default:
      return unchanged(`${row.state} already`);
  }
}

function lapsed(row: CallbackRow, at: Instant, rules: LedgerRules): LedgerChange {
  if (at < row.expiresBy) return unchanged('not lapsed');
  // A call that may be ringing is settled first; its end is asked for on its own schedule.
  if (row.state === 'DIALING' || row.state === 'DIALED') return unchanged(`${row.state}: a call may be in progress`);
  if (row.state === 'CREATED') return stopping(row, at);
  return ended(row, 'EXPIRED', row.reason === 'closed' ? 'closed' : 'not made in time', at, rules);
}

/**
 * The contact shall end, and Connect is asked for it. The row stays open until Connect says that it did: a request that
 * got lost would leave a contact that rings the customer for a callback nobody wants any more.
 */
function stopping(row: CallbackRow, at: Instant): LedgerChange {
  // Whether a call being placed exists at all is asked on its own schedule.
  const change = row.state === 'DIALING' ? changed(row) : rescheduled(row, addSeconds(at, stopAgainSeconds));
  return row.contactId === undefined ? change : { ...change, stop: row.contactId };
}

const takenBack = (row: CallbackRow, at: Instant, rules: LedgerRules): LedgerChange =>
  ended(row, 'CANCELLED', row.reason ?? 'customer', at, rules);

/** A native callback is asked after once its promise is due, and when it lapses at the latest. */
function firstCheckOf(row: CallbackRow, at: Instant): Instant {
  return Math.min(row.expiresBy, Math.max(row.promisedBy, addSeconds(at, askAgainSeconds))) as Instant;
}

function withAttempt(row: CallbackRow, contactId: string | undefined, at: Instant): CallbackRow {
  const others = row.attempts.filter((attempt) => attempt.attempt !== row.attempt);
  const known = row.attempts.find((attempt) => attempt.attempt === row.attempt);
  const current: Attempt = { at, ...known, attempt: row.attempt, ...(contactId === undefined ? {} : { contactId }) };
  return { ...row, attempts: [...others, current] };
}

function withDisposition(row: CallbackRow, disposition: Disposition): CallbackRow {
  return {
    ...row,
    attempts: row.attempts.map((attempt) => (attempt.attempt === row.attempt ? { ...attempt, disposition } : attempt)),
  };
}

const unchanged = (reason: string): LedgerChange => ({ kind: 'unchanged', reason });

const changed = (row: CallbackRow): LedgerChange & { kind: 'changed' } => ({
  kind: 'changed',
  row: { ...row, version: row.version + 1 },
});

const rescheduled = (row: CallbackRow, dueAt: Instant): LedgerChange & { kind: 'changed' } =>
  changed({ ...row, dueAt });

function moved(
  row: CallbackRow,
  state: OpenState,
  at: Instant,
  to: Partial<CallbackRow>,
): LedgerChange & { kind: 'changed' } {
  return changed({ ...row, ...to, state, since: at, dueKey: dueShard });
}

function ended(
  row: CallbackRow,
  state: TerminalState,
  reason: string,
  at: Instant,
  rules: LedgerRules,
): LedgerChange & { kind: 'changed' } {
  const { dueKey: _key, dueAt: _due, ...rest } = row;
  const expiresAt = Math.ceil(addSeconds(at, rules.retentionSeconds) / 1000);
  return changed({ ...rest, state, reason, since: at, expiresAt });
}
