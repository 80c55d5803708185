import { describe, expect, test } from 'vitest';
import { expectationFor, segmentOf } from '../../../core/contacts/segment.ts';

const segments = {
  abroad: { description: 'Abroad', numberPrefixes: ['+44', '+49'], repeats: false },
  again: { description: 'Again', numberPrefixes: [], repeats: true },
  premium: { description: 'Premium', numberPrefixes: [], repeats: false },
};
const nobody = { named: undefined, number: '+12125550123', isRepeat: false };

describe('the segment of a contact', () => {
  test.each([
    ['none', nobody, undefined],
    ['by the beginning of the number', { ...nobody, number: '+442079460000' }, 'abroad'],
    ['by being in contact again', { ...nobody, isRepeat: true }, 'again'],
    ['the first that fits', { ...nobody, number: '+4930123456', isRepeat: true }, 'abroad'],
    ['the one on the contact before all else', { named: 'premium', number: '+44207946', isRepeat: true }, 'premium'],
    ['a name on the contact that settings do not know is passed over', { ...nobody, named: 'constructor' }, undefined],
    ['nobody knows the number', { named: undefined, number: undefined, isRepeat: false }, undefined],
  ])('%s', (_what, grounds, segment) => {
    expect(segmentOf(segments, grounds)).toBe(segment);
  });
});

describe('what it expects', () => {
  const usual = { waitSeconds: 60, confidence: 0.8, segments: { premium: { waitSeconds: 20, confidence: 0.9 } } };

  test('is its own where the queue names one, else what everybody expects', () => {
    expect(expectationFor(usual, 'premium')).toEqual({ waitSeconds: 20, confidence: 0.9 });
    expect(expectationFor(usual, 'again')).toEqual({ waitSeconds: 60, confidence: 0.8 });
    expect(expectationFor(usual, undefined)).toEqual({ waitSeconds: 60, confidence: 0.8 });
    expect(expectationFor(usual, 'constructor')).toEqual({ waitSeconds: 60, confidence: 0.8 });
    expect(expectationFor(undefined, 'premium')).toBeUndefined();
  });
});
