import { expect, test } from 'vitest';
import { dispositionOfReason, dispositionOfRefusal } from '../../../core/callbacks/disposition.ts';
import { isOptedOut } from '../../../core/callbacks/optOut.ts';
import { type BookingRefusal, sayRefused } from '../../../core/callbacks/refusal.ts';
import type { OptOutRow } from '../../../core/rows/center.ts';
import { noon } from '../../adapters/rows.ts';

test.each<[BookingRefusal, string]>([
  ['opted-out', 'You asked us not to call this number, and we keep to that.'],
  ['over-budget', 'We have called too often today to promise another call.'],
  ['too-late', 'That took us too long. Please ask again.'],
  ['no-window', 'That time has just been taken.'],
  ['not-at-that-hour', 'We cannot call that number at that hour.'],
  ['never-open', 'We cannot say when we open again.'],
  ['frozen', 'We cannot promise a call just now.'],
  ['anonymous', 'We cannot see your number.'],
  ['country-not-allowed', 'We cannot call numbers in that country.'],
])('no callback, because: %s', (reason, words) => {
  expect(sayRefused(reason)).toBe(words);
});

test('who does not want to be called is not, until they told a person that they changed their mind', () => {
  const row = { customerKey: 'k1.customer', at: noon } as unknown as OptOutRow;
  expect(isOptedOut(undefined)).toBe(false);
  expect(isOptedOut(row)).toBe(true);
  expect(isOptedOut({ ...row, lifted: { at: noon } } as unknown as OptOutRow)).toBe(false);
});

test('a number that does not exist, or may not be called, is not tried again', () => {
  expect(dispositionOfReason('TELECOM_NUMBER_INVALID')).toBe('invalid');
  expect(dispositionOfReason('TELECOM_POTENTIAL_BLOCKING')).toBe('blocked');
  expect(dispositionOfReason('CUSTOMER_DISCONNECT')).toBeUndefined();
  expect(dispositionOfReason(undefined)).toBeUndefined();
  expect(['not-valid', 'not-a-number', 'InvalidPhoneNumber'].map(dispositionOfRefusal)).toEqual(
    Array.from({ length: 3 }, () => 'invalid'),
  );
  expect(['own-number', 'DestinationNotAllowedException'].map(dispositionOfRefusal)).toEqual(['blocked', 'blocked']);
});
