import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { simulate } from '../../../bin/commands/simulate.ts';
import { BadInput } from '../../../bin/outcome.ts';
import { runOnWorkers } from '../../../bin/workerPool.ts';
import { runReplication } from '../../../core/simulation/replications.ts';
import { parseScenario } from '../../../core/simulation/scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'nohold-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const scenario = (agents: number) => ({
  replications: 3,
  horizonSeconds: 7200,
  queues: [
    {
      name: 'service',
      arrivals: { kind: 'poisson', perHour: 120 },
      service: { kind: 'exponential', meanSeconds: 180 },
      patience: { kind: 'exponential', meanSeconds: 200 },
      agents,
    },
  ],
});

type Figures = { abandoned: { mean: number; halfWidth: number } };

test('simulate reports each queue; a second scenario beside it, and the difference with its interval', async () => {
  const few = fileWith('few.json', JSON.stringify(scenario(5)));
  const more = fileWith('more.json', JSON.stringify(scenario(8)));
  const answer = await simulate(few, { against: more });
  const json = answer.json as {
    scenario: Figures[];
    against: Figures[];
    difference: { queue: string; figures: Figures }[];
  };
  const [one, other] = [json.scenario[0]?.abandoned.mean ?? 0, json.against[0]?.abandoned.mean ?? 0];
  expect(other).toBeLessThan(one);
  expect(json.difference[0]?.figures.abandoned.mean).toBeCloseTo(other - one, 9);
  expect(answer.text).toContain(`== ${more} less ${few}, the same customers on both sides`);
  expect(answer.text).toMatch(/abandoned +-\d+\.\d ±\d+\.\d/);
  expect(answer.text).toMatch(/nohold +error +\d/);
});

test('the figures are the same on one thread, on three, and on none', async () => {
  const path = fileWith('same.json', JSON.stringify(scenario(6)));
  const [one, three] = [await simulate(path, { workers: '1' }), await simulate(path, { workers: '3' })];
  expect(three).toEqual(one);
  const parsed = parseScenario(scenario(6), path);
  const tasks = [2, 0].map((replication) => ({ scenario: parsed, replication }));
  const script = new URL('../../../bin/simulationWorker.ts', import.meta.url);
  expect(await runOnWorkers(script, tasks, { workers: 2 })).toEqual([
    runReplication(parsed, 2),
    runReplication(parsed, 0),
  ]);
});

test('what is no scenario is refused, naming the place', async () => {
  await expect(simulate(join(folder, 'absent.json'), {})).rejects.toThrow(BadInput);
  await expect(simulate(fileWith('broken.json', '{'), {})).rejects.toThrow('broken.json:1:2: expected JSON');
  await expect(simulate(fileWith('none.json', JSON.stringify(scenario(-1))), {})).rejects.toThrow(
    'none.json queues[0].agents: expected agents from 0 to 100000, got -1. Write 0.',
  );
  await expect(simulate(fileWith('few.json', JSON.stringify(scenario(5))), { workers: 'all' })).rejects.toThrow(
    '--workers: expected a whole number from 1 to 256, got "all".',
  );
});

test('a thread that fails fails the run', async () => {
  const script = new URL('../../../bin/simulationWorker.ts', import.meta.url);
  await expect(runOnWorkers(script, [{ scenario: undefined, replication: 0 }])).rejects.toThrow();
});

test('the scenario of docs/what-if.md is one', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/what-if.md'), 'utf8');
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  const { queues, profiles } = parseScenario(JSON.parse(json), 'docs/what-if.md');
  expect([queues.length, profiles.length]).toEqual([2, 1]);
});
