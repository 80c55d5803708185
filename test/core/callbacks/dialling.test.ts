import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callbacksToDial } from '../../../core/callbacks/dialling.ts';
import { addSeconds, seconds } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';

const due = (count: number, promisedInSeconds = 3600) =>
  Array.from({ length: count }, (_, index) =>
    aCallback({ callbackId: `cb-${index}`, promisedBy: addSeconds(noon, seconds(promisedInSeconds)) }),
  );

const chosen = (
  facts: Partial<Parameters<typeof callbacksToDial>[0]> & { staffed?: number; available?: number },
): number => {
  const { staffed = 10, available = 0, ...rest } = facts;
  return callbacksToDial({
    now: noon,
    due: due(20),
    inFlightCount: 0,
    figures: { queue: 'service', channel: 'voice', agentsStaffed: staffed, agentsAvailable: available },
    handleSeconds: 200,
    ...rest,
  }).length;
};

describe('as many callbacks are dialled as agents will be free', () => {
  test('those free now and those done within the ring', () => {
    expect(chosen({ available: 3 })).toBe(3 + Math.floor((7 * 40) / 200));
    expect(chosen({ available: 0 })).toBe(2);
    expect(chosen({ available: 0, handleSeconds: 2000 })).toBe(0);
  });

  test('less those who are promised to calls in flight', () => {
    expect(chosen({ available: 5, inFlightCount: 4 })).toBe(2);
  });

  test('nobody at work, or nobody known to be: none', () => {
    expect(chosen({ staffed: 0 })).toBe(0);
    expect(chosen({ figures: undefined })).toBe(0);
    expect(chosen({ figures: { queue: 'service', channel: 'voice' } })).toBe(0);
  });

  test('close to the promise they are dialled even when nobody is predicted free, up to the agents there are', () => {
    expect(chosen({ staffed: 3, handleSeconds: 2000, due: due(20, 120) })).toBe(3);
    expect(chosen({ staffed: 3, handleSeconds: 2000, due: due(20, 120), inFlightCount: 3 })).toBe(0);
  });

  test('never more calls than agents, and the most overdue first', () => {
    fc.assert(
      fc.property(
        fc.record({
          staffed: fc.integer({ min: 0, max: 30 }),
          available: fc.integer({ min: 0, max: 30 }),
          inFlightCount: fc.integer({ min: 0, max: 30 }),
          handleSeconds: fc.integer({ min: 1, max: 3000 }),
          promised: fc.constantFrom(60, 3600),
        }),
        ({ staffed, available, inFlightCount, handleSeconds, promised }) => {
          const all = due(20, promised);
          const agentsAvailable = Math.min(available, staffed);
          const rows = callbacksToDial({
            now: noon,
            due: all,
            inFlightCount,
            figures: { queue: 'service', channel: 'voice', agentsStaffed: staffed, agentsAvailable },
            handleSeconds,
          });
          expect(rows).toEqual(all.slice(0, rows.length));
          expect(rows.length).toBeLessThanOrEqual(Math.max(0, staffed - inFlightCount));
        },
      ),
    );
  });
});
