import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Customers } from '../../core/ports.ts';
import { Fault } from '../fault.ts';
import { derived, type ReadSecret, readSecretKeys } from './secretKeys.ts';

/**
 * Customers by HMAC-SHA-256 of their number, numbers by AES-256-GCM, both under keys derived (HKDF) from one secret.
 * A plain hash would not do: all North American numbers are hashed in a night on one core.
 */
export function customersUnder(readSecret: ReadSecret): Customers {
  return {
    async keysOf(number) {
      const { material } = readSecretKeys(await readSecret());
      return [...material].map(([version, secret]) => keyUnder(version, secret, number));
    },
    async keyOf(number) {
      const { current, material } = readSecretKeys(await readSecret());
      return keyUnder(current, material.get(current), number);
    },
    async encrypt(number) {
      const { current, material } = readSecretKeys(await readSecret());
      const initial = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derived(material.get(current), 'nohold number'), initial);
      const text = Buffer.concat([cipher.update(number, 'utf8'), cipher.final()]);
      return [current, ...[initial, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
    },
    async decrypt(cipherText) {
      const [version = '', initial = '', text = '', tag = ''] = cipherText.split('.');
      const secret = readSecretKeys(await readSecret()).material.get(version);
      if (secret === undefined) throw unreadable(`key version ${version} is not in the secret`);
      try {
        const key = derived(secret, 'nohold number');
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(initial, 'base64url'), { authTagLength: 16 });
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
      } catch {
        throw unreadable('the ciphertext was not made under this key');
      }
    },
  };
}

function keyUnder(version: string, secret: string | undefined, number: string): string {
  const key = derived(secret, 'nohold customer key');
  return `${version}.${createHmac('sha256', key).update(number).digest('base64url')}`;
}

const unreadable = (why: string): Fault =>
  new Fault('decrypt number', new Error(why), false, `${why}; the callback cannot be dialled.`);
