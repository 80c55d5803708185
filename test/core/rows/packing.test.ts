import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packed, unpacked } from '../../../core/rows/packing.ts';

test('lists and trees that DynamoDB never looks into are one text each; the rest of the row stays', () => {
  const row = { contactId: 'c', version: 3, quotes: [{ askedAt: 1, basis: { meanSeconds: 2.5 } }], allowances: [1] };
  expect(packed(row)).toEqual({ ...row, quotes: '[{"askedAt":1,"basis":{"meanSeconds":2.5}}]' });
});

test('what is packed is read as it was, packed once or twice', () => {
  const value = fc.jsonValue().map((any) => JSON.parse(JSON.stringify(any)));
  const tree = fc.oneof(fc.array(value), fc.dictionary(fc.string(), value));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('quotes', 'plan', 'model', 'allowances'), tree), (row) => {
      expect(unpacked(packed(row))).toEqual(row);
      expect(packed(packed(row))).toEqual(packed(row));
    }),
  );
});

test('a row that an earlier version wrote as lists is read as it is', () => {
  const old = { quotes: [{ askedAt: 1 }], model: { handleSeconds: 240 } };
  expect(unpacked(old)).toEqual(old);
});
