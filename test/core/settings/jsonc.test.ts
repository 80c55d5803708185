import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonWithComments, withoutComments } from '../../../core/settings/jsonc.ts';
import { BadJson } from '../../../core/settings/settingsError.ts';

const read = (text: string) => parseJsonWithComments(text, 'settings.json');

test('comments are blanks, and what looks like one inside a text stays', () => {
  expect(read('{ // why\n "a": 1, /* and\n why */ "b": "https://x.y/*z*/" }')).toEqual({ a: 1, b: 'https://x.y/*z*/' });
});

test('JSON without comments is unchanged', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(withoutComments(text)).toBe(text);
    }),
  );
});

test('a comment moves nothing: length and line ends stay', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('"', '/', '*', '\n', 'a', '\\', '{', ' ')), (characters) => {
      const text = characters.join('');
      const blanked = withoutComments(text);
      expect(blanked.length).toBe(text.length);
      expect(blanked.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['{\n  "a": 1,\n}', 'settings.json:3:1: expected JSON (comments allowed), got "}". Remove the comma before it.'],
  [
    '{\n  "a": 1\n  "b": 2\n}',
    'settings.json:3:3: expected JSON (comments allowed), got "\\"b\\": 2". Write a comma before it.',
  ],
  ['{ "a": ', 'settings.json:1:8: expected JSON (comments allowed), got the end of the file.'],
  ["{ 'a': 1 }", 'settings.json:1:3: expected JSON (comments allowed), got "{ \'a\': 1 }".'],
  ['', 'settings.json:1:1: expected JSON (comments allowed), got the end of the file.'],
])('%j names line and column', (text, message) => {
  expect(() => read(text)).toThrow(BadJson);
  expect(() => read(text)).toThrow(message);
});
