import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { RowKey } from '../../core/rows/keys.ts';
import { packed, unpacked } from '../../core/rows/packing.ts';
import { faultOf, nameOf } from '../fault.ts';

/** How long a function may hang on the table. On a flow's path both tries together stay below the flow's 2 seconds. */
export interface Patience {
  connectionMilliseconds: number;
  requestMilliseconds: number;
  attempts: number;
}

export const flowPatience: Patience = { connectionMilliseconds: 250, requestMilliseconds: 600, attempts: 2 };
export const batchPatience: Patience = { connectionMilliseconds: 1000, requestMilliseconds: 3000, attempts: 3 };

export type Item = Record<string, unknown>;

export interface Query {
  index: string;
  partition: [name: string, value: string];
  /** Of a numeric sort key: at least this. */
  since?: [name: string, value: number];
  /** Attributes to give; all when left out. */
  only?: readonly string[];
  limit: number;
  newestFirst?: boolean;
}

/** The table in plain values. One method, one request, but for queries of more than 1 MB. */
export interface Table {
  get(key: RowKey): Promise<Item | undefined>;
  /** Items in any order; those that do not exist are left out. Throws when DynamoDB leaves keys unprocessed. */
  getMany(keys: readonly RowKey[]): Promise<Item[]>;
  /** `expectedVersion` undefined: only where there is no item; 'any': whatever stands there. */
  put(item: Item & RowKey, expectedVersion: number | undefined | 'any'): Promise<boolean>;
  /** Puts each, whatever stands there, in one request for every 25. Throws when DynamoDB still leaves some after three. */
  putMany(items: readonly (Item & RowKey)[]): Promise<void>;
  /** Puts unless `condition` fails; false when it did. */
  putWhen(item: Item & RowKey, condition: string, values: Item): Promise<boolean>;
  /** Gives the item before, or 'failed' when the condition does not hold. */
  update(key: RowKey, change: Change): Promise<Item | undefined | 'failed'>;
  query(query: Query): Promise<{ items: Item[]; more: boolean }>;
  /** Every item of a partition whose sort key lies between two texts, both included. */
  range(partition: string, from: string, until: string): Promise<Item[]>;
}

export interface Change {
  once?: Item;
  latest?: Item;
  drop?: readonly string[];
  /** To a number its sum, to a set of texts its members. */
  add?: Record<string, number | Set<string>>;
  /** From a set of texts these members; a set without members is gone. */
  take?: Record<string, Set<string>>;
  condition?: string;
  values?: Item;
}

/** DynamoDB's own limit. */
const mostInBatch = 25;
const batchRequests = 3;

export function connectToTable(tableName: string, patience: Patience): Table {
  const client = new DynamoDBClient({
    maxAttempts: patience.attempts,
    requestHandler: {
      connectionTimeout: patience.connectionMilliseconds,
      requestTimeout: patience.requestMilliseconds,
      throwOnRequestTimeout: true,
    },
  });
  return tableOver(client, tableName);
}

export function tableOver(client: DynamoDBClient, TableName: string): Table {
  return {
    async get(key) {
      const { Item: item } = await asked('dynamodb:GetItem', () =>
        client.send(new GetItemCommand({ TableName, Key: toItem(key), ConsistentRead: true })),
      );
      return item && ofItem(item);
    },
    async getMany(keys) {
      const { Responses, UnprocessedKeys } = await asked('dynamodb:BatchGetItem', () =>
        client.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys.map(toItem), ConsistentRead: true } } }),
        ),
      );
      // Asking again would be a second request on the caller's path; the safe answer is quicker.
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw faultOf('dynamodb:BatchGetItem', throttled());
      return (Responses?.[TableName] ?? []).map(ofItem);
    },
    async put(item, expectedVersion) {
      if (expectedVersion === 'any') return putWhen(item, undefined, undefined);
      return expectedVersion === undefined
        ? putWhen(item, 'attribute_not_exists(pk)', undefined)
        : putWhen(item, '#version = :expected', { ':expected': expectedVersion });
    },
    async putMany(items) {
      for (let first = 0; first < items.length; first += mostInBatch) {
        await putBatch(items.slice(first, first + mostInBatch));
      }
    },
    putWhen,
    async update(key, change) {
      try {
        const { Attributes } = await client.send(
          new UpdateItemCommand({ TableName, Key: toItem(key), ReturnValues: 'ALL_OLD', ...expressionOf(change) }),
        );
        return Attributes && ofItem(Attributes);
      } catch (cause) {
        if (nameOf(cause) === 'ConditionalCheckFailedException') return 'failed';
        throw faultOf('dynamodb:UpdateItem', cause);
      }
    },
    async query(query) {
      const items: Item[] = [];
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      // One request gives 1 MB at most, which a thousand callbacks fill.
      do {
        const page = { TableName, ...queryOf({ ...query, limit: query.limit - items.length }), ExclusiveStartKey };
        const { Items, LastEvaluatedKey } = await asked('dynamodb:Query', () => client.send(new QueryCommand(page)));
        items.push(...(Items ?? []).map(ofItem));
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey && items.length < query.limit);
      return { items, more: ExclusiveStartKey !== undefined };
    },
    async range(partition, from, until) {
      const items: Item[] = [];
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const page = await asked('dynamodb:Query', () =>
          client.send(
            new QueryCommand({
              TableName,
              KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :until',
              ExpressionAttributeValues: toItem({ ':partition': partition, ':from': from, ':until': until }),
              ExclusiveStartKey,
            }),
          ),
        );
        items.push(...(page.Items ?? []).map(ofItem));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items;
    },
  };

  async function putBatch(items: readonly Item[]): Promise<void> {
    let left = items.map((item) => ({ PutRequest: { Item: toItem(item) } }));
    for (let request = 0; request < batchRequests && left.length > 0; request += 1) {
      const asking = { RequestItems: { [TableName]: left } };
      const { UnprocessedItems } = await asked('dynamodb:BatchWriteItem', () =>
        client.send(new BatchWriteItemCommand(asking)),
      );
      left = (UnprocessedItems?.[TableName] ?? []) as typeof left;
    }
    if (left.length > 0) throw faultOf('dynamodb:BatchWriteItem', throttled());
  }

  async function putWhen(item: Item, condition: string | undefined, values: Item | undefined): Promise<boolean> {
    try {
      await client.send(
        new PutItemCommand({
          TableName,
          Item: toItem(item),
          ...(condition === undefined ? {} : { ConditionExpression: condition }),
          ...(condition?.includes('#version') ? { ExpressionAttributeNames: { '#version': 'version' } } : {}),
          ...(values === undefined ? {} : { ExpressionAttributeValues: toItem(values) }),
        }),
      );
      return true;
    } catch (cause) {
      if (nameOf(cause) === 'ConditionalCheckFailedException') return false;
      throw faultOf('dynamodb:PutItem', cause);
    }
  }
}

const toItem = (value: object): Record<string, AttributeValue> =>
  marshall(packed(value), { removeUndefinedValues: true });

const ofItem = (item: Record<string, AttributeValue>): Item => unpacked(unmarshall(item));

const throttled = (): Error => Object.assign(new Error(), { name: 'ThrottlingException' });

async function asked<Answer>(operation: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw faultOf(operation, cause);
  }
}

function queryOf(query: Query): Omit<QueryCommandInput, 'TableName'> {
  const [partition, value] = query.partition;
  const names: Record<string, string> = { '#partition': partition };
  const values: Item = { ':partition': value };
  let condition = '#partition = :partition';
  if (query.since) {
    names['#sort'] = query.since[0];
    values[':since'] = query.since[1];
    condition += ' AND #sort >= :since';
  }
  query.only?.forEach((attribute, index) => {
    names[`#only${index}`] = attribute;
  });
  return {
    IndexName: query.index,
    KeyConditionExpression: condition,
    ...(query.only ? { ProjectionExpression: query.only.map((_, index) => `#only${index}`).join(', ') } : {}),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: toItem(values),
    Limit: query.limit,
    ScanIndexForward: query.newestFirst !== true,
  };
}

function expressionOf(change: Change): Omit<UpdateItemCommandInput, 'TableName' | 'Key' | 'ReturnValues'> {
  const names: Record<string, string> = {};
  const values: Item = { ...change.values };
  const set: string[] = [];
  const name = (attribute: string): string => {
    names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  };
  for (const [attribute, value] of Object.entries(packed(change.once ?? {}))) {
    if (value === undefined) continue;
    values[`:${attribute}`] = value;
    set.push(`${name(attribute)} = if_not_exists(#${attribute}, :${attribute})`);
  }
  for (const [attribute, value] of Object.entries(packed(change.latest ?? {}))) {
    if (value === undefined) continue;
    values[`:${attribute}`] = value;
    set.push(`${name(attribute)} = :${attribute}`);
  }
  const added = Object.entries(change.add ?? {}).map(([attribute, value]) => {
    values[`:add_${attribute}`] = value;
    return `${name(attribute)} :add_${attribute}`;
  });
  const taken = Object.entries(change.take ?? {}).map(([attribute, value]) => {
    values[`:take_${attribute}`] = value;
    return `${name(attribute)} :take_${attribute}`;
  });
  const dropped = (change.drop ?? []).map(name);
  const clauses = [
    set.length > 0 ? `SET ${set.join(', ')}` : '',
    dropped.length > 0 ? `REMOVE ${dropped.join(', ')}` : '',
    added.length > 0 ? `ADD ${added.join(', ')}` : '',
    taken.length > 0 ? `DELETE ${taken.join(', ')}` : '',
  ];
  return {
    UpdateExpression: clauses.filter(Boolean).join(' '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: toItem(values) } : {}),
    ...(change.condition === undefined ? {} : { ConditionExpression: change.condition }),
  };
}
