import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type * as z from 'zod';
import type { settingsSchema } from '../../../core/settings/schema.ts';

/** Settings as an operator writes them. */
export type Written = z.input<typeof settingsSchema>;

/** The file that ships, a copy each time. */
export function shippedSettings(): Written {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../nohold.config.json'), 'utf8'));
}

/** As little as can be written: a voice queue, its hours and its number. */
export function smallestSettings(): Written {
  return {
    center: { name: 'Corner Shop', timeZone: 'Europe/Lisbon', connect: { create: { alias: 'corner-shop' } } },
    phoneNumbers: { main: { country: 'US', type: 'DID', queues: ['help'] } },
    hours: { day: { week: { monday: ['09:00-17:00'] } } },
    queues: {
      help: {
        description: 'Everything',
        channels: ['voice'],
        hours: 'day',
        expectation: { voice: { waitSeconds: 60 } },
      },
    },
  };
}

/** The part of the settings under a name, which must be there. */
export function at<Value>(record: Record<string, Value> | undefined, name: string): Value {
  const value = record?.[name];
  if (value === undefined) throw new Error(`the settings have no "${name}"`);
  return value;
}

const changed = (change: (settings: Written) => void): Written => {
  const settings = shippedSettings();
  change(settings);
  return settings;
};

/** Settings that differ in what operators differ in; all of them are right. */
export const goodSettings: Record<string, Written> = {
  'as shipped': shippedSettings(),
  'the smallest': smallestSettings(),
  'an adopted instance': changed((settings) => {
    settings.center.connect = {
      adopt: { instanceArn: 'arn:aws:connect:eu-west-2:123456789012:instance/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f' },
    };
  }),
  'nothing recorded': changed((settings) => {
    settings.center.recordingNotice = null;
    settings.privacy = { recordCalls: false };
  }),
  'another time zone': changed((settings) => {
    settings.center.timeZone = 'Asia/Kolkata';
  }),
  'hours in their own zone': changed((settings) => {
    at(settings.hours, 'office').timeZone = 'America/Los_Angeles';
  }),
  'British English': changed((settings) => {
    settings.center.language = 'en-GB';
  }),
  'chat only': changed((settings) => {
    settings.phoneNumbers = {};
    settings.queues = {
      service: {
        description: 'Chat',
        channels: ['chat'],
        hours: 'extended',
        expectation: { chat: { waitSeconds: 90 } },
      },
    };
    settings.hours = { extended: at(settings.hours, 'extended') };
    settings.agents = { ana: { firstName: 'Ana', lastName: 'Almeida', queues: ['service'] } };
    delete settings.staffing;
  }),
  'open around the clock': changed((settings) => {
    const { week } = at(settings.hours, 'extended');
    for (const day of ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const) {
      week[day] = ['00:00-24:00'];
    }
  }),
  'no holidays': changed((settings) => {
    for (const hours of Object.values(settings.hours)) delete hours.holidays;
  }),
  'no users': changed((settings) => {
    delete settings.agents;
    delete settings.staffing;
  }),
  'no offers': changed((settings) => {
    for (const queue of Object.values(settings.queues)) queue.offers = [];
  }),
  'one line of business': changed((settings) => {
    for (const queue of Object.values(settings.queues)) queue.lineOfBusiness = 'shop';
  }),
  'callbacks by default': changed((settings) => {
    delete settings.callbacks;
  }),
  'callbacks to several countries': changed((settings) => {
    settings.callbacks = { ...settings.callbacks, allowedCountries: ['US', 'CA', 'GB'] };
  }),
  'alarms for two people': changed((settings) => {
    settings.alarms = { emails: ['ops@example.com', 'night.shift@example.com'] };
  }),
  'a number for all queues': changed((settings) => {
    settings.phoneNumbers = { main: { country: 'US', type: 'TOLL_FREE', queues: ['service', 'sales', 'billing'] } };
  }),
  'two numbers for one queue': changed((settings) => {
    settings.phoneNumbers = { ...settings.phoneNumbers, direct: { country: 'US', type: 'DID', queues: ['service'] } };
  }),
  'a long expectation with much confidence': changed((settings) => {
    at(settings.queues, 'billing').expectation.voice = { waitSeconds: 3600, confidence: 0.99 };
  }),
  'a shift on Sundays only': changed((settings) => {
    at(settings.agents, 'ana').shift = { days: ['sunday'], hours: '23:00-24:00' };
  }),
  'everything kept for two years': changed((settings) => {
    settings.privacy = { ...settings.privacy, contactRetentionDays: 730, numberRetentionDays: 730 };
  }),
};
