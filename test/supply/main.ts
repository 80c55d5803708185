import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { faultsOf, lockedPackages, root } from './lockfile.ts';

// `npm run supply`: lockfile, licences, bill of materials, and, where the registry answers, advisories and signatures.
// Exit code 1: something is wrong. 3: a part could not be run.
const { values } = parseArgs({ options: { sbom: { type: 'string' } } });

const packages = lockedPackages();
const production = Object.entries(packages).filter(([, { dev }]) => !dev);
const faults = faultsOf(packages);
console.log(
  `lockfile: ${Object.keys(packages).length} packages, ${production.length} in production, each with its SHA-512`,
);
const licences = new Map<string, number>();
for (const [, { license = 'none' }] of production) licences.set(license, (licences.get(license) ?? 0) + 1);
console.log(`licences in production: ${[...licences].map(([name, count]) => `${name} ${count}`).join(', ')}`);
const scripts = Object.entries(packages).filter(([, one]) => one.hasInstallScript);
console.log(
  `install scripts: none in production; ${scripts.map(([path]) => path).join(', ') || 'none'} in development`,
);

const npm = (...args: string[]) => spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
let notRun = 0;

// Whole: with `--omit dev` npm 11 leaves out what production and development both use.
const bill = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
if (bill.status === 0) {
  const { components } = JSON.parse(bill.stdout) as { components: { name: string; version: string }[] };
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const unlisted = production
    .filter(([, { optional }]) => !optional)
    .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`)
    .filter((one) => !listed.has(one));
  faults.push(...unlisted.map((one) => `${one} is not in the bill of materials`));
  console.log(`bill of materials (CycloneDX): ${components.length} components`);
  if (values.sbom) writeFileSync(values.sbom, bill.stdout);
} else notRunBecause('bill of materials', bill.stderr);

const audit = npm('audit', '--omit', 'dev', '--json');
const found = parsed<{ metadata?: { vulnerabilities: Record<string, number> } }>(audit.stdout)?.metadata;
if (found) {
  console.log('advisories in production', found.vulnerabilities);
  if ((found.vulnerabilities.total ?? 0) > 0) faults.push('npm audit knows advisories: see npm audit --omit dev');
} else notRunBecause('advisories', audit.stderr || audit.stdout);

const signatures = npm('audit', 'signatures', '--json');
const verdict = parsed<{ invalid?: unknown[]; missing?: unknown[] }>(signatures.stdout);
if (verdict?.invalid && verdict.missing) {
  console.log(`signatures: ${verdict.invalid.length} invalid, ${verdict.missing.length} missing`);
  if (verdict.invalid.length + verdict.missing.length > 0) faults.push('npm audit signatures found packages unsigned');
} else notRunBecause('signatures', signatures.stderr || signatures.stdout);

for (const fault of faults) console.log(`WRONG ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else if (notRun > 0) process.exitCode = 3;

function parsed<Shape>(text: string): Shape | undefined {
  try {
    return JSON.parse(text) as Shape;
  } catch {
    return undefined;
  }
}

/** `why` is what npm printed: an object with a message of its own, or of the error in it, or lines. */
function notRunBecause(part: string, why: string): void {
  notRun += 1;
  const told = parsed<{ message?: string; error?: { summary?: string } }>(why);
  const line = told?.message ?? told?.error?.summary ?? why.split('\n').find((one) => /\w/.test(one)) ?? 'no answer';
  console.log(`NOT RUN ${part}: ${line.slice(0, 160)}`);
}
