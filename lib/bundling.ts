import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(import.meta.dirname, '..');

export interface BundlingOptions {
  /** Where the bundles go, one directory per function. Emptied first. */
  readonly into: string;
  /** What the handlers find as settings.json beside their code. */
  readonly settings: unknown;
  /** Folder with <verb>/handler.ts. @default lambdas/ */
  readonly from?: string;
}

/** The Lambdas, each a directory with one minified ES module and its settings. */
export class Bundles {
  private readonly into: string;
  readonly verbs: readonly string[];

  constructor(into: string, verbs: readonly string[]) {
    this.into = into;
    this.verbs = verbs;
  }

  directory(verb: string): string {
    if (!this.verbs.includes(verb)) throw new Error(`lambdas/${verb}/handler.ts is missing`);
    return join(this.into, verb);
  }
}

/**
 * Bundles every Lambda in one run of esbuild. The output is a function of the sources and the settings alone: no path,
 * date or machine name gets in, so an unchanged Lambda keeps its asset hash and is not deployed again.
 *
 * What makes the bundles small, measured on quote-wait (see test/lib/bundling.test.ts for the limit that holds it):
 * ES modules of the SDK (`mainFields`) can be shaken; and the SDK's credential chain, which knows a dozen places where a
 * developer's machine may keep credentials, is replaced by the one place where Lambda puts them.
 */
export function bundle(options: BundlingOptions): Bundles {
  const from = options.from ?? join(root, 'lambdas');
  const verbs = readdirSync(from, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(from, entry.name, 'handler.ts')))
    .map((entry) => entry.name)
    .sort();
  rmSync(options.into, { recursive: true, force: true });

  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(verbs.map((verb) => [`${verb}/index`, join(from, verb, 'handler.ts')])),
    outdir: options.into,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    treeShaking: true,
    logLevel: 'error',
    // Some of the SDK's CommonJS still asks for node:* by require, which an ES module does not have.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    alias: { '@aws-sdk/credential-provider-node': join(root, 'lib/lambda-credentials.ts') },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const settings = JSON.stringify(options.settings);
  for (const verb of verbs) {
    mkdirSync(join(options.into, verb), { recursive: true });
    writeFileSync(join(options.into, verb, 'settings.json'), settings);
  }
  for (const file of outputFiles) writeFileSync(file.path, file.contents);
  return new Bundles(options.into, verbs);
}
