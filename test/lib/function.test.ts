import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { bundle } from '../../lib/bundling.ts';
import { BundledFunction } from '../../lib/function.ts';
import { Keys } from '../../lib/keys.ts';

/** Synthesizes one function whose contract names `contract` and which is given `given`. */
function synthesize(contract: string[], given: string[]): void {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'nohold-function-')), autoSynth: false });
  const stack = new Stack(app, 'Stack');
  const bundles = bundle({
    code: new Map([['read-row', new TextEncoder().encode('export const handler = () => {};')]]),
    settings: {},
    into: mkdtempSync(join(tmpdir(), 'nohold-function-code-')),
  });
  const made = new BundledFunction(stack, 'ReadRow', {
    verb: 'read-row',
    contract: { environment: { shape: Object.fromEntries(contract.map((name) => [name, {}])) } },
    bundles,
    keys: new Keys(stack, 'Keys'),
    description: 'Reads one row',
    timeout: Duration.seconds(3),
  });
  for (const name of given) made.environment(name, 'value');
  process.env.CDK_VALIDATION = 'false';
  try {
    app.synth();
  } finally {
    delete process.env.CDK_VALIDATION;
  }
}

test('a function is given exactly the variables of its contract', () => {
  expect(() => synthesize(['NOHOLD_TABLE'], ['NOHOLD_TABLE'])).not.toThrow();
});

test('a variable that nothing sets fails at synth, by name', () => {
  expect(() => synthesize(['NOHOLD_TABLE'], [])).toThrow('NOHOLD_TABLE is in the contract and no grant sets it');
});

test('a variable that nobody reads fails at synth, by name', () => {
  expect(() => synthesize([], ['NOHOLD_TABLE'])).toThrow('NOHOLD_TABLE is set and not in the contract');
});
