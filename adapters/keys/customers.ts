import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Customers } from '../../core/ports.ts';
import { Fault } from '../fault.ts';

/** The secret: `{"current":"k1","k1":"<random>"}`. Older versions stay readable until their rows are gone. */
export type ReadSecret = () => Promise<string>;

interface Keys {
  current: string;
  material: ReadonlyMap<string, string>;
}

/**
 * Customers by HMAC-SHA-256 of their number, numbers by AES-256-GCM, both under keys derived (HKDF) from one secret.
 * A plain hash would not do: all North American numbers are hashed in a night on one core.
 */
export function customersUnder(readSecret: ReadSecret): Customers {
  return {
    async keyOf(number) {
      const { current, material } = keysOf(await readSecret());
      const key = derived(material.get(current), 'nohold customer key');
      return `${current}.${createHmac('sha256', key).update(number).digest('base64url')}`;
    },
    async encrypt(number) {
      const { current, material } = keysOf(await readSecret());
      const initial = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derived(material.get(current), 'nohold number'), initial);
      const text = Buffer.concat([cipher.update(number, 'utf8'), cipher.final()]);
      return [current, ...[initial, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
    },
    async decrypt(cipherText) {
      const [version = '', initial = '', text = '', tag = ''] = cipherText.split('.');
      const secret = keysOf(await readSecret()).material.get(version);
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

const unreadable = (why: string): Fault =>
  new Fault('decrypt number', new Error(why), false, `${why}; the callback cannot be dialled.`);

function keysOf(secret: string): Keys {
  const parsed = JSON.parse(secret) as Record<string, unknown>;
  const material = new Map<string, string>();
  for (const [name, value] of Object.entries(parsed)) {
    if (name !== 'current' && typeof value === 'string' && value.length >= 16) material.set(name, value);
  }
  const current = parsed.current;
  if (typeof current !== 'string' || !material.has(current)) {
    throw new Fault(
      'read keys',
      new Error(),
      false,
      'The secret must be {"current":"k1","k1":"<at least 16 characters>"}.',
    );
  }
  return { current, material };
}

const derivedKeys = new Map<string, Buffer>();

function derived(secret: string | undefined, purpose: string): Buffer {
  const name = `${purpose}\n${secret}`;
  let key = derivedKeys.get(name);
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', secret ?? '', '', purpose, 32));
    derivedKeys.set(name, key);
  }
  return key;
}
