import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '../../../core/random/stream.ts';

const draw = (seed: number, name: string, count = 50) => {
  const stream = randomStream(seed, name);
  return Array.from({ length: count }, () => stream.uniform());
};

test('one seed and name give the same draws again', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, name) => {
      expect(draw(seed, name)).toEqual(draw(seed, name));
    }),
  );
});

test('another name or another seed gives other draws', () => {
  expect(draw(7, 'arrivals')).not.toEqual(draw(7, 'patience'));
  expect(draw(7, 'arrivals')).not.toEqual(draw(8, 'arrivals'));
});

test('the sampled laws have the mean and the spread they are asked for', () => {
  const stream = randomStream(1, 'law');
  const moments = (next: () => number) => {
    const values = Array.from({ length: 100_000 }, next);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, cv: Math.sqrt(variance) / mean };
  };
  const uniform = moments(() => stream.uniform());
  expect(uniform.mean).toBeCloseTo(0.5, 2);
  const exponential = moments(() => stream.exponential(180));
  expect(exponential.mean / 180).toBeCloseTo(1, 1);
  expect(exponential.cv).toBeCloseTo(1, 1);
  const lognormal = moments(() => stream.lognormal(240, 1.2));
  expect(lognormal.mean / 240).toBeCloseTo(1, 1);
  expect(lognormal.cv).toBeCloseTo(1.2, 1);
  expect(stream.lognormal(240, 0)).toBe(240);
});

test('a pick comes from the list, and an empty list is refused', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer(), { minLength: 1 }), (seed, list) => {
      expect(list).toContain(randomStream(seed, 'pick').pick(list));
    }),
  );
  expect(() => randomStream(1, 'pick').pick([])).toThrow(RangeError);
});

test('ids have the form of version-4 UUIDs and do not repeat', () => {
  const stream = randomStream(1, 'ids');
  const ids = Array.from({ length: 10_000 }, () => stream.uuid());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
