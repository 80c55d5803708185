import { describe, expect, test } from 'vitest';
import { outcomesNeeded, ringsAt } from '../../lib/burn-rates.ts';
import { resourcesOf, settingsWith, shippedTemplate, templateOf } from './support/center.ts';

const alarm = (name: string, template = shippedTemplate()) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').find(({ id }) => id.startsWith(`Alarms${name}`))?.properties;
const expressionOf = (name: string) =>
  alarm(name)?.Metrics.find(({ Expression }: { Expression?: string }) => Expression !== undefined).Expression;

describe('an objective rings', () => {
  test.each([
    ['at four times as many failures as may be', 0.9, 4],
    ['no later for a strict objective', 0.99, 4],
    ['halfway to everything failing where four times as many cannot fail', 0.8, 3],
    ['and at three in four where half may', 0.5, 1.5],
  ])('%s', (_story, objective, burn) => {
    expect(ringsAt(objective)).toBeCloseTo(burn, 9);
  });

  test('seldom where exactly as many fail as may: less than once in a month of quarter hours', () => {
    const quarterHoursOfAMonth = 4 * 24 * 30;
    for (const objective of [0.5, 0.8, 0.9, 0.95, 0.99]) {
      const needed = outcomesNeeded(objective);
      for (const outcomes of [needed, needed + 1, needed + 2, 2 * needed, 5 * needed]) {
        const failures = Math.ceil(ringsAt(objective) * (1 - objective) * outcomes - 1e-9);
        expect(tailOf(outcomes, 1 - objective, failures) * quarterHoursOfAMonth).toBeLessThan(1);
      }
    }
  });

  test('by the weakest objective of the queues: a threshold none could reach would never ring', () => {
    const weak = templateOf(
      settingsWith((settings) => {
        settings.queues.sales.promiseKeptShare = 0.5;
      }),
    );
    expect(alarm('PromisesBurning')?.Threshold).toBeCloseTo(4, 9);
    expect(alarm('PromisesBurning', weak)?.Threshold).toBeCloseTo(1.5, 9);
  });
});

test('every objective has a least volume, so that one unlucky caller is no alarm', () => {
  expect(expressionOf('PromisesBurning')).toBe('IF(outcomes >= 21, burn, 0)');
  expect(expressionOf('ExpectationBurning')).toBe('IF(outcomes >= 16, burn, 0)');
  expect(expressionOf('SafeAnswers')).toBe('IF(faults >= 5, faults / (0.01 * MAX([quotes, faults])), 0)');
});

test('every alarm says whose it is', () => {
  for (const { properties } of resourcesOf(shippedTemplate(), 'AWS::CloudWatch::Alarm'))
    expect(properties.AlarmDescription).toMatch(/ Owner: (whoever operates the stack|the manager on duty)\. Runbook: /);
});

/** P(at least `failures` of `outcomes`) where each fails with this chance. */
function tailOf(outcomes: number, chance: number, failures: number): number {
  let mass = (1 - chance) ** outcomes;
  let below = 0;
  for (let count = 0; count < failures; count += 1) {
    below += mass;
    mass *= (((outcomes - count) / (count + 1)) * chance) / (1 - chance);
  }
  return 1 - below;
}
