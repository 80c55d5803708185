import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { runtimeSettings } from '../core/settings/runtime.ts';
import type { Settings } from '../core/settings/schema.ts';
import { bundle, type Code, compile } from './bundling.ts';
import { NoholdStack } from './nohold-stack.ts';
import { checkResources, checkTemplateBytes } from './one-stack.ts';
import { checkByRulePacks } from './rule-packs.ts';

/** Resources, Outputs and the rest, as CloudFormation reads them. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface SynthOptions {
  /** Directory for template, assets and the validation report; emptied first. */
  readonly outdir: string;
  /**
   * Whether CloudFormation's own rules and cdk-nag's five packs are run; any finding throws. About 8 s.
   * @default true
   */
  readonly validate?: boolean;
  /**
   * The Lambdas' code, for who synthesizes more than once.
   * @default compiled from lambdas/
   */
  readonly code?: Code;
}

export interface Synthesized {
  readonly template: Template;
  readonly outdir: string;
  readonly templateFile: string;
}

const root = resolve(import.meta.dirname, '..');

/**
 * The template of a center, made offline: the same, byte for byte, as `npx cdk synth` makes from the same settings. Throws BeyondOneStack for
 * settings that one stack cannot hold.
 */
export function synth(settings: Settings, options: SynthOptions): Synthesized {
  const outdir = resolve(options.outdir);
  const validate = options.validate ?? true;
  empty(outdir);
  const bundling = mkdtempSync(join(tmpdir(), 'nohold-bundles-'));
  try {
    const bundles = bundle({ code: options.code ?? compile(), settings: runtimeSettings(settings), into: bundling });
    const app = new App({ outdir, context: cdkContext(), analyticsReporting: false, autoSynth: false });
    if (validate) checkByRulePacks(app);
    checkResources(new NoholdStack(app, 'Nohold', { settings, bundles }));
    withValidation(validate, () => app.synth());
  } finally {
    // Each bundle has been copied to its asset directory.
    rmSync(bundling, { recursive: true, force: true });
  }

  const templateFile = join(outdir, 'Nohold.template.json');
  checkTemplateBytes(statSync(templateFile).size);
  return { template: JSON.parse(readFileSync(templateFile, 'utf8')) as Template, outdir, templateFile };
}

/** A report of an earlier run would be printed again beside the new one. The CLI's locks are the CLI's. */
function empty(outdir: string): void {
  mkdirSync(outdir, { recursive: true });
  for (const entry of readdirSync(outdir)) {
    if (!entry.endsWith('.lock')) rmSync(join(outdir, entry), { recursive: true });
  }
}

/** The feature flags of cdk.json, and what the CLI adds by itself: a path in each resource would be a thirtieth of the template. */
function cdkContext(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  return { ...context, 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': false };
}

/** The CDK's own validation has no other switch than this variable. */
function withValidation(validate: boolean, run: () => void): void {
  const before = process.env.CDK_VALIDATION;
  if (!validate) process.env.CDK_VALIDATION = 'false';
  try {
    run();
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
  }
}
