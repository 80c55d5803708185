import * as z from 'zod';
import { settingsSchema } from './schema.ts';

/** A JSON schema as far as ours use it. */
interface JsonSchema {
  description?: string;
  type?: string;
  enum?: string[];
  anyOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | false;
  items?: JsonSchema;
}

/** The JSON schema editors check and complete a settings file by: nohold.schema.json. It cannot say contradictions. */
export function settingsJsonSchema(): object {
  return { title: 'Settings of Nohold (nohold.config.json)', ...z.toJSONSchema(settingsSchema, { io: 'input' }) };
}

/** JSON as biome lays it out: a list stays on one line where it fits, each key of an object has its own. */
export function layOutJson(value: unknown): string {
  return `${lines(value, '', '').join('\n')}\n`;
}

/**
 * Example settings with the meaning, range and default of every field above it, from the schema's own descriptions; a
 * field the example does not use is there as a comment. Repeated entries are explained once.
 */
export function commentedExample(example: object): string {
  const schema = settingsJsonSchema() as JsonSchema;
  return `${[
    '// Settings of Nohold, explained. Copy to nohold.config.json, change, then run: npx nohold check',
    '// Comments may stay: Nohold reads them over.',
    ...lines(example, '', '', schema),
  ].join('\n')}\n`;
}

const width = 120;

/** `lead` is what stands before the value on its first line: its key. Without a schema nothing is explained. */
function lines(value: unknown, indent: string, lead: string, schema?: JsonSchema): string[] {
  if (typeof value !== 'object' || value === null) return [`${indent}${lead}${JSON.stringify(value)}`];
  if (Array.isArray(value)) {
    const flat = `${indent}${lead}${oneLine(value)}`;
    if (flat.length < width && value.every((item) => typeof item !== 'object' || item === null)) return [flat];
    const items = value.map((item, index) => lines(item, `${indent}  `, '', index === 0 ? schema?.items : undefined));
    return [`${indent}${lead}[`, ...separated(items), `${indent}]`];
  }
  const entries = Object.entries(value);
  if (entries.length === 0 && !schema?.properties) return [`${indent}${lead}{}`];
  const fields = entries.map(([key, field], index) => {
    const known = schema?.properties?.[key];
    const entry = index === 0 && schema?.additionalProperties ? schema.additionalProperties : undefined;
    return [
      ...(known ? explanation(known, `${indent}  `) : []),
      ...lines(field, `${indent}  `, `${JSON.stringify(key)}: `, known ?? entry),
    ];
  });
  const unused = Object.entries(schema?.properties ?? {})
    .filter(([key]) => !Object.hasOwn(value, key))
    .flatMap(([key, field]) => [...explanation(field, `${indent}  `), `${indent}  // "${key}": not used here`]);
  return [`${indent}${lead}{`, ...separated(fields), ...unused, `${indent}}`];
}

const oneLine = (items: readonly unknown[]): string => `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;

function separated(blocks: readonly string[][]): string[] {
  return blocks.flatMap((block, index) =>
    index === blocks.length - 1 ? block : [...block.slice(0, -1), `${block.at(-1)},`],
  );
}

function explanation(field: JsonSchema, indent: string): string[] {
  const facts = [
    range(field),
    field.default === undefined || typeof field.default === 'object'
      ? listDefault(field)
      : `default ${JSON.stringify(field.default)}`,
  ]
    .filter((fact) => fact !== '')
    .join('; ');
  const text = `${field.description ?? ''}${facts === '' ? '' : ` (${facts})`}`;
  if (text === '') return [];
  return wrapped(text, width - indent.length - 3).map((line) => `${indent}// ${line}`);
}

function range(field: JsonSchema): string {
  if (field.enum) return field.enum.map((word) => JSON.stringify(word)).join(' | ');
  if (field.minimum !== undefined) return `${field.minimum} to ${field.maximum}`;
  return field.maxLength === undefined ? '' : `at most ${field.maxLength} characters`;
}

const listDefault = (field: JsonSchema): string =>
  Array.isArray(field.default) ? `default ${oneLine(field.default)}` : '';

function wrapped(text: string, columns: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + word.length < columns) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}
