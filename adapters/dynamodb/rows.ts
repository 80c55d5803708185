import type { CenterRows, Clock } from '../../core/ports.ts';
import type { DayRow } from '../../core/rows/center.ts';
import { dayKey } from '../../core/rows/keys.ts';
import type { Item, Table } from './table.ts';

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

/** Live rows of a partition whose sort key lies between two texts, both included. */
export async function liveRange<Row extends object>(
  table: Table,
  clock: Clock,
  partition: string,
  from: string,
  until: string,
): Promise<Row[]> {
  return (await table.range(partition, from, until)).flatMap((item) => live<Row>(item, clock) ?? []);
}

export const daysIn =
  (table: Table, clock: Clock): CenterRows['days'] =>
  (queue, channel, from, until) =>
    liveRange<DayRow>(table, clock, dayKey(queue, channel, '').pk, from, until);
