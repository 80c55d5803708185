import { expect, test } from 'vitest';
import { aCenter, act, content, hangUpAction, START } from './aCenter.ts';
import { errors, failed, hear, heard } from './hear.ts';

const menu = act(
  'menu',
  'GetParticipantInput',
  { Text: 'Press 1 or 2.'.padEnd(30), InputTimeLimitSeconds: '8', StoreInput: 'False' },
  {
    next: 'bye',
    when: { 1: 'one', 2: 'two' },
    errors: { InputTimeLimitExceeded: 'silent', NoMatchingCondition: 'other', NoMatchingError: 'failed' },
  },
);
const menuActions = [
  menu,
  ...['one', 'two', 'silent', 'other'].map((name) => act(name, 'MessageParticipant', { Text: name }, { next: 'bye' })),
];

test('a menu follows the key pressed, or its absence', async () => {
  expect(await hear(aCenter(), menuActions, { keys: () => '2' })).toEqual(['two']);
  expect(await hear(aCenter(), menuActions, { keys: () => '7' })).toEqual(['other']);
  expect(await hear(aCenter(), menuActions, { keys: () => null })).toEqual(['silent']);
  expect(await hear(aCenter(), menuActions)).toEqual(['silent']);
});

test('a key interrupts the menu’s text; too late a key counts as none', async () => {
  const center = aCenter();
  await hear(center, menuActions, { keys: () => ({ keys: '1', afterSeconds: 0.5 }) });
  expect(center.facts('said')[0]).toMatchObject({ text: 'one', at: START + 500 });
  expect(await hear(aCenter(), menuActions, { keys: () => ({ keys: '1', afterSeconds: 10 }) })).toEqual(['silent']);
});

const enter = (validation: object, dtmf: object = {}) => [
  act(
    'enter',
    'GetParticipantInput',
    {
      Text: 'Your number.',
      InputTimeLimitSeconds: '5',
      StoreInput: 'True',
      InputValidation: validation,
      DTMFConfiguration: dtmf,
    },
    { next: 'heard', errors: { NoMatchingError: 'failed', InvalidPhoneNumber: 'invalid' } },
  ),
  heard('$.StoredCustomerInput'),
  act('invalid', 'MessageParticipant', { Text: 'Invalid.' }, { next: 'bye' }),
];

test('digits are stored up to the greatest length, the terminating key, or a pause', async () => {
  const four = enter({ CustomValidation: { MaximumLength: '4' } });
  expect(await hear(aCenter(), four, { keys: () => '123456' })).toEqual(['1234']);
  expect(await hear(aCenter(), four, { keys: () => '12#' })).toEqual(['12']);
  expect(await hear(aCenter(), four, { keys: () => '12' })).toEqual(['12']);
  expect(await hear(aCenter(), four, { keys: () => '9*12#' })).toEqual(['12']);
  expect(await hear(aCenter(), four, { keys: () => null })).toEqual(['Timeout']);
});

test('a phone number keyed in as people at home write it is stored as E.164', async () => {
  const local = enter({ PhoneNumberValidation: { NumberFormat: 'Local', CountryCode: 'US' } });
  expect(await hear(aCenter(), local, { keys: () => '2065550123#' })).toEqual(['+12065550123']);
  expect(await hear(aCenter(), local, { keys: () => '123#' })).toEqual(['Invalid.']);
  const international = enter({ PhoneNumberValidation: { NumberFormat: 'E164' } });
  expect(await hear(aCenter(), international, { keys: () => '442079460123#' })).toEqual(['+442079460123']);
});

const slow = ({ asksBefore }: { asksBefore: number }) => ({ keys: '1', afterSeconds: asksBefore === 0 ? 1 : 9 });

test('Bug: the time limit of an answered menu took the keys away from the next one. Fix: what a block waits for ends with it', async () => {
  const second = act(
    'one',
    'GetParticipantInput',
    { Text: 'Sure?', InputTimeLimitSeconds: '30', StoreInput: 'False' },
    {
      next: 'bye',
      when: { 1: 'sure' },
      errors: { InputTimeLimitExceeded: 'silent', NoMatchingCondition: 'silent', NoMatchingError: 'failed' },
    },
  );
  const actions = [
    menu,
    second,
    act('sure', 'MessageParticipant', { Text: 'sure' }, { next: 'bye' }),
    ...menuActions.slice(2),
  ];
  expect(await hear(aCenter(), actions, { keys: slow })).toEqual(['sure']);
});

test('a block of the other channel takes the error branch', async () => {
  const center = aCenter();
  const flow = center.flow(
    'chat',
    content({ ...menu, Identifier: 'menu' }, ...menuActions.slice(1), failed, hangUpAction),
  );
  const chat = center.connect.startChat({ displayName: 'Ann', flow });
  expect(center.facts('chat-message', chat).map(({ text }) => text)).toEqual(['It failed.']);
  const wait = act('wait', 'Wait', { TimeLimitSeconds: '5' }, { next: 'bye', when: { WaitCompleted: 'bye' }, errors });
  expect(await hear(aCenter(), [wait])).toEqual(['It failed.']);
});
