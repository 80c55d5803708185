import type { RandomStream } from '../../core/random/stream.ts';
import { type Seconds, seconds } from '../../core/time/units.ts';
import type { LocalClock } from '../clock/clock.ts';
import type { AwsRequest } from './service.ts';

/** How far indexes lag behind the table. */
export interface IndexLag {
  /** Switches lag on, up to so many seconds for each write; 0 switches it off. */
  set(mostSeconds: Seconds): Promise<void>;
  /** The table a query of an index is to read instead; the same one when there is no lag. */
  tableFor(tableName: string): string;
  /** Tells of a request that was answered well, so that its writes reach the indexes in time. */
  follow(operation: string, request: AwsRequest): Promise<void>;
}

export interface IndexLagDeps {
  readonly clock: LocalClock;
  readonly random: Pick<RandomStream, 'uniform'>;
  readonly call: (operation: string, input: unknown) => Promise<Record<string, unknown>>;
}

type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface TableDescription {
  readonly KeySchema: readonly { readonly AttributeName: string }[];
  readonly AttributeDefinitions: unknown;
  readonly GlobalSecondaryIndexes?: readonly { IndexName: string; KeySchema: unknown; Projection: unknown }[];
}

interface Shadow {
  readonly name: string;
  readonly keys: readonly string[];
  /** Key of an item → number of the last write applied: an older one that lags more comes too late. */
  readonly applied: Map<string, number>;
}

/**
 * Makes the indexes of dynalite, which are immediate, eventually consistent as on AWS: a second table receives every
 * write late, and queries of an index read from there.
 */
export function createIndexLag({ clock, random, call }: IndexLagDeps): IndexLag {
  const shadows = new Map<string, Shadow>();
  let mostSeconds = 0;
  let writes = 0;

  async function makeShadow(tableName: string): Promise<Shadow> {
    const { Table } = (await call('DescribeTable', { TableName: tableName })) as { Table: TableDescription };
    const name = `${tableName}.lagging`;
    await call('DeleteTable', { TableName: name }).catch(() => {});
    await call('CreateTable', {
      TableName: name,
      KeySchema: Table.KeySchema,
      AttributeDefinitions: Table.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: Table.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    });
    let ExclusiveStartKey: unknown;
    do {
      const from = ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey };
      const page = (await call('Scan', { TableName: tableName, ...from })) as {
        Items: Item[];
        LastEvaluatedKey?: unknown;
      };
      for (const item of page.Items) await call('PutItem', { TableName: name, Item: item });
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return { name, keys: Table.KeySchema.map((key) => key.AttributeName), applied: new Map() };
  }

  async function copyLate(tableName: string, shadow: Shadow, keyOrItem: Item): Promise<void> {
    const Key = Object.fromEntries(shadow.keys.map((name) => [name, keyOrItem[name]]));
    const { Item: after } = (await call('GetItem', { TableName: tableName, Key, ConsistentRead: true })) as {
      Item?: Item;
    };
    const text = JSON.stringify(Key);
    const write = ++writes;
    clock.after(seconds(random.uniform() * mostSeconds), async () => {
      if ((shadow.applied.get(text) ?? 0) > write) return;
      shadow.applied.set(text, write);
      if (after === undefined) await call('DeleteItem', { TableName: shadow.name, Key });
      else await call('PutItem', { TableName: shadow.name, Item: after });
    });
  }

  return {
    async set(most) {
      mostSeconds = most;
      if (most === 0) {
        shadows.clear();
        return;
      }
      const { TableNames } = (await call('ListTables', {})) as { TableNames: string[] };
      for (const name of TableNames.filter((table) => !table.endsWith('.lagging')))
        shadows.set(name, await makeShadow(name));
    },
    tableFor: (tableName) => shadows.get(tableName)?.name ?? tableName,
    async follow(operation, request) {
      if (shadows.size === 0) return;
      const input = JSON.parse(request.body) as {
        TableName?: string;
        Key?: Item;
        Item?: Item;
        RequestItems?: Record<string, { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>;
      };
      const written: [string, Item][] =
        operation === 'BatchWriteItem'
          ? Object.entries(input.RequestItems ?? {}).flatMap(([table, entries]) =>
              entries.map((entry): [string, Item] => [table, entry.PutRequest?.Item ?? entry.DeleteRequest?.Key ?? {}]),
            )
          : /^(Put|Update|Delete)Item$/.test(operation)
            ? [[input.TableName ?? '', input.Item ?? input.Key ?? {}]]
            : [];
      for (const [table, keyOrItem] of written) {
        const shadow = shadows.get(table);
        if (shadow !== undefined) await copyLate(table, shadow, keyOrItem);
      }
    },
  };
}
