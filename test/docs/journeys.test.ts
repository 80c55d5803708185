import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('docs/journeys.md', 'utf8');

/** The cells of a table's rows, by the heading it stands under. */
function table(heading: string): string[][] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading));
  if (section === undefined) throw new Error(`docs/journeys.md: no heading "${heading}"`);
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const sentences = table('Sentences').map(([id = '', sentence = '', doors = '']) => ({
  id,
  sentence,
  doors: doors.split(' '),
}));
const rows = table('Rows').map(([id = '', door = '', shownBy = '', file = '', title = '']) => ({
  id,
  door,
  shownBy,
  file,
  title,
}));

test('every sentence has a row for every door it applies to, and no row stands alone', () => {
  const wanted = sentences.flatMap(({ id, doors }) => doors.map((door) => `${id} at ${door}`)).sort();
  expect(rows.map(({ id, door }) => `${id} at ${door}`).sort()).toEqual(wanted);
  expect(new Set(sentences.map(({ id }) => id)).size).toBe(sentences.length);
});

test.each(rows)(
  '$id at $door is shown by a test that is there, and by a journey where it says so',
  ({ shownBy, file, title }) => {
    expect(shownBy).toBe(file.startsWith('test/journeys/') ? 'journey' : 'logic');
    expect(existsSync(file), `${file} is not there`).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(title);
  },
);
