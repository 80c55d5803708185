import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { replay } from '../../../bin/commands/replay.ts';
import { BadInput } from '../../../bin/outcome.ts';
import type { OffersReplayed } from '../../../core/prediction/offersReplayed.ts';
import { randomStream } from '../../../core/random/stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'nohold-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A morning at one agent's desk, first come first served; every tenth caller gives up after half a minute. */
function calls(): string {
  const stream = randomStream(3, 'calls');
  const iso = (second: number) => new Date(Date.UTC(2026, 0, 5, 8) + 1000 * Math.round(second)).toISOString();
  const rows: string[] = [];
  let [arrived, free] = [0, 0];
  for (let index = 0; index < 120; index++) {
    arrived += stream.exponential(100);
    const answered = Math.max(arrived, free);
    const gaveUp = index % 10 === 9 && answered - arrived > 30;
    const ended = gaveUp ? arrived + 30 : answered + stream.lognormal(90, 0.8);
    if (!gaveUp) free = ended;
    const times = [iso(arrived), iso(arrived), gaveUp ? '' : iso(answered), iso(ended)];
    rows.push(['c', index, ',service,voice,', times.join(','), gaveUp ? ',abandoned,' : ',answered,kim'].join(''));
  }
  return ['contactId,queue,channel,arrivedAt,queuedAt,answeredAt,endedAt,outcome,agentId', ...rows].join('\n');
}

test('replay prints a line for each predictor and writes every prediction', () => {
  const predictions = join(folder, 'predictions.csv');
  const plot = join(folder, 'calibration.svg');
  const answer = replay(fileWith('calls.csv', calls()), { predictions, plot, keptShare: 0.9 });
  const drawn = readFileSync(plot, 'utf8');
  expect(drawn).toMatch(/^<svg /);
  for (const name of ['nohold', 'qlm', 'les']) expect(drawn).toContain(`>${name}<`);
  for (const name of ['nohold', 'ql', 'qlm', 'hol', 'les', 'average']) expect(answer.text).toContain(`\n${name} `);
  const [header, ...rows] = readFileSync(predictions, 'utf8').trim().split('\n');
  expect(header).toBe('contactId,predictor,meanSeconds,q10,q50,q80,q90,realSeconds,outcome');
  const [report] = answer.json as { queue: string; predictors: { predictor: string; contacts: number }[] }[];
  const predicted = report?.predictors.reduce((total, score) => total + score.contacts, 0);
  expect(rows).toHaveLength(predicted ?? -1);
  expect(rows.some((row) => row.endsWith(',abandoned'))).toBe(true);
});

test('with an expectation it says what callbacks would have made of the longer waits', () => {
  const path = fileWith('expected.csv', calls());
  const { json, text } = replay(path, { keptShare: 0.9, expectation: 150 });
  const [{ offers }] = json as [{ offers: OffersReplayed }];
  const { kept, met, offeredShare } = offers;
  expect(offeredShare).toBeGreaterThan(0.3);
  expect(offeredShare).toBeLessThan(1);
  expect(kept.withoutOffers).toBeGreaterThan(0.8);
  expect(kept.offered).toBeGreaterThan(0.7);
  expect(met.withOffers).toBeGreaterThan(met.withoutOffers + 0.2);
  expect(text).toContain('promises kept without offers: ');
  expect(replay(path, { keptShare: 0.9 }).text).not.toContain('without offers');
});

test('Connect’s own estimate is a rival where the log has it', () => {
  const [header, ...rows] = calls().split('\n');
  const withEstimate = [
    `${header},priority,ewtSeconds`,
    ...rows.map((row, index) => `${row},5,${index % 2 ? 90 : ''}`),
  ];
  const { json } = replay(fileWith('ewt.csv', withEstimate.join('\n')), { keptShare: 0.9 });
  const [report] = json as { predictors: { predictor: string; contacts: number }[] }[];
  const contactsOf = (name: string) => report?.predictors.find(({ predictor }) => predictor === name)?.contacts ?? 0;
  expect(contactsOf('ewt')).toBeGreaterThan(20);
  expect(contactsOf('ewt')).toBeLessThan(contactsOf('ql'));
  const wrong = [`${header},ewtSeconds`, ...rows.map((row) => `${row},soon`)].join('\n');
  expect(() => replay(fileWith('soon.csv', wrong), { keptShare: 0.9 })).toThrow(
    'line 2, ewtSeconds: expected a number',
  );
});

test('replay refuses what is no log, naming the file and what to give', () => {
  expect(() => replay(join(folder, 'absent.csv'), { keptShare: 0.9 })).toThrow(BadInput);
  const noWait = calls().split('\n').slice(0, 2).join('\n');
  expect(() => replay(fileWith('short.csv', noWait), { keptShare: 0.9 })).toThrow('nobody waited and was answered');
  expect(() => replay(fileWith('wrong.csv', 'a,b\n1,2\n'), { keptShare: 0.9 })).toThrow('expected a column contactId');
});
