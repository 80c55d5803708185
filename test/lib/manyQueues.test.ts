import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../core/settings/schema.ts';
import { checkTemplateBytes, oneStack } from '../../lib/one-stack.ts';
import { type Synthesized, synth } from '../../lib/synth.ts';
import { code, resourcesOf, said, settingsWith, type Written } from './support/center.ts';

/** The shipped center with `count` queues of both channels and nobody in it, `queuesPerNumber` of them behind each number. */
const centerOf = (count: number, { queuesPerNumber = 9 } = {}): Settings =>
  settingsWith((s: Written) => {
    const names = Array.from({ length: count }, (_, index) => `queue-${index + 1}`);
    s.agents = {};
    delete s.staffing;
    s.queues = Object.fromEntries(names.map((name) => [name, { ...s.queues.service }]));
    s.hours = { [s.queues['queue-1'].hours]: s.hours[s.queues['queue-1'].hours] };
    s.phoneNumbers = Object.fromEntries(
      Array.from({ length: Math.ceil(count / queuesPerNumber) }, (_, index) => [
        `line-${index + 1}`,
        {
          country: 'US',
          type: 'DID',
          queues: names.slice(index * queuesPerNumber, (index + 1) * queuesPerNumber),
        },
      ]),
    );
  });

const made = (settings: Settings): Synthesized =>
  synth(settings, { outdir: mkdtempSync(join(tmpdir(), 'nohold-many-')), validate: false, code: code() });
const policiesOf = ({ template }: Synthesized): unknown[] =>
  resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(({ properties }) => properties);

describe('a center of a hundred queues, each by telephone and chat', () => {
  const large = made(centerOf(100));

  test('fits one stack', () => {
    expect(resourcesOf(large.template, 'AWS::Connect::Queue')).toHaveLength(100);
    expect(statSync(large.templateFile).size).toBeLessThanOrEqual(oneStack.templateBytes);
    expect(Object.keys(large.template.Resources).length).toBeLessThanOrEqual(oneStack.resources);
  });

  test('grows by less than 9 KB with each of them', () => {
    const half = made(centerOf(50));
    const each = (statSync(large.templateFile).size - statSync(half.templateFile).size) / 50;
    expect(each).toBeLessThan(9000);
  });

  test('has policies no longer than those of a small one: IAM takes 6,144 characters', () => {
    expect(policiesOf(large)).toEqual(policiesOf(made(centerOf(2))));
  });

  test('has dashboards CloudWatch takes, which show where it is worst', () => {
    const widgets = resourcesOf(large.template, 'AWS::CloudWatch::Dashboard').flatMap(
      ({ properties }) => JSON.parse(said(properties.DashboardBody)).widgets,
    );
    expect(widgets.length).toBeLessThanOrEqual(500);
    const titles = widgets.map(({ properties }: { properties: { title?: string } }) => properties.title);
    expect(titles).toEqual(expect.arrayContaining(['Longest wait now, seconds', 'Most promises broken']));
  });
});

test('settings beyond 500 resources are refused with what makes them so many', () => {
  expect(() => made(centerOf(100, { queuesPerNumber: 1 }))).toThrow(
    /^These settings make \d+ resources, CloudFormation takes 500 in one stack \(2\d\d Connect::ContactFlow, .*A queue is two, three with chat; a phone number is two/,
  );
});

test('so are settings whose template is too long', () => {
  expect(() => checkTemplateBytes(oneStack.templateBytes)).not.toThrow();
  expect(() => checkTemplateBytes(oneStack.templateBytes + 1)).toThrow(
    /^These settings make a template of 1000001 bytes, CloudFormation takes 1000000\./,
  );
});
