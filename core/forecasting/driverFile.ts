import { readCsv } from '../text/csv.ts';

/** One day's value of one driver, for one queue or, without a name, for all. */
export interface DriverValue {
  /** YYYY-MM-DD where the center is. */
  readonly date: string;
  readonly queue?: string;
  readonly driver: string;
  readonly value: number;
}

export interface ReadDrivers {
  readonly values: readonly DriverValue[];
  readonly badLines: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * DRIVERS.csv: a `date` a line (YYYY-MM-DD), a column for each driver named in the settings, and, where a value is of one
 * queue only, its `queue`. Days to come carry what is planned; an empty cell is not known. A wrong line is reported and left
 * out.
 */
export function readDrivers(text: string, drivers: readonly string[], queues: readonly string[]): ReadDrivers {
  const { header, lines } = readCsv(text);
  const columns = drivers.filter((name) => header.includes(name));
  if (!header.includes('date') || columns.length === 0)
    return { values: [], badLines: [{ line: 1, reason: `expected the columns date and ${drivers.join(', ')}` }] };
  const values: DriverValue[] = [];
  const badLines: { line: number; reason: string }[] = [];
  for (const { line, cells } of lines) {
    const { date = '', queue = '' } = cells;
    const wrong = columns.filter((name) => !isCount(cells[name] ?? ''));
    if (!isDate(date)) badLines.push({ line, reason: 'date: expected a day such as 2026-03-02' });
    else if (queue !== '' && !queues.includes(queue))
      badLines.push({ line, reason: `queue: expected one of ${queues.join(', ')}, or nothing` });
    else if (wrong.length > 0) badLines.push({ line, reason: `${wrong.join(', ')}: expected a number of at least 0` });
    else
      for (const driver of columns)
        if (cells[driver] !== '')
          values.push({ date, driver, value: Number(cells[driver]), ...(queue === '' ? {} : { queue }) });
  }
  return { values, badLines };
}

const isCount = (text: string): boolean =>
  text === '' || (Number(text) >= 0 && Number(text) < Number.POSITIVE_INFINITY);

function isDate(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
