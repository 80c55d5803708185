import { hkdfSync } from 'node:crypto';
import { Fault } from '../fault.ts';

/** The secret: `{"current":"k1","k1":"<random>"}`. Older versions stay readable until their rows are gone. */
export type ReadSecret = () => Promise<string>;

export interface SecretKeys {
  current: string;
  material: ReadonlyMap<string, string>;
}

/** Throws Fault when the text is no secret of ours. */
export function readSecretKeys(secret: string): SecretKeys {
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

/** One secret, a key of its own for each purpose (HKDF). */
export function derived(secret: string | undefined, purpose: string): Buffer {
  const name = `${purpose}\n${secret}`;
  let key = derivedKeys.get(name);
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', secret ?? '', '', purpose, 32));
    derivedKeys.set(name, key);
  }
  return key;
}
