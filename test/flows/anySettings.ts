import fc from 'fast-check';
import { languages } from '../../core/settings/center.ts';
import { parseSettings } from '../../core/settings/parse.ts';
import type { Settings } from '../../core/settings/schema.ts';
import type { Flow } from '../../flows/language/flow.ts';

/** What a settings file for these tests may say; everything left out is defaulted, so that each option written matters. */
export interface Written {
  center?: object;
  phoneNumbers?: object;
  queues?: object;
  hours?: object;
  callbacks?: object;
  privacy?: object;
  journey?: object;
}

const week = (ranges: string[]) => ({
  monday: ranges,
  tuesday: ranges,
  wednesday: ranges,
  thursday: ranges,
  friday: ranges,
});

export const office = { week: week(['09:00-17:00']), holidays: [] };

export const aQueue = (options: object = {}) => ({
  description: 'Anything',
  channels: ['voice'],
  hours: 'office',
  expectation: { voice: { waitSeconds: 60 } },
  ...options,
});

/** A center of one voice queue on one number, unless written otherwise. */
export function someSettings({
  center,
  phoneNumbers,
  queues,
  hours,
  callbacks,
  privacy,
  journey,
}: Written = {}): Settings {
  return parseSettings({
    center: { name: 'Northwind', timeZone: 'America/New_York', connect: { create: { alias: 'northwind' } }, ...center },
    phoneNumbers: phoneNumbers ?? { main: { country: 'US', type: 'DID', queues: ['service'] } },
    hours: hours ?? { office },
    queues: queues ?? { service: aQueue() },
    ...(callbacks ? { callbacks } : {}),
    ...(privacy ? { privacy } : {}),
    ...(journey ? { journey } : {}),
  });
}

/** What these flows write onto a contact of the queue it has chosen, block by block. */
export const writtenBy = (flows: readonly Flow[]): Readonly<Record<string, unknown>>[] =>
  flows.flatMap(({ actions }) =>
    actions.flatMap((action) =>
      action.Type === 'UpdateContactAttributes' && 'queue' in action.Parameters.Attributes
        ? [action.Parameters.Attributes]
        : [],
    ),
  );

// Words a person might really write, and the ones that would confuse a flow.
const words = fc.oneof(
  fc.constantFrom(
    'Northwind',
    'A & B <Shop>',
    'Pay $.External.say',
    'Ends with $',
    'Zoë “Cafés”',
    '100 % {safe}; (really)',
  ),
  fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .filter((text) => text.trim() !== '' && text.trim().length <= 60),
);

const range = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 9, max: 24 }))
  .filter(([from, to]) => from < to)
  .map(
    ([from, to]) =>
      `${String(from).padStart(2, '0')}:${from % 2 === 0 ? '00' : '30'}-${String(to).padStart(2, '0')}:00`,
  )
  .filter((text) => text.slice(0, 5) < text.slice(6));

const anyHours = fc
  .array(fc.option(range, { nil: undefined }), { minLength: 7, maxLength: 7 })
  .filter((spans) => spans.some((span) => span !== undefined))
  .map((spans) => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    return {
      week: Object.fromEntries(
        days.flatMap((day, index) => (spans[index] === undefined ? [] : [[day, [spans[index]]]])),
      ),
      holidays: [],
    };
  });

const anyQueue = fc
  .record({
    channels: fc.constantFrom<('voice' | 'chat')[]>(['voice'], ['chat'], ['voice', 'chat']),
    hours: fc.constantFrom('first', 'second'),
    spokenName: fc.option(words, { nil: undefined }),
    offered: fc.boolean(),
    line: fc.constantFrom(undefined, 'shared'),
    chatLink: fc.constantFrom(undefined, 'https://example.com/help', 'https://example.com/$.External.say?a=1'),
  })
  .map(({ channels, hours, spokenName, offered, line, chatLink }) => ({
    description: 'Anything',
    channels,
    hours,
    ...(spokenName === undefined ? {} : { spokenName }),
    ...(line === undefined ? {} : { lineOfBusiness: line }),
    ...(chatLink === undefined || !channels.includes('chat') ? {} : { chatLink }),
    offers: offered && channels.includes('voice') ? ['callback', 'window'] : [],
    expectation: Object.fromEntries(channels.map((channel) => [channel, { waitSeconds: 60 }])),
  }));

/** Settings the schema accepts, of the width a real center might have: up to twelve queues and five numbers, menus of up to nine. */
export const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    name: words,
    language: fc.constantFrom(...languages),
    notice: fc.option(words, { nil: null }),
    first: anyHours,
    second: anyHours,
    queues: fc.array(anyQueue, { minLength: 1, maxLength: 12 }),
    menus: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }),
    openAfterHours: fc.boolean(),
    number: fc.boolean(),
    knownMatter: fc.constantFrom('ask', 'assume', 'menu'),
    stepByStep: fc.boolean(),
  })
  .map((drawn) => {
    const queues = Object.fromEntries(drawn.queues.map((queue, index) => [`queue-${index + 1}`, queue]));
    const voice = Object.keys(queues).filter((name) => queues[name]?.channels.includes('voice'));
    const menus = voice.length === 0 ? [] : drawn.menus;
    return parseSettings({
      center: {
        name: drawn.name,
        timeZone: 'America/New_York',
        language: drawn.language,
        recordingNotice: drawn.notice,
        connect: { create: { alias: 'northwind' } },
      },
      phoneNumbers: Object.fromEntries([
        ...menus.map((most, index) => [
          `number-${index + 1}`,
          {
            country: 'US',
            type: 'DID',
            ...(drawn.number ? { number: `+1206555010${index}` } : {}),
            queues: voice.slice(0, most),
          },
        ]),
        // Every voice queue can be called, however many there are.
        ...voice.map((queue, index) => [`line-${index + 1}`, { country: 'US', type: 'DID', queues: [queue] }]),
      ]),
      hours: Object.fromEntries(
        (['first', 'second'] as const)
          .filter((name) => drawn.queues.some((queue) => queue.hours === name))
          .map((name) => [name, drawn[name]]),
      ),
      queues,
      callbacks: { openAfterHours: drawn.openAfterHours },
      journey: { knownMatter: drawn.knownMatter, stepByStep: drawn.stepByStep },
      // Recording and its notice go together.
      privacy: { recordCalls: drawn.notice !== null },
    });
  });
