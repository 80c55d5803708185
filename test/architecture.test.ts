import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const rooms = ['core', 'flows', 'adapters', 'lambdas', 'lib', 'local', 'bin'] as const;

interface Source {
  path: string;
  text: string;
  imports: string[];
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

const sources: Source[] = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx)$/.test(file))
    .map((file) => {
      const path = join(room, file).split(sep).join('/');
      const text = readFileSync(join(root, path), 'utf8');
      const imports = [...text.matchAll(importPattern)].map((match) => {
        const target = match[1] ?? match[2] ?? '';
        return target.startsWith('.')
          ? relative(root, resolve(root, dirname(path), target))
              .split(sep)
              .join('/')
          : target;
      });
      return { path, text, imports };
    }),
);

/** Files of `room` whose imports match none of `allowed`, as "file → import". */
function strays(room: RegExp, allowed: RegExp[]): string[] {
  return sources
    .filter((source) => room.test(source.path))
    .flatMap((source) =>
      source.imports
        .filter((target) => !allowed.some((pattern) => pattern.test(target)))
        .map((target) => `${source.path} → ${target}`),
    );
}

describe('the arrows of the house go one way', () => {
  test('core imports core and pure libraries only', () => {
    expect(
      strays(/^core\//, [
        /^core\//,
        /^pure-rand\//,
        /^zod(\/mini)?$/,
        /^libphonenumber-js/,
        /^temporal-polyfill/,
        /^ml-matrix$/,
      ]),
    ).toEqual([]);
  });

  test('ports are types only and know no adapter', () => {
    const ports = sources.find((source) => source.path === 'core/ports.ts');
    expect(ports?.text).not.toMatch(/^(export )?(const|let|function|class) /m);
  });

  test('flows know the settings and nothing else', () => {
    expect(strays(/^flows\//, [/^flows\//, /^core\/(settings|contacts|time)\//])).toEqual([]);
  });

  test('only adapters speak to AWS from within Nohold', () => {
    const speakers = sources
      .filter((source) => source.imports.some((target) => target.startsWith('@aws-sdk/')))
      .filter((source) => !/^(adapters|local|bin)\//.test(source.path));
    expect(speakers.map((source) => source.path)).toEqual([]);
  });

  test("a Lambda's logic sees core and its own contract, never an adapter", () => {
    const logic = sources.filter((source) =>
      /^lambdas\/([a-z-]+)\/\1(\.[a-z-]+)?\.ts$|^lambdas\/[a-z-]+\/contract\.ts$/.test(source.path),
    );
    const wrong = logic.flatMap((source) =>
      source.imports
        .filter((target) => /^(adapters|local|lib|bin)\/|^@aws|^@middy/.test(target))
        .map((target) => `${source.path} → ${target}`),
    );
    expect(logic.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  test('lib sees settings, rows, flows and the contracts of the Lambdas, never their code', () => {
    const wrong = strays(/^lib\//, [
      /^lib\//,
      /^flows\//,
      /^core\//,
      /^lambdas\/[a-z-]+\/contract\.ts$/,
      /^(aws-cdk-lib|constructs|cdk-nag|esbuild|node:)/,
    ]);
    expect(wrong).toEqual([]);
  });

  test('nothing but the command line imports the local center', () => {
    const importers = sources.filter(
      (source) => !/^(local|bin)\//.test(source.path) && source.imports.some((target) => target.startsWith('local/')),
    );
    expect(importers.map((source) => source.path)).toEqual([]);
  });

  test('the local center imports no Lambda and no construct: it runs what the template says', () => {
    expect(
      strays(/^local\//, [/^local\//, /^core\//, /^flows\//, /^(?!lambdas\/|lib\/|adapters\/)[^.]/]).filter((row) =>
        /→ (lambdas|lib|adapters)\//.test(row),
      ),
    ).toEqual([]);
  });
});

test('core has no clock and no chance of its own', () => {
  const guilty = sources
    .filter((source) => source.path.startsWith('core/'))
    .filter((source) => /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/.test(source.text));
  expect(guilty.map((source) => source.path)).toEqual([]);
});

test('no drawer is called utils', () => {
  expect(
    sources
      .filter((source) => /(^|\/)(utils?|helpers?|common|misc)(\.ts|\/)/i.test(source.path))
      .map((source) => source.path),
  ).toEqual([]);
});

test('no file is longer than a reader can hold', () => {
  const long = sources.filter((source) => source.text.split('\n').length > 320).map((source) => source.path);
  expect(long).toEqual([]);
});
