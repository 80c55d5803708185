import * as z from 'zod';
import { nearest } from './nearest.ts';

/** What the operator is told about one wrong value: what was expected and, where it can be known, what to write. */
export interface Advice {
  expected: string;
  write?: string;
}

/** A zod issue carries one text only, so the advice travels as two lines; settingsError.ts takes them apart again. */
export function adviceText(advice: Advice): string {
  return advice.write === undefined ? advice.expected : `${advice.expected}\n${advice.write}`;
}

export function readAdvice(text: string): Advice {
  const [expected = '', write] = text.split('\n');
  return write === undefined ? { expected } : { expected, write };
}

type Suggest = (value: unknown) => string | undefined;

/** The `error` parameter of a zod schema and of each of its checks, so that one field always gives one and the same advice. */
export function advise(
  expected: string,
  suggest: Suggest = () => undefined,
): { error: (issue: { input?: unknown }) => string } {
  return {
    error: (issue) => {
      const write = suggest(issue.input);
      return adviceText(write === undefined ? { expected } : { expected, write });
    },
  };
}

const secondsPerUnit: Record<string, number> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
};

/** '2m', '2 minutes', '120' → 120; undefined for what is no duration. Only to suggest what was meant, never to accept it. */
function secondsMeant(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*([a-z]*?)s?\s*$/i.exec(value) : null;
  if (!match) return undefined;
  const factor = match[2] === '' ? 1 : secondsPerUnit[(match[2] ?? '').toLowerCase()];
  return factor === undefined ? undefined : Number(match[1]) * factor;
}

/** The nearest whole number of `unit` in range that `value` may have meant. */
function wholeMeant(value: unknown, unitSeconds: number | undefined, from: number, to: number): string | undefined {
  const written = typeof value === 'number' ? value : unitSeconds === undefined ? Number(value) : secondsMeant(value);
  if (
    written === undefined ||
    !Number.isFinite(written) ||
    value === null ||
    value === '' ||
    typeof value === 'boolean'
  )
    return undefined;
  // A bare number has the field's own unit already; a text with a unit is converted to it.
  const bare = typeof value === 'number' || (typeof value === 'string' && /^\s*[\d.]+\s*$/.test(value));
  const inUnit = Math.round(bare ? Number(value) : written / (unitSeconds ?? 1));
  return String(Math.min(to, Math.max(from, inUnit)));
}

/** A whole number from `from` to `to`. `noun` names it in messages: 'seconds', 'attempts'. */
export function whole(noun: string, from: number, to: number, unitSeconds?: number) {
  const params = advise(`${noun} from ${from} to ${to}`, (value) => wholeMeant(value, unitSeconds, from, to));
  return z.number(params).int(params).min(from, params).max(to, params);
}

export const wholeSeconds = (from: number, to: number) => whole('seconds', from, to, 1);
export const wholeMinutes = (from: number, to: number) => whole('minutes', from, to, 60);
export const wholeDays = (from: number, to: number) => whole('days', from, to, 86_400);

/** A share of 1. Writing 90 or '90%' for 0.9 is the usual mistake and is named. */
export function share(from: number, to: number) {
  const params = advise(`a share from ${from} to ${to}`, (value) => {
    const number = typeof value === 'string' ? Number.parseFloat(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return undefined;
    const meant = number > 1 ? number / 100 : number;
    return String(Math.min(to, Math.max(from, meant)));
  });
  return z.number(params).min(from, params).max(to, params);
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const params = advise(words.map((word) => `"${word}"`).join(' or '), (value) => quoted(nearest(value, words)));
  return z.enum(words, params);
}

/** Text of `from` to `to` characters that is not only blanks. */
export function text(from: number, to: number) {
  const params = advise(`text of ${from} to ${to} characters`);
  return z.string(params).trim().min(from, params).max(to, params);
}

/** A name that is a key in the settings and a part of names at AWS. */
export function nameOf(noun: string) {
  const params = advise(
    `${noun} of at most 30 lower-case letters, digits and single hyphens, a letter first`,
    (value) => {
      if (typeof value !== 'string') return undefined;
      const meant = value
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^[^a-z]+/, '')
        .slice(0, 30)
        .replace(/-+$/, '');
      return meant === '' ? undefined : quoted(meant);
    },
  );
  return z
    .string(params)
    .max(30, params)
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, params);
}

/** An object with exactly these keys; another key is refused with the one it resembles. */
export function object<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return 'an object { … }';
      const meant = nearest(issue.keys[0], known);
      return adviceText({
        expected: `one of the keys ${known.join(', ')}`,
        ...(meant === undefined ? {} : { write: quoted(meant) ?? '' }),
      });
    },
  });
}

/** A list without repetitions. */
export function listOf<Item extends z.core.SomeType>(noun: string, item: Item, atLeast = 0) {
  const params = advise(atLeast > 0 ? `a list of at least ${atLeast} ${noun}` : `a list of ${noun}`, (value) =>
    typeof value === 'string' ? `[${JSON.stringify(value)}]` : undefined,
  );
  const repeated = advise(`a list of ${noun} without repetitions`, (value) =>
    Array.isArray(value) ? JSON.stringify([...new Set(value)]) : undefined,
  );
  return z
    .array(item, params)
    .min(atLeast, params)
    .refine((items) => new Set(items).size === items.length, repeated);
}

/** Named things. */
export function named<Value extends z.core.SomeType>(noun: string, value: Value) {
  return z.record(nameOf(`a ${noun} name`), value, advise(`an object { "${noun}-name": … }`));
}

export function yesOrNo() {
  const params = advise('true or false', (value) => {
    if (/^(true|yes|on)$/i.test(String(value))) return 'true';
    return /^(false|no|off)$/i.test(String(value)) ? 'false' : undefined;
  });
  return z.boolean(params);
}

export const quoted = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);
