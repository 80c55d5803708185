import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** One package of the lockfile, by where it is installed. */
export interface LockedPackage {
  version?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  /** Comes inside another package's archive, whose hash covers it. */
  inBundle?: boolean;
  hasInstallScript?: boolean;
  link?: boolean;
  resolved?: string;
}

export type Packages = Readonly<Record<string, LockedPackage>>;

/** Everything but the repository itself. */
export function lockedPackages(): Packages {
  const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as { packages: Packages };
  return Object.fromEntries(Object.entries(packages).filter(([path]) => path !== ''));
}

/** May be shipped with code under Apache-2.0 (ASF third-party licence policy, category A). */
const compatible = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);
/** Of tools that are used and not shipped: weak copyleft and data as well. */
const usable = new Set([...compatible, 'MPL-2.0', 'CC-BY-4.0']);

/** Whether one of the alternatives of an SPDX expression, or all of its parts, are in the list. */
export function isLicensed(expression: string | undefined, allowed: ReadonlySet<string> = compatible): boolean {
  if (expression === undefined) return false;
  const plain = expression.replaceAll(/[()]/g, '');
  return plain.split(' OR ').some((one) => one.split(' AND ').every((part) => allowed.has(part.trim())));
}

/** What is wrong with a lockfile, one line each. */
export function faultsOf(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, one]) => {
    const wrong: string[] = [];
    if (one.link) wrong.push('is a link to a folder');
    if (!one.inBundle && !/^sha512-/.test(one.integrity ?? '')) wrong.push('has no SHA-512 of its archive');
    if (one.resolved && !one.resolved.startsWith('https://registry.npmjs.org/')) wrong.push('is from another registry');
    if (!one.dev && one.hasInstallScript) wrong.push('runs a script when it is installed in production');
    if (!isLicensed(one.license, one.dev ? usable : compatible)) wrong.push(`is licensed under ${one.license}`);
    return wrong.map((what) => `${path} ${what}`);
  });
}
