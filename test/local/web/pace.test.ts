import { expect, test } from 'vitest';
import { createPace } from '../../../local/web/pace.ts';

function aClock(speed: number) {
  const clock = { speed } as { speed: number } & Parameters<typeof createPace>[0];
  const pace = createPace(clock, (next) => Object.assign(clock, { speed: next }));
  return { clock, pace };
}

test('while anybody is on the phone time runs as in their room, afterwards as before', () => {
  const { clock, pace } = aClock(30);
  const [one, two] = [{}, {}];
  pace.hold(one);
  pace.hold(two);
  pace.hold(one);
  expect([clock.speed, pace.held]).toEqual([1, true]);
  pace.release(one);
  expect(clock.speed).toBe(1);
  pace.release(two);
  pace.release(two);
  expect([clock.speed, pace.held]).toEqual([30, false]);
});

test('a speed chosen meanwhile waits until the phone is free; a slower clock stays slow', () => {
  const { clock, pace } = aClock(10);
  const caller = {};
  pace.hold(caller);
  pace.choose(60);
  expect([clock.speed, pace.chosen]).toEqual([1, 60]);
  pace.release(caller);
  expect(clock.speed).toBe(60);
  pace.choose(0.5);
  expect(pace.chosen).toBe(0.5);
  pace.hold(caller);
  expect(clock.speed).toBe(0.5);
});

test('a clock whose speed is fixed is left alone', () => {
  const clock = { speed: 10 } as Parameters<typeof createPace>[0];
  const pace = createPace(clock, undefined);
  pace.hold({});
  expect([clock.speed, pace.held]).toEqual([10, false]);
});
