import { isWanted } from '../../core/callbacks/ledger.ts';
import type { CallbackRows } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { copy } from './copy.ts';

export interface MemoryCallbacks {
  rows: CallbackRows;
  /** By the ledger's key, open or just closed. */
  slots: ReadonlyMap<string, CallbackRow>;
  /** The history. */
  closed: ReadonlyMap<string, CallbackRow>;
}

export function memoryCallbacks(expired: (row: CallbackRow) => boolean): MemoryCallbacks {
  const slots = new Map<string, CallbackRow>();
  const closed = new Map<string, CallbackRow>();
  const remember: CallbackRows['remember'] = async (row) => {
    const key = `${row.callbackKey}#${row.callbackId}`;
    if ((closed.get(key)?.version ?? 0) <= row.version) closed.set(key, copy(row));
  };
  const rows: CallbackRows = {
    async get(callbackKey) {
      const row = slots.get(callbackKey);
      return row && (expired(row) ? { ...copy(row), recentAcceptances: [] } : copy(row));
    },
    async replace(row, expectedVersion) {
      if (slots.get(row.callbackKey)?.version !== expectedVersion) return 'conflict';
      slots.set(row.callbackKey, copy(row));
      return 'written';
    },
    async close(row, expectedVersion) {
      await remember(row);
      return rows.replace(row, expectedVersion);
    },
    remember,
    async touch(callbackKey, callbackId) {
      const row = slots.get(callbackKey);
      if (row?.callbackId !== callbackId || !isWanted(row)) return undefined;
      slots.set(callbackKey, { ...row, version: row.version + 1 });
      return rows.get(callbackKey);
    },
    async open(limit) {
      return [...slots.values()]
        .flatMap((row) => (row.dueKey !== undefined && row.dueAt !== undefined ? [row] : []))
        .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
        .slice(0, limit)
        .map(copy);
    },
  };
  return { rows, slots, closed };
}
