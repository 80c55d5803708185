/** A line of a CSV text by column name, with its number in the file (the header is line 1). */
export interface CsvLine {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * The lines of a CSV text with a header; cells trimmed, empty lines left out. Quotes hold commas, line ends and, doubled,
 * themselves. Small, because Lambdas carry it; a person's many files are read by bin/historyFile.ts.
 */
export function readCsv(text: string): { readonly header: readonly string[]; readonly lines: readonly CsvLine[] } {
  const records = recordsOf(text.replace(/^\uFEFF/, ''));
  const [first, ...rest] = records;
  const header = first?.cells ?? [];
  return {
    header,
    lines: rest.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ''])),
    })),
  };
}

function recordsOf(text: string): { line: number; cells: string[] }[] {
  const records: { line: number; cells: string[] }[] = [];
  let [line, startedAt, cell, quoted] = [1, 1, '', false];
  let cells: string[] = [];
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endRecord = (): void => {
    endCell();
    if (cells.some((value) => value !== '')) records.push({ line: startedAt, cells });
    cells = [];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (character === '"' && cell.trim() === '') [quoted, cell] = [true, ''];
    else if (character === ',') endCell();
    else if (character === '\n') {
      endRecord();
      startedAt = line;
    } else if (character !== '\r') cell += character;
  }
  endRecord();
  return records;
}
