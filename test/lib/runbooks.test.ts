import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTail } from '../alarms/logsTail.ts';
import { commandsOf } from '../alarms/runbook.ts';
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

// Bug: eight runbooks read /aws/lambda/NAME, where no function of the stack writes. Fix: logs are named for the folder.
test('a log that a runbook reads is a log of the stack, and its options are known', () => {
  const logs = resourcesOf(shippedTemplate(), 'AWS::Logs::LogGroup').map(({ properties }) => properties.LogGroupName);
  const tails = alarms.flatMap(({ name }) => commandsOf(name)).filter((command) => command.startsWith('aws logs tail'));
  expect(tails).toHaveLength(8);
  for (const command of tails) expect(logs, command).toContain(readTail(command).logGroup);
});

test.each([
  ['aws logs tail /nohold/Nohold/sweep --since 5h30m', '--since 5h30m: it takes another kind of value'],
  ['aws logs tail /nohold/Nohold/sweep --last 5m', '--last: aws logs tail has no such option'],
  ['aws logs tail', 'nothing: expected the name of a log group'],
])('%s is no line for a runbook', (command, why) => {
  expect(() => readTail(command)).toThrow(why);
});

test('every function writes to a log of its own, named for the stack and its folder', () => {
  const template = shippedTemplate();
  for (const { properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
    const folder = properties.Environment.Variables.POWERTOOLS_SERVICE_NAME;
    const log = template.Resources[properties.LoggingConfig.LogGroup.Ref];
    expect(log?.Properties?.LogGroupName).toBe(`/nohold/Nohold/${folder}`);
  }
});
