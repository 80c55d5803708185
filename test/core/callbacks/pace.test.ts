import { describe, expect, test } from 'vitest';
import { firstTurnOf, isHandedOver, paceBudgetsOf, turnsOfSweep } from '../../../core/callbacks/pace.ts';
import { addSeconds, seconds } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';

const later = (value: number) => addSeconds(noon, seconds(value));

test('a call is taken from its own second, or from what the two before have left over', () => {
  const names = (at: number) => paceBudgetsOf(later(at), 2).map(({ name }) => name);
  expect(names(0)).toEqual(names(0.9));
  expect(names(2)[2]).toBe(names(0)[0]);
  for (const { limit } of paceBudgetsOf(noon, 2)) expect(limit).toBe(2);
});

describe('what a sweep hands over', () => {
  const due = Array.from({ length: 300 }, (_, index) =>
    aCallback({ callbackId: `cb-${index}`, notBefore: later(-index) }),
  );

  test('the turns of a minute and three quarters, so that the next sweep may come late or die on its way; the longest due first', () => {
    const turns = turnsOfSweep(due, 2, 0);
    expect(turns).toHaveLength(210);
    expect(turns[0]?.callbackId).toBe('cb-299');
  });

  test('less those that wait for their turn already', () => {
    expect(turnsOfSweep(due, 2, 60)).toHaveLength(150);
    expect(turnsOfSweep(due, 2, 230)).toHaveLength(0);
  });

  test('from a little before the last of them: some of their turns are over already', () => {
    expect(firstTurnOf(60, 2)).toBe(52);
    expect(firstTurnOf(3, 2)).toBe(0);
  });

  test('handed over is what is due to be dialled and looked at again later; not a pause, not a call', () => {
    const sent = { state: 'PENDING', notBefore: later(-60), dueAt: later(100) } as const;
    expect(isHandedOver(aCallback(sent), noon)).toBe(true);
    expect(isHandedOver(aCallback({ ...sent, notBefore: later(100) }), noon)).toBe(false);
    expect(isHandedOver(aCallback({ ...sent, dueAt: noon }), noon)).toBe(false);
    expect(isHandedOver(aCallback({ ...sent, state: 'DIALING' }), noon)).toBe(false);
  });
});
