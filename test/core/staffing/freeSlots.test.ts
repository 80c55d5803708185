import { expect, test } from 'vitest';
import { slotsWithRoom } from '../../../core/staffing/freeSlots.ts';
import { instant } from '../../../core/time/units.ts';

const slot = (startsAt: number, free: number) => ({
  startsAt: instant(startsAt),
  endsAt: instant(startsAt + 10),
  free,
});

test('a slot that has begun, or has no room for as many, is none to promise', () => {
  const slots = [slot(0, 3), slot(10, 0), slot(20, 1), slot(30, 2)];
  expect(slotsWithRoom(slots, instant(5)).map((one) => one.startsAt)).toEqual([20, 30]);
  expect(slotsWithRoom(slots, instant(10), 2).map((one) => one.startsAt)).toEqual([30]);
});
