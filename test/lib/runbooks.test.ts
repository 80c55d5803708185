import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resourcesOf, shippedTemplate } from './support/center.ts';

const folder = 'docs/runbooks';
const alarms = resourcesOf(shippedTemplate(), 'AWS::CloudWatch::Alarm').map(({ id, properties }) => ({
  name: id.replace(/^Alarms|[0-9A-F]{8}$/g, ''),
  description: String(properties.AlarmDescription),
}));

test.each(alarms)('the alarm $name names its runbook, which says what to do', ({ name, description }) => {
  expect(description).toMatch(new RegExp(`Runbook: ${folder}/${name}\\.md$`));
  const text = readFileSync(`${folder}/${name}.md`, 'utf8');
  for (const part of ['Symptom', 'Impact', 'Three commands', 'Verify', 'Tell customers']) {
    expect(text).toMatch(new RegExp(`^\\*\\*${part}\\.\\*\\*`, 'm'));
  }
  const commands = /```sh\n([\s\S]*?)```/.exec(text)?.[1]?.trim().split('\n') ?? [];
  expect(commands).toHaveLength(3);
});

test('there is a runbook for every alarm and for nothing else, and the list names them all', () => {
  const names = alarms.map(({ name }) => name).sort();
  const pages = readdirSync(folder).filter((file) => file !== 'README.md');
  expect(pages.map((file) => file.replace('.md', '')).sort()).toEqual(names);
  const list = readFileSync(`${folder}/README.md`, 'utf8');
  for (const name of names) expect(list).toContain(`[${name}](${name}.md)`);
});
