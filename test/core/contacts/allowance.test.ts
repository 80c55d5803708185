import { expect, test } from 'vitest';
import { type AllowanceRule, decideAllowance } from '../../../core/contacts/allowance.ts';
import type { AllowanceUse } from '../../../core/rows/journey.ts';
import { addSeconds, type Instant, seconds } from '../../../core/time/units.ts';
import { aContact, aDigest, noon } from '../../adapters/rows.ts';

const rule: AllowanceRule = { perCustomer: 2, days: 7, raisesPriority: false };
const daysAgo = (days: number): Instant => addSeconds(noon, seconds(-86_400 * days));
const goodwill = (at: Instant): AllowanceUse => ({ name: 'goodwill', at });

/** Given before: in this contact, and in earlier ones of the customer. */
function asked(own: AllowanceUse[], earlier: AllowanceUse[], reason?: string, more: Partial<AllowanceRule> = {}) {
  const row = aContact({ contactId: 'now', allowances: own });
  const journey = {
    digests: [
      aDigest({ contactId: 'before', allowances: earlier }),
      // The contact's own digest says the same as its row, and counts once.
      aDigest({ contactId: 'now', allowances: own }),
      aDigest({ contactId: 'plain' }),
    ],
  };
  return decideAllowance({ name: 'goodwill', reason, at: noon }, { ...rule, ...more }, row, journey);
}

test('what the rule allows is given', () => {
  expect(asked([], [])).toEqual({ kind: 'given', use: goodwill(noon) });
  expect(asked([], [goodwill(daysAgo(1))])).toEqual({ kind: 'given', use: goodwill(noon) });
  expect(asked([], [], undefined, { raisesPriority: true })).toEqual({
    kind: 'given',
    use: { ...goodwill(noon), raisesPriority: true },
  });
});

test('beyond it a reason is asked for, and kept', () => {
  const twice = [goodwill(daysAgo(1)), goodwill(daysAgo(6))];
  expect(asked([], twice)).toEqual({ kind: 'needs-reason' });
  expect(asked([goodwill(daysAgo(0.01))], [goodwill(daysAgo(1))])).toEqual({ kind: 'needs-reason' });
  expect(asked([], twice, 'Their third failure this week')).toEqual({
    kind: 'given',
    use: { ...goodwill(noon), reason: 'Their third failure this week' },
  });
});

test('what was given longer ago than the rule counts, or is something else, does not stand in the way', () => {
  const old = [goodwill(daysAgo(1)), goodwill(daysAgo(7))];
  expect(asked([], old).kind).toBe('given');
  expect(asked([], [goodwill(daysAgo(1)), { name: 'voucher', at: daysAgo(1) }]).kind).toBe('given');
});

test('a key press that comes twice gives once; half a minute later it is meant', () => {
  const ago = (value: number) => goodwill(addSeconds(noon, seconds(-value)));
  expect(asked([ago(29)], [])).toEqual({ kind: 'given-already', use: ago(29) });
  expect(asked([ago(30)], []).kind).toBe('given');
  expect(asked([{ ...ago(5), name: 'voucher' }], []).kind).toBe('given');
});
