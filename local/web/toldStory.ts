import type { GatheredStory } from '../../core/operations/gatherStory.ts';
import type { StoryTold } from './deskMessages.ts';

/** What Connect's own log tells of the contact whose story it is: shown once, not twice. */
const heardAnyway = new Set([
  ...['began', 'asked for an agent', 'stood in the queue', 'connected to an agent', 'ended'],
  ...['the agent was done with it', 'the far end picked up', 'the customer confirmed'],
]);

const moments = new Set(['promisedBy', 'notBefore', 'expiresBy', 'callbackOverAt', 'offeredAt', 'linkSentAt']);

/** A story in words and figures a person reads; instants inside it as times of day in the center's zone. */
export function toldStory(story: GatheredStory, timeZone: string): StoryTold {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'medium' });
  const said = (name: string, value: unknown): [string, string][] => {
    if (value === undefined || value === null || value === '') return [];
    if (Array.isArray(value)) return [[words(name), String(value.length)]];
    if (typeof value === 'object')
      return Object.entries(value).flatMap(([part, inner]) =>
        said(part, inner).map(([of, shown]): [string, string] => [`${words(name)}: ${of}`, shown]),
      );
    if (typeof value === 'number' && moments.has(name)) return [[words(name), clock.format(value)]];
    return [[words(name), typeof value === 'number' ? rounded(value) : String(value)]];
  };
  const values = (detail: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(Object.entries(detail).flatMap(([name, value]) => said(name, value)));
  return {
    known: story.customerKey !== undefined,
    lines: story.lines.map(({ at, of, what, detail }) => ({
      at,
      of,
      what: `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
      values: values(detail),
      heardAnyway: of === story.contactId && heardAnyway.has(what),
    })),
    promises: story.promises.map(({ told, until, state }) => ({ told, until, state })),
    standing: values(story.standing),
    otherContacts: story.otherContacts,
  };
}

/** toldBoundSeconds → "told bound, s"; headWeight → "head weight". */
function words(name: string): string {
  const apart = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return apart.replace(/ seconds$/, ', s').replace(/ id$/, '');
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)));
