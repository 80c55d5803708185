import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Freezes the functions' logic as it stands into one file, to be run as the version before: after a release,
 * `node test/simulation/versions/freeze.ts` in the released tree. Packages stay outside: they are those of today.
 */
const from = fileURLToPath(new URL('../code.ts', import.meta.url));
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const { outputFiles } = await build({
  entryPoints: [from],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  packages: 'external',
});
const bundled = outputFiles[0]?.text ?? '';
const out = fileURLToPath(new URL('earlier.generated.js', import.meta.url));
writeFileSync(
  out,
  `// Made by versions/freeze.ts from commit ${commit}. An earlier version of the code, not to be edited.\n${bundled}`,
);
console.log(`${out}: ${(bundled.length / 1024).toFixed(0)} kB, commit ${commit}`);
