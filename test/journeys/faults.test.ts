import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { minutes, seconds } from '../../core/time/units.ts';
import { fillLine, picksUp, type Story, tellStory } from './story.ts';

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
  await story.pass(minutes(30));
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
  await story.pass(minutes(60));
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

test('events doubled, late and out of order end in the same rows as events in order', async () => {
  const rowsAfter = async (events: NonNullable<Parameters<typeof tellStory>[0]>['faults']) => {
    story = await tellStory({ agents: ['iris'], ...(events ? { faults: events } : {}) });
    const contacts = fillLine(story, 4, { patienceSeconds: 500 });
    await story.pass(minutes(1));
    contacts.push(story.dial({ presses: ['1', '1'], ...picksUp() }));
    await story.pass(minutes(90));
    const rows = await Promise.all(contacts.map((contactId) => story.contactRow(contactId)));
    await story.close();
    return rows.map((row) => ({ ...row, version: 0, checkedAt: 0 }));
  };
  const inOrder = await rowsAfter(undefined);
  const disturbed = await rowsAfter({
    events: { doubledShare: 0.5, lateShare: 0.5, lateSeconds: seconds(900), lostShare: 0 },
  });
  expect(disturbed).toEqual(inOrder);
  story = await tellStory();
});
