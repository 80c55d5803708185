import { expect, test } from 'vitest';
import { CallLogError, handleOf, parseCallLog, waitOf } from '../../../local/callers/callLog.ts';

const head = 'contactId,queue,channel,arrivedAt,queuedAt,answeredAt,endedAt,outcome,agentId';
const answered =
  'a,service,voice,1999-05-10T09:00:00+03:00,1999-05-10T09:00:10+03:00,1999-05-10T09:01:10+03:00,1999-05-10T09:04:00+03:00,answered,A01';
const abandoned =
  'b,service,chat,1999-05-10T08:59:00+03:00,1999-05-10T08:59:05+03:00,,1999-05-10T09:00:00+03:00,abandoned,';

const mistakesIn = (...lines: string[]): readonly string[] => {
  try {
    parseCallLog(lines.join('\n'), 'day.csv');
  } catch (error) {
    if (error instanceof CallLogError) return error.mistakes;
    throw error;
  }
  return [];
};

test('a log is read in order of arrival, its waits and handle times in seconds', () => {
  const contacts = parseCallLog(`${head}\n${answered}\n${abandoned}\n`, 'day.csv');
  expect(contacts.map((contact) => contact.contactId)).toEqual(['b', 'a']);
  expect(contacts.map(waitOf)).toEqual([55, 60]);
  expect(contacts.map(handleOf)).toEqual([undefined, 170]);
  expect(contacts.map((contact) => contact.utcOffsetMinutes)).toEqual([180, 180]);
});

test('columns may stand in any order, with others between them, a byte order mark before and CRLF after', () => {
  const text =
    '\uFEFFoutcome,note,agentId,channel,queue,contactId,endedAt,answeredAt,queuedAt,arrivedAt\r\n' +
    'other,"says ""hi"", twice",,voice,sales,x,2026-03-02T10:00:09Z,,,2026-03-02T10:00:00Z\r\n';
  const [contact] = parseCallLog(text, 'day.csv');
  expect(contact).toMatchObject({ contactId: 'x', queue: 'sales', outcome: 'other', utcOffsetMinutes: undefined });
  expect(contact?.agentId).toBeUndefined();
});

test('every mistake is told with its line, its column, what was expected and what was there', () => {
  expect(
    mistakesIn(
      head,
      answered.replace('voice', 'fax'),
      abandoned.replace('abandoned', 'lost'),
      answered.replace('a,', 'c,').replace('1999-05-10T09:00:10+03:00', '09:00:10'),
    ),
  ).toEqual([
    'line 2, channel: expected voice or chat, got "fax".',
    'line 3, outcome: expected one of answered, abandoned, callback, other, got "lost".',
    'line 4, queuedAt: expected an ISO 8601 time with offset, got "09:00:10". Write 2026-03-02T09:15:00+01:00.',
  ]);
});

test('an id that comes twice, an answer before the arrival, an outcome without its time are refused', () => {
  expect(
    mistakesIn(
      head,
      answered,
      answered,
      answered.replace('a,', 'd,').replace('T09:01:10', 'T08:01:10'),
      abandoned.replace('1999-05-10T09:00:00+03:00,a', ',a'),
    ),
  ).toEqual([
    'line 3, contactId: "a" stands on line 2 already. Ids must differ.',
    'line 4, answeredAt: expected no earlier than queuedAt, which is 1999-05-10T09:00:10+03:00, got 1999-05-10T08:01:10+03:00.',
    'line 5, endedAt: expected a time, because the outcome is abandoned.',
  ]);
});

test('a missing column, a row too short and a log of nobody are told apart', () => {
  expect(mistakesIn('contactId,queue,channel,arrivedAt,queuedAt,endedAt,outcome', 'a,s,voice,,,,other')).toEqual([
    'line 1: expected a column answeredAt. Add it; leave a cell empty where it did not happen.',
  ]);
  expect(mistakesIn(head, 'a,service,voice')[0]).toMatch(/line 2/);
  expect(mistakesIn(head)).toEqual(['line 2: expected at least one contact, got none.']);
});
