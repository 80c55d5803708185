import { expect, test } from 'vitest';
import { parseSettings } from '../../../core/settings/parse.ts';
import { SettingsError, type SettingsProblem } from '../../../core/settings/settingsError.ts';
import { at, goodSettings, shippedSettings, type Written } from './goodSettings.ts';

function problemsAfter(
  change: (settings: Written) => void,
  settings: Written = shippedSettings(),
): readonly SettingsProblem[] {
  change(settings);
  try {
    parseSettings(settings);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

const queue = (settings: Written, name: string) => at(settings.queues, name);
const week = (settings: Written, name: string) => at(settings.hours, name).week;

/** What is wrong, where it must be said, and what the advice must contain. */
const contradictions: [string, (settings: Written) => void, string, RegExp][] = [
  [
    'no queue at all',
    (s) => Object.assign(s, { queues: {}, phoneNumbers: {}, agents: {} }),
    'queues',
    /at least one queue/,
  ],
  [
    'an expectation for a channel the queue does not have',
    (s) => {
      queue(s, 'sales').expectation.chat = { waitSeconds: 60 };
    },
    'queues.sales.expectation.chat',
    /only for channels of the queue \(voice\)/,
  ],
  [
    'a channel without an expectation',
    (s) => {
      delete queue(s, 'service').expectation.chat;
    },
    'queues.service.expectation.chat',
    /what customers expect/,
  ],
  [
    'calls that are analysed and not recorded',
    (s) => {
      s.center.recordingNotice = null;
      s.privacy = { ...s.privacy, recordCalls: false, analyzeCalls: true };
    },
    'privacy.analyzeCalls',
    /only recorded calls are analysed/,
  ],
  [
    'an expectation of a segment that does not exist',
    (s) => {
      Object.assign(s, { segments: { premium: { description: 'They pay more' } } });
      Object.assign(queue(s, 'service').expectation.voice ?? {}, {
        segments: { premium: { waitSeconds: 30 }, premum: { waitSeconds: 40 } },
      });
    },
    'queues.service.expectation.voice.segments.premum',
    /the name of a segment: "premium"/,
  ],
  [
    'a segment that no expectation names',
    (s) => Object.assign(s, { segments: { premium: { description: 'They pay more' } } }),
    'segments.premium',
    /that some expectation names/,
  ],
  [
    'a claim for segments that are not there',
    (s) => {
      const keys = 'https://id.example.com/keys';
      const login = { issuer: 'https://id.example.com', audience: 'desk', keys, segmentClaim: 'tier' };
      Object.assign(s, { web: { ...s.web, login } });
    },
    'web.login.segmentClaim',
    /segments that the claim can name/,
  ],
  [
    'a margin that a segment never has',
    (s) => {
      Object.assign(s, { segments: { premium: { description: 'They pay more' } } });
      Object.assign(queue(s, 'service').expectation.voice ?? {}, {
        marginSeconds: 30,
        segments: { premium: { waitSeconds: 25 } },
      });
    },
    'queues.service.expectation.voice.marginSeconds',
    /less than the shortest waitSeconds of a segment \(25\)/,
  ],
  [
    'a queue of hours that do not exist',
    (s) => {
      queue(s, 'sales').hours = 'ofice';
    },
    'queues.sales.hours',
    /hours: "extended", "office"/,
  ],
  [
    'hours no queue refers to',
    (s) => {
      s.hours.night = { week: { monday: ['00:00-06:00'] } };
    },
    'hours.night',
    /that a queue refers to/,
  ],
  [
    'hours that never open',
    (s) => {
      at(s.hours, 'office').week = {};
    },
    'hours.office.week',
    /at least one day/,
  ],
  [
    'ranges that overlap',
    (s) => {
      week(s, 'office').monday = ['09:00-13:00', '12:00-17:00'];
    },
    'hours.office.week.monday',
    /touch/,
  ],
  [
    'ranges that touch',
    (s) => {
      week(s, 'office').monday = ['09:00-12:00', '12:00-17:00'];
    },
    'hours.office.week.monday',
    /touch/,
  ],
  [
    'ranges in the wrong order',
    (s) => {
      week(s, 'office').monday = ['13:30-17:30', '09:00-12:30'];
    },
    'hours.office.week.monday',
    /order of the day/,
  ],
  [
    'a range that runs backwards',
    (s) => {
      week(s, 'office').monday = ['17:00-09:00'];
    },
    'hours.office.week.monday[0]',
    /start before end/,
  ],
  [
    'overlapping ranges of a holiday',
    (s) => {
      at(s.hours, 'office').holidays = [{ date: '2026-12-24', name: 'Eve', open: ['09:00-13:00', '12:00-14:00'] }];
    },
    'hours.office.holidays[0].open',
    /touch/,
  ],
  [
    'a holiday written twice',
    (s) => {
      at(s.hours, 'office').holidays?.push({ date: '2026-12-25', name: 'Christmas again' });
    },
    'hours.office.holidays[5].date',
    /each date once/,
  ],
  [
    'a number that leads to a queue that does not exist',
    (s) => {
      at(s.phoneNumbers, 'sales').queues = ['sails'];
    },
    'phoneNumbers.sales.queues[0]',
    /a queue: "service", "sales", "billing"/,
  ],
  [
    'a number that leads to no queue',
    (s) => {
      at(s.phoneNumbers, 'sales').queues = [];
    },
    'phoneNumbers.sales.queues',
    /at least 1/,
  ],
  [
    'a number that leads to a queue without voice',
    (s) => {
      Object.assign(queue(s, 'sales'), { channels: ['chat'], expectation: { chat: { waitSeconds: 60 } }, offers: [] });
    },
    'phoneNumbers.sales.queues[0]',
    /with the channel "voice"/,
  ],
  [
    'a voice queue no number leads to',
    (s) => {
      delete s.phoneNumbers?.sales;
    },
    'queues.sales',
    /that a telephone number leads to/,
  ],
  [
    'ten queues behind one number',
    (s) => {
      at(s.phoneNumbers, 'main').queues = Array.from({ length: 10 }, (_, index) => `queue-${index}`);
    },
    'phoneNumbers.main.queues',
    /at most 9/,
  ],
  [
    'two numbers that are the same',
    (s) => {
      at(s.phoneNumbers, 'sales').number = '+18005550199';
    },
    'phoneNumbers.sales.number',
    /phoneNumbers\.main\.number is the same/,
  ],
  [
    'a number of another country',
    (s) => {
      at(s.phoneNumbers, 'sales').number = '+442079460018';
    },
    'phoneNumbers.sales.number',
    /beginning with \+1/,
  ],
  [
    'a toll-free number said to be an ordinary one',
    (s) => {
      Object.assign(at(s.phoneNumbers, 'sales'), { number: '+18882804331' });
    },
    'phoneNumbers.sales.type',
    /the kind that \+18882804331 is/,
  ],
  [
    'names that differ in hyphens only',
    (s) => {
      s.hours['of-fice'] = at(s.hours, 'office');
    },
    'hours.of-fice',
    /in more than hyphens/,
  ],
  [
    'hours by a name every object inherits',
    (s) => {
      queue(s, 'sales').hours = 'constructor';
    },
    'queues.sales.hours',
    /hours: "extended"/,
  ],
  [
    'an agent of a queue by such a name',
    (s) => {
      at(s.agents, 'ana').queues = ['constructor'];
    },
    'agents.ana.queues[0]',
    /a queue: /,
  ],
  [
    'an agent of a queue that does not exist',
    (s) => {
      at(s.agents, 'ana').queues = ['service', 'biling'];
    },
    'agents.ana.queues[1]',
    /a queue: /,
  ],
  [
    'an agent of no queue',
    (s) => {
      at(s.agents, 'ana').queues = [];
    },
    'agents.ana.queues',
    /at least 1/,
  ],
  [
    'two user names that differ in capitals only',
    (s) => {
      Object.assign(s.agents ?? {}, { Ana: at(s.agents, 'ana') });
    },
    'agents.Ana',
    /Connect takes them for one/,
  ],
  [
    'chats at once for somebody without a chat queue',
    (s) => {
      at(s.agents, 'iris').chatConcurrency = 3;
    },
    'agents.iris.chatConcurrency',
    /has the channel "chat"/,
  ],
  [
    'a shift in which nothing is open',
    (s) => {
      at(s.agents, 'iris').shift = { days: ['monday'], hours: '18:00-22:00' };
    },
    'agents.iris.shift',
    /at least one of the queues is open/,
  ],
  [
    'a callback from a chat-only queue',
    (s) => {
      s.queues.help = {
        description: 'Chat',
        channels: ['chat'],
        hours: 'office',
        expectation: { chat: { waitSeconds: 60 } },
        offers: ['callback'],
      };
    },
    'queues.help.offers',
    /no callback/,
  ],
  [
    'a chat link of a queue without chat',
    (s) => {
      queue(s, 'sales').chatLink = 'https://example.com/help';
    },
    'queues.sales.chatLink',
    /no channel "chat"/,
  ],
  [
    'callbacks allowed only while the queue is closed',
    (s) => {
      s.callbacks = { ...s.callbacks, allowedHours: '18:00-21:00' };
    },
    'callbacks.allowedHours',
    /could never be made/,
  ],
  [
    'fewer calls to a number than attempts',
    (s) => {
      s.callbacks = { ...s.callbacks, attempts: 5, perNumberPerDay: 2 };
    },
    'callbacks.perNumberPerDay',
    /at least callbacks\.attempts \(5\)/,
  ],
  [
    'a service level beyond the expectation',
    (s) => {
      queue(s, 'sales').serviceLevel = { thresholdSeconds: 120 };
    },
    'queues.sales.serviceLevel.thresholdSeconds',
    /no more than expectation\.voice\.waitSeconds \(45\)/,
  ],
  [
    'a survey that no text can carry',
    (s) => {
      s.survey = { share: 0.1 };
    },
    'survey.share',
    /web\.texts/,
  ],
  [
    'a margin of all the expectation',
    (s) => {
      queue(s, 'sales').expectation = { voice: { waitSeconds: 45, marginSeconds: 45 } };
    },
    'queues.sales.expectation.voice.marginSeconds',
    /less than waitSeconds \(45\)/,
  ],
  [
    'recording without a notice',
    (s) => {
      s.center.recordingNotice = null;
    },
    'center.recordingNotice',
    /the words that tell callers/,
  ],
  [
    'a notice without recording',
    (s) => {
      s.privacy = { recordCalls: false };
    },
    'center.recordingNotice',
    /callers would hear what is not so/,
  ],
  [
    'numbers kept longer than contacts',
    (s) => {
      s.privacy = { ...s.privacy, contactRetentionDays: 30, numberRetentionDays: 90 };
    },
    'privacy.numberRetentionDays',
    /no more than privacy\.contactRetentionDays \(30\)/,
  ],
];

test.each(contradictions)('refused: %s', (_, change, path, expected) => {
  const problem = problemsAfter(change).find((found) => found.path === path);
  expect(problem?.expected).toMatch(expected);
});

test('every contradiction of single fields that are right says what to write', () => {
  const mute = contradictions
    .filter(([, change]) => problemsAfter(change).some((problem) => problem.write === undefined))
    .map(([says]) => says);
  // There is nothing to write for these: the operator must think of a name, a number or a queue.
  expect(mute).toEqual([
    'no queue at all',
    'a range that runs backwards',
    'a number that leads to no queue',
    'ten queues behind one number',
    'names that differ in hyphens only',
    'hours by a name every object inherits',
    'an agent of a queue by such a name',
    'an agent of no queue',
    'two user names that differ in capitals only',
  ]);
});

test('several contradictions are all named', () => {
  const paths = problemsAfter((settings) => {
    queue(settings, 'sales').hours = 'ofice';
    at(settings.agents, 'ana').queues = ['servce'];
    settings.callbacks = { attempts: 4, perNumberPerDay: 3 };
  }).map((problem) => problem.path);
  expect(paths).toEqual(['queues.sales.hours', 'callbacks.perNumberPerDay', 'agents.ana.queues[0]']);
});

test('joining ranges that touch is what the advice says', () => {
  const [problem] = problemsAfter((settings) => {
    week(settings, 'office').monday = ['09:00-12:00', '12:00-17:00', '18:00-19:00'];
  });
  expect(problem?.write).toBe('["09:00-17:00","18:00-19:00"]');
});

test('each contradiction is also found in other right settings that have what it contradicts', () => {
  const bases = ['as shipped', 'hours in their own zone', 'British English', 'callbacks to several countries'];
  for (const base of bases) {
    for (const [says, change, path] of contradictions) {
      // A shift is compared with hours of the center's own zone only.
      if (base === 'hours in their own zone' && says === 'a shift in which nothing is open') continue;
      const problems = problemsAfter(change, structuredClone(at(goodSettings, base)));
      expect(
        problems.map((problem) => problem.path),
        `${base}: ${says}`,
      ).toContain(path);
    }
  }
});
