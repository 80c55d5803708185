import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSettingsText } from '../../../core/settings/parse.ts';
import { instant, minutes } from '../../../core/time/units.ts';
import { openingTraffic } from '../../../local/callers/openingTraffic.ts';
import { runHeadless } from '../../../local/headless/headless.ts';
import { type Summary, summaryText } from '../../../local/headless/summary.ts';
import { synthesize } from '../../../local/synthesize.ts';

const settingsPath = 'nohold.config.json';
const settings = parseSettingsText(readFileSync(settingsPath, 'utf8'), settingsPath);
const today = instant(Date.parse('2026-03-03T12:00:00Z'));

let cdkOut: string;
let summary: Summary;
beforeAll(async () => {
  cdkOut = await synthesize(settingsPath);
  summary = await run(5);
}, 200_000);
afterAll(() => rmSync(cdkOut, { recursive: true }));

const run = (seed: number) =>
  runHeadless({
    settingsPath,
    cdkOut,
    seed,
    until: minutes(8),
    traffic: openingTraffic({ settings, seed, today, speed: 10 }),
  });

test('log and rows agree on every contact, and nothing went wrong unseen', () => {
  expect(summary.faults).toEqual([]);
  expect(summary.setsAgree).toBe(true);
  expect(summary.offered).toBeGreaterThan(10);
  expect(summary.offered).toBe(summary.sets.reduce((sum, set) => sum + set.rows, 0));
});

test('a seed reproduces a run, request by request', async () => {
  expect(await run(5)).toEqual(summary);
}, 200_000);

test('the summary says what was found in a page of text', () => {
  const text = summaryText(summary);
  expect(text).toContain(`offered      ${summary.offered} = `);
  expect(text).toContain('log and rows agree on every contact');
  const torn = { set: 'answered' as const, log: 1, rows: 0, onlyLog: ['x'], onlyRows: [] };
  expect(summaryText({ ...summary, setsAgree: false, sets: [torn] })).toContain(
    'log and rows DISAGREE\n  answered: only in the log 1, only in the rows 0',
  );
});
