import { expect, test } from 'vitest';
import { placeTiming, windowTiming } from '../../../core/callbacks/accept.ts';
import { advance, isWanted, type LedgerChange, type LedgerRules } from '../../../core/callbacks/ledger.ts';
import type { LedgerEvent } from '../../../core/callbacks/ledgerEvent.ts';
import { promiseOf, rungInTime } from '../../../core/callbacks/promise.ts';
import type { CallbackRow } from '../../../core/rows/callback.ts';
import { addSeconds, hours, type Instant, minutes, seconds } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';

const rules: LedgerRules = { attempts: 2, retrySeconds: minutes(4), retentionSeconds: hours(24) };
/** Accepted at 0, promised by 600, expired at 15000. */
const at = (value: number): Instant => addSeconds(noon, seconds(value));
const row = aCallback({ expiresBy: at(15_000) }, { timing: placeTiming(noon, seconds(600)) });

const after = (before: CallbackRow, ...events: LedgerEvent[]): CallbackRow =>
  events.reduce((known, event) => {
    const change = advance(known, event, rules);
    if (change.kind === 'unchanged') throw new Error(`${event.kind}: ${change.reason}`);
    return change.row;
  }, before);

const bound = after(row, { kind: 'bound', contactId: 'native', at: at(5) });
const pending = after(row, { kind: 'handed-over', at: at(120) });
const dialling = after(pending, { kind: 'intent', attempt: 1, at: at(130) });
const dialled = after(dialling, { kind: 'placed', attempt: 1, contactId: 'leg', at: at(140) });
const cancel: LedgerEvent = { kind: 'cancel', reason: 'operator', at: at(150) };
const toWindow = windowTiming({ startsAt: at(3600), endsAt: at(7200) } as Parameters<typeof windowTiming>[0]);
const moved: LedgerEvent = { kind: 'moved', by: 'closing', to: toWindow, at: at(150) };
const unanswered: LedgerEvent = { kind: 'leg', contactId: 'leg', facts: { endedAt: at(180) }, at: at(190) };

const situations: Record<string, CallbackRow> = {
  'accepted, a contact of Connect’s own is expected': row,
  'bound to it': bound,
  'bound, and taken back': after(bound, cancel),
  'bound, and to be moved': after(bound, moved),
  'with the dialler': pending,
  'with the dialler, moved by a closing': after(pending, moved),
  'being dialled': dialling,
  'being dialled, and taken back': after(dialling, cancel),
  dialled: dialled,
  'dialled and confirmed': after(dialled, { kind: 'confirmed', contactId: 'leg', at: at(160) }),
  'dialled, and taken back': after(dialled, cancel),
  'to be dialled again': after(dialled, unanswered),
  'dialled for the last time': after(
    after(dialled, unanswered),
    { kind: 'intent', attempt: 2, at: at(500) },
    { kind: 'placed', attempt: 2, contactId: 'leg', at: at(510) },
  ),
  kept: after(dialled, {
    kind: 'leg',
    contactId: 'leg',
    facts: { customerAnsweredAt: at(160), answeredAt: at(161) },
    at: at(400),
  }),
};

const leg = (contactId: string, facts: object): LedgerEvent => ({ kind: 'leg', contactId, facts, at: at(620) });
const contact = ({ contactId = 'native' }: CallbackRow): string => contactId;

/** What happens 615 seconds on, when the promise is just over. */
const happenings: Record<string, (known: CallbackRow) => LedgerEvent> = {
  'is bound': (known) => ({ kind: 'bound', contactId: contact(known), at: at(615) }),
  'is bound to another': () => ({ kind: 'bound', contactId: 'another', at: at(615) }),
  'is handed over': () => ({ kind: 'handed-over', at: at(615) }),
  'is sent': () => ({ kind: 'sent', at: at(615) }),
  'is sent the moment it may be': ({ notBefore }) => ({ kind: 'sent', at: notBefore }),
  'is sent before': ({ notBefore }) => ({ kind: 'sent', at: addSeconds(notBefore, seconds(-1)) }),
  'is out of turn': () => ({ kind: 'out-of-turn', at: at(615) }),
  'is postponed': () => ({ kind: 'postponed', until: at(900), reason: 'budget', at: at(615) }),
  'moves with a closing': () => ({ ...moved, at: at(615) }) as LedgerEvent,
  'moves as its customer asked': () => ({ ...moved, by: 'customer', at: at(615) }) as LedgerEvent,
  'ends with a closing': () => ({ kind: 'closed', at: at(615) }),
  'is to be dialled': ({ attempt }) => ({ kind: 'intent', attempt, at: at(615) }),
  'is to be dialled before its time': ({ attempt, notBefore }) => ({
    kind: 'intent',
    attempt,
    at: addSeconds(notBefore, seconds(-1)),
  }),
  'is to be dialled by an old message': ({ attempt }) => ({ kind: 'intent', attempt: attempt - 1, at: at(615) }),
  'is placed': ({ attempt }) => ({ kind: 'placed', attempt, contactId: 'placed', at: at(615) }),
  'is placed by an older attempt': ({ attempt }) => ({
    kind: 'placed',
    attempt: attempt - 1,
    contactId: 'placed',
    at: at(615),
  }),
  'is refused': ({ attempt }) => ({
    kind: 'refused',
    attempt,
    disposition: 'blocked',
    reason: 'premium-rate',
    at: at(615),
  }),
  'was refused in an older attempt': ({ attempt }) => ({
    kind: 'refused',
    attempt: attempt - 1,
    disposition: 'invalid',
    reason: 'gone',
    at: at(615),
  }),
  'finds Connect busy': ({ attempt }) => ({ kind: 'busy', attempt, reason: 'busy', at: at(615) }),
  'found it busy in an older attempt': ({ attempt }) => ({
    kind: 'busy',
    attempt: attempt - 1,
    reason: 'busy',
    at: at(615),
  }),
  'is not found': ({ attempt }) => ({ kind: 'not-found', attempt, at: at(615) }),
  'is confirmed': (known) => ({ kind: 'confirmed', contactId: contact(known), at: at(615) }),
  'is confirmed in another call': () => ({ kind: 'confirmed', contactId: 'another', at: at(615) }),
  'goes on': (known) => leg(contact(known), { queuedAt: at(6) }),
  'waits for its customer': (known) => leg(contact(known), { queuedAt: at(6), answeredAt: at(600) }),
  'waits for an agent': (known) => leg(contact(known), { queuedAt: at(6), customerAnsweredAt: at(600) }),
  'was another’s': () => leg('another', { queuedAt: at(6), endedAt: at(610) }),
  'was lost': (known) => leg(contact(known), { endedAt: at(610) }),
  'was not answered': (known) => leg(contact(known), { queuedAt: at(6), endedAt: at(610) }),
  'was not answered, its agent was there': (known) =>
    leg(contact(known), { queuedAt: at(6), answeredAt: at(560), endedAt: at(610) }),
  'was picked up, and no agent came': (known) =>
    leg(contact(known), { queuedAt: at(6), customerAnsweredAt: at(600), endedAt: at(610) }),
  'has no such number': (known) =>
    leg(contact(known), { queuedAt: at(6), endedAt: at(610), disconnectReason: 'TELECOM_NUMBER_INVALID' }),
  'ended when it had expired': (known) =>
    ({ ...leg(contact(known), { queuedAt: at(6), endedAt: at(15_000) }), at: at(15_000) }) as LedgerEvent,
  'was spoken in': (known) =>
    leg(contact(known), { queuedAt: at(6), customerAnsweredAt: at(600), answeredAt: at(601) }),
  'is looked at': () => ({ kind: 'checked', at: at(615) }),
  'is taken back': () => ({ kind: 'cancel', reason: 'customer', at: at(615) }),
  'lapses too early': () => ({ kind: 'lapsed', at: at(14_999) }),
  lapses: () => ({ kind: 'lapsed', at: at(15_000) }),
};

/** Times as seconds after the acceptance. */
function said(before: CallbackRow, change: LedgerChange): string {
  if (change.kind === 'unchanged') return `stays: ${change.reason}`;
  const told = (value: unknown): string =>
    JSON.stringify(value, (_key, one) =>
      typeof one === 'number' && one >= noon - 1e6 && one < noon + 1e9 ? (one - noon) / 1000 : one,
    ) ?? 'none';
  const names = [...new Set([...Object.keys(before), ...Object.keys(change.row)])] as (keyof CallbackRow)[];
  const differing = names
    .filter((name) => name !== 'version' && told(before[name]) !== told(change.row[name]))
    .sort()
    .map((name) => `${name} ${told(change.row[name])}`);
  const next = change.row.version - before.version;
  return [
    ...(next === 1 ? [] : [`VERSION +${next}`]),
    ...differing,
    ...(change.stop ? [`STOP ${change.stop}`] : []),
  ].join(' · ');
}

test('what becomes of a callback in each situation by each event', async () => {
  const blocks = Object.entries(situations).map(([name, known]) => {
    const lines = new Map<string, string[]>();
    for (const [what, eventOf] of Object.entries(happenings)) {
      const becomes = said(known, advance(known, eventOf(known), rules));
      lines.set(becomes, [...(lines.get(becomes) ?? []), what]);
    }
    const judged = `${isWanted(known) ? 'wanted' : 'not wanted'}, promise ${promiseOf(known)}, ${rungInTime(known) ? 'rung in time' : 'not rung in time'}`;
    return [
      `## ${name}: ${known.state}, attempt ${known.attempt} (${judged})`,
      ...[...lines].map(([becomes, what]) => `${what.join(' | ')}\n    ${becomes}`),
    ].join('\n');
  });
  await expect(`${blocks.join('\n\n')}\n`).toMatchFileSnapshot('transitions.txt');
});
