/**
 * What stands behind a script's name, in order: whole numbers, or those given here where nothing stands. Anything else is
 * refused: a run of no rounds would find nothing wrong.
 */
export function wholeNumbers<Name extends string>(
  usual: Readonly<Record<Name, number>>,
  given: readonly string[] = process.argv.slice(2),
): Record<Name, number> {
  const names = Object.keys(usual) as Name[];
  const [first] = given.slice(names.length);
  if (first !== undefined) throw new RangeError(`expected ${names.join(', ')} and nothing more, found ${first}`);
  return Object.fromEntries(
    names.map((name, index) => {
      const text = given[index];
      return [name, text === undefined ? usual[name] : wholeNumber(name, text)];
    }),
  ) as Record<Name, number>;
}

export function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${name}: expected a whole number, found ${text}`);
  return Number(text);
}
