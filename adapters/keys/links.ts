import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkKeys } from '../../core/ports.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { derived, type ReadSecret, readSecretKeys } from './secretKeys.ts';

const idBytes = 16;
/** Ids are 22 characters, the rest is an instant and a key's name: anything longer was not made here. */
const longestToken = 160;

/**
 * Links as `base64url(id.validUntil.key).HMAC-SHA-256`. The id is a keyed hash of what the link was minted for, so that a
 * question Connect asks again mints the same link again; without the key it cannot be guessed.
 */
export function linksUnder(readSecret: ReadSecret): LinkKeys {
  const signature = (body: string, secret: string): Buffer =>
    createHmac('sha256', derived(secret, 'nohold link')).update(body).digest();
  return {
    async idOf(seed) {
      const { current, material } = readSecretKeys(await readSecret());
      const key = derived(material.get(current), 'nohold link id');
      return createHmac('sha256', key).update(seed).digest().subarray(0, idBytes).toString('base64url');
    },
    async sign(linkId, validUntil) {
      const { current, material } = readSecretKeys(await readSecret());
      const body = Buffer.from(`${linkId}.${Math.ceil(validUntil / 1000).toString(36)}.${current}`).toString(
        'base64url',
      );
      return `${body}.${signature(body, material.get(current) ?? '').toString('base64url')}`;
    },
    async read(token, now) {
      const [body = '', given = '', ...more] = token.length <= longestToken ? token.split('.') : [];
      const [linkId = '', until = '', version = ''] = Buffer.from(body, 'base64url').toString('utf8').split('.');
      const secret = readSecretKeys(await readSecret()).material.get(version);
      const wanted = signature(body, secret ?? 'no such key');
      const offered = Buffer.from(given, 'base64url');
      // Compared in full whatever is wrong with it: the time taken must not tell.
      const same = offered.length === wanted.length && timingSafeEqual(offered, wanted);
      if (!same || secret === undefined || more.length > 0) return { kind: 'forged' };
      const validUntil: Instant = instant(Number.parseInt(until, 36) * 1000);
      return validUntil <= now ? { kind: 'expired' } : { kind: 'valid', linkId, validUntil };
    },
  };
}
