import { quoted } from './fields.ts';
import { nearest } from './nearest.ts';
import type { Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** The value under a name somebody wrote: never one that every object inherits, such as `constructor`. */
export const own = <Value>(record: Record<string, Value>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** A name that refers to another part of the settings must exist there. */
export function reference(path: string, name: string, noun: string, known: object): SettingsProblem[] {
  if (Object.hasOwn(known, name)) return [];
  const names = Object.keys(known);
  const meant = quoted(nearest(name, names) ?? (names.length === 1 ? names[0] : undefined));
  const expected =
    names.length === 0 ? `${noun} of these settings, which have none` : `${noun}: ${names.map(quoted).join(', ')}`;
  return [{ path, value: name, expected, ...(meant === undefined ? {} : { write: meant }) }];
}

/** Names become names at AWS in which hyphens do not count: `queue-1` and `queue1` would be one. */
export function namesContradictions({ phoneNumbers, emailAddresses, hours, queues }: Settings): SettingsProblem[] {
  return Object.entries({ phoneNumbers, emailAddresses, hours, queues }).flatMap(([part, named]) => {
    const seen = new Map<string, string>();
    return Object.keys(named).flatMap((name) => {
      const plain = name.replaceAll('-', '');
      const other = seen.get(plain);
      seen.set(plain, name);
      return other === undefined
        ? []
        : [
            {
              path: `${part}.${name}`,
              value: name,
              expected: `a name that differs from "${other}" in more than hyphens`,
            },
          ];
    });
  });
}
