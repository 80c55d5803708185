import { describe, expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import { someSettings } from './anySettings.ts';
import { follow, type World } from './follow.ts';
import { accepted, callbackOffer, flow, noOffer, ofSales, ofService, ofType, openCallback } from './someFlows.ts';

describe('arrival', () => {
  const arrival = flow('Arrival');
  const hear = (world: World, from?: string) => follow(arrival, { attributes: ofService, ...world }, from);

  test('the metrics are read for this queue and channel and handed on as text', () => {
    expect(ofType(arrival, 'GetMetricData')[0]?.Parameters).toEqual({
      QueueId: '$.Attributes.queueArn',
      QueueChannel: 'Voice',
    });
    expect(ofType(arrival, 'InvokeLambdaFunction')[0]?.Parameters).toEqual({
      LambdaFunctionARN: { ref: 'lambda', name: 'quote-wait' },
      InvocationTimeLimitSeconds: '2',
      InvocationType: 'SYNCHRONOUS',
      LambdaInvocationAttributes: {
        purpose: 'arrival',
        queue: '$.Attributes.queue',
        channel: 'voice',
        metrics: 'known',
        queueSize: '$.Metrics.Queue.Size',
        oldestAgeSeconds: '$.Metrics.Queue.OldestContactAge',
        agentsStaffed: '$.Metrics.Agents.Staffed.Count',
        agentsAvailable: '$.Metrics.Agents.Available.Count',
        agentsBusy: '$.Metrics.Agents.Busy.Count',
        agentsAfterContactWork: '$.Metrics.Agents.AfterContactWork.Count',
        ewtSeconds: '$.Metrics.Queue.EstimatedWaitTime',
      },
      ResponseValidation: { ResponseType: 'STRING_MAP' },
    });
  });

  test('metrics that cannot be read are unknown, not zero', () => {
    const heard = hear({ fails: { GetMetricData: 'NoMatchingError' }, lambdas: [noOffer] });
    expect(heard.asked).toEqual([
      { lambda: 'quote-wait', purpose: 'arrival', queue: 'service', channel: 'voice', metrics: 'unknown' },
    ]);
  });

  test('a short wait: nothing is said or offered, straight into the queue', () => {
    const heard = hear({ lambdas: [noOffer] });
    expect(heard.said).toEqual([]);
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('what there is to say is said before the queue', () => {
    const heard = hear({ lambdas: [{ ...noOffer, say: 'The wait is at most two minutes.' }] });
    expect(heard.said).toEqual(['The wait is at most two minutes.']);
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('a callback taken on the own number: promised and hung up, in Connect’s own queue', () => {
    const heard = hear({ lambdas: [callbackOffer, accepted], keys: ['1', '1'] });
    expect(heard.said).toEqual([
      'The wait is at most ten minutes. To be called back, press 1. To hold, press 2.',
      'To be called on the number you are calling from, press 1. To use another number, press 2.',
      'We call you back. Goodbye.',
    ]);
    expect(heard.asked[1]).toEqual({
      lambda: 'take-offer',
      choice: 'callback',
      queue: 'service',
      channel: 'voice',
      when: 'now',
    });
    expect(heard.steps.slice(-5)).toEqual(['place', 'set-number', 'create-callback', 'promise', 'promised']);
    expect(arrival.endings[heard.last.Identifier]).toBe('callback');
  });

  test('who presses nothing after taking it is called on the own number', () => {
    expect(hear({ lambdas: [callbackOffer, accepted], keys: ['1', ''] }).steps).toContain('create-callback');
  });

  test('another number is keyed in, and asked for once more when it is refused', () => {
    const heard = hear({
      lambdas: [callbackOffer, { result: 'need-number', say: '' }, accepted],
      keys: ['1', '2', '+12065550177', '+12065550188'],
    });
    expect(heard.asked.slice(1).map(({ number }) => number)).toEqual(['+12065550177', '+12065550188']);
    expect(heard.steps).toContain('create-callback');
  });

  test('after two numbers that cannot be called the caller goes on to the queue', () => {
    const heard = hear({ lambdas: [callbackOffer], keys: ['1', '2', 'invalid', ''] });
    expect(heard.said.at(-1)).toBe('I am sorry, that did not work.');
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('a caller without a number is asked for one at once', () => {
    const heard = hear({
      lambdas: [callbackOffer, accepted],
      keys: ['1', '+12065550177'],
      callerNumber: 'anonymous',
    });
    expect(heard.said[1]).toMatch(/^Please key in the number/);
    expect(heard.asked[1]?.number).toBe('+12065550177');
  });

  test('a callback the dialler keeps needs nothing of Connect', () => {
    const heard = hear({ lambdas: [callbackOffer, { ...accepted, place: 'ledger' }], keys: ['1', '1'] });
    expect(heard.steps).not.toContain('create-callback');
    expect(arrival.endings[heard.last.Identifier]).toBe('callback');
  });

  test('a number Connect refuses is taken back from the ledger and nothing is promised', () => {
    const heard = hear({
      lambdas: [callbackOffer, accepted, { result: 'cancelled', say: '' }],
      keys: ['1', '1'],
      fails: { UpdateContactCallbackNumber: 'CallbackNumberNotDialable' },
    });
    expect(heard.asked[2]).toEqual({
      lambda: 'take-offer',
      choice: 'cancel',
      queue: 'service',
      channel: 'voice',
      when: 'now',
      number: '+12065550100',
    });
    expect(heard.said.at(-1)).toMatch(/^I am sorry, our lines cannot reach that number/);
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('a callback Connect cannot queue is promised: the ledger has it', () => {
    const heard = hear({
      lambdas: [callbackOffer, accepted],
      keys: ['1', '1'],
      fails: { CreateCallbackContact: 'NoMatchingError' },
    });
    expect(heard.said.at(-1)).toBe('We call you back. Goodbye.');
    expect(arrival.endings[heard.last.Identifier]).toBe('callback');
  });

  test.each([['2'], [''], ['9']])('an offer answered with %j is declined, and the caller queued', (key) => {
    const heard = hear({ lambdas: [callbackOffer, { result: 'declined', say: '' }], keys: [key] });
    expect(heard.asked[1]?.choice).toBe('decline');
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('an offer the ledger cannot keep is said so, and the caller queued', () => {
    const heard = hear({
      lambdas: [callbackOffer, { result: 'unavailable', say: 'That is not possible now.' }],
      keys: ['1', '1'],
    });
    expect(heard.said.at(-1)).toBe('That is not possible now.');
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test.each([
    ['1', 'keep', 'kept', 'callback'],
    ['3', 'cancel', 'cancelled', 'customer-choice'],
  ])('an open callback is recognised: key %s, %s', (key, choice, result, ending) => {
    const heard = hear({ lambdas: [openCallback, { result, say: 'Very well.' }], keys: [key] });
    expect(heard.asked[1]?.choice).toBe(choice);
    expect(heard.said.at(-1)).toBe('Very well. Goodbye.');
    expect(arrival.endings[heard.last.Identifier]).toBe(ending);
  });

  test('who would rather wait live gives the open callback up', () => {
    const heard = hear({
      lambdas: [openCallback, { result: 'live', say: 'You are in line.' }],
      keys: ['2'],
    });
    expect(heard.asked[1]?.choice).toBe('live');
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('who says nothing to an open callback is queued and keeps it', () => {
    const heard = hear({ lambdas: [openCallback], keys: [''] });
    expect(heard.asked).toHaveLength(1);
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('an open callback that is being dialled right now is not kept waiting for: the caller is queued', () => {
    const heard = hear({ lambdas: [openCallback, { result: 'unavailable', say: '' }], keys: ['1'] });
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('a queue that offers no callback offers none, whatever is answered', () => {
    const heard = hear({ attributes: ofSales, lambdas: [callbackOffer] });
    expect(heard.last.Type).toBe('TransferContactToQueue');
    expect(heard.asked).toHaveLength(1);
  });

  test('a full queue that offers no callback offers none: the hours and another way', () => {
    const heard = hear({ attributes: ofSales }, 'full');
    expect(heard.said).toEqual([
      'I am sorry, Northwind cannot take your call right now. We are open Monday to Friday, 9 AM to 5 PM. You can also reach us on the web at example.com/help. Goodbye.',
    ]);
  });

  test('a closed queue that offers no callback offers none: the hours at once', () => {
    const heard = hear({ attributes: ofSales, closed: true });
    expect(heard.said).toHaveLength(1);
    expect(arrival.endings[heard.last.Identifier]).toBe('terminal-message');
  });

  test('the hours are those of the queue the call is aimed at, and so is the callback’s queue', () => {
    expect(ofType(arrival, 'UpdateContactTargetQueue')[0]?.Parameters).toEqual({ QueueId: '$.Attributes.queueArn' });
    expect(ofType(arrival, 'CheckHoursOfOperation')[0]?.Parameters).toEqual({});
    expect(ofType(arrival, 'CreateCallbackContact')[0]?.Parameters.QueueId).toBe('$.Attributes.queueArn');
  });

  test('a call nobody has told its queue goes on to the queue it was aimed at', () => {
    expect(hear({ attributes: {}, lambdas: ['fault'] }).last.Type).toBe('TransferContactToQueue');
  });

  test('at a full queue a callback is offered, and taken without a place in it', () => {
    const heard = hear({ lambdas: [accepted], keys: ['1', '1'] }, 'full');
    expect(heard.said[0]).toBe('All lines to service are taken right now. To be called back instead, press 1.');
    expect(arrival.endings[heard.last.Identifier]).toBe('callback');
  });

  test('at a full queue a callback that cannot be taken down leads to the queue once more', () => {
    const heard = hear({ lambdas: ['fault'], keys: ['1', '1'] }, 'full');
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('closed: a callback for the next opening, kept by the dialler', () => {
    const heard = hear({ closed: true, lambdas: [{ ...accepted, place: 'ledger' }], keys: ['1', '1'] });
    expect(heard.asked).toEqual([
      { lambda: 'take-offer', choice: 'callback', queue: 'service', channel: 'voice', when: 'next-opening' },
    ]);
    expect(heard.said.at(-1)).toBe('We call you back. Goodbye.');
    expect(arrival.endings[heard.last.Identifier]).toBe('callback');
  });

  test('closed: who wants no callback hears the hours and another way', () => {
    const heard = hear({ closed: true, keys: ['2'] });
    expect(heard.said.at(-1)).toBe(
      'Northwind is closed now. We are open Monday to Friday, 9 AM to 5 PM. You can also reach us on the web at example.com/help. Goodbye.',
    );
  });

  test('closed, and no callbacks after hours: the hours at once', () => {
    const strict = flow('Arrival', flowsOf(someSettings({ callbacks: { openAfterHours: false } })));
    expect(follow(strict, { closed: true }).steps.slice(-2)).toEqual(['closed', 'closed-goodbye']);
  });
});
