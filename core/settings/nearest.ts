/** Edits (insert, delete, replace, swap of neighbours) that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** The word `written` most likely meant: at most four tenths of its letters differ, or one contains the other. Undefined when none is near. */
export function nearest(written: unknown, words: readonly string[]): string | undefined {
  if (typeof written !== 'string' || written === '') return undefined;
  const sought = written.toLowerCase();
  const ranked = words
    .map((word) => {
      const lower = word.toLowerCase();
      const contains = sought.length > 2 && (lower.includes(sought) || (lower.length > 2 && sought.includes(lower)));
      return { word, distance: editDistance(sought, lower) - (contains ? 100 : 0) };
    })
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.round(sought.length * 0.4)) ? best.word : undefined;
}
