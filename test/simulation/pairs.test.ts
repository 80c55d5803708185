import { expect, test } from 'vitest';
import { sideEffectOf, tryPairs } from './pairs.ts';
import { pairTable } from './pairTable.ts';

// The long form: `npm run sim:pairs`.

test('two faults in one run break nothing, and each pair of a few places strikes in some run', async () => {
  const { sideEffects, pairs, apart, hit, broken } = await tryPairs({
    seeds: [1],
    mostRuns: 3,
    people: 30,
    share: 1 / 20,
    spreading: { threads: 1 },
  });
  expect(sideEffects).toBeGreaterThan(1);
  expect(pairs + apart).toBe((5 * sideEffects * (5 * sideEffects + 1)) / 2);
  expect(hit).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});

test('a line is one side effect whichever function runs it, unless functions are told apart', () => {
  const places = ['sweep slots.put < row:1', 'dial slots.put < row:1', 'dial center.call < dial:2'];
  const passed = new Map([[1, new Map(places.map((place, request) => [place, [request]]))]]);
  const faultsOf = (from: number) => Array.from({ length: 10 }, (_, kind) => from * 5 + kind);
  const tableBy = (by: keyof typeof sideEffectOf) => pairTable(places, passed, sideEffectOf[by]);
  const [lines, functions] = [tableBy('lines'), tableBy('functions')];
  expect([lines.sideEffects, lines.size, functions.sideEffects, functions.size]).toEqual([2, 55, 3, 120]);
  // All of the dialler's faults, once each: two at one place make a pair, too, but none twice.
  for (const table of [lines, functions]) table.strike(faultsOf(1));
  expect(lines.open(0, 10)).toBe(false);
  expect(functions.open(0, 10)).toBe(true);
  expect([lines.left(), functions.left()]).toEqual([10, 75]);
  expect(lines.missed()).toContain('throttle at slots.put < row:1 and throttle at slots.put < row:1');
});
