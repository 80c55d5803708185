import { describe, expect, test } from 'vitest';
import { usualVolume } from '../../../core/costs/monthlyCost.ts';
import { defaultQuotas, quotaBreaches } from '../../../core/costs/quotas.ts';
import type { Resource, Template } from '../../../core/costs/template.ts';
import { parseSettings } from '../../../core/settings/parse.ts';
import { at, shippedSettings, smallestSettings } from '../settings/goodSettings.ts';

const empty: Template = { Resources: {} };
const volume = { ...usualVolume, contactsPerMonth: 1000 };

const many = (type: string, count: number): Template => ({
  Resources: Object.fromEntries(
    Array.from({ length: count }, (_, index): [string, Resource] => [`R${index}`, { Type: type }]),
  ),
});

test('a small center needs no quota raised', () => {
  expect(quotaBreaches(parseSettings(smallestSettings()), empty, volume)).toEqual([]);
});

describe('a quota is breached by one more than it allows', () => {
  // A new instance brings a queue, hours and a routing profile of its own, and some 25 flows.
  test.each([
    ['AWS::Connect::PhoneNumber', defaultQuotas.phoneNumbers, 'Phone numbers per instance'],
    ['AWS::Connect::Queue', defaultQuotas.queues - 1, 'Queues per instance'],
    ['AWS::Connect::HoursOfOperation', defaultQuotas.hours - 1, 'Hours of operation per instance'],
    ['AWS::Connect::RoutingProfile', defaultQuotas.routingProfiles - 1, 'Routing profiles per instance'],
    ['AWS::Connect::User', defaultQuotas.users, 'Users per instance'],
    ['AWS::Connect::ContactFlow', defaultQuotas.flows - 25, 'Flows per instance'],
    ['AWS::Connect::IntegrationAssociation', defaultQuotas.lambdas, 'AWS Lambda functions per instance'],
  ])('%s: %i fit', (type, fits, quota) => {
    const settings = parseSettings(smallestSettings());
    const breached = (count: number) =>
      quotaBreaches(settings, many(type, count), volume).map((breach) => breach.quota);
    expect(breached(fits)).toEqual([]);
    expect(breached(fits + 1)).toEqual([quota]);
  });
});

test('calls at once: as many again as people who take them', () => {
  const [calls] = quotaBreaches(parseSettings(shippedSettings()), empty, volume);
  expect(calls).toMatchObject({ quota: 'Concurrent calls per instance', default: 10, needed: 26 });
  expect(calls?.ask).toContain('ask for 26');
});

test('calls at once follow the volume where it asks for more', () => {
  const [calls] = quotaBreaches(parseSettings(smallestSettings()), empty, { ...volume, contactsPerMonth: 100_000 });
  // 100,000 a month, 1.5/176 of them in the busiest hour, 80 % calls of 6 minutes: 68 at once on average.
  expect(calls?.needed).toBeGreaterThan(68);
  expect(calls?.needed).toBeLessThan(68 + 4 * Math.sqrt(68));
});

test('a faster dialler and British mobile numbers have to be asked for', () => {
  const written = smallestSettings();
  written.callbacks = { dialsPerSecond: 5, allowedCountries: ['US', 'GB'] };
  const breaches = quotaBreaches(parseSettings(written), empty, volume);
  expect(breaches.map((breach) => breach.quota)).toEqual([
    'Rate of StartOutboundVoiceContact API requests',
    'UK mobile numbers (+447)',
  ]);
});

test('an agent of 51 queues and channels is too much for one routing profile', () => {
  const written = shippedSettings();
  const names = Array.from({ length: 26 }, (_, index) => `chat-${index}`);
  for (const name of names) {
    written.queues[name] = {
      description: 'x',
      channels: ['chat'],
      hours: 'office',
      expectation: { chat: { waitSeconds: 60 } },
    };
  }
  for (const name of names) at(written.agents, 'leo').queues.push(name);
  const quotas = (settings: typeof written) =>
    quotaBreaches(parseSettings(settings), empty, volume).map((breach) => breach.quota);
  expect(quotas(written)).not.toContain('Queues per routing profile per instance');
  const more = structuredClone(written);
  for (const name of Array.from({ length: 26 }, (_, index) => `more-${index}`)) {
    more.queues[name] = {
      description: 'x',
      channels: ['chat'],
      hours: 'office',
      expectation: { chat: { waitSeconds: 60 } },
    };
    at(more.agents, 'leo').queues.push(name);
  }
  expect(quotas(more)).toContain('Queues per routing profile per instance');
});
