import { describe, expect, test } from 'vitest';
import { feelingNames, readFeeling } from '../../../core/contacts/feeling.ts';
import { foldEvent } from '../../../core/contacts/fold.ts';
import { digestOf } from '../../../core/contacts/journey.ts';
import { addSeconds, minutes } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

/** As in the administrator guide's sample. */
const detail = {
  version: '1.0',
  ruleName: feelingNames.negative,
  actionName: feelingNames.negative,
  instanceArn: 'arn:aws:connect:us-east-1:123456789012:instance/i-1',
  contactArn: 'arn:aws:connect:us-east-1:123456789012:instance/i-1/contact/contact-1',
  agentArn: 'arn:aws:connect:us-east-1:123456789012:instance/i-1/agent/a-1',
  queueArn: 'arn:aws:connect:us-east-1:123456789012:instance/i-1/queue/q-1',
};
const context = { queueNameOf: () => undefined, expiresAt: noon / 1000 + 86_400 };

describe('what a call was to its customer', () => {
  test('is read from what a rule of ours tells, and nothing else of it', () => {
    expect(readFeeling(detail)).toEqual({
      eventType: 'ANALYSED',
      contactId: 'contact-1',
      felt: 'negative',
      instanceArn: detail.instanceArn,
    });
    expect(readFeeling({ ...detail, actionName: feelingNames.positive })?.felt).toBe('positive');
  });

  test('is not read from the rules of others, or without a contact', () => {
    expect(readFeeling({ ...detail, actionName: 'NOTIFY_CUSTOMER_RETENTION' })).toBeUndefined();
    expect(readFeeling({ ...detail, contactArn: undefined })).toBeUndefined();
  });

  test('is a fact of the contact like any other, before or after its end, and stands in its digest', () => {
    const analysed = readFeeling(detail);
    if (!analysed) throw new Error('not read');
    const row = aContact({
      channel: 'voice',
      askedQueue: 'service',
      quotedAt: noon,
      answeredAt: addSeconds(noon, minutes(1)),
      endedAt: addSeconds(noon, minutes(5)),
    });
    const folded = foldEvent(row, analysed, context);
    expect(folded).toMatchObject({ outcome: 'answered', felt: 'negative' });
    expect(foldEvent(folded, analysed, context)).toEqual(folded);
    expect(digestOf(folded)).toMatchObject({ felt: 'negative' });
    expect(foldEvent(undefined, analysed, context)).toMatchObject({ contactId: 'contact-1', felt: 'negative' });
  });
});
