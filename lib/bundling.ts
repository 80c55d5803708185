import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(import.meta.dirname, '..');

/** Every Lambda's code by the name of its folder: one minified ES module each. */
export type Code = ReadonlyMap<string, Uint8Array>;

export interface BundlingOptions {
  readonly code: Code;
  /** What the handlers find as settings.json beside their code. */
  readonly settings: unknown;
  /** Where the bundles go, one directory per function. */
  readonly into: string;
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

  /** Another text for other code: lets what runs once per deployment run again when its code has changed. */
  revision(verb: string): string {
    const code = readFileSync(join(this.directory(verb), 'index.mjs'));
    return createHash('sha256').update(code).digest('hex').slice(0, 16);
  }
}

/** Writes each function's directory: the code and the settings. */
export function bundle({ code, settings, into }: BundlingOptions): Bundles {
  for (const [verb, module] of code) {
    mkdirSync(join(into, verb), { recursive: true });
    writeFileSync(join(into, verb, 'index.mjs'), module);
    writeFileSync(join(into, verb, 'settings.json'), JSON.stringify(settings));
  }
  return new Bundles(into, [...code.keys()]);
}

/**
 * Compiles every Lambda in one run of esbuild. The output is a function of the sources alone: no path, date or machine
 * name gets in, so an unchanged Lambda keeps its asset hash and is not deployed again.
 *
 * `from` is a folder with <verb>/handler.ts. What makes quote-wait small, measured one by one: without any of it 644 KB;
 * ES modules of the SDK, which can be shaken (`mainFields`), 437 KB; the SDK's credential chain, which knows a dozen places
 * where a developer's machine may keep credentials, replaced by the one place where Lambda puts them, 301 KB; event
 * streams left out, 282 KB; the cache of endpoint discovery, which is off, saves 5 KB more. test/lib/bundling.test.ts holds the limit, and that signing, retries and aborts are the SDK's.
 */
export function compile(from = join(root, 'lambdas')): Code {
  const verbs = readdirSync(from, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(from, entry.name, 'handler.ts')))
    .map((entry) => entry.name)
    .sort();
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(verbs.map((verb) => [verb, join(from, verb, 'handler.ts')])),
    outdir: root,
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
    alias: {
      '@aws-sdk/credential-provider-node': join(root, 'lib/lambda-credentials.ts'),
      '@aws-sdk/endpoint-cache': join(root, 'lib/lambda-endpoint-cache.ts'),
    },
    // Reached by a dynamic import in operations that stream events; nothing we call does.
    external: ['@smithy/core/event-streams'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return new Map(outputFiles.map((file) => [basename(file.path, '.js'), file.contents]));
}
