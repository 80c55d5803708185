import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContactEvent, readContactEvent } from '../../../core/contacts/event.ts';
import { foldEvent } from '../../../core/contacts/fold.ts';
import { addSeconds, type Instant, instant, seconds } from '../../../core/time/units.ts';

const noon = instant(Date.UTC(2026, 2, 10, 17));
const later = (value: number): Instant => addSeconds(noon, seconds(value));
const queueArn = 'arn:aws:connect:us-east-1:1:instance/i/queue/q-service';
const context = { queueNameOf: () => undefined, expiresAt: 2e9 };

describe('reading an event', () => {
  const detail = {
    eventType: 'QUEUED',
    contactId: 'c',
    channel: 'VOICE',
    initiationTimestamp: '2026-03-10T17:00:00.000Z',
    queueInfo: { queueArn, enqueueTimestamp: '2026-03-10T17:00:05.000Z' },
  };

  test('field names in either case and a channel in any', () => {
    const upper = {
      EventType: 'queued',
      ContactId: 'c',
      Channel: 'Voice',
      InitiationTimestamp: noon,
      QueueInfo: { QueueArn: queueArn, EnqueueTimestamp: later(5) },
    };
    expect(readContactEvent(upper)).toEqual(readContactEvent(detail));
  });

  test('every fact is read from its place', () => {
    const whole = {
      ...detail,
      instanceArn: 'arn:instance',
      initiationMethod: 'inbound',
      previousContactId: 'before',
      initialContactId: 'first',
      connectedToSystemTimestamp: '2026-03-10T17:00:01.000Z',
      disconnectTimestamp: '2026-03-10T17:00:50.000Z',
      disconnectReason: 'CUSTOMER_DISCONNECT',
      agentInfo: {
        agentArn: 'arn:instance/agent/ana',
        connectedToAgentTimestamp: '2026-03-10T17:00:20.000Z',
        afterContactWorkEndTimestamp: '2026-03-10T17:01:00.000Z',
      },
    };
    expect(readContactEvent(whole)).toEqual({
      kind: 'event',
      known: true,
      event: {
        eventType: 'QUEUED',
        contactId: 'c',
        instanceArn: 'arn:instance',
        channel: 'voice',
        initiationMethod: 'INBOUND',
        previousContactId: 'before',
        initialContactId: 'first',
        queueArn,
        initiatedAt: noon,
        customerAnsweredAt: later(1),
        queuedAt: later(5),
        answeredAt: later(20),
        endedAt: later(50),
        completedAt: later(60),
        agentId: 'ana',
        disconnectReason: 'CUSTOMER_DISCONNECT',
      },
    });
  });

  test.each([
    'INITIATED',
    'CONNECTED_TO_SYSTEM',
    'CONTACT_DATA_UPDATED',
    'QUEUED',
    'CONNECTED_TO_AGENT',
    'DISCONNECTED',
    'PAUSED',
    'RESUMED',
    'COMPLETED',
    'AMD_DISABLED',
    'WEBRTC_API',
  ])('%s is known', (eventType) => {
    expect(readContactEvent({ ...detail, eventType })).toMatchObject({ known: true });
  });

  test.each([
    ['no text', 7],
    ['empty', ''],
    ['longer than anything of Connect’s', 'x'.repeat(2049)],
  ])('a text that is %s is as if absent', (_what, value) => {
    const read = readContactEvent({ ...detail, initiationMethod: value, disconnectReason: value });
    expect(read).toEqual(readContactEvent(detail));
  });

  test.each([
    ['the beginning of time', 0],
    ['before it', -5],
    ['of the century after next', Date.UTC(2200, 0)],
    ['no date', 'yesterday'],
    ['neither text nor number', { at: noon }],
  ])('a moment that is %s is as if absent', (_what, value) => {
    const { event } = readContactEvent({ ...detail, disconnectTimestamp: value }) as { event: ContactEvent };
    expect(event.endedAt).toBeUndefined();
  });

  test('moments to either side of what may be are read; so are texts as long as they may be', () => {
    const at = (disconnectTimestamp: number) => readContactEvent({ ...detail, disconnectTimestamp });
    expect(at(1)).toMatchObject({ event: { endedAt: 1 } });
    expect(at(Date.UTC(2200, 0) - 1)).toMatchObject({ event: { endedAt: Date.UTC(2200, 0) - 1 } });
    const disconnectReason = 'x'.repeat(2048);
    expect(readContactEvent({ ...detail, disconnectReason })).toMatchObject({ event: { disconnectReason } });
  });

  test('what is no record has no fields', () => {
    const { event } = readContactEvent({ ...detail, queueInfo: 'service', agentInfo: null }) as { event: ContactEvent };
    expect(event).not.toHaveProperty('queueArn');
    expect(event).not.toHaveProperty('agentId');
  });

  test('a type nobody knows yet still brings its facts', () => {
    const read = readContactEvent({ ...detail, eventType: 'TELEPORTED', newField: { deep: true } });
    expect(read).toMatchObject({ kind: 'event', known: false, event: { queuedAt: later(5) } });
  });

  test('without contact or type it is unreadable, with the reason', () => {
    expect(readContactEvent({ eventType: 'QUEUED' })).toEqual({ kind: 'unreadable', reason: 'no contactId' });
    expect(readContactEvent({ contactId: 'c' })).toEqual({ kind: 'unreadable', reason: 'no eventType' });
  });

  test('nothing that JSON can hold makes it throw, and no moment is ever out of this age', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(detail), 'agentInfo', 'x'), fc.jsonValue()),
        (mutated) => {
          const read = readContactEvent({ ...detail, ...mutated });
          if (read.kind !== 'event') return;
          for (const value of Object.values(foldEvent(undefined, read.event, context))) {
            if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
