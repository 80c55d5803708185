import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseSettings } from '../../../core/settings/parse.ts';
import type { Settings } from '../../../core/settings/schema.ts';
import { type Code, compile } from '../../../lib/bundling.ts';
import { type Resource, synth, type Template } from '../../../lib/synth.ts';

const shipped = resolve(import.meta.dirname, '../../../nohold.config.json');

// biome-ignore lint/suspicious/noExplicitAny: a test may put anything into a settings file
export type Written = any;

/** The shipped settings file, changed as `change` says, parsed anew. */
export function settingsWith(change: (settings: Written) => void = () => {}): Settings {
  const written = JSON.parse(readFileSync(shipped, 'utf8'));
  change(written);
  return parseSettings(written);
}

let compiled: Code | undefined;
/** The Lambdas' code; compiled once for each test file. */
export const code = (): Code => {
  compiled ??= compile();
  return compiled;
};

/** Without validation: one test has it on, the others are quicker. */
export function templateOf(settings: Settings): Template {
  return synth(settings, {
    outdir: mkdtempSync(join(tmpdir(), 'nohold-lib-')),
    validate: false,
    code: code(),
  }).template;
}

let known: Template | undefined;
/** Of the shipped settings; made once for each test file. */
export function shippedTemplate(): Template {
  known ??= templateOf(settingsWith());
  return known;
}

export interface Found {
  id: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a resource's properties are as CloudFormation's many types have them
  properties: any;
  resource: Resource;
}

export const allOf = (template: Template): Found[] =>
  Object.entries(template.Resources).map(([id, resource]) => ({
    id,
    type: resource.Type,
    properties: resource.Properties ?? {},
    resource,
  }));

export const resourcesOf = (template: Template, type: string): Found[] =>
  allOf(template).filter((found) => found.type === type);

export function onlyOf(template: Template, type: string): Found {
  const [first, ...more] = resourcesOf(template, type);
  if (first === undefined || more.length > 0)
    throw new Error(`expected one ${type}, found ${more.length + (first ? 1 : 0)}`);
  return first;
}

/** An intrinsic as one text: 'Table.Arn/index/due'. Logical ids lose the hash CDK gives them. */
export function said(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[key, argument] = ['', '']] = Object.entries(value);
  const bare = (id: unknown) => String(id).replace(/[0-9A-F]{8}$/, '');
  switch (key) {
    case 'Ref':
      return bare(argument);
    case 'Fn::GetAtt':
      return `${bare((argument as unknown[])[0])}.${(argument as unknown[])[1]}`;
    case 'Fn::Join':
      return (argument as [string, unknown[]])[1].map(said).join((argument as [string, unknown[]])[0]);
    default:
      return JSON.stringify(value);
  }
}

/** The functions by the name of their folder in lambdas/. */
export function functionsOf(template: Template): Map<string, Found> {
  return new Map(
    resourcesOf(template, 'AWS::Lambda::Function').map((found) => {
      const tags = found.properties.Tags as { Key: string; Value: string }[];
      return [tags.find((tag) => tag.Key === 'nohold:function')?.Value ?? found.id, found];
    }),
  );
}
