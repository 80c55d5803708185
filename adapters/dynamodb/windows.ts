import type { BookedWindows, WindowRows } from '../../core/ports.ts';
import { windowsKey } from '../../core/rows/keys.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import type { Item, Table } from './table.ts';

/** One row per queue: each window an attribute, and in it the set of callbacks that have a place. */
const attributeOf = (startsAt: Instant): string => `w${startsAt / 1000}`;

/** Of a callback's id the last characters, which differ: quote-wait reads the whole row. */
const markOf = (callbackId: string): string => callbackId.slice(-16);

export function dynamoWindows(table: Table): WindowRows {
  return {
    async bookedWindows(queue) {
      return bookedIn(await table.get(windowsKey(queue)));
    },
    async bookWindow({ queue, startsAt, callbackId, capacity, forget }) {
      const attribute = attributeOf(startsAt);
      const has = `contains(#${attribute}, :mark)`;
      const before = await table.update(windowsKey(queue), {
        once: { schemaVersion: 1 },
        add: { [attribute]: new Set([markOf(callbackId)]) },
        drop: forget.map(attributeOf),
        condition: `attribute_not_exists(#${attribute}) OR ${has} OR size(#${attribute}) < :capacity`,
        values: { ':mark': markOf(callbackId), ':capacity': capacity },
      });
      return before === 'failed' ? 'full' : 'booked';
    },
    async releaseWindow(queue, startsAt, callbackId) {
      await table.update(windowsKey(queue), { take: { [attributeOf(startsAt)]: new Set([markOf(callbackId)]) } });
    },
  };
}

export function bookedIn(item: Item | undefined): BookedWindows {
  const booked = new Map<Instant, number>();
  for (const [attribute, value] of Object.entries(item ?? {})) {
    if (/^w\d+$/.test(attribute) && value instanceof Set)
      booked.set(instant(Number(attribute.slice(1)) * 1000), value.size);
  }
  return booked;
}
