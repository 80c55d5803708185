import type { Level } from './countLaw.ts';

/** By how much the model's spread must be stretched so that a level holds its share of the past. */
export type Widths = (level: Level) => number;

/** Of the last so many days the surprises are looked at, and after how many they are half believed. */
export const daysCalibrated = 30;
const halfDays = 4;
/** Few surprises cannot tell a level in the far tail. */
const leastSurprises = 100;

/** Conformal calibration: a level's z becomes the size, in standard deviations, that its share of past surprises kept within. */
export function conformalWidths(surprises: readonly number[], days: number): Widths {
  const sizes = surprises.map(Math.abs).sort((a, b) => a - b);
  return ({ probability, z }) => {
    if (sizes.length < leastSurprises || Math.abs(z) < 0.1) return 1;
    const within = Math.abs(2 * probability - 1);
    const size = sizes[Math.min(sizes.length - 1, Math.floor(within * sizes.length))] as number;
    return Math.min(3, Math.max(0.5, (days * (size / Math.abs(z)) + halfDays) / (days + halfDays)));
  };
}
