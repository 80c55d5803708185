import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { minutes, seconds } from '../../core/time/units.ts';
import { compareSets, setsOfLog, setsOfRows } from '../../local/headless/contactSets.ts';
import { allConnected, fillLine, picksUp, type Story, tellStory } from './story.ts';

let story: Story;
afterEach(() => story?.close());

/** The same template with one action taken out of every policy, as if somebody had forgotten to grant it. */
function assemblyWithout(action: string, assembly: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nohold-ungranted-'));
  cpSync(assembly, folder, { recursive: true });
  const file = join(folder, 'Nohold.template.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"${action}"`, '"dynamodb:DescribeLimits"'));
  return folder;
}

test('while quote-wait is down a caller is simply queued, and an agent answers', async () => {
  story = await tellStory({ agents: ['iris'] });
  fillLine(story, 3);
  await story.pass(minutes(1));
  story.center.aws.faults.add({
    service: 'lambda',
    caller: story.functionId('quote-wait'),
    effect: { kind: 'outage' },
  });
  const caller = story.dial({ handleSeconds: 60 });
  await story.passUntil(allConnected(story, [caller]), minutes(30));
  await story.pass(minutes(2));
  expect(story.facts(caller, 'lambda-failed').length).toBeGreaterThan(0);
  expect(story.facts(caller, 'asked')).toEqual([]);
  expect(story.facts(caller, 'connected')).toHaveLength(1);
  expect(await story.contactRow(caller)).toMatchObject({ outcome: 'answered', queuedQueue: 'sales' });
});

test('when every agent leaves mid-wait the caller is told the truth and keeps the place', async () => {
  story = await tellStory({ agents: ['iris', 'jack'] });
  fillLine(story, 4);
  await story.pass(minutes(1));
  const caller = story.dial({ handleSeconds: 60, presses: ['2', '2', '2', '2', '2', '2'] });
  await story.pass(minutes(2));
  story.center.connect.agents.logout('iris');
  story.center.connect.agents.logout('jack');
  await story.pass(minutes(15));
  expect(story.heard(caller)).toMatch(/cannot say|can't say|do not know/i);
  story.center.connect.agents.login('kim');
  await story.passUntil(allConnected(story, [caller]), minutes(60));
  expect(story.facts(caller, 'connected')).toHaveLength(1);
});

test('a function without a permission it needs fails here too, and the refusal names the action', async () => {
  story = await tellStory({ agents: ['iris'], cdkOut: assemblyWithout('dynamodb:Query', inject('assembly')) });
  const caller = story.dial({ handleSeconds: 60 });
  await story.pass(minutes(5));
  expect(story.facts(caller, 'connected')).toHaveLength(1);
  const complaints = story.center.aws.logs.recent(story.functionId('quote-wait')).map(({ text }) => text);
  expect(complaints.join('\n')).toMatch(/dynamodb:Query/);
});

test('events doubled, late, out of order and lost end in rows that agree with what Connect saw', async () => {
  const events = { doubledShare: 0.4, lateShare: 0.4, lateSeconds: seconds(600), lostShare: 0.1 };
  story = await tellStory({ agents: ['iris', 'jack'], faults: { events } });
  fillLine(story, 5, { handleSeconds: 180 });
  fillLine(story, 2, { patienceSeconds: 200 });
  await story.pass(minutes(1));
  story.dial({ presses: ['1', '1'], ...picksUp() });
  await story.pass(minutes(45));

  const seen = setsOfLog(story.center.connect.log);
  const rows = await story.center.rows();
  expect(seen.abandoned.size).toBeGreaterThan(0);
  expect(seen.callback.size).toBe(1);
  expect(
    compareSets(seen, setsOfRows(rows)).filter(({ onlyLog, onlyRows }) => onlyLog.length + onlyRows.length > 0),
  ).toEqual([]);
  expect(rows.filter(({ waitingKey }) => waitingKey !== undefined)).toEqual([]);
});
