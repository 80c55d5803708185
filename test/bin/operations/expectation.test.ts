import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { memoryRows } from '../../../adapters/memory/rows.ts';
import { memoryClock } from '../../../adapters/memory/world.ts';
import { expectationPlot } from '../../../bin/commands/expectationPlot.ts';
import type { OperatedCenter } from '../../../bin/operations/center.ts';
import { acceptExpectation, proposeExpectations, trackedChanges } from '../../../bin/operations/expectation.ts';
import { readSettings } from '../../../bin/settingsFile.ts';
import type { EveryRow, StoredRow } from '../../../core/operations/ports.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { contactKey } from '../../../core/rows/keys.ts';
import { runtimeSettings } from '../../../core/settings/runtime.ts';
import { addSeconds, hours, seconds } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'nohold-expectation-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every row in memory, on condition of its version as in the table. */
function everyRowOf(rows: Map<string, StoredRow>): EveryRow {
  return {
    async *pages() {
      yield [...rows.values()];
    },
    get: async ({ pk }) => rows.get(pk),
    async replace(row, expected) {
      if ((rows.get(row.pk)?.version as number | undefined) !== expected) return false;
      rows.set(row.pk, row);
      return true;
    },
    remove: async ({ pk }) => rows.delete(pk),
  };
}

/** A month of calls to `service`; who waited longer than `threshold` seconds comes back more often, two days later. */
function calls(count: number, threshold: number, segment?: string): Map<string, StoredRow> {
  const rows = new Map<string, StoredRow>();
  const chance = randomStream(5, 'calls');
  const call = (contactId: string, customer: number, daysAgo: number, wait: number): void => {
    const askedAt = addSeconds(noon, hours(-24 * daysAgo));
    const over = addSeconds(askedAt, seconds(wait));
    const row = aContact({
      contactId,
      customerKey: `k1.${segment ?? ''}${customer}`,
      channel: 'voice',
      queue: 'service',
      askedAt,
      answeredAt: over,
      endedAt: over,
      outcome: 'answered',
      ...(segment === undefined ? {} : { segment }),
    });
    rows.set(contactKey(contactId).pk, { ...row, ...contactKey(contactId) });
  };
  for (let index = 0; index < count; index += 1) {
    const wait = chance.lognormal(120, 1);
    const daysAgo = 9 + 20 * chance.uniform();
    call(`c-${index}`, index, daysAgo, wait);
    if (chance.uniform() < (wait > threshold ? 0.35 : 0.1)) call(`again-${index}`, index, daysAgo - 2, wait / 4);
  }
  return rows;
}

function aCenter(rows: Map<string, StoredRow>, changed = (text: string) => text) {
  const file = join(folder, `${rows.size}.config.json`);
  const commented = changed(readFileSync('docs/settings.example.jsonc', 'utf8'));
  writeFileSync(file, commented);
  const clock = memoryClock(noon);
  const settings = runtimeSettings(readSettings(file));
  const center = { clock, settings, every: everyRowOf(rows), centerRows: memoryRows(clock).center };
  return { center: center as unknown as OperatedCenter, file, commented };
}

const line = { queue: 'service', channel: 'voice' } as const;

test('a planted threshold is proposed and not applied; a person accepts it, and what it was is kept and tracked', async () => {
  const { center, file, commented } = aCenter(calls(4000, 150));
  const before = center.settings.queues.service?.expectation.voice?.waitSeconds ?? 0;
  const [proposed] = await proposeExpectations(center, { ...line, days: 56 });
  if (proposed?.proposal.kind !== 'proposed') throw new Error('nothing was proposed');
  const { waitSeconds } = proposed.proposal;
  expect(Math.abs(waitSeconds - 150)).toBeLessThanOrEqual(15);
  expect(readFileSync(file, 'utf8')).toBe(commented);
  expect(expectationPlot([proposed])).toMatch(/^<svg[\s\S]*<\/svg>\n$/);

  const accepted = await acceptExpectation(center, file, line);
  expect(accepted).toMatchObject({ beforeSeconds: before, afterSeconds: waitSeconds, why: 'proposal' });
  expect(readSettings(file).queues.service?.expectation.voice?.waitSeconds).toBe(waitSeconds);
  const same = (text: string) => text.split('\n').filter((each) => !each.includes('waitSeconds'));
  expect(same(readFileSync(file, 'utf8'))).toEqual(same(commented));

  const day = { schemaVersion: 1, ...line, expiresAt: noon };
  const figures = { offeredCount: 10, knownCount: 10, repeatCount: 3 } as never;
  const at = addSeconds(noon, hours(-2));
  await center.centerRows.putDay({
    ...day,
    date: '2026-03-10',
    intervals: [{ ...(figures as object), startsAt: at } as never],
  });
  const [change] = await trackedChanges(center, line);
  expect(change).toMatchObject({ ...line, beforeSeconds: before, before: { offeredCount: 10, repeatShare: 0.3 } });
  expect(change?.since).toMatchObject({ offeredCount: 0, repeatShare: undefined });
});

test('from 100 contacts there is not enough evidence, and nothing can be accepted but a number with a reason', async () => {
  const { center, file } = aCenter(calls(100, 150));
  const [proposed] = await proposeExpectations(center, { ...line, days: 56 });
  expect(proposed?.proposal.kind).toBe('not-enough-evidence');
  await expect(acceptExpectation(center, file, line)).rejects.toThrow('Nothing is proposed for service voice');
  await expect(acceptExpectation(center, file, { ...line, waitSeconds: 90 })).rejects.toThrow('--why');
  const why = 'asked by the board';
  expect(await acceptExpectation(center, file, { ...line, waitSeconds: 90, why })).toMatchObject({
    afterSeconds: 90,
    why,
  });
});

test('a number that contradicts the settings is refused, and the file stays as it was', async () => {
  const { center, file, commented } = aCenter(calls(10, 150));
  await expect(acceptExpectation(center, file, { ...line, waitSeconds: 5, why: 'a try' })).rejects.toThrow(
    'serviceLevel',
  );
  expect(readFileSync(file, 'utf8')).toBe(commented);
});

/** The example, with a segment that expects something of its own of `service` by telephone. */
const withSegment = (text: string): string =>
  text
    .replace('// "segments": not used here', ',"segments": { "premium": { "waitSeconds": 40 } }')
    .replace('\n  // "segments": not used here', '\n  ,"segments": { "premium": { "description": "They pay more" } }');

test('a segment has a proposal of its own, from its own contacts, and is accepted by itself', async () => {
  const everybody = calls(4000, 150);
  const premium = [...calls(4000, 60, 'premium')].map(
    ([pk, row]) => [`${pk}-p`, { ...row, contactId: `${row.contactId}-p` }] as const,
  );
  const { center, file } = aCenter(new Map([...everybody, ...premium]), withSegment);
  const found = await proposeExpectations(center, { ...line, days: 56 });
  expect(found.map(({ segment }) => segment)).toEqual([undefined, 'premium']);
  const proposed = found.map(({ proposal }) => (proposal.kind === 'proposed' ? proposal.waitSeconds : Number.NaN));
  expect(Math.abs((proposed[0] ?? 0) - 150)).toBeLessThanOrEqual(15);
  expect(Math.abs((proposed[1] ?? 0) - 60)).toBeLessThanOrEqual(6);

  await acceptExpectation(center, file, { ...line, segment: 'premium' });
  const voice = readSettings(file).queues.service?.expectation.voice;
  expect(voice).toMatchObject({ waitSeconds: 60, segments: { premium: { waitSeconds: proposed[1] } } });
  expect(await trackedChanges(center, { ...line, segment: 'premium' })).toMatchObject([
    { segment: 'premium', beforeSeconds: 40, afterSeconds: proposed[1] },
  ]);
});

test('a queue or channel without an expectation is named, with those that have one', async () => {
  const { center } = aCenter(calls(10, 150));
  await expect(proposeExpectations(center, { queue: 'nobody', days: 56 })).rejects.toThrow(/service voice/);
});
