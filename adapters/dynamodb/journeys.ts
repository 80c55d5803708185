import type { JourneyRows } from '../../core/journeyPorts.ts';
import { type ContactDigest, type Journey, journeySchemaVersion, mostDigests } from '../../core/rows/journey.ts';
import { journeyKey } from '../../core/rows/keys.ts';
import type { Item, Table } from './table.ts';

/** A digest is an attribute of its own, named after its contact: setting it twice is setting it once. */
const prefix = 'contact_';
const attributeOf = (contactId: string): string => prefix + contactId.replaceAll(/\W/g, '_');

type Entry = readonly [name: string, digest: ContactDigest];

const entriesOf = (item: Item): Entry[] =>
  Object.entries(item)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, digest]): Entry => [name, digest as ContactDigest])
    .sort(([, a], [, b]) => a.at - b.at);

export const journeyIn = (item: Item): Journey => ({ digests: entriesOf(item).map(([, digest]) => digest) });

/** `isLive`: rows that are forgotten and not yet deleted. */
export function dynamoJourneys(table: Table, isLive: (item: Item) => boolean): JourneyRows {
  return {
    async journeys(customerKeys) {
      if (customerKeys.length === 0) return new Map();
      const byPlace = new Map(customerKeys.map((key) => [journeyKey(key).pk, key]));
      const items = await table.getMany([...byPlace.values()].map(journeyKey));
      return new Map(
        items.filter(isLive).map((item) => [byPlace.get(String(item.pk)) ?? '', journeyIn(item)] as const),
      );
    },
    async putDigest(customerKey, digest, until) {
      const own = attributeOf(digest.contactId);
      const before = await table.update(journeyKey(customerKey), {
        latest: {
          [own]: digest,
          customerKey,
          schemaVersion: journeySchemaVersion,
          expiresAt: Math.ceil(until / 1000),
        },
      });
      if (before === undefined || before === 'failed') return;
      // Rare: a customer who is in contact every day. The oldest go.
      const others = entriesOf(before).filter(([name]) => name !== own);
      const drop = others.slice(0, Math.max(0, others.length + 1 - mostDigests)).map(([name]) => name);
      if (drop.length > 0) await table.update(journeyKey(customerKey), { drop });
    },
  };
}
