import { expect, test } from 'vitest';
import { instant } from '../../../core/time/units.ts';
import { createLog, type Happening } from '../../../local/connect/log.ts';
import { compareSets, setsOfLog, setsOfRows } from '../../../local/headless/contactSets.ts';
import { promiseFigures } from '../../../local/headless/promises.ts';

const created = (
  initiationMethod: 'INBOUND' | 'API' | 'CALLBACK' = 'INBOUND',
  channel: 'VOICE' | 'CHAT' = 'VOICE',
): Happening => ({
  kind: 'contact-created',
  channel,
  initiationMethod,
  initialContactId: '',
  previousContactId: null,
  customerNumber: null,
  systemNumber: null,
  name: null,
});
const answer = (fields: Record<string, string>): Happening => ({
  kind: 'lambda-answered',
  functionName: 'f',
  answer: fields,
});
const quoted = (toldBoundSeconds = ''): Happening => answer({ offer: 'none', toldBoundSeconds });
const queued: Happening = { kind: 'queued', queue: 'service', priority: 5, rankAt: instant(0), position: 1 };
const connected: Happening = { kind: 'connected', agent: 'ana', queue: 'service', waitSeconds: 1 };
const ended = (reason: 'CUSTOMER_DISCONNECT' | 'CONTACT_FLOW_DISCONNECT'): Happening => ({ kind: 'ended', reason });

/** Facts a second apart unless they say when. */
function aLog(contacts: Record<string, (Happening | [atSecond: number, Happening])[]>) {
  const log = createLog();
  for (const [id, happenings] of Object.entries(contacts)) {
    happenings.forEach((entry, index) => {
      const [atSecond, happening] = Array.isArray(entry) ? entry : [index, entry];
      log.add(instant(atSecond * 1000), id, happening);
    });
  }
  return log;
}

test('every contact of the log is in exactly the set its facts put it in', () => {
  const sets = setsOfLog(
    aLog({
      answered: [created(), quoted(), queued, connected, ended('CUSTOMER_DISCONNECT')],
      'answered while taking the callback': [created(), quoted(), queued, answer({ result: 'accepted' }), connected],
      abandoned: [created(), quoted(), queued, ended('CUSTOMER_DISCONNECT')],
      'abandoned before the queue': [created(), quoted(), ended('CUSTOMER_DISCONNECT')],
      'queued without a quote': [created(), queued, ended('CUSTOMER_DISCONNECT')],
      callback: [created(), quoted(), answer({ result: 'accepted' }), ended('CONTACT_FLOW_DISCONNECT')],
      overflowed: [created(), quoted(), ended('CONTACT_FLOW_DISCONNECT')],
      waiting: [created(), quoted(), queued],
      menu: [created(), ended('CUSTOMER_DISCONNECT')],
      'in the menu': [created()],
      leg: [created('CALLBACK'), queued, connected],
      dialled: [created('API'), connected],
      chat: [created('API', 'CHAT'), quoted(), queued, connected],
    }),
  );
  expect(Object.fromEntries(Object.entries(sets).map(([set, ids]) => [set, [...ids]]))).toEqual({
    answered: ['answered', 'answered while taking the callback', 'chat'],
    abandoned: ['abandoned', 'abandoned before the queue', 'queued without a quote'],
    callback: ['callback'],
    moved: [],
    overflowed: ['overflowed'],
    waiting: ['waiting'],
    'menu-hang-up': ['menu'],
    outbound: ['leg', 'dialled'],
    'in-menu': ['in the menu'],
  });
});

test('log and rows are compared contact by contact, so that equal counts hide nothing', () => {
  const log = setsOfLog(
    aLog({ a: [created(), queued, connected], b: [created(), queued, ended('CUSTOMER_DISCONNECT')] }),
  );
  const rows = setsOfRows([
    { sk: 'contact', contactId: 'a', outcome: 'abandoned' },
    { sk: 'contact', contactId: 'b', outcome: 'answered' },
    { sk: 'open', contactId: 'c' },
  ]);
  expect(compareSets(log, rows).filter((set) => set.log + set.rows > 0)).toEqual([
    { set: 'answered', log: 1, rows: 1, onlyLog: ['a'], onlyRows: ['b'] },
    { set: 'abandoned', log: 1, rows: 1, onlyLog: ['b'], onlyRows: ['a'] },
  ]);
});

test('a promise is kept when an agent answers within the first bound told, broken when the bound passes first', () => {
  const log = aLog({
    kept: [created(), [0, quoted('60')], [60, connected]],
    'kept, told more later': [created(), [0, quoted('60')], [30, quoted('90')], [40, connected]],
    late: [created(), [0, quoted('60')], [100, connected]],
    'gave up late': [created(), [0, quoted('60')], [70, ended('CUSTOMER_DISCONNECT')]],
    'gave up early': [created(), [0, quoted('60')], [20, ended('CUSTOMER_DISCONNECT')]],
    'told nothing': [created(), quoted(), connected],
  });
  expect(promiseFigures(log)).toEqual({
    settledCount: 4,
    keptShare: 0.5,
    meanToldBoundSeconds: 60,
    constantBoundSeconds: 60,
    unknownCount: 1,
  });
});
