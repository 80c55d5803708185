import { describe, expect, test } from 'vitest';
import { judgeLetter } from '../../../core/operations/letters.ts';
import { instant } from '../../../core/time/units.ts';

const now = instant(Date.parse('2026-11-27T15:00:00Z'));

/** As SNS writes what CloudWatch told it. */
const notification = (alarm: Record<string, unknown>) =>
  JSON.stringify({ Type: 'Notification', Subject: 'ALARM: "CallbacksLate"', Message: JSON.stringify(alarm) });
const rang = { AlarmName: 'CallbacksLate', NewStateValue: 'ALARM', StateChangeTime: '2026-11-27T14:02:00.000+0000' };

const judged = (body: string) =>
  judgeLetter({
    letter: { receipt: 'r', messageId: 'm', body, sentAt: now, attributes: {} },
    holds: 'alarms',
    now,
    callbackOf: async () => undefined,
    newestOfRun: now,
  });

describe('a mail of an alarm that did not arrive', () => {
  test('stays, with which alarm rang and when, until a person has seen it', async () => {
    expect(await judged(notification(rang))).toEqual({
      kind: 'poison',
      reason:
        'CallbacksLate rang at 2026-11-27T14:02:00.000+0000 and one of alarms.emails was not told: see to it, and to the address',
    });
  });

  test('is taken out when it said that the alarm had stopped', async () => {
    expect(await judged(notification({ ...rang, NewStateValue: 'OK' }))).toMatchObject({ kind: 'settled' });
  });

  test.each([
    ['what is no notification', JSON.stringify({ Type: 'SubscriptionConfirmation', Message: '{}' })],
    ['a message that is no JSON', JSON.stringify({ Type: 'Notification', Message: 'hello' })],
    ['a message of JSON null', JSON.stringify({ Type: 'Notification', Message: 'null' })],
    ['an alarm without a name', notification({ ...rang, AlarmName: undefined })],
  ])('%s is said to be none', async (_, body) => {
    expect(await judged(body)).toEqual({ kind: 'poison', reason: 'not a notification of an alarm' });
  });
});
