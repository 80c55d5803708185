import { expect, test } from 'vitest';
import { faultsOf, isLicensed, lockedPackages } from './lockfile.ts';

// The long form, with the bill of materials, advisories and signatures: `npm run supply`.

test('every package has the hash of its archive, a licence that goes with ours, and no script of its own in production', () => {
  expect(faultsOf(lockedPackages())).toEqual([]);
});

test('what would be wrong is found', () => {
  const good = { integrity: 'sha512-x', license: 'MIT' };
  expect(faultsOf({ good })).toEqual([]);
  expect(faultsOf({ a: { ...good, integrity: 'sha1-x' } })).toEqual(['a has no SHA-512 of its archive']);
  expect(faultsOf({ a: { ...good, resolved: 'https://elsewhere.example/a.tgz' } })).toHaveLength(1);
  expect(faultsOf({ a: { ...good, hasInstallScript: true } })).toHaveLength(1);
  expect(faultsOf({ a: { ...good, hasInstallScript: true, dev: true } })).toHaveLength(0);
  expect(faultsOf({ a: { ...good, license: 'MPL-2.0' } })).toHaveLength(1);
  expect(faultsOf({ a: { ...good, license: 'MPL-2.0', dev: true } })).toHaveLength(0);
  expect(faultsOf({ a: { integrity: 'sha512-x' } })).toEqual(['a is licensed under undefined']);
});

test('of a choice of licences one is enough, of several that hold together none may be missing', () => {
  expect(isLicensed('(MIT OR GPL-3.0-or-later)')).toBe(true);
  expect(isLicensed('MIT AND GPL-3.0-or-later')).toBe(false);
});
