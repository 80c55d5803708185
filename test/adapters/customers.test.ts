import { describe, expect, test } from 'vitest';
import { customersUnder } from '../../adapters/keys/customers.ts';

const under = (secret: object) => customersUnder(async () => JSON.stringify(secret));
const first = { current: 'k1', k1: 'a'.repeat(64) };
const rotated = { current: 'k2', k1: 'a'.repeat(64), k2: 'b'.repeat(64) };
const number = '+12065550123';

describe('the customer under a key', () => {
  test('one number has one key, another number another', async () => {
    const customers = under(first);
    const key = await customers.keyOf(number);
    expect(key).toMatch(/^k1\.[A-Za-z0-9_-]{43}$/);
    expect(await customers.keyOf(number)).toBe(key);
    expect(await customers.keyOf('+12065550124')).not.toBe(key);
    expect(await under({ current: 'k1', k1: 'c'.repeat(64) }).keyOf(number)).not.toBe(key);
  });

  test('a number comes back from its ciphertext, which differs each time and holds none of it', async () => {
    const customers = under(first);
    const ciphers = [await customers.encrypt(number), await customers.encrypt(number)];
    expect(new Set(ciphers).size).toBe(2);
    for (const cipher of ciphers) {
      expect(cipher).not.toContain('2065550123');
      expect(await customers.decrypt(cipher)).toBe(number);
    }
  });

  test('after the key changed, old ciphertexts are still read and new ones are under the new key', async () => {
    const cipher = await under(first).encrypt(number);
    expect(await under(rotated).decrypt(cipher)).toBe(number);
    expect(await under(rotated).keyOf(number)).toMatch(/^k2\./);
  });

  test('a ciphertext that was changed, or whose key is gone, is refused by name and not by content', async () => {
    const customers = under(first);
    const cipher = await customers.encrypt(number);
    const changed = cipher.slice(0, -3) + (cipher.endsWith('AAA') ? 'BBB' : 'AAA');
    await expect(customers.decrypt(changed)).rejects.toThrow('not made under this key');
    await expect(under({ current: 'k2', k2: 'b'.repeat(64) }).decrypt(cipher)).rejects.toThrow('key version k1');
  });

  test('a secret of another shape is refused', async () => {
    await expect(under({ k1: 'a'.repeat(64) }).keyOf(number)).rejects.toThrow('The secret must be');
    await expect(under({ current: 'k1', k1: 'short' }).keyOf(number)).rejects.toThrow('The secret must be');
  });
});
