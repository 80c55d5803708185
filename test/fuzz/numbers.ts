import metadata from 'libphonenumber-js/metadata.max.json';
import { randomStream } from '../../core/random/stream.ts';
import { textMatching } from './matching.ts';

/** libphonenumber's own order of the types in its metadata. */
const types = [
  'FIXED_LINE',
  'MOBILE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'PERSONAL_NUMBER',
  'VOICEMAIL',
  'UAN',
  'PAGER',
  'VOIP',
  'SHARED_COST',
] as const;

export interface ExampleNumber {
  country: string;
  type: (typeof types)[number];
  /** E.164. */
  number: string;
}

type Countries = Record<string, readonly unknown[]>;
const countries = metadata.countries as unknown as Countries;
export const regions: readonly string[] = Object.keys(countries);

type TypePattern = readonly [pattern: string, lengths?: readonly number[]] | 0;
const callingCodeOf = (country: string): string => String(countries[country]?.[0]);
const patternsOf = (country: string): readonly TypePattern[] => (countries[country]?.[11] ?? []) as TypePattern[];

/** Whether a national number is one of a person's by the region's own patterns, worked out without the parser. */
export const isPersons = (country: string, national: string): boolean =>
  patternsOf(country)
    .slice(0, 2)
    .some((pattern) => pattern && matches(pattern, national, country));

const lengthsOf = (country: string): readonly number[] => (countries[country]?.[3] ?? []) as number[];

const matches = ([pattern, lengths]: Exclude<TypePattern, 0>, national: string, country: string): boolean =>
  // A number is valid by the region's general pattern and by its type's.
  [pattern, String(countries[country]?.[2])].every((one) => new RegExp(`^(?:${one})$`).test(national)) &&
  (lengths ?? lengthsOf(country)).includes(national.length);

/** Numbers of a region, some of each type, made from the patterns libphonenumber knows them by. */
export function numbersOf(country: string, seed: number, perType = 5): ExampleNumber[] {
  const code = callingCodeOf(country);
  return patternsOf(country).flatMap((pattern, index) => {
    const type = types[index];
    if (!pattern || type === undefined) return [];
    const chance = randomStream(seed, `${country} ${type}`);
    const made = Array.from({ length: perType * 4 }, () => textMatching(pattern[0], chance));
    return made
      .filter((national) => matches(pattern, national, country))
      .slice(0, perType)
      .map((national) => ({ country, type, number: `+${code}${national}` }));
  });
}

/** Regions that share this one's calling code: whose patterns a number may fit as well. */
export const sharingCode = (country: string): string[] =>
  regions.filter((other) => callingCodeOf(other) === callingCodeOf(country));

export const nationalOf = ({ country, number }: ExampleNumber): string =>
  number.slice(1 + callingCodeOf(country).length);
