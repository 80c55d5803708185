import { expect, test } from 'vitest';
import { sharingAmong } from '../../../core/contacts/sharing.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { addSeconds, seconds } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

const answered = (agentId: string, second: number): ContactRow =>
  aContact({ agentId, answeredAt: addSeconds(noon, seconds(second)) });

test('agents who answer two queues are shared, in each direction by its own share', () => {
  const sharing = sharingAmong(
    new Map([
      ['sales', [answered('ann', 0), answered('ann', 10), answered('bob', 5)]],
      ['service', [answered('bob', 8), answered('cat', 9)]],
      ['alone', [answered('dan', 9)]],
    ]),
  );
  expect(sharing.get('sales')).toEqual({ service: expect.closeTo(0.5, 1) });
  expect(sharing.get('service')).toEqual({ sales: expect.closeTo(1 / 3, 1) });
  expect(sharing.get('alone')).toEqual({});
});

test('of contacts that nobody answered, or by an agent nobody named, nothing is learned', () => {
  const nameless = aContact({ answeredAt: noon });
  const ringing = aContact({ agentId: 'bob' });
  const sharing = sharingAmong(
    new Map([
      ['sales', [answered('bob', 5), nameless]],
      ['service', [ringing, nameless]],
    ]),
  );
  expect([...sharing]).toEqual([
    ['sales', {}],
    ['service', {}],
  ]);
});

test('what an agent took last counts most, whichever queue is told first', () => {
  const long = Array.from({ length: 60 }, (_, index) => answered('bob', index));
  const lately = Array.from({ length: 60 }, (_, index) => answered('bob', 1000 + index));
  const others = [...Array.from({ length: 60 }, (_, index) => answered('ann', index))];
  const forwards = sharingAmong(
    new Map([
      ['sales', [...long, ...others]],
      ['service', lately],
    ]),
  );
  const backwards = sharingAmong(
    new Map([
      ['service', lately],
      ['sales', [...others, ...long]],
    ]),
  );
  expect(forwards.get('service')?.sales).toBeCloseTo(backwards.get('service')?.sales ?? Number.NaN, 12);
  // Sixty contacts ago counts .98 ^ 60 = .3 of what it did: so much less of sales is Bob's than the half he took.
  expect(forwards.get('service')?.sales).toBeCloseTo(0.98 ** 60 / (0.98 ** 60 + 1), 9);
});
