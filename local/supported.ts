import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { kinds } from './aws/resources/kinds.ts';
import { services } from './aws/services.ts';
import { operations } from './connect/api/door.ts';
import { blocks } from './connect/blocks/catalogue.ts';
import { supportedTypes } from './connect/provision.ts';

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
}

/** The text of SUPPORTED.md, made from the tables the emulators themselves run by. */
export function supportedText(): string {
  const resources = Object.entries(kinds).map(([type, { emulated, leftOut }]) => [`\`${type}\``, emulated, leftOut]);
  const sections = [
    '# What the local center emulates',
    'Made by `node local/supported.ts` from the tables the emulators run by; a test fails when it is not current.',
    '## Services',
    'All behind one address; a function may do there what its role in the template allows, and nothing else.',
    table(['service', 'answered by', 'operations', 'differs from AWS'], services),
    '## Resource types',
    'A type that is in neither list stops the start.',
    table(['type', 'emulated', 'left out'], resources),
    `Amazon Connect: ${supportedTypes.map((type) => `\`${type}\``).join(', ')}.`,
    '## Connect operations',
    'Throttled as documented; every other operation is refused.',
    operations.map((operation) => `\`${operation.name}\``).join(', '),
    '## Flow blocks',
    table(
      ['block', 'channels'],
      blocks.map((block) => [`\`${block.type}\``, block.channels.join(', ')]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

export const supportedFile = path.join(import.meta.dirname, 'SUPPORTED.md');

if (import.meta.main) writeFileSync(supportedFile, supportedText());
