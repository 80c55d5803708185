import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseSettings, parseSettingsText } from '../../../core/settings/parse.ts';
import { commentedExample, layOutJson, settingsJsonSchema } from '../../../core/settings/published.ts';

const root = resolve(import.meta.dirname, '../../..');
const shipped = JSON.parse(readFileSync(resolve(root, 'nohold.config.json'), 'utf8'));

// After a change of the schema: npx vitest run test/core/settings -u
test('nohold.schema.json is the one of the schema in force', async () => {
  await expect(layOutJson(settingsJsonSchema())).toMatchFileSnapshot(resolve(root, 'nohold.schema.json'));
});

test('docs/settings.example.jsonc is the shipped file, explained', async () => {
  await expect(commentedExample(shipped)).toMatchFileSnapshot(resolve(root, 'docs/settings.example.jsonc'));
});

test('the commented example means what the shipped file means', () => {
  expect(parseSettingsText(commentedExample(shipped))).toEqual(parseSettings(shipped));
});

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node;
}

test('every field is explained', () => {
  const silent: string[] = [];
  const visit = (node: Node, path: string): void => {
    for (const [key, field] of Object.entries(node.properties ?? {})) {
      if (!field.description && !/week\.\w+day$/.test(`${path}.${key}`)) silent.push(`${path}.${key}`);
      visit(field, `${path}.${key}`);
    }
    if (typeof node.additionalProperties === 'object') visit(node.additionalProperties, `${path}.*`);
    if (node.items) visit(node.items, `${path}[]`);
  };
  visit(settingsJsonSchema() as Node, '');
  expect(silent).toEqual([]);
});
