/** The six ways in which a telephone number could stand somewhere it should not. */
export const spellings = {
  'E.164': (number: string) => number,
  national: (number: string) => nationalOf(number),
  spaced: (number: string) => partsOf(number).join(' '),
  dotted: (number: string) => partsOf(number).join('.'),
  'percent-encoded': (number: string) => encodeURIComponent(number),
  base64: (number: string) => Buffer.from(number).toString('base64'),
} as const;

/** Numbers here are North American: +1 and ten digits. */
const nationalOf = (number: string): string => number.slice(2);

function partsOf(number: string): string[] {
  const national = nationalOf(number);
  return [national.slice(0, 3), national.slice(3, 6), national.slice(6)];
}

/** Those of the numbers that stand in a text in any of the spellings, or with hyphens. */
export function numbersIn(text: string, numbers: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const note = (national: string): void => {
    if (numbers.has(`+1${national}`)) found.add(`+1${national}`);
  };
  // The many decimals of a measured number are none: among enough of them each ten digits come up.
  for (const [digits] of text.matchAll(/(?<!\d)(?!(?<=\d\.)\d{11})\d{10,}/g)) {
    for (let from = 0; from + 10 <= digits.length; from += 1) note(digits.slice(from, from + 10));
  }
  for (const [, area, exchange, line] of text.matchAll(/(?<!\d)(\d{3})[ .-](\d{3})[ .-](\d{4})/g)) {
    note(`${area}${exchange}${line}`);
  }
  // "+1" and the first digit always make the same four letters; the number is sixteen long.
  for (const [encoded] of text.matchAll(/KzE[A-Za-z0-9+/]{13}/g)) {
    note(Buffer.from(encoded, 'base64').toString().slice(2));
  }
  return found;
}
