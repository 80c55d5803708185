import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linksUnder } from '../../adapters/keys/links.ts';
import { addSeconds, hours, seconds } from '../../core/time/units.ts';
import { noon } from './rows.ts';

const under = (secret: object) => linksUnder(async () => JSON.stringify(secret));
const first = { current: 'k1', k1: 'a'.repeat(64) };
const rotated = { current: 'k2', k1: 'a'.repeat(64), k2: 'b'.repeat(64) };
const until = addSeconds(noon, hours(1));

describe('the token of a link', () => {
  test('is read by who signed it, and says its link and its end', async () => {
    const links = under(first);
    const linkId = await links.idOf('contact-1');
    const token = await links.sign(linkId, until);
    expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
    expect(token.length).toBeLessThan(110);
    expect(await links.read(token, noon)).toEqual({ kind: 'valid', linkId, validUntil: until });
  });

  test('of one seed is one link, of 128 bits', async () => {
    const links = under(first);
    const ids = await Promise.all(['contact-1', 'contact-1', 'contact-2'].map((seed) => links.idOf(seed)));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(Buffer.from(ids[0] ?? '', 'base64url')).toHaveLength(16);
  });

  test('ends when it says', async () => {
    const links = under(first);
    const token = await links.sign('AAAAAAAAAAAAAAAAAAAAAA', until);
    expect((await links.read(token, addSeconds(until, seconds(-1)))).kind).toBe('valid');
    expect(await links.read(token, until)).toEqual({ kind: 'expired' });
  });

  test('is read under the key before the last, and no more when that is taken away', async () => {
    const token = await under(first).sign('AAAAAAAAAAAAAAAAAAAAAA', until);
    expect((await under(rotated).read(token, noon)).kind).toBe('valid');
    expect((await under({ current: 'k2', k2: 'b'.repeat(64) }).read(token, noon)).kind).toBe('forged');
  });

  test('changed in any character is forged', async () => {
    const links = under(first);
    const token = await links.sign(await links.idOf('contact-1'), until);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'ABCXYZabcxyz0189-_.'), async (at, letter) => {
        fc.pre(token[at] !== letter);
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        const read = await links.read(changed, noon);
        // Base64 leaves two bits of the last letter unused: those alone may differ.
        expect(read.kind === 'forged' || at === token.length - 1).toBe(true);
      }),
    );
  });

  test('made up is forged, whatever it is', async () => {
    const links = under(first);
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300, unit: 'binary' }), async (text) => {
        expect(await links.read(text, noon)).toEqual({ kind: 'forged' });
      }),
      { numRuns: 300 },
    );
  });
});
