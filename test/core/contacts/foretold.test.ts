import { expect, test } from 'vitest';
import { foretoldWaits } from '../../../core/contacts/foretold.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { addSeconds, type Instant, seconds } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

const later = (value: number): Instant => addSeconds(noon, seconds(value));
const forecast = { meanSeconds: 200 };

/** Asked at noon and quoted then; what became of it is in `facts`. */
function quoted(facts: Partial<ContactRow>, quote: object = {}): ContactRow {
  const first = { askedAt: noon, toldBoundSeconds: 300, basis: { meanSeconds: 200 }, forecast, ...quote };
  const second = { ...first, askedAt: later(60), toldBoundSeconds: 90, forecast: { meanSeconds: 1 } };
  return aContact({ quotedAt: noon, queuedAt: later(1), quotes: [first, second] as never, ...facts });
}
const over = later(10_000);
const judged = (row: ContactRow, known: ContactRow[] = []) => foretoldWaits([row], known, over);

test('a wait is judged by what was foretold first, from the asking to the agent', () => {
  expect(judged(quoted({ answeredAt: later(250), outcome: 'answered' }))).toEqual([
    { forecast, waitedSeconds: 250, served: true, toldBoundSeconds: 300, lastAnsweredWaitSeconds: undefined },
  ]);
});

test('who left waited so long at least', () => {
  expect(judged(quoted({ endedAt: later(90), outcome: 'abandoned' }, { toldBoundSeconds: null }))).toEqual([
    { forecast, waitedSeconds: 90, served: false, toldBoundSeconds: undefined, lastAnsweredWaitSeconds: undefined },
  ]);
});

test('a place that was kept is judged by when its turn came', () => {
  const row = quoted({ outcome: 'callback', choseAt: later(40), endedAt: later(45), placeServedAt: later(400) });
  expect(judged(row)).toMatchObject([{ waitedSeconds: 400, served: true }]);
});

test('who waits, was quoted nothing, never asked or was connected at once is not judged', () => {
  const answered = { answeredAt: later(250), outcome: 'answered' } as const;
  const { quotes: _none, ...unquoted } = quoted(answered);
  for (const row of [
    quoted({ outcome: 'waiting' }),
    unquoted,
    quoted(answered, { forecast: undefined }),
    quoted(answered, { basis: { meanSeconds: 0 } }),
    quoted({ ...answered, answeredAt: noon }),
    aContact(),
  ])
    expect(judged(row)).toEqual([]);
});

test('the last wait before it asked is that of who was answered last, in the queue or since they asked', () => {
  const row = quoted({ answeredAt: later(250), outcome: 'answered' });
  const known = [
    aContact({ contactId: 'after', queuedAt: later(-50), answeredAt: later(1) }),
    aContact({ contactId: 'last', queuedAt: later(-100), quotedAt: later(-110), answeredAt: noon }),
    aContact({ contactId: 'never queued', quotedAt: later(-70), answeredAt: later(-20) }),
    aContact({ contactId: 'left', queuedAt: later(-300), endedAt: later(-10) }),
    aContact({ contactId: 'unseen', answeredAt: later(-1) }),
  ];
  const lastOf = (some: ContactRow[]) => judged(row, some)[0]?.lastAnsweredWaitSeconds;
  expect(lastOf(known)).toBe(100);
  expect(lastOf(known.filter(({ contactId }) => contactId !== 'last'))).toBe(50);
});
