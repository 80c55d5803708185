import { joinJourneys } from '../../core/contacts/journey.ts';
import type { Clock, ContactRows, Note, QuoteRows, WaitingRows } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { FreezeRow, ModelRow, PulseRow } from '../../core/rows/center.ts';
import type { ContactRow, WaitingEntry } from '../../core/rows/contact.ts';
import {
  contactKey,
  freezeKey,
  journeyKey,
  modelKey,
  openCallbackKey,
  pulseKey,
  waitingKeyOf,
  windowsKey,
} from '../../core/rows/keys.ts';
import { indexes } from '../../core/rows/table.ts';
import { dynamoJourneys, journeyIn } from './journeys.ts';
import { fromItem, live } from './rows.ts';
import type { Item, Table } from './table.ts';
import { bookedIn } from './windows.ts';

/** The row an update makes of the one before: what UpdateItem does, so that one request gives both. */
export function withNote(before: ContactRow | undefined, note: Note, contactId: string): ContactRow {
  const after: Record<string, unknown> = {
    ...note.once,
    ...before,
    ...note.latest,
    contactId,
    version: (before?.version ?? 0) + 1,
  };
  for (const name of note.drop ?? []) delete after[name];
  return after as unknown as ContactRow;
}

export function dynamoContacts(table: Table, clock: Clock): ContactRows & WaitingRows & QuoteRows {
  return {
    ...dynamoJourneys(table, (item) => live(item, clock) !== undefined),
    async get(contactId) {
      return live<ContactRow>(await table.get(contactKey(contactId)), clock);
    },
    async getMany(contactIds) {
      const items = await table.getMany(contactIds.map(contactKey));
      const rows = items.flatMap((item) => live<ContactRow>(item, clock) ?? []);
      return new Map(rows.map((row) => [row.contactId, row]));
    },
    async replace(row, expectedVersion) {
      const item: Item = { ...row };
      return (await table.put({ ...item, ...contactKey(row.contactId) }, expectedVersion)) ? 'written' : 'conflict';
    },
    async note(contactId, note, unlessOver = false) {
      const before = await table.update(contactKey(contactId), {
        once: { ...note.once, contactId },
        ...(note.latest ? { latest: { ...note.latest } } : {}),
        ...(note.drop ? { drop: note.drop } : {}),
        add: { version: 1 },
        ...(unlessOver ? { condition: 'attribute_not_exists(answeredAt) AND attribute_not_exists(endedAt)' } : {}),
      });
      if (before === 'failed') return { kind: 'over' };
      const row = before && fromItem<ContactRow>(before);
      return { kind: 'noted', before: row, after: withNote(row, note, contactId) };
    },
    async waiting(queue, channel, limit) {
      const { items, more } = await table.query({
        index: indexes.waiting.name,
        partition: [indexes.waiting.partitionKey, waitingKeyOf(queue, channel)],
        limit,
      });
      return { entries: items.map(entryOf), more };
    },
    async readForQuote({ contactId, callbackKey, queue, channel, journeyOf = [] }) {
      const keys = [contactKey(contactId), modelKey(queue, channel), pulseKey, freezeKey, windowsKey(queue)];
      const journeyKeys = journeyOf.map(journeyKey);
      keys.push(...journeyKeys);
      if (callbackKey !== undefined) keys.push(openCallbackKey(callbackKey));
      const items = await table.getMany(keys);
      const find = <Row extends object>(pk: string): Row | undefined =>
        live<Row>(
          items.find((item) => item.pk === pk),
          clock,
        );
      return {
        contact: find<ContactRow>(contactKey(contactId).pk),
        journey: joinJourneys(
          items
            .filter((item) => journeyKeys.some(({ pk }) => pk === item.pk) && live(item, clock) !== undefined)
            .map(journeyIn),
        ),
        model: find<ModelRow>(modelKey(queue, channel).pk),
        pulse: find<PulseRow>(pulseKey.pk),
        callback: callbackKey === undefined ? undefined : find<CallbackRow>(callbackKey),
        frozen: find<FreezeRow>(freezeKey.pk)?.frozen ?? false,
        booked: bookedIn(find(windowsKey(queue).pk)),
      };
    },
  };
}

function entryOf(item: Item): WaitingEntry {
  const { contactId, waitingRank, rankAt, priority, queuedAt, provisionalUntil, keepsPlaceSince, checkedAt } =
    item as unknown as ContactRow;
  return {
    contactId,
    rank: waitingRank ?? '',
    rankAt: rankAt ?? (0 as NonNullable<ContactRow['rankAt']>),
    priority: priority ?? 5,
    ...(queuedAt === undefined ? {} : { queuedAt }),
    ...(provisionalUntil === undefined ? {} : { provisionalUntil }),
    ...(keepsPlaceSince === undefined ? {} : { keepsPlaceSince }),
    ...(checkedAt === undefined ? {} : { checkedAt }),
  };
}
