import { describe, expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import type { FlowAction } from '../../flows/language/action.ts';
import type { Flow } from '../../flows/language/flow.ts';
import { aQueue, office, someSettings } from './anySettings.ts';
import { follow, type World } from './follow.ts';

const both = { voice: { waitSeconds: 60 }, chat: { waitSeconds: 60 } };
const settings = someSettings({
  center: { recordingNotice: 'Calls are recorded.' },
  privacy: { recordCalls: true },
  phoneNumbers: {
    main: { country: 'US', type: 'DID', queues: ['service', 'sales'] },
    straight: { country: 'US', type: 'DID', number: '+12065550142', queues: ['sales'] },
  },
  queues: {
    service: aQueue({ channels: ['voice', 'chat'], expectation: both, chatLink: 'https://example.com/help' }),
    sales: aQueue({ offers: [] }),
  },
});
const flows = flowsOf(settings);
const flow = (id: string, among: readonly Flow[] = flows): Flow => {
  const found = among.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no flow ${id}`);
  return found;
};
const ofType = <Type extends FlowAction['Type']>(among: Flow, type: Type): Extract<FlowAction, { Type: Type }>[] =>
  among.actions.filter((action): action is Extract<FlowAction, { Type: Type }> => action.Type === type);

/** What the ways in write onto a contact, which is all the shared flows know of its queue. */
const ofService = follow(flow('Welcome-main'), { keys: ['1'] }).attributes;
const ofSales = follow(flow('Welcome-straight')).attributes;
const ofServiceChat = follow(flow('Chat-service')).attributes;

const noOffer = { offer: 'none', say: '', ask: '' };
const callbackOffer = {
  offer: 'callback',
  say: 'The wait is at most ten minutes.',
  ask: 'To be called back, press 1. To hold, press 2.',
};
const openCallback = { offer: 'open-callback', say: 'We have a callback for you.', ask: 'To keep it, press 1.' };
const accepted = { result: 'accepted', say: 'We call you back.', number: '+12065550100', place: 'native' };

describe('welcome', () => {
  test('greets with the recording notice and records both sides', () => {
    const heard = follow(flow('Welcome-straight'));
    expect(heard.said).toEqual(['Welcome to Northwind. Calls are recorded.']);
    expect(ofType(flow('Welcome-straight'), 'UpdateContactRecordingBehavior')[0]?.Parameters).toEqual({
      RecordingBehavior: { RecordedParticipants: ['Agent', 'Customer'] },
    });
  });

  test('where settings have calls analysed, Contact Lens listens in the language of the center', () => {
    const analysed = flowsOf(
      someSettings({
        center: { recordingNotice: 'Calls are recorded.' },
        privacy: { recordCalls: true, analyzeCalls: true },
      }),
    );
    expect(ofType(flow('Welcome-main', analysed), 'UpdateContactRecordingBehavior')[0]?.Parameters).toEqual({
      RecordingBehavior: { RecordedParticipants: ['Agent', 'Customer'] },
      AnalyticsBehavior: { Enabled: 'True', AnalyticsLanguage: 'en-US' },
    });
  });

  test('without a notice nothing is recorded and nothing said of it', () => {
    const silent = flow('Welcome-main', flowsOf(someSettings()));
    expect(follow(silent).said).toEqual(['Welcome to Northwind.']);
    expect(
      ofType(silent, 'UpdateContactRecordingBehavior')[0]?.Parameters.RecordingBehavior.RecordedParticipants,
    ).toEqual([]);
  });

  test('a number with one queue leads straight to it', () => {
    const { last, steps } = follow(flow('Welcome-straight'));
    expect(last).toMatchObject({
      Type: 'TransferToFlow',
      Parameters: { ContactFlowId: { ref: 'flow', name: 'Arrival' } },
    });
    expect(steps.slice(-3)).toEqual(['aim-1', 'about-1', 'enter']);
  });

  test('a number with several offers a key for each', () => {
    const heard = follow(flow('Welcome-main'), { keys: ['2'] });
    expect(heard.said).toContain('For service, press 1. For sales, press 2.');
    expect(heard.last).toMatchObject({ Parameters: { ContactFlowId: { name: 'Arrival' } } });
    expect(heard.attributes).toMatchObject({ queue: 'sales', queueArn: 'sales' });
  });

  test('after three tries the first queue it is', () => {
    const heard = follow(flow('Welcome-main'), { keys: ['7', '', '*'] });
    expect(heard.said.filter((text) => text.startsWith('For service'))).toHaveLength(3);
    expect(heard.attributes).toMatchObject({ queue: 'service', queueArn: 'service' });
  });

  describe('a caller whose matter is known', () => {
    const known = (matter: string, queue = 'sales') => [{ matter, queue, spokenName: queue }];
    const straightOn = flow(
      'Welcome-main',
      flowsOf(
        someSettings({
          phoneNumbers: { main: { country: 'US', type: 'DID', queues: ['service', 'sales'] } },
          queues: { service: aQueue(), sales: aQueue() },
          journey: { knownMatter: 'assume' },
        }),
      ),
    );

    test('is asked whether it is about that again, and one key leads on without the menu', () => {
      const heard = follow(flow('Welcome-main'), { lambdas: known('ask'), keys: ['1'] });
      expect(heard.asked).toEqual([{ lambda: 'recall-matter', queues: 'service sales' }]);
      expect(heard.said.slice(1)).toEqual([
        'If you are calling about sales again, press 1. For anything else, stay on the line.',
      ]);
      expect(heard.attributes).toMatchObject({ queue: 'sales', queueArn: 'sales' });
      expect(heard.attributes).not.toHaveProperty('menu');
      expect(heard.last).toMatchObject({ Type: 'TransferToFlow' });
    });

    test.each([
      ['silence', ['', '1']],
      ['another key', ['5', '1']],
    ])('about something else: %s brings the menu', (_, keys) => {
      const heard = follow(flow('Welcome-main'), { lambdas: known('ask'), keys });
      expect(heard.said).toContain('For service, press 1. For sales, press 2.');
      expect(heard.attributes).toMatchObject({ queue: 'service', menu: 'yes' });
    });

    test('is led on by silence where settings assume the same matter; a key brings the menu', () => {
      const silent = follow(straightOn, { lambdas: known('assume'), keys: [''] });
      expect(silent.said.at(-1)).toBe(
        'You are calling about sales again: stay on the line. For anything else, press 1.',
      );
      expect(silent.attributes).toMatchObject({ queue: 'sales' });
      const other = follow(straightOn, { lambdas: known('assume'), keys: ['1', '1'] });
      expect(other.attributes).toMatchObject({ queue: 'service', menu: 'yes' });
      expect(follow(straightOn, { lambdas: known('ask'), keys: ['1'] }).attributes).toMatchObject({ queue: 'sales' });
    });

    test('of whom nothing is known, or whose queue is not this number’s, hears the menu', () => {
      for (const answer of [known('none', ''), known('ask', 'elsewhere'), ['fault' as const]]) {
        const heard = follow(flow('Welcome-main'), {
          lambdas: answer,
          keys: answer[0] === 'fault' ? ['2'] : ['1', '2'],
        });
        expect(heard.said).toContain('For service, press 1. For sales, press 2.');
      }
    });

    test('nobody is asked of where there is no menu, or settings want it for everybody', () => {
      expect(follow(flow('Welcome-straight')).asked).toEqual([]);
      const everybody = someSettings({
        phoneNumbers: { main: { country: 'US', type: 'DID', queues: ['service', 'sales'] } },
        queues: { service: aQueue(), sales: aQueue() },
        journey: { knownMatter: 'menu' },
      });
      expect(follow(flow('Welcome-main', flowsOf(everybody)), { keys: ['2'] }).asked).toEqual([]);
    });
  });

  test('the queue chosen is written onto the call, with all that the shared flows say of it', () => {
    expect(ofService).toEqual({
      queue: 'service',
      queueArn: 'service',
      spokenName: 'service',
      menu: 'yes',
      offers: 'callback',
      openingHours: 'We are open Monday to Friday, 9 AM to 5 PM.',
      otherWay: 'You can also reach us on the web at example.com/help.',
    });
    expect(ofSales.offers).toBe('none');
  });

  test('a call that cannot be told its queue is queued at once', () => {
    const heard = follow(flow('Welcome-straight'), { fails: { UpdateContactAttributes: 'NoMatchingError' } });
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });

  test('when the next flow is out of reach the caller is queued at once', () => {
    const heard = follow(flow('Welcome-straight'), { fails: { TransferToFlow: 'NoMatchingError' } });
    expect(heard.last.Type).toBe('TransferContactToQueue');
  });
});

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

describe('waiting', () => {
  const waiting = flow('Waiting');
  const ask = (world: World) => follow(waiting, { attributes: ofService, ...world }, 'read-queue');

  test('comfort messages take turns and are interrupted every thirty seconds', () => {
    const messages = ofType(waiting, 'MessageParticipantIteratively');
    expect(messages).toHaveLength(2);
    for (const { Parameters } of messages) expect(Parameters.InterruptFrequencySeconds).toBe('30');
    expect(follow(waiting).last.Identifier).toBe('comfort-1');
  });

  test('mostly there is nothing to say, and the caller goes on waiting', () => {
    const heard = ask({ lambdas: [noOffer] });
    expect(heard.said).toEqual([]);
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
    expect(heard.asked[0]).toMatchObject({ purpose: 'waiting', metrics: 'known' });
  });

  test('a told bound that lapses is renewed, and the caller goes on waiting', () => {
    const heard = ask({ lambdas: [{ ...noOffer, say: 'It is taking longer than we told you.' }] });
    expect(heard.said).toEqual(['It is taking longer than we told you.']);
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
  });

  test('a callback is taken from within the queue just as on arrival', () => {
    const heard = ask({ lambdas: [callbackOffer, accepted], keys: ['1', '1'] });
    expect(heard.steps.slice(-5)).toEqual(['place', 'set-number', 'create-callback', 'promise', 'promised']);
  });

  test('after two numbers that cannot be called the caller keeps the place in line', () => {
    const heard = ask({ lambdas: [callbackOffer], keys: ['1', '2', 'invalid', ''] });
    expect(heard.said.at(-1)).toBe('I am sorry, that did not work. You have not lost your place.');
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
  });

  test('an offer declined leads back to the queue', () => {
    const heard = ask({ lambdas: [callbackOffer, { result: 'declined', say: '' }], keys: ['2'] });
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
  });

  test('a Lambda that fails leads back to the queue', () => {
    expect(ask({ lambdas: ['fault'] }).last.Type).toBe('MessageParticipantIteratively');
  });
});

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

describe('a transfer by an agent', () => {
  test('leads into the queue the quick connect names', () => {
    expect(follow(flow('QueueTransfer')).steps).toEqual(['keep-out-of-logs', 'waiting-flow', 'join']);
  });

  test('to a full queue is refused in the agent’s ear, and the customer stays with the agent', () => {
    const transfer = flow('QueueTransfer');
    const heard = follow(transfer, { fails: { TransferContactToQueue: 'QueueAtCapacity' } });
    expect(heard.said).toEqual(['That queue cannot take the contact now. The customer is still with you.']);
    expect(transfer.endings[heard.last.Identifier]).toBe('agent-stays');
  });
});

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

test('every flow has its log off before anything else: a log would hold the caller’s number', () => {
  for (const { actions, startAction } of flows) {
    expect(actions[0]).toMatchObject({
      Identifier: startAction,
      Type: 'UpdateFlowLoggingBehavior',
      Parameters: { FlowLoggingBehavior: 'Disabled' },
    });
  }
});

test('a flow stands after those it refers to', () => {
  const made = new Set<string>();
  for (const { id, actions } of flows) {
    for (const [, name] of JSON.stringify(actions).matchAll(/"ref":"flow","name":"([^"]+)"/g))
      expect(made, id).toContain(name);
    made.add(id);
  }
});

test('the flows of a center are known by name', () => {
  expect(flows.map(({ id }) => id)).toEqual([
    'OutboundWhisper',
    'CallbackWhisper',
    'Connecting',
    'QueueTransfer',
    'AgentMark',
    'CallbackCreation',
    'CallbackOutbound',
    'Waiting',
    'Arrival',
    'ChatWaiting',
    'Chat',
    'Chat-service',
    'Welcome-main',
    'Welcome-straight',
  ]);
});

test('hours that several queues share are said once', () => {
  const shared = flowsOf(
    someSettings({
      hours: { office, late: { week: { saturday: ['10:00-24:00'] }, holidays: [] } },
      queues: { one: aQueue(), two: aQueue(), three: aQueue({ hours: 'late', offers: [] }) },
      phoneNumbers: { main: { country: 'US', type: 'DID', queues: ['one', 'two', 'three'] } },
    }),
  );
  const sorry = ofType(flow('Welcome-main', shared), 'MessageParticipant').find(
    ({ Identifier }) => Identifier === 'sorry',
  );
  expect(sorry?.Parameters.Text).toContain(
    'We are open for one and two Monday to Friday, 9 AM to 5 PM; for three Saturday, 10 AM to midnight.',
  );
});
