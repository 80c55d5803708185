import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseSettingsText } from '../../../core/settings/parse.ts';
import { flowsOf } from '../../../flows/flows.ts';
import { renderFlow } from '../../../flows/language/render.ts';
import { blockNamed } from '../../../local/connect/blocks/catalogue.ts';
import { InvalidContactFlowException, meets, parseFlow } from '../../../local/connect/language.ts';
import { act, content } from './aCenter.ts';

function problemsOf(text: string, type = 'CONTACT_FLOW'): readonly string[] {
  try {
    parseFlow({ id: 'f', arn: 'f', name: 'flow', type }, text, blockNamed);
    return [];
  } catch (error) {
    if (error instanceof InvalidContactFlowException) return error.problems;
    throw error;
  }
}

test('every flow of the shipped settings is accepted', () => {
  const settings = parseSettingsText(readFileSync('nohold.config.json', 'utf8'));
  const refused = flowsOf(settings).flatMap((flow) =>
    problemsOf(
      renderFlow(flow, ({ ref, name }) => `arn:aws:connect:us-east-1:1:instance/i/${ref}/${name}`),
      flow.type,
    ),
  );
  expect(refused).toEqual([]);
});

test('content that is no flow is refused with a reason', () => {
  expect(problemsOf('{')[0]).toMatch(/^Content is not JSON/);
  expect(problemsOf('{}')).toEqual(['Actions is not a list']);
  expect(problemsOf(JSON.stringify({ Version: '1', StartAction: 'x', Actions: [] }))).toEqual([
    'Version is "1", expected "2019-10-30"',
    'StartAction "x" is no action',
  ]);
});

test('a block in a flow of a type that may not have it is refused', () => {
  const transfer = content(
    act('q', 'TransferContactToQueue', {}, { next: 'e', errors: { QueueAtCapacity: 'e', NoMatchingError: 'e' } }),
    act('e', 'EndFlowExecution'),
  );
  expect(problemsOf(transfer)).toEqual([]);
  expect(problemsOf(transfer, 'CUSTOMER_QUEUE')).toEqual([
    'Actions[q] (TransferContactToQueue): not allowed in a flow of type CUSTOMER_QUEUE',
  ]);
});

test('branches that lead nowhere, are missing, or do not exist are refused, all at once', () => {
  const wrong = content(
    act(
      'number',
      'UpdateContactCallbackNumber',
      { CallbackNumber: '$.StoredCustomerInput' },
      {
        next: 'gone',
        errors: { InvalidCallbackNumber: 'number', NoMatchingError: 'number' },
      },
    ),
    act(
      'lambda',
      'InvokeLambdaFunction',
      { LambdaFunctionARN: 'arn', InvocationTimeLimitSeconds: '9' },
      { next: 'number' },
    ),
    act('what', 'CreateTask', {}, { next: 'number' }),
  );
  expect(problemsOf(wrong)).toEqual([
    'Actions[number] (UpdateContactCallbackNumber): has no error "NoMatchingError"',
    'Actions[number] (UpdateContactCallbackNumber): error "CallbackNumberNotDialable" leads nowhere',
    'Actions[number] (UpdateContactCallbackNumber): leads to "gone", which is no action',
    'Actions[lambda] (InvokeLambdaFunction): error "NoMatchingError" leads nowhere',
    'Actions[lambda] (InvokeLambdaFunction): InvocationTimeLimitSeconds is "9", expected text with a whole number from 1 to 8',
    'Actions[what] (CreateTask): Type "CreateTask" is not known here (see local/SUPPORTED.md)',
  ]);
});

test('numbers are compared as numbers, texts as texts', () => {
  expect(meets('9', 'NumberLessThan', ['10'])).toBe(true);
  expect(meets('', 'NumberLessThan', ['10'])).toBe(false);
  expect(meets('ten', 'NumberGreaterOrEqualTo', ['1'])).toBe(false);
  expect(meets('3', 'NumberGreaterThan', ['3'])).toBe(false);
  expect(meets('3', 'NumberGreaterOrEqualTo', ['3'])).toBe(true);
  expect(meets('3', 'NumberLessOrEqualTo', ['3'])).toBe(true);
  expect(meets('Voice', 'Equals', ['VOICE'])).toBe(true);
  expect(meets('in ten minutes', 'TextStartsWith', ['in'])).toBe(true);
  expect(meets('in ten minutes', 'TextEndsWith', ['minutes'])).toBe(true);
  expect(meets('in ten minutes', 'TextContains', ['hour', ' '])).toBe(true);
});
