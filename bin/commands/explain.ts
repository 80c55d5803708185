import type { Command } from 'commander';
import type { GatheredStory } from '../../core/operations/gatherStory.ts';
import { type Instant, toIso } from '../../core/time/units.ts';
import type { CenterChoice } from '../operations/center.ts';
import { explainContact } from '../operations/explain.ts';
import { type Answer, answering } from '../outcome.ts';
import { center, onCenter } from './target.ts';

export function register(program: Command): void {
  onCenter(program.command('explain').argument('<contactId>', 'as logs, the board and callbacks show it'))
    .description(
      'Everything known of a contact, in order: events, quotes with their inputs, offers, choices, promises.',
    )
    .action(answering((id: string, options: CenterChoice) => explain(id, options)));
}

async function explain(contactId: string, options: CenterChoice): Promise<Answer> {
  const story = await explainContact(await center(options), contactId);
  const json = {
    ...story,
    lines: story.lines.map((line) => ({ ...line, at: toIso(line.at), detail: withIso(line.detail) })),
    promises: story.promises.map((promise) => ({ ...promise, until: toIso(promise.until) })),
  };
  return { json, text: sayStory(story) };
}

function sayStory(story: GatheredStory): string {
  const rows = story.lines.map(({ at, of, what, detail }) => {
    const whose = of === story.contactId ? '' : `  [${of}]`;
    const facts = Object.entries(withIso(detail)).map(([name, value]) => `${name} ${sayValue(value)}`);
    return `  ${toIso(at)}  ${what}${whose}${facts.length === 0 ? '' : `\n      ${facts.join(', ')}`}`;
  });
  const promises = story.promises.map(
    ({ told, until, state }) => `  ${state.padEnd(9)} ${told}, until ${toIso(until)}`,
  );
  const standing = Object.entries(story.standing).map(([name, value]) => `${name} ${sayValue(value)}`);
  return [
    `contact ${story.contactId}`,
    `customer ${story.customerKey ?? 'anonymous, or erased'}`,
    ...rows,
    'promises',
    ...(promises.length === 0 ? ['  none was made'] : promises),
    ...(standing.length === 0 ? [] : [`known besides: ${standing.join(', ')}`]),
    ...(story.otherContacts.length === 0 ? [] : [`other contacts of the customer: ${story.otherContacts.join(', ')}`]),
  ].join('\n');
}

function sayValue(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  if (typeof value !== 'object' || value === null) return String(value);
  return `(${Object.entries(value)
    .map(([name, part]) => `${name} ${sayValue(part)}`)
    .join(', ')})`;
}

const moments = new Set(['promisedBy', 'notBefore', 'expiresBy']);

const withIso = (detail: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name, moments.has(name) ? toIso(value as Instant) : value]),
  );
