import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as simulation from '../run.ts';
import { type Mutant, mutated, root } from './mutant.ts';

/** Inside the repository, so that packages are found from there. */
const into = `${root}node_modules/.cache/nohold-mutants`;

/** The whole simulation with one mistake in it; without a mutant, as it is. */
export async function simulationWith(mutant: Mutant | undefined, name: string): Promise<typeof simulation> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['test/simulation/run.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutant',
        setup({ onLoad }) {
          if (!mutant) return;
          const exactly = new RegExp(`/${mutant.file.replaceAll(/[.\\]/g, '\\$&')}$`);
          onLoad({ filter: exactly }, () => ({ contents: mutated(mutant), loader: 'ts' }));
        },
      },
    ],
  });
  mkdirSync(into, { recursive: true });
  const path = `${into}/${name}.mjs`;
  writeFileSync(path, outputFiles[0]?.text ?? '');
  return import(pathToFileURL(path).href) as Promise<typeof simulation>;
}
