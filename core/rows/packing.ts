/**
 * Attributes that DynamoDB never looks into. As maps and lists each number in them is an attribute of its own, named, typed
 * and checked at every step of the way: of a contact that waited long, most of what is read and written.
 */
const packedAttributes = ['quotes', 'intervals', 'model', 'plan', 'figures'] as const;

type Row = Readonly<Record<string, unknown>>;

/** The row as it is written: those attributes as JSON text. What is text already stays. */
export function packed(row: object): Row {
  return changed(row as Row, (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value));
}

/** The row as it was before it was packed; one that an earlier version wrote without packing stays as it is. */
export function unpacked<Item extends object>(item: Item): Item {
  return changed(item as Row, (value) => (typeof value === 'string' ? JSON.parse(value) : value)) as Item;
}

function changed(row: Row, change: (value: unknown) => unknown): Row {
  const after: Record<string, unknown> = { ...row };
  for (const name of packedAttributes) if (name in after) after[name] = change(after[name]);
  return after;
}
