/** An EventBridge event pattern: objects of lists of matchers. */
export type EventPattern = { readonly [field: string]: EventPattern | readonly Matcher[] };

export type Matcher =
  | string
  | number
  | boolean
  | null
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly exists: boolean }
  | { readonly 'equals-ignore-case': string }
  | { readonly wildcard: string }
  | { readonly numeric: readonly (string | number)[] }
  | { readonly 'anything-but': string | number | readonly (string | number)[] | { readonly prefix: string } };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NUMERIC: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function matchesNumeric(conditions: readonly (string | number)[], value: unknown): boolean {
  if (typeof value !== 'number') return false;
  for (let index = 0; index < conditions.length; index += 2) {
    const compare = NUMERIC[String(conditions[index])];
    if (compare === undefined) throw new Error(`event pattern: unknown numeric operator ${conditions[index]}`);
    if (!compare(value, Number(conditions[index + 1]))) return false;
  }
  return true;
}

function matchesOne(matcher: Matcher, value: unknown): boolean {
  if (!isRecord(matcher)) return matcher === value;
  const [kind, argument] = Object.entries(matcher)[0] ?? [];
  switch (kind) {
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(argument));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(argument));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(argument).toLowerCase();
    case 'wildcard': {
      const parts = String(argument)
        .split('*')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return typeof value === 'string' && new RegExp(`^${parts.join('.*')}$`, 's').test(value);
    }
    case 'numeric':
      return matchesNumeric(argument as (string | number)[], value);
    case 'anything-but': {
      if (value === undefined) return false;
      if (isRecord(argument)) return !matchesOne(argument as Matcher, value);
      return ![argument].flat().includes(value as string);
    }
    default:
      throw new Error(`event pattern: the local center does not know the matcher ${kind}`);
  }
}

function matchesField(matchers: readonly Matcher[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return matchers.some((matcher) => {
    if (isRecord(matcher) && 'exists' in matcher) return (value !== undefined) === matcher.exists;
    if (value === undefined) return false;
    return values.some((one) => matchesOne(matcher, one));
  });
}

/** Whether an event matches: every field of the pattern must, any of its matchers may. */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = isRecord(event) ? event[field] : undefined;
    return Array.isArray(wanted)
      ? matchesField(wanted as readonly Matcher[], value)
      : matchesPattern(wanted as EventPattern, value);
  });
}
