import type { Clock } from '../../core/ports.ts';
import type { Item } from './table.ts';

/** A row without its place in the table. */
export function fromItem<Row extends object>(item: Item): Row {
  const { pk: _pk, sk: _sk, ...row } = item;
  return row as Row;
}

/** DynamoDB deletes expired rows up to two days late: until then they are filtered here. */
export function live<Row extends object>(item: Item | undefined, clock: Clock): Row | undefined {
  if (item === undefined) return undefined;
  const { expiresAt } = item;
  if (typeof expiresAt === 'number' && expiresAt * 1000 <= clock.now()) return undefined;
  return fromItem<Row>(item);
}
