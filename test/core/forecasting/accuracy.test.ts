import { describe, expect, test } from 'vitest';
import { compareForecasts, pinballLoss, scoreForecast } from '../../../core/forecasting/accuracy.ts';

const interval = (actual: number, mean: number) => ({ actual, mean, quantiles: { '0.1': mean - 5, '0.9': mean + 5 } });

describe('the accuracy of a forecast', () => {
  test('is measured against all that came: errors 10 and 0 on 100 and 0 are 10 %', () => {
    const accuracy = scoreForecast([interval(100, 110), interval(0, 0)]);
    expect(accuracy.wape).toBeCloseTo(0.1);
    expect(accuracy.bias).toBeCloseTo(0.1);
    expect(accuracy.coverage).toBe(0.5);
    expect(accuracy.nominalCoverage).toBeCloseTo(0.8);
  });

  test('is unknown, not perfect, where nothing came', () => {
    expect(scoreForecast([interval(0, 3)]).wape).toBeUndefined();
    expect(scoreForecast([]).wape).toBeUndefined();
  });

  test('leaves out what is no number', () => {
    expect(scoreForecast([interval(Number.NaN, 3), interval(10, 10)]).intervals).toBe(1);
  });

  test('of a quantile is the pinball loss: 4 above the 0.9 quantile cost 3.6, 4 below 0.4', () => {
    expect(pinballLoss(104, 100, 0.9)).toBeCloseTo(3.6);
    expect(pinballLoss(96, 100, 0.9)).toBeCloseTo(0.4);
  });
});

describe('a challenger', () => {
  const days = (count: number, championError: number, challengerError: (day: number) => number) =>
    Array.from({ length: count }, (_, day) => ({
      champion: [interval(100, 100 + championError)],
      challenger: [interval(100, 100 + challengerError(day))],
    }));

  test('wins when it errs less on nearly all of enough days', () => {
    expect(compareForecasts(days(20, 10, (day) => 5 + (day % 3))).verdict).toBe('challenger');
  });

  test('does not win on nine days, however clear', () => {
    expect(compareForecasts(days(9, 10, (day) => 1 + (day % 3))).verdict).toBe('undecided');
  });

  test('does not win by one lucky day', () => {
    expect(compareForecasts(days(20, 10, (day) => (day === 0 ? 0 : 10.1 - (day % 2) / 4))).verdict).toBe('undecided');
  });

  test('that errs more loses', () => {
    expect(compareForecasts(days(20, 10, (day) => 15 + (day % 3))).verdict).toBe('champion');
  });
});
