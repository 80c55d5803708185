import { expect, test } from 'vitest';
import { monthlyCost, usualVolume, watchingUsd } from '../../core/costs/monthlyCost.ts';
import { settingsWith, templateOf } from './support/center.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

test('to see ten queues of calls, open forty hours a week, costs thirty dollars a month at most', () => {
  const ten = settingsWith((settings) => {
    settings.hours = { office: { week: Object.fromEntries(days.map((day) => [day, ['09:00-17:00']])) } };
    const { service } = settings.queues;
    const { chatLink: _, ...calls } = service;
    const queue = {
      ...calls,
      channels: ['voice'],
      hours: 'office',
      expectation: { voice: service.expectation.voice },
    };
    settings.queues = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`queue${index + 1}`, queue]));
    const names = Object.keys(settings.queues);
    settings.phoneNumbers.main.queues = names.slice(0, 5);
    settings.phoneNumbers.sales.queues = names.slice(5);
    settings.agents = {};
    for (const part of ['staffing', 'web', 'emailAddresses', 'tasks']) delete settings[part];
  });
  const template = templateOf(ten);
  const costs = monthlyCost(template, ten, { ...usualVolume, contactsPerMonth: 10_000 });
  expect(watchingUsd(costs)).toBeLessThanOrEqual(30);
  expect(watchingUsd(costs)).toBeGreaterThan(20);
});
