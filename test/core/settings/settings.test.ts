import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../core/settings/parse.ts';
import { runtimeSettings } from '../../../core/settings/runtime.ts';
import { SettingsError } from '../../../core/settings/settingsError.ts';
import { goodSettings, shippedSettings, smallestSettings } from './goodSettings.ts';
import { mutationsOf } from './mutations.ts';

function refusal(settings: unknown): SettingsError {
  try {
    parseSettings(settings);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('right settings are accepted', () => {
  for (const [name, settings] of Object.entries(goodSettings)) {
    test(name, () => {
      expect(() => parseSettings(settings)).not.toThrow();
    });
  }

  test('there are at least 20 of them', () => {
    expect(Object.keys(goodSettings).length).toBeGreaterThanOrEqual(20);
  });
});

test('what is left out gets a safe default', () => {
  const settings = parseSettings(smallestSettings());
  expect(settings.queues.help).toEqual({
    description: 'Everything',
    spokenName: 'help',
    channels: ['voice'],
    hours: 'day',
    lineOfBusiness: 'help',
    expectation: { voice: { waitSeconds: 60, confidence: 0.8, marginSeconds: 30, segments: {} } },
    promiseKeptShare: 0.9,
    shrinkage: 0.2,
    offers: ['callback', 'window'],
    serviceLevel: { ratio: 0.8, thresholdSeconds: 20, shortAbandonSeconds: 5 },
  });
  expect(settings.hours.day).toEqual({ timeZone: 'Europe/Lisbon', week: { monday: ['09:00-17:00'] }, holidays: [] });
  expect(settings.callbacks.allowedHours).toBe('08:00-21:00');
  expect(settings.privacy.recordCalls).toBe(false);
});

test('only a person with a chat queue takes chats', () => {
  const { agents } = parseSettings(shippedSettings());
  expect(agents.ana?.chatConcurrency).toBe(3);
  expect(agents.ben?.chatConcurrency).toBe(2);
  expect(agents.iris).not.toHaveProperty('chatConcurrency');
});

test('the extract for the Lambdas names no person and survives JSON unchanged', () => {
  const runtime = runtimeSettings(parseSettings(shippedSettings()));
  const text = JSON.stringify(runtime);
  expect(JSON.parse(text)).toEqual(runtime);
  expect(text).not.toMatch(/Almeida|firstName|alias/);
  // Nine people, one of whom takes three chats.
  expect(runtime.contactsPerAgent.service).toMatchObject({ voice: 1, chat: 19 / 9 });
  expect(runtime.ownNumbers).toEqual(['+18005550199', '+12125550142']);
});

describe('a mistake is refused', () => {
  const mutations = mutationsOf(JSON.parse(JSON.stringify(shippedSettings())));

  test('whichever it is: each of more than 500, at its place, with what was expected', () => {
    const missed = mutations.filter(({ settings, path }) => {
      try {
        parseSettings(settings);
        return true;
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        return !error.problems.some((problem) => problem.path.startsWith(path) && problem.expected.length > 3);
      }
    });
    expect(missed.map((mutation) => mutation.says)).toEqual([]);
    expect(mutations.length).toBeGreaterThanOrEqual(500);
  });

  test('a key that would change the prototype of an object is refused or has no effect', () => {
    for (const place of ['center', 'queues', 'hours', 'agents', 'callbacks']) {
      const text = JSON.stringify(shippedSettings()).replace(
        `"${place}":{`,
        `"${place}":{"__proto__":{"waitSeconds":1},`,
      );
      let settings: ReturnType<typeof parseSettings> | undefined;
      try {
        settings = parseSettings(JSON.parse(text));
      } catch (error) {
        expect(error).toBeInstanceOf(SettingsError);
      }
      if (settings) expect(settings).toEqual(parseSettings(shippedSettings()));
      expect({}).not.toHaveProperty('waitSeconds');
    }
  });

  test('two mistakes of single fields are both named', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('2m', -1, null, 1e9, {}, 'soon'),
        fc.constantFrom('90%', 7, null, 'often'),
        (waitSeconds, promiseKeptShare) => {
          const settings = JSON.parse(JSON.stringify(shippedSettings()));
          settings.queues.service.expectation.voice.waitSeconds = waitSeconds;
          settings.queues.sales.promiseKeptShare = promiseKeptShare;
          expect(refusal(settings).problems.map((problem) => problem.path)).toEqual([
            'queues.service.expectation.voice.waitSeconds',
            'queues.sales.promiseKeptShare',
          ]);
        },
      ),
    );
  });

  test('anything at all that is not settings is refused with SettingsError, never with another error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(refusal(json)).toBeInstanceOf(SettingsError);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a message says what to write', () => {
  const message = (change: (settings: ReturnType<typeof shippedSettings>) => void): string => {
    const settings = shippedSettings();
    change(settings);
    return refusal(settings).message;
  };
  const wrong = (value: unknown) => value as never;

  test('a unit where seconds are expected', () => {
    expect(message(({ queues }) => Object.assign(queues.service?.expectation.voice ?? {}, { waitSeconds: '2m' }))).toBe(
      'nohold.config.json queues.service.expectation.voice.waitSeconds: expected seconds from 5 to 3600, got "2m". Write 120.',
    );
  });

  test.each([
    ['1 hour', '3600'],
    ['90', '90'],
    ['90 sec', '90'],
    ['1.5 min', '90'],
    ['2 h', '3600'],
    [2, '5'],
  ])('%j seconds: write %s', (written, write) => {
    expect(
      message(({ queues }) => Object.assign(queues.service?.expectation.voice ?? {}, { waitSeconds: written })),
    ).toContain(`Write ${write}.`);
  });

  test('minutes stay minutes: "1h" between attempts is 60', () => {
    expect(message((settings) => Object.assign(settings.callbacks ?? {}, { retryMinutes: '1h' }))).toContain(
      'Write 60.',
    );
  });

  test('a percentage where a share is expected', () => {
    expect(message(({ queues }) => Object.assign(queues.sales ?? {}, { promiseKeptShare: 90 }))).toContain(
      'Write 0.9.',
    );
    expect(message(({ queues }) => Object.assign(queues.sales ?? {}, { promiseKeptShare: '95%' }))).toContain(
      'Write 0.95.',
    );
  });

  test('a misspelt key', () => {
    expect(message((settings) => Object.assign(settings.center, { timezone: 'UTC' }))).toMatch(
      /center\.timezone: expected one of the keys .*Write "timeZone"\./,
    );
  });

  test('a misspelt time zone, or only its town', () => {
    expect(message(({ center }) => Object.assign(center, { timeZone: 'Europe/Pariss' }))).toContain(
      'Write "Europe/Paris".',
    );
    expect(message(({ center }) => Object.assign(center, { timeZone: 'new york' }))).toContain(
      'Write "America/New_York".',
    );
  });

  test('hours in another notation', () => {
    expect(message(({ hours }) => Object.assign(hours.office?.week ?? {}, { monday: ['9-17'] }))).toContain(
      'Write "09:00-17:00".',
    );
  });

  test('one value where a list is expected', () => {
    expect(message(({ agents }) => Object.assign(agents?.ana ?? {}, { queues: wrong('service') }))).toContain(
      'Write ["service"].',
    );
  });

  test('a telephone number as people write it', () => {
    expect(
      message(({ phoneNumbers }) => Object.assign(phoneNumbers?.sales ?? {}, { number: '(212) 555-0142' })),
    ).toContain('Write "+12125550142".');
  });

  test('a date that does not exist', () => {
    expect(message(({ hours }) => Object.assign(hours.office?.holidays?.[0] ?? {}, { date: '2026-02-30' }))).toContain(
      'hours.office.holidays[0].date: expected a date that exists',
    );
  });

  test('both an instance to create and one to adopt', () => {
    const text = message(({ center }) => {
      center.connect = wrong({
        create: { alias: 'a' },
        adopt: { instanceArn: 'arn:aws:connect:us-east-1:123456789012:instance/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f' },
      });
    });
    expect(text).toMatch(/center\.connect: expected either "create"/);
  });
});
