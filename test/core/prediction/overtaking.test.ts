import { expect, test } from 'vitest';
import { overtakingPerSecond } from '../../../core/prediction/overtaking.ts';
import { addSeconds, type Instant, instant, seconds } from '../../../core/time/units.ts';

const now = instant(Date.UTC(2026, 0, 5, 12));
const ago = (count: number): Instant => addSeconds(now, seconds(-count));

test('those of the last hour count, per second; earlier and later ones do not', () => {
  const at = [ago(7200), ago(3601), ago(3600), ago(60), ago(0), ago(-5)];
  expect(overtakingPerSecond(at, now, ago(86_400))).toBeCloseTo(3 / 3600, 12);
});

test('a line looked at for ten minutes counts them for ten minutes', () => {
  expect(overtakingPerSecond([ago(300), ago(200)], now, ago(600))).toBeCloseTo(2 / 600, 12);
});

test('nobody, or a line looked at for no time, overtakes at a rate that is a number', () => {
  expect(overtakingPerSecond([], now, now)).toBe(0);
  expect(overtakingPerSecond([now], now, now)).toBe(1);
});
