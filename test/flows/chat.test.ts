import { describe, expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import { aQueue, someSettings } from './anySettings.ts';
import { follow } from './follow.ts';
import { both, flow, noOffer, ofServiceChat, ofType } from './someFlows.ts';

describe('chat', () => {
  test('the quote comes as text with the link beside it', () => {
    const heard = follow(flow('Chat'), {
      attributes: ofServiceChat,
      lambdas: [{ offer: 'callback', say: 'The wait is at most ten minutes.', ask: 'press 1' }],
    });
    expect(heard.said).toEqual(['The wait is at most ten minutes. You can also go on here: https://example.com/help']);
    expect(heard.last.Type).toBe('TransferContactToQueue');
    expect(heard.asked[0]).toMatchObject({ channel: 'chat', purpose: 'arrival' });
  });

  test('without a link the quote stands alone', () => {
    const plain = flowsOf(
      someSettings({ queues: { service: aQueue({ channels: ['voice', 'chat'], expectation: both }) } }),
    );
    const heard = follow(flow('Chat', plain), {
      attributes: follow(flow('Chat-service', plain)).attributes,
      lambdas: [{ offer: 'none', say: 'The wait is at most ten minutes.', ask: '' }],
    });
    expect(heard.said).toEqual(['The wait is at most ten minutes.']);
  });

  test('the way in says which queue it is, whatever the page has written, and hands on', () => {
    const heard = follow(flow('Chat-service'), { attributes: { queue: 'sales', queueArn: 'elsewhere' } });
    expect(heard.attributes).toEqual({
      queue: 'service',
      queueArn: 'service',
      openingHours: 'We are open Monday to Friday, 9 AM to 5 PM.',
      otherWay: 'Please try us again later.',
      linked: 'yes',
      link: 'You can also go on here: https://example.com/help',
    });
    expect(heard.last).toMatchObject({ Type: 'TransferToFlow', Parameters: { ContactFlowId: { name: 'Chat' } } });
  });

  test.each(['UpdateContactAttributes', 'TransferToFlow'] as const)('without %s a chat is queued at once', (type) => {
    const heard = follow(flow('Chat-service'), { fails: { [type]: 'NoMatchingError' } });
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('no key is asked for anywhere', () => {
    for (const id of ['Chat-service', 'Chat', 'ChatWaiting'])
      expect(ofType(flow(id), 'GetParticipantInput')).toEqual([]);
  });

  test('a chat that waits is asked about every thirty seconds and told only what there is to tell', () => {
    const waiting = flow('ChatWaiting');
    expect(ofType(waiting, 'Wait')[0]?.Parameters).toEqual({ TimeLimitSeconds: '30' });
    expect(follow(waiting, { lambdas: [noOffer] }, 'read-queue').said).toEqual([]);
    expect(follow(waiting, { lambdas: [{ ...noOffer, say: 'It takes longer.' }] }, 'read-queue').said).toEqual([
      'It takes longer.',
    ]);
  });

  test('closed: the hours, and the number of the same people', () => {
    const heard = follow(flow('Chat'), {
      attributes: ofServiceChat,
      closed: true,
    });
    expect(heard.said).toEqual([
      'Northwind is closed now. We are open Monday to Friday, 9 AM to 5 PM. Please try us again later. Goodbye.',
    ]);
    const reachable = flowsOf(
      someSettings({
        phoneNumbers: { main: { country: 'US', type: 'DID', number: '+12065550142', queues: ['service'] } },
        queues: { service: aQueue({ channels: ['voice', 'chat'], expectation: both }) },
      }),
    );
    expect(
      follow(flow('Chat', reachable), { attributes: follow(flow('Chat-service', reachable)).attributes, closed: true })
        .said[0],
    ).toContain('You can also reach us at +12065550142.');
  });
});
