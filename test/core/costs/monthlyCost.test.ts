import { expect, test } from 'vitest';
import { monthlyCost, openShare, usualVolume } from '../../../core/costs/monthlyCost.ts';
import type { Template } from '../../../core/costs/template.ts';
import { parseSettings } from '../../../core/settings/parse.ts';
import { shippedSettings, smallestSettings } from '../settings/goodSettings.ts';

const template: Template = {
  Resources: {
    Main: { Type: 'AWS::Connect::PhoneNumber', Properties: { Type: 'DID' } },
    Key: { Type: 'AWS::KMS::Key' },
  },
};
const settings = parseSettings(smallestSettings());
const volume = {
  ...usualVolume,
  contactsPerMonth: 1000,
  chatShare: 0,
  callbackShare: 0,
  callMinutes: 5,
  waitMinutes: 1,
};

test('a six-minute call costs $0.038 a minute and its telephony', () => {
  const { contacts } = monthlyCost(template, settings, volume);
  expect(contacts.totalUsd / 1000).toBeCloseTo(6 * (0.038 + 0.0022));
});

test('a chat costs a cent a message', () => {
  const { contacts } = monthlyCost(template, settings, { ...volume, chatShare: 1, messagesPerChat: 12 });
  expect(contacts.totalUsd / 1000).toBeCloseTo(0.12);
});

test('a callback saves the minutes its caller would have waited', () => {
  const long = { ...volume, waitMinutes: 11 };
  const live = monthlyCost(template, settings, long).contacts.totalUsd;
  const calledBack = monthlyCost(template, settings, { ...long, callbackShare: 1 }).contacts.totalUsd;
  // Ten of the eleven minutes; the rest of the difference is outbound instead of inbound telephony.
  expect((live - calledBack) / 1000).toBeCloseTo(10 * (0.038 + 0.0022) - 5 * (0.0048 - 0.0022));
});

test('without contacts a month costs what idling costs', () => {
  const { contacts, nohold, idle, phoneNumbers, totalUsd } = monthlyCost(template, settings, {
    ...volume,
    contactsPerMonth: 0,
  });
  expect(contacts.totalUsd).toBe(0);
  expect(nohold.totalUsd).toBe(0);
  expect(totalUsd).toBe(idle.totalUsd + phoneNumbers.totalUsd);
});

test('metrics are charged for the open hours only', () => {
  const around = smallestSettings();
  for (const day of ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const) {
    Object.assign(around.hours.day?.week ?? {}, { [day]: ['00:00-24:00'] });
  }
  const metricsUsd = (written: typeof around) =>
    monthlyCost(template, parseSettings(written), volume).nohold.lines.find((line) => line.what.startsWith('metrics'))
      ?.usd;
  expect(metricsUsd(around)).toBeGreaterThan(2 * (metricsUsd(smallestSettings()) ?? 0));
});

test('the open share of a week counts every range once', () => {
  expect(openShare(settings.hours.day)).toBeCloseTo(8 / 168);
  expect(openShare(undefined)).toBe(0);
});

test('recordings pile up for as long as they are kept', () => {
  const kept = (contactRetentionDays: number) => {
    const written = shippedSettings();
    written.privacy = { ...written.privacy, contactRetentionDays, recordCalls: true };
    const { nohold } = monthlyCost(template, parseSettings(written), volume);
    return nohold.lines.find((line) => line.what === 'recordings kept')?.usd ?? 0;
  };
  expect(kept(180) / kept(90)).toBeCloseTo(2);
});

test('a longer wait costs more quotes', () => {
  const lambda = (waitMinutes: number) =>
    monthlyCost(template, settings, { ...volume, waitMinutes }).nohold.lines.find(
      (line) => line.what === 'Lambda: requests',
    );
  expect((lambda(11)?.quantity ?? 0) - (lambda(1)?.quantity ?? 0)).toBe(1000 * 10 * 2);
});
