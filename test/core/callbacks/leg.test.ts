import { expect, test } from 'vitest';
import { readLeg } from '../../../core/callbacks/leg.ts';
import { instant } from '../../../core/time/units.ts';

const at = (second: number) => instant(1_800_000_000_000 + second * 1000);
const leg = { queuedAt: at(0), customerAnsweredAt: at(10), answeredAt: at(18) };

test('whom an agent rings has waited for nobody: the greeting is heard while the agent is there', () => {
  expect(readLeg(leg, { confirmedAt: undefined, native: true })).toEqual({
    kind: 'spoke',
    spokeAt: at(18),
    gapSeconds: 0,
  });
});

test('whom the dialler rings waits from the key they press', () => {
  expect(readLeg(leg, { confirmedAt: at(16.5), native: false })).toMatchObject({ spokeAt: at(18), gapSeconds: 1.5 });
});

test('and from picking up where no key was asked for', () => {
  expect(readLeg(leg, { confirmedAt: undefined, native: false })).toMatchObject({ gapSeconds: 8 });
});
