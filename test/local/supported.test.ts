import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { supportedFile, supportedText } from '../../local/supported.ts';

test('SUPPORTED.md says what is really emulated (else run: node local/supported.ts)', () => {
  expect(readFileSync(supportedFile, 'utf8')).toBe(supportedText());
});
