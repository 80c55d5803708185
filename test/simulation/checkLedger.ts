import type { CallbackRow, CallbackState } from '../../core/rows/callback.ts';
import { addSeconds, hours, type Instant, secondsBetween } from '../../core/time/units.ts';
import { roomOfWindow } from './center.ts';
import { type Evidence, isOver, toleranceOf, type Violation } from './checker.ts';
import { mayRingAt, queueOpenAt } from './checkPolicy.ts';
import type { SlotWrite } from './laggingRows.ts';

const ends = ['COMPLETED', 'EXHAUSTED', 'CANCELLED', 'EXPIRED', 'REJECTED'] as const;

/** What may follow on each state: intent before effect, and no way back but for an attempt that is settled. */
const follows: Readonly<Record<string, readonly CallbackState[]>> = {
  ACCEPTED: ['CREATED', 'PENDING', 'CANCELLED', 'EXPIRED'],
  CREATED: ['PENDING', ...ends],
  PENDING: ['DIALING', 'CANCELLED', 'EXPIRED', 'REJECTED'],
  DIALING: ['DIALED', 'PENDING', 'CANCELLED', 'REJECTED'],
  DIALED: ['PENDING', ...ends],
};

/** The ledger's rules, judged by the table's own log of what was written and Connect's of what there was. */
export function ledgerRules(evidence: Evidence): Violation[] {
  return [...evidence.center.rows.slotWrites.values()].flatMap((writes) =>
    writes.flatMap((write, index) => {
      const before = writes[index - 1];
      const wrongs =
        before?.row.callbackId === write.row.callbackId
          ? wrongsOfChange(evidence, before, write)
          : wrongsOfAcceptance(evidence, writes.slice(0, index), write);
      const { callbackId, sourceContactId } = write.row;
      return wrongs.map(([invariant, why]) => ({
        invariant,
        what: `${callbackId} v${write.row.version} ${why}`,
        ids: [callbackId, sourceContactId],
      }));
    }),
  );
}

type Wrong = [invariant: string, why: string];

function wrongsOfChange(
  evidence: Evidence,
  { at: writtenAt, row: before }: SlotWrite,
  { at, row }: SlotWrite,
): Wrong[] {
  const wrongs: Wrong[] = [];
  const wrong = (broken: boolean, invariant: string, why: string): void => {
    if (broken) wrongs.push([invariant, why]);
  };
  const errs = 1000 * evidence.center.faults.clockErrorSeconds + 1000;
  const steps = before.state !== row.state;
  wrong(isOver(before), 'I3 terminal', `was written after it had ended ${before.state}`);
  wrong(
    steps && !(follows[before.state] ?? []).includes(row.state),
    'I7 backwards',
    `went from ${before.state} to ${row.state}`,
  );
  // A sweep that sees an older row moves it again, to the same opening.
  const movedAgain = row.reason !== undefined && row.reason === row.movedBy;
  wrong(
    !steps && row.since !== before.since && row.promisedBy === before.promisedBy && !movedAgain,
    'I2 unique attempt',
    `became ${row.state} although it was`,
  );
  const next = row.attempt === before.attempt + 1;
  wrong(
    row.attempt !== before.attempt && !(next && (before.state === 'CREATED' || before.state === 'DIALED')),
    'I2 unique attempt',
    `counts attempt ${row.attempt} after ${before.attempt}, ${before.state}`,
  );
  wrong(
    before.cancelRequestedAt !== undefined &&
      (row.state === 'PENDING' || row.cancelRequestedAt !== before.cancelRequestedAt),
    'I1 over is over',
    'goes on although it was taken back',
  );
  wrong(
    before.contactId === row.contactId &&
      before.confirmedAt !== row.confirmedAt &&
      (before.confirmedAt !== undefined || before.cancelRequestedAt !== undefined),
    'I7 fold',
    'was confirmed twice, or after it was taken back',
  );
  wrong(
    steps && row.state === 'DIALING' && at + errs < before.notBefore,
    'I6 policy',
    `is dialled ${secondsBetween(at, before.notBefore)} s before its time`,
  );
  wrong(
    row.state === 'EXPIRED' && row.reason !== 'closed' && at + errs < before.expiresBy,
    'I3 terminal',
    `expired ${secondsBetween(at, before.expiresBy)} s too early`,
  );
  const night = [at, addSeconds(at, hours(-3))].every((moment) => !queueOpenAt(evidence.center, moment));
  // What a run that was frozen for hours wrote had lapsed before anybody could see it.
  wrong(
    row.state === 'EXPIRED' && row.reason !== 'closed' && night && writtenAt < before.expiresBy,
    'I3 terminal',
    'expired in the night: nobody promised it anew when its queue closed',
  );
  if (before.contactId !== undefined && row.contactId === undefined) wrongs.push(...settled(evidence, before, at));
  if (before.contactId !== undefined && isOver(row) && row.state !== 'COMPLETED') {
    wrongs.push(...settled(evidence, before, at));
  }
  if (row.promisedBy !== before.promisedBy) wrongs.push(...atAnHour(evidence, row));
  return wrongs;
}

/** A callback goes on, or ends unanswered, only when its contact has ended at Connect. */
function settled({ endedAt }: Evidence, { contactId }: CallbackRow, at: Instant): Wrong[] {
  const ended = endedAt.get(contactId ?? '');
  return ended !== undefined && ended <= at ? [] : [['I7 backwards', `was settled while ${contactId} was going on`]];
}

function wrongsOfAcceptance(evidence: Evidence, earlier: readonly SlotWrite[], { at, row }: SlotWrite): Wrong[] {
  const last = earlier.at(-1)?.row;
  const errs = 2 * evidence.center.faults.clockErrorSeconds + 60;
  const day = earlier.filter((write) => secondsBetween(write.at, at) < 86_400 - errs);
  const ids = new Set(day.map((write) => write.row.callbackId));
  const most = evidence.center.settings.callbacks.perNumberPerDay;
  const open = last !== undefined && !isOver(last);
  return [
    ...(open ? [['I4 one open', `was accepted beside ${last.callbackId}, ${last.state}`] as Wrong] : []),
    ...(ids.size >= most ? [['I12 budgets', `is the ${ids.size + 1}th of its number in a day`] as Wrong] : []),
    ...atAnHour(evidence, row),
  ];
}

/**
 * A promise is over while that telephone may ring still; one for an opening or a window begins when it may, and the queue is
 * open; a kept place has its turn before the queue closes.
 */
function atAnHour(evidence: Evidence, { kind, notBefore, promisedBy, sourceContactId }: CallbackRow): Wrong[] {
  const { center } = evidence;
  const zone = center.connect.contacts.get(sourceContactId)?.person.zone;
  if (zone === undefined) return [];
  const begins = kind === 'keeps-place' || (mayRingAt(center, notBefore, zone) && queueOpenAt(center, notBefore));
  const ends = kind === 'next-opening' || mayRingAt(center, promisedBy - 1000, zone);
  const turns = kind !== 'keeps-place' || hasTurn(evidence, notBefore, promisedBy);
  const [from, until] = [notBefore, promisedBy].map((at) => new Date(at).toISOString());
  return begins && ends && turns ? [] : [['I6 policy', `is promised from ${from} until ${until}, in ${zone}`]];
}

/** What is told is rounded up, by half an hour at most. The version before promised whatever key was pressed. */
function hasTurn({ center }: Evidence, from: number, until: number): boolean {
  const errsMs = 1000 * (1860 + 2 * center.faults.clockErrorSeconds);
  if (center.runsEarlier || !queueOpenAt(center, from)) return true;
  return until - from < 25 * 3_600_000 && queueOpenAt(center, until - errsMs);
}

/** No window holds more promises than it has room for; a callback and the one that takes its place are one. */
export function rooms({ center, promiseOf }: Evidence): Violation[] {
  const windowOf = new Map<string, number>();
  const held = new Map<number, Map<string, string>>();
  const writes = [...center.rows.slotWrites.values()].flat().sort((a, b) => a.order - b.order);
  return writes.flatMap(({ row }) => {
    const { callbackId, windowStartsAt } = row;
    held.get(windowOf.get(callbackId) ?? 0)?.delete(callbackId);
    if (isOver(row) || windowStartsAt === undefined) return [];
    windowOf.set(callbackId, windowStartsAt);
    const here = held.get(windowStartsAt) ?? new Map<string, string>();
    held.set(windowStartsAt, here.set(callbackId, promiseOf(callbackId) ?? ''));
    const promises = new Set(here.values()).size;
    if (promises <= roomOfWindow) return [];
    const what = `${callbackId} is the ${promises}th promise of a window for ${roomOfWindow}`;
    return [{ invariant: 'I12 budgets', what, ids: [callbackId] }];
  });
}

/** The dialler is handed what is due, where it may be made, and what the ledger lets it have. */
export function handedOver(evidence: Evidence): Violation[] {
  const { center } = evidence;
  const errs = 1000 * center.faults.clockErrorSeconds;
  return center.handedOver.flatMap(({ at, callbackKey, callbackId, attempt }) => {
    const wrong = (invariant: string, why: string): Violation => ({
      invariant,
      what: `${callbackId}-${attempt} was handed over ${why}`,
      ids: [callbackId],
    });
    // A message whose reply was lost is sent again, when the dialler may have put its callback off already.
    const isDue = center.rows.slotWrites.get(callbackKey)?.some(({ at: writtenAt, row }) => {
      const isNew = writtenAt <= at && secondsBetween(writtenAt, at) < secondsToSend;
      return isNew && row.state === 'PENDING' && row.attempt === attempt && row.notBefore <= at + errs;
    });
    // The sweep looks at the hours once, when it begins.
    const mayBe = [at, (at - errs - 60_000) as Instant, (at + errs) as Instant];
    return [
      ...(isDue ? [] : [wrong('I2 unique attempt', 'while it was not due')]),
      ...(mayBe.some((moment) => queueOpenAt(center, moment))
        ? []
        : [wrong('I6 policy', 'while its queue was closed')]),
      ...(!center.runsEarlier && center.operator.frozenAt(at, 60 + errs / 1000)
        ? [wrong('I6 policy', 'while calls were frozen')]
        : []),
    ];
  });
}

/** From when a row is written until its message is sent, ten rows at a time and each of them perhaps throttled. */
const secondsToSend = 45;

/** Before a call is placed the ledger says that it will be, and the callback has not lapsed. */
export function intents({ center, log }: Evidence): Violation[] {
  const tolerance = toleranceOf(center);
  return log.flatMap((fact) => {
    if (fact.kind !== 'placed') return [];
    const { callbackKey, callbackId, attempt } = fact.call.attributes;
    const row = center.rows.slotWrites.get(callbackKey ?? '')?.findLast(({ at }) => at <= fact.at)?.row;
    const ids = [callbackId ?? fact.contactId];
    if (row?.callbackId === callbackId && row?.state === 'DIALING' && String(row.attempt) === attempt) {
      if (fact.at <= row.expiresBy + tolerance) return [];
      return [{ invariant: 'I3 terminal', what: `${fact.call.name} was placed after it had lapsed`, ids }];
    }
    const what = `${fact.call.name} was placed while the ledger said ${row?.callbackId} ${row?.state} ${row?.attempt}`;
    return [{ invariant: 'I2 unique attempt', what, ids }];
  });
}

/** What the board shows as open is what the ledger held: of a moment not longer ago than a sweep takes and an index lags. */
export function board({ center }: Evidence): Violation[] {
  // The version before shows none where it could not read them.
  if (center.runsEarlier) return [];
  const spans = [...center.rows.slotWrites.values()].flatMap(openSpans);
  const [longest] = spans.map(({ from, until }) => until - from).sort((a, b) => b - a);
  const seen = center.board.length > 0 || (longest ?? 0) < 3_600_000;
  const slackMs = 1000 * (60 + center.faults.profile.indexLagSeconds);
  const hidden = seen ? [] : [{ invariant: 'I5 conservation', what: 'no open callback was ever shown', ids: [] }];
  const wrong = center.board.flatMap(({ at, openCallbacks }) => {
    const sure = spans.filter(({ from, until }) => from <= at - slackMs && until >= at).length;
    const perhaps = spans.filter(({ from, until }) => from <= at && until >= at - slackMs).length;
    if (openCallbacks >= sure && openCallbacks <= perhaps) return [];
    const what = `${openCallbacks} callbacks are shown as open, the ledger held ${sure} to ${perhaps}`;
    return [{ invariant: 'I5 conservation', what, ids: [] }];
  });
  return [...hidden, ...wrong];
}

function openSpans(writes: readonly SlotWrite[]): { from: number; until: number }[] {
  const spans = new Map<string, { from: number; until: number }>();
  for (const { at, row } of writes) {
    const span = spans.get(row.callbackId) ?? { from: at, until: Number.POSITIVE_INFINITY };
    spans.set(row.callbackId, span);
    if (isOver(row)) span.until = Math.min(span.until, at);
  }
  return [...spans.values()];
}
