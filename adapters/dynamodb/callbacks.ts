import type { CallbackRows, Clock } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { closedCallbackKey, dueShard, openCallbackKey } from '../../core/rows/keys.ts';
import { indexes } from '../../core/rows/table.ts';
import { fromItem, live } from './rows.ts';
import type { Item, Table } from './table.ts';

export function dynamoCallbacks(table: Table, clock: Clock): CallbackRows {
  const replace: CallbackRows['replace'] = async (row, expectedVersion) =>
    (await table.put({ ...row, ...openCallbackKey(row.callbackKey) }, expectedVersion)) ? 'written' : 'conflict';
  const remember: CallbackRows['remember'] = async (row) => {
    // A process that was frozen in between comes with an older row: what stands there is newer, and stays.
    const item = { ...row, ...closedCallbackKey(row.callbackKey, row.callbackId) };
    await table.putWhen(item, 'attribute_not_exists(pk) OR #version <= :version', { ':version': row.version });
  };
  return {
    async get(callbackKey) {
      return slotIn(await table.get(openCallbackKey(callbackKey)), clock);
    },
    replace,
    async close(row, expectedVersion) {
      await remember(row);
      return replace(row, expectedVersion);
    },
    remember,
    async touch(callbackKey, callbackId) {
      const before = await table.update(openCallbackKey(callbackKey), {
        add: { version: 1 },
        condition: `callbackId = :callbackId AND attribute_exists(${indexes.due.partitionKey}) AND attribute_not_exists(cancelRequestedAt)`,
        values: { ':callbackId': callbackId },
      });
      if (before === 'failed' || before === undefined) return undefined;
      const row = fromItem<CallbackRow>(before);
      return { ...row, version: row.version + 1 };
    },
    async open(limit) {
      const { items } = await table.query({
        index: indexes.due.name,
        partition: [indexes.due.partitionKey, dueShard],
        limit,
      });
      return items.map((item) => fromItem<CallbackRow>(item));
    },
  };
}

/** A slot whose last callback is forgotten is as good as empty, but its version still guards it. */
export const slotIn = (item: Item | undefined, clock: Clock): CallbackRow | undefined =>
  live<CallbackRow>(item, clock) ?? (item && { ...fromItem<CallbackRow>(item), recentAcceptances: [] });
