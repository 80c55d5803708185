import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isWordInDigits } from './e164.ts';
import { zonesOf } from './zones.ts';

/** Which numbers a center calls: the same at every door, and again at dial time. */
export interface DiallingRules {
  /** ISO 3166 two-letter codes. The first is assumed for numbers keyed in without a country. */
  allowedCountries: readonly string[];
  /** The center's own numbers in E.164: calling one would ring ourselves. */
  ownNumbers: readonly string[];
}

export type NumberRefusal =
  | 'anonymous'
  | 'not-a-number'
  | 'not-valid'
  | 'no-country'
  | 'country-not-allowed'
  | 'type-not-allowed'
  | 'own-number';

export type NumberVerdict =
  /** `prefix`: country code and four digits, what a pumped range has in common. */
  | {
      kind: 'dialable';
      number: string;
      country: string;
      prefix: string;
      mayBeMobile: boolean;
      zones: readonly string[];
    }
  | { kind: 'refused'; reason: NumberRefusal };

const personTypes = new Set(['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE']);

/**
 * Whether `text` (an address Connect gives, or digits somebody keyed in) may be called back.
 *
 * Valid is not safe: satellite phones, premium and shared-cost lines and the Caribbean's +1 codes are valid numbers, so
 * a number passes only when its country is on the list and its type is a person's. Needs the `max` metadata, which
 * alone tells types apart.
 */
export function judgeNumber(text: string | null | undefined, rules: DiallingRules): NumberVerdict {
  const refused = (reason: NumberRefusal): NumberVerdict => ({ kind: 'refused', reason });
  const written = (text ?? '').trim();
  if (written === '' || /^(anonymous|restricted|blocked|unknown|unavailable|private)$/i.test(written))
    return refused('anonymous');
  // The number is dialled as parsed: whatever else the text holds (letters, SIP addresses) must not be read past.
  if (!/^\+?[\d\s().\-/*#]{3,40}$/.test(written)) return refused('not-a-number');
  const digits = written.replaceAll(/[^+\d]/g, '');
  if (isWordInDigits(digits)) return refused('anonymous');
  const home = rules.allowedCountries[0];
  const parsed = parsePhoneNumberFromString(digits, {
    ...(home ? { defaultCountry: home as CountryCode } : {}),
    extract: false,
  });
  if (!parsed) return refused('not-a-number');
  if (!parsed.isValid()) return refused('not-valid');
  if (!parsed.country) return refused('no-country');
  if (!rules.allowedCountries.includes(parsed.country)) return refused('country-not-allowed');
  const type = parsed.getType() ?? '';
  if (!personTypes.has(type)) return refused('type-not-allowed');
  const number = parsed.number;
  if (rules.ownNumbers.includes(number)) return refused('own-number');
  const zones = zonesOf(number, parsed.country);
  // Without a zone its calling hours cannot be kept.
  if (zones.length === 0) return refused('country-not-allowed');
  const prefix = `${parsed.countryCallingCode}${parsed.nationalNumber.slice(0, 4)}`;
  // In North America nobody can tell from the number.
  const mayBeMobile = type !== 'FIXED_LINE';
  return { kind: 'dialable', number, country: parsed.country, prefix, mayBeMobile, zones };
}

/** The reason as it is said to a caller. */
export function sayRefusal(reason: NumberRefusal): string {
  switch (reason) {
    case 'anonymous':
      return 'We cannot see your number.';
    case 'not-a-number':
    case 'not-valid':
      return 'That is not a number we can call.';
    case 'no-country':
    case 'country-not-allowed':
      return 'We cannot call numbers in that country.';
    case 'type-not-allowed':
      return 'We can call mobile and landline numbers only.';
    case 'own-number':
      return 'That is one of our own numbers.';
    default:
      return reason satisfies never;
  }
}
