import { describe, expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import { aQueue, office, someSettings } from './anySettings.ts';
import { follow } from './follow.ts';
import { flow, ofSales, ofService, ofType } from './someFlows.ts';

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
