import { describe, expect, test } from 'vitest';
import { follow } from './follow.ts';
import { flow, ofType } from './someFlows.ts';

describe('a callback', () => {
  test('created by Connect is bound to the ledger, aimed at its queue and queued', () => {
    const heard = follow(flow('CallbackCreation'), { lambdas: [{ bind: 'go', queue: 'sales', queueArn: 'arn' }] });
    expect(heard.steps.slice(-4)).toEqual(['if-known', 'aim', 'whisper', 'join']);
    expect(ofType(flow('CallbackCreation'), 'UpdateContactTargetQueue')[0]?.Parameters.QueueId).toBe(
      '$.External.queueArn',
    );
  });

  test('created twice is ended', () => {
    expect(follow(flow('CallbackCreation'), { lambdas: [{ bind: 'end' }] }).last.Type).toBe('DisconnectParticipant');
  });

  test('dialled: key 1 puts the customer first in the queue, with the notice said on this leg too', () => {
    const heard = follow(flow('CallbackOutbound'), {
      keys: ['1'],
      lambdas: [{ result: 'queue', say: '' }],
      attributes: { queue: 'service', queueArn: 'arn' },
    });
    expect(heard.said).toEqual([
      'Hello, this is Northwind, calling you back as promised. Calls are recorded. To talk to us now, press 1. If you no longer need the call, press 2. If you never want us to call this number, press 9.',
    ]);
    expect(heard.asked).toEqual([
      { lambda: 'take-offer', choice: 'confirm', queue: 'service', channel: 'voice', when: 'now' },
    ]);
    expect(heard.steps.slice(-5)).toEqual(['if-promised', 'waiting-flow', 'whisper', 'aim', 'join']);
    expect(ofType(flow('CallbackOutbound'), 'UpdateContactRoutingBehavior')[0]?.Parameters).toEqual({
      QueuePriority: '1',
    });
  });

  test('dialled: who was served meanwhile is told so and let go', () => {
    const heard = follow(flow('CallbackOutbound'), {
      keys: ['1'],
      lambdas: [{ result: 'end', say: 'You have been helped already.' }],
    });
    expect(heard.said.at(-1)).toBe('You have been helped already. Goodbye.');
    expect(heard.last.Type).toBe('DisconnectParticipant');
  });

  test('dialled: key 2 cancels, and a cancellation that failed is not passed over', () => {
    const outbound = flow('CallbackOutbound');
    expect(follow(outbound, { keys: ['2'], lambdas: [{ result: 'end', say: 'It is cancelled.' }] }).said.at(-1)).toBe(
      'It is cancelled. Goodbye.',
    );
    expect(follow(outbound, { keys: ['2'], lambdas: ['fault'] }).said.at(-1)).toMatch(
      /^I am sorry, I could not cancel/,
    );
  });

  test('dialled: a machine is greeted twice and no agent is called', () => {
    const heard = follow(flow('CallbackOutbound'), { keys: ['', ''] });
    expect(heard.said).toHaveLength(2);
    expect(heard.asked).toEqual([]);
    expect(heard.last.Type).toBe('DisconnectParticipant');
  });

  test('the agent hears that it is one, and nothing of the customer', () => {
    const texts = ofType(flow('CallbackWhisper'), 'MessageParticipant').map(({ Parameters }) => Parameters.Text);
    expect(texts).toEqual(['Callback']);
  });

  test('through a queue the customer is greeted with the notice, as a callback only when it is one', () => {
    const whisper = flow('OutboundWhisper');
    expect(follow(whisper, { initiationMethod: 'CALLBACK' }).said).toEqual([
      'Hello, this is Northwind, calling you back as promised. Calls are recorded.',
    ]);
    expect(follow(whisper, { initiationMethod: 'OUTBOUND' }).said).toEqual([
      'Hello, this is Northwind. Calls are recorded.',
    ]);
  });
});
