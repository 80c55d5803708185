import { expect, test } from 'vitest';
import { addSeconds, instant, minutes, seconds } from '../../../core/time/units.ts';
import { CallLogError } from '../../../local/callers/callLog.ts';
import { dayTraffic } from '../../../local/callers/dayTraffic.ts';
import { followingTraffic, openingTraffic } from '../../../local/callers/openingTraffic.ts';
import { settings } from '../aConnect.ts';

const open = (today: string, speed = 10) =>
  openingTraffic({ settings, seed: 7, today: instant(Date.parse(today)), speed });

test('the center opens on a working day, in the middle of it, whatever the hour here', () => {
  expect(new Date(open('2026-03-10T03:00:00-04:00').startsAt).toISOString()).toBe('2026-03-10T14:00:00.000Z');
  // Saturday: only one queue would be open; the next working day has them all.
  expect(new Date(open('2026-03-07T12:00:00-05:00').startsAt).toISOString()).toBe('2026-03-09T14:00:00.000Z');
  // Thanksgiving is a holiday of the office queues.
  expect(new Date(open('2026-11-26T12:00:00-05:00').startsAt).toISOString()).toBe('2026-11-27T15:00:00.000Z');
});

test('within half a real minute more callers have come than the agents can serve', () => {
  for (const speed of [1, 10, 60]) {
    const { contacts, startsAt } = open('2026-03-10T03:00:00-04:00', speed);
    const soon = addSeconds(startsAt, seconds(30 + Math.min(300, 10 * speed)));
    const service = contacts.filter(
      (contact) => contact.queue === 'service' && contact.channel === 'voice' && contact.at < soon,
    );
    expect(service.length).toBeGreaterThan(8);
  }
});

test('the surge passes: in the last hour the agents can serve who comes', () => {
  const { contacts, endsAt } = open('2026-03-10T03:00:00-04:00');
  const work = contacts
    .filter(
      (contact) =>
        contact.queue === 'service' && contact.channel === 'voice' && contact.at >= addSeconds(endsAt, minutes(-60)),
    )
    .reduce((sum, contact) => sum + contact.handleSeconds, 0);
  expect(work / 3600).toBeLessThan(3);
});

test('nobody calls a closed queue; a seed gives the same day', () => {
  const night = followingTraffic({ settings, seed: 7, from: instant(Date.parse('2026-03-10T20:00:00-04:00')) });
  expect([...new Set(night.contacts.map((contact) => contact.queue))]).toEqual(['service']);
  expect(open('2026-03-10T03:00:00-04:00')).toEqual(open('2026-03-10T03:00:00-04:00'));
  const voice = night.contacts.filter((contact) => contact.channel === 'voice');
  expect(voice.length).toBeGreaterThan(20);
  expect(voice.reduce((sum, contact) => sum + contact.handleSeconds, 0) / voice.length).toBeGreaterThan(120);
});

test('a log of queues or channels the center does not have is refused with what it has', () => {
  const row = (queue: string, channel: string) =>
    `${queue},${queue},${channel},2026-03-10T09:00:00Z,2026-03-10T09:00:00Z,,2026-03-10T09:01:00Z,abandoned,`;
  const csv = [
    'contactId,queue,channel,arrivedAt,queuedAt,answeredAt,endedAt,outcome,agentId',
    row('returns', 'voice'),
    row('sales', 'chat'),
  ].join('\n');
  expect(() => dayTraffic({ csv, path: 'day.csv', settings, seed: 1 })).toThrow(
    new CallLogError('day.csv', [
      'queue: "returns" is in no settings. Write one of service, sales, billing, or add the queue.',
      "channel: the settings' queue sales has no chat. Add the channel to the queue.",
    ]),
  );
});
