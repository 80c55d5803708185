import { expect, test } from 'vitest';
import { aimAt, ask, hangUp, joinQueue, keepOutOfLogs, say } from '../../../flows/language/blocks.ts';
import { type Flow, step, tell } from '../../../flows/language/flow.ts';
import { positionsOf } from '../../../flows/language/layout.ts';
import { referencesOf, renderFlow } from '../../../flows/language/render.ts';

const small: Flow = tell({ id: 'Small', type: 'CONTACT_FLOW', channel: 'voice', description: 'A small flow.' }, [
  step('quiet', keepOutOfLogs()),
  step('aim', aimAt({ ref: 'queue', name: 'service' }, { onError: 'sorry' })),
  step('join', joinQueue({ onFull: 'sorry', onError: 'sorry' })),
  step('sorry', say('We are full.')),
  step('leave', hangUp('terminal-message')),
]);

test('a flow is rendered as Connect exports one', () => {
  const content = JSON.parse(renderFlow(small, ({ ref, name }) => `arn:${ref}/${name}`));
  expect(content).toEqual({
    Version: '2019-10-30',
    StartAction: 'quiet',
    Metadata: {
      entryPointPosition: { x: 20, y: 20 },
      ActionMetadata: {
        quiet: { position: { x: 180, y: 20 }, isFriendlyName: true },
        aim: { position: { x: 460, y: 20 }, isFriendlyName: true, parameters: { QueueId: { displayName: 'service' } } },
        join: { position: { x: 740, y: 20 }, isFriendlyName: true },
        sorry: { position: { x: 740, y: 250 }, isFriendlyName: true },
        leave: { position: { x: 1020, y: 20 }, isFriendlyName: true },
      },
    },
    Actions: [
      {
        Identifier: 'quiet',
        Type: 'UpdateFlowLoggingBehavior',
        Parameters: { FlowLoggingBehavior: 'Disabled' },
        Transitions: { NextAction: 'aim' },
      },
      {
        Identifier: 'aim',
        Type: 'UpdateContactTargetQueue',
        Parameters: { QueueId: 'arn:queue/service' },
        Transitions: {
          NextAction: 'join',
          Errors: [{ NextAction: 'sorry', ErrorType: 'NoMatchingError' }],
        },
      },
      {
        Identifier: 'join',
        Type: 'TransferContactToQueue',
        Parameters: {},
        Transitions: {
          NextAction: 'sorry',
          Errors: [
            { NextAction: 'sorry', ErrorType: 'QueueAtCapacity' },
            { NextAction: 'sorry', ErrorType: 'NoMatchingError' },
          ],
        },
      },
      {
        Identifier: 'sorry',
        Type: 'MessageParticipant',
        Parameters: { Text: 'We are full.' },
        Transitions: {
          NextAction: 'leave',
          Errors: [{ NextAction: 'leave', ErrorType: 'NoMatchingError' }],
        },
      },
      { Identifier: 'leave', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} },
    ],
  });
});

test('the same flow is rendered to the same characters', () => {
  const resolve = ({ name }: { name: string }) => name;
  expect(renderFlow(small, resolve)).toBe(renderFlow(small, resolve));
  expect(renderFlow(small, resolve)).toMatch(/^\{"Version":"2019-10-30","StartAction":"quiet","Metadata":/);
});

test('a placeholder that is filled in at deployment comes through untouched', () => {
  const placeholder = '$' + '{Token[Arn.42]}';
  expect(renderFlow(small, () => placeholder)).toContain(`{"QueueId":"${placeholder}"}`);
});

test('what a flow refers to is listed once each', () => {
  const asking = tell({ id: 'Asking', type: 'CONTACT_FLOW', channel: 'voice', description: '' }, [
    step('first', ask({ ref: 'lambda', name: 'quote-wait' }, {}, { onFault: 'aim' })),
    step('second', ask({ ref: 'lambda', name: 'quote-wait' }, {}, { onFault: 'aim' })),
    step('aim', aimAt({ ref: 'queue', name: 'service' }, { onError: 'leave' })),
    step('leave', hangUp('terminal-message')),
  ]);
  expect(referencesOf(asking)).toEqual([
    { ref: 'lambda', name: 'quote-wait' },
    { ref: 'queue', name: 'service' },
  ]);
});

test('blocks never lie on one another in the editor', () => {
  const places = Object.values(positionsOf(small)).map(({ x, y }) => `${x},${y}`);
  expect(new Set(places).size).toBe(small.actions.length);
});

test('a story that does not end, or names a step twice, is our own mistake', () => {
  const about = { id: 'Wrong', type: 'CONTACT_FLOW', channel: 'voice', description: '' } as const;
  expect(() => tell(about, [step('quiet', keepOutOfLogs())])).toThrow(
    /flow Wrong, step quiet leads onward, but it is the last step/,
  );
  expect(() => tell(about, [step('quiet', keepOutOfLogs()), step('quiet', hangUp('callback'))])).toThrow(
    /two steps are called quiet/,
  );
  expect(() => tell(about, [])).toThrow(/has no steps/);
});
