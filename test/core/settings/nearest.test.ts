import { expect, test } from 'vitest';
import { nearest } from '../../../core/settings/nearest.ts';

test.each([
  ['timezone', 'timeZone'],
  ['wait', 'waitSeconds'],
  ['confidance', 'confidence'],
  ['nmae', 'name'],
  ['servce', undefined],
])('%s means %s', (written, meant) => {
  expect(nearest(written, ['name', 'timeZone', 'waitSeconds', 'confidence'])).toBe(meant);
});

test('what is no text means nothing', () => {
  expect(nearest(7, ['name'])).toBeUndefined();
  expect(nearest('', ['name'])).toBeUndefined();
});
