import { describe, expect, test } from 'vitest';
import { intervalFigures } from '../../../core/contacts/intervals.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { addSeconds, type Instant, seconds } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

const later = (bySeconds: number): Instant => addSeconds(noon, seconds(bySeconds));
const asked = (facts: Partial<ContactRow>): ContactRow => aContact({ askedAt: noon, ...facts });
const rules = { thresholdSeconds: seconds(20), shortAbandonSeconds: seconds(5) };
const figuresOf = (...rows: ContactRow[]) => intervalFigures(noon, rows, rules);

describe('how callbacks that were asked for in the interval stood in the end', () => {
  test('kept and broken are counted, open and withdrawn ones are neither', () => {
    const promises = ['kept', 'kept', 'broken', 'withdrawn', 'open', undefined] as const;
    const rows = promises.map((callbackPromise) =>
      asked({ outcome: 'callback', ...(callbackPromise === undefined ? {} : { callbackPromise }) } as never),
    );
    expect(figuresOf(...rows)).toMatchObject({ callbacksKeptCount: 2, callbacksBrokenCount: 1 });
  });

  test('rung in time counts apart from spoken with, but not for one that was taken back', () => {
    const rows = [
      asked({ callbackRungInTime: true, callbackPromise: 'broken' }),
      asked({ callbackRungInTime: true, callbackPromise: 'withdrawn' }),
      asked({ callbackRungInTime: false, callbackPromise: 'broken' }),
      asked({}),
    ];
    expect(figuresOf(...rows).callbacksRungInTimeCount).toBe(1);
  });
});

describe('how long it took', () => {
  test('to accept a callback: until the key was pressed, or until the end where that was not noted', () => {
    const rows = [
      asked({ outcome: 'callback', choseAt: later(15), endedAt: later(40) }),
      asked({ outcome: 'callback', endedAt: later(18) }),
      asked({ outcome: 'callback', choseAt: later(25), endedAt: later(30) }),
    ];
    expect(figuresOf(...rows).callbackWithinThresholdCount).toBe(2);
  });

  test('to leave the queue: by an agent, by a choice, or by the end, whichever is known first', () => {
    expect(figuresOf(asked({ answeredAt: later(30), choseAt: later(10), endedAt: later(90) })).waitedSeconds).toBe(30);
    expect(figuresOf(asked({ choseAt: later(10), endedAt: later(90) })).waitedSeconds).toBe(10);
    expect(figuresOf(asked({ endedAt: later(90) })).waitedSeconds).toBe(90);
    expect(figuresOf(asked({})).waitedSeconds).toBe(0);
    expect(figuresOf(aContact({ endedAt: later(90) })).waitedSeconds).toBe(0);
    expect(figuresOf(asked({ endedAt: later(-5) })).waitedSeconds).toBe(0);
  });

  test('is no time at all where either end is not known', () => {
    const rows = [aContact({ outcome: 'answered', answeredAt: later(50) }), asked({ outcome: 'answered' })];
    expect(figuresOf(...rows)).toMatchObject({ waitSeconds: 0, answeredWithinThresholdCount: 2 });
  });

  test('to be served, from the answer to the end of the work after it', () => {
    const rows = [
      asked({ outcome: 'answered', answeredAt: later(10), endedAt: later(100), completedAt: later(130) }),
      asked({ outcome: 'answered', answeredAt: later(10), endedAt: later(70) }),
      asked({ outcome: 'answered', answeredAt: later(10) }),
    ];
    expect(figuresOf(...rows)).toMatchObject({ handleSeconds: 180, handledCount: 2 });
    expect(figuresOf(asked({ outcome: 'answered', endedAt: later(70) })).handledCount).toBe(0);
  });
});

describe('what was expected', () => {
  const expectationSeconds = seconds(60);

  test('is met up to the very second, and missed by whoever nobody answered', () => {
    const rows = [
      asked({ outcome: 'answered', expectationSeconds, answeredAt: later(60) }),
      asked({ outcome: 'answered', expectationSeconds, answeredAt: later(61) }),
      asked({ outcome: 'abandoned', expectationSeconds, endedAt: later(10) }),
    ];
    expect(figuresOf(...rows)).toMatchObject({ expectationMetLiveCount: 1, expectationMissedLiveCount: 2 });
  });

  test('nothing is, of whoever never asked for an agent or had no expectation', () => {
    const rows = [
      aContact({ outcome: 'answered', expectationSeconds, answeredAt: later(10) }),
      asked({ outcome: 'answered', answeredAt: later(10) }),
    ];
    expect(figuresOf(...rows)).toMatchObject({ expectationMetLiveCount: 0, expectationMissedLiveCount: 0 });
  });
});

test('agents are counted once each, and only where they answered', () => {
  const rows = [
    asked({ outcome: 'answered', agentId: 'a' }),
    asked({ outcome: 'answered', agentId: 'a' }),
    asked({ outcome: 'answered', agentId: 'b' }),
    asked({ outcome: 'answered' }),
    asked({ outcome: 'abandoned', agentId: 'c' }),
  ];
  expect(figuresOf(...rows).agentsSeenCount).toBe(2);
});
