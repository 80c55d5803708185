/** Stored rows are copies: nobody changes the table by changing what they were given. */
export function copy<Row>(row: Row): Row {
  if (typeof row !== 'object' || row === null) return row;
  if (Array.isArray(row)) return row.map(copy) as Row;
  const made: Record<string, unknown> = {};
  for (const name in row) made[name] = copy(row[name]);
  return made as Row;
}
