import type { CenterRows, Clock, CustomerContact } from '../../core/ports.ts';
import type { DayRow, DirectoryRow, FreezeRow, ModelRow, OptOutRow, PulseRow } from '../../core/rows/center.ts';
import { type AskedContact, askedAttributes, type ContactRow } from '../../core/rows/contact.ts';
import {
  budgetKey,
  dayKey,
  directoryKey,
  freezeKey,
  intervalKeyOf,
  modelKey,
  optOutKey,
  planningKey,
  pulseKey,
} from '../../core/rows/keys.ts';
import { indexes } from '../../core/rows/table.ts';
import type { Instant } from '../../core/time/units.ts';
import { dynamoBooking } from './booking.ts';

import { daysIn, fromItem, live } from './rows.ts';
import type { Table } from './table.ts';
import { dynamoWindows } from './windows.ts';

export function dynamoCenter(table: Table, clock: Clock): CenterRows {
  return {
    ...dynamoWindows(table),
    ...dynamoBooking(table, clock),
    async optOut(customerKey) {
      return live<OptOutRow>(await table.get(optOutKey(customerKey)), clock);
    },
    async putOptOut(row) {
      await table.put({ ...row, ...optOutKey(row.customerKey) }, 'any');
    },
    async directory() {
      return live<DirectoryRow>(await table.get(directoryKey), clock);
    },
    async putDirectory(row) {
      await table.put({ ...row, ...directoryKey }, 'any');
    },
    async freeze() {
      return live<FreezeRow>(await table.get(freezeKey), clock);
    },
    async putFreeze(row) {
      await table.put({ ...row, ...freezeKey }, 'any');
    },
    async pulse() {
      return live<PulseRow>(await table.get(pulseKey), clock);
    },
    async putPulse(row) {
      // Two sweeps of one minute: the one that looked later wins, the other's figures are older.
      const newer = 'attribute_not_exists(pk) OR #version < :version';
      const version = row.at;
      return (await table.putWhen({ ...row, version, ...pulseKey }, newer, { ':version': version }))
        ? 'written'
        : 'conflict';
    },
    async model(queue, channel) {
      return live<ModelRow>(await table.get(modelKey(queue, channel)), clock);
    },
    async putModel(row) {
      await table.update(modelKey(row.queue, row.channel), { latest: { ...row } });
    },
    days: daysIn(table, clock),
    async day(queue, channel, date) {
      return live<DayRow>(await table.get(dayKey(queue, channel, date)), clock);
    },
    async putDay(row) {
      await table.put({ ...row, ...dayKey(row.queue, row.channel, row.date) }, 'any');
    },
    async contactsOf(queue, channel, startsAt, limit) {
      const { items } = await table.query({
        index: indexes.interval.name,
        partition: [indexes.interval.partitionKey, intervalKeyOf(queue, channel, startsAt)],
        limit,
        newestFirst: true,
      });
      return items.map((item) => fromItem<ContactRow>(item));
    },
    async askedSince(queue, channel, since, limit) {
      const { items } = await table.query({
        index: indexes.interval.name,
        partition: [indexes.interval.partitionKey, intervalKeyOf(queue, channel, since)],
        since: [indexes.interval.sortKey, since],
        only: askedAttributes,
        limit,
        newestFirst: true,
      });
      return items as unknown as AskedContact[];
    },
    async contactsOfCustomer(customerKey, limit) {
      const { items } = await table.query({
        index: indexes.customer.name,
        partition: [indexes.customer.partitionKey, customerKey],
        limit,
        newestFirst: true,
      });
      return items.map((item) => fromItem<CustomerContact & object>(item) as CustomerContact);
    },
    async rolledUpUntil() {
      return (await table.get(planningKey('roll-up')))?.until as Instant | undefined;
    },
    async putRolledUpUntil(until) {
      await table.put({ schemaVersion: 1, until, ...planningKey('roll-up') }, 'any');
    },
    async spend(budget, limit, until, on) {
      const once = { schemaVersion: 1, expiresAt: Math.ceil(until / 1000) };
      const before = await table.update(
        budgetKey(budget),
        on === undefined
          ? {
              add: { spent: 1 },
              once,
              condition: 'attribute_not_exists(#spent) OR #spent < :limit',
              values: { ':limit': limit },
            }
          : {
              add: { spentOn: new Set([on]) },
              once,
              condition: 'attribute_not_exists(#spentOn) OR contains(#spentOn, :on) OR size(#spentOn) < :limit',
              values: { ':limit': limit, ':on': on },
            },
      );
      return before === 'failed' ? 'exhausted' : 'spent';
    },
  };
}
