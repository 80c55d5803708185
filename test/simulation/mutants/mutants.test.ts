import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { simulationWith } from './bundle.ts';
import { generatedMutants } from './generated.ts';
import { mutated } from './mutant.ts';
import { namedMutants } from './named.ts';

const mostSeeds = 8;

// The long form, every mutant in hundreds of runs: `npm run sim:mutants`.

test('each mutant differs from the code in one place and can be run; none is there twice', () => {
  expect(namedMutants().length).toBeGreaterThanOrEqual(25);
  const kinds = new Set(generatedMutants().map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['acknowledgement', 'condition', 'hours check', 'sweep branch', 'token']);
  for (const mutants of [namedMutants(), generatedMutants()]) {
    for (const mutant of mutants) {
      expect(() => transformSync(mutated(mutant), { loader: 'ts' }), mutant.name).not.toThrow();
    }
    const places = mutants.map(({ file, at, text }) => `${file} ${at} ${text}`);
    expect(new Set(places).size).toBe(places.length);
  }
});

test.each([
  ['a fresh token for every try', 'lateSearch', 'I2 unique attempt'],
  ['the sweep is skipped', 'hard', 'I3 terminal'],
  ['does not ask Connect before it dials again', 'hard', 'I1 one answer'],
  ['!intent?.changed', 'crossing', 'I2 unique attempt'],
] as const)('%s: the checker says which invariant that breaks', async (name, profile, invariant) => {
  const mutant = [...namedMutants(), ...generatedMutants()].find((one) => one.name.endsWith(name));
  if (!mutant) throw new Error(`no mutant "${name}"`);
  const { runSeed } = await simulationWith(mutant, `test-${process.pid}-${profile}-${invariant.slice(0, 2)}`);
  const broken = new Set<string>();
  // Chance decides in which run a mistake shows.
  for (let seed = 1; seed <= mostSeeds && !broken.has(invariant); seed += 1) {
    for (const one of (await runSeed({ seed, profile })).violations) broken.add(one.invariant);
  }
  expect([...broken]).toContain(invariant);
});
