import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What gives a customer away in stored text: their keys, and their number however it is written. */
export interface Marks {
  isIn(text: string): boolean;
  /** The text without them; `erased` stands where they stood. */
  erasedFrom(text: string): string;
}

const between = String.raw`[\s.()/-]{0,3}`;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * `numbers` in E.164. Found are E.164, national, spaced, dotted, dashed, percent-encoded and base64 spellings. A number
 * that is part of a longer row of digits is another number.
 */
export function marksOf(keys: readonly string[], numbers: readonly string[]): Marks {
  const patterns = [...keys.map(escaped), ...numbers.flatMap(spellingsOf)];
  if (patterns.length === 0) return { isIn: () => false, erasedFrom: (text) => text };
  const source = patterns.join('|');
  const every = new RegExp(source, 'gi');
  const any = new RegExp(source, 'i');
  return { isIn: (text) => any.test(text), erasedFrom: (text) => text.replaceAll(every, 'erased') };
}

function spellingsOf(number: string): string[] {
  const digits = number.replace(/^\+/, '');
  const national: string = parsePhoneNumberFromString(number)?.nationalNumber ?? digits;
  const spread = (text: string): string => [...text].join(between);
  const base64 = [number, digits, national].map((text) => escaped(btoa(text).replace(/=+$/, '')));
  return [
    String.raw`(?:\+|%2B|(?<!\d)00|(?<!\d))${between}${spread(digits)}(?!\d)`,
    ...(national === digits ? [] : [String.raw`(?<!\d)0?${spread(national)}(?!\d)`]),
    ...base64,
    ...base64.map((text) => text.replaceAll('\\+', '-').replaceAll('/', '_')).filter((text) => !base64.includes(text)),
  ];
}
