import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Channel } from '../../core/contacts/channel.ts';
import type { StoryRows } from '../../core/operations/gatherStory.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { ModelRow } from '../../core/rows/center.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import {
  closedCallbackKey,
  contactKey,
  dueShard,
  modelKey,
  openCallbackKey,
  type RowKey,
} from '../../core/rows/keys.ts';
import { unpacked } from '../../core/rows/packing.ts';
import { indexes } from '../../core/rows/table.ts';
import type { Template } from '../template/template.ts';
import type { LocalDynamoDb } from './dynamodb.ts';

export type Row = Record<string, unknown>;

/** The center's table, read by the pages and the tests. */
export interface Rows {
  /** Physical name; undefined where the template has no table. */
  readonly tableName: string | undefined;
  all(): Promise<Row[]>;
  /** Those of the callbacks that are open. */
  openCallbacks(): Promise<Row[]>;
  /** What the story of a contact is told from. */
  readonly story: StoryRows;
  /** What the center has learned of a queue; undefined before it learned anything. */
  model(queue: string, channel: Channel): Promise<ModelRow | undefined>;
}

export function rowsOf(template: Template, dynamoDb: LocalDynamoDb): Rows {
  const tables = [...template.ofType('AWS::DynamoDB::Table'), ...template.ofType('AWS::DynamoDB::GlobalTable')];
  const TableName = tables[0]?.ref;

  async function read(operation: 'Scan' | 'Query', input: Row = {}): Promise<Row[]> {
    const found: Row[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const further = ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey };
      const page = (await dynamoDb.call(operation, { TableName, ...input, ...further })) as {
        Items: Parameters<typeof unmarshall>[0][];
        LastEvaluatedKey?: unknown;
      };
      found.push(...page.Items.map((item) => unpacked(unmarshall(item))));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found;
  }

  async function row<Of>(key: RowKey): Promise<Of | undefined> {
    const { Item } = await dynamoDb.call('GetItem', { TableName, Key: marshall(key), ConsistentRead: true });
    if (Item === undefined) return undefined;
    const { pk: _pk, sk: _sk, ...found } = unpacked(unmarshall(Item as Parameters<typeof unmarshall>[0]));
    return found as Of;
  }

  const story: StoryRows = {
    contacts: { get: (contactId) => row<ContactRow>(contactKey(contactId)) },
    callbacks: { get: (callbackKey) => row<CallbackRow>(openCallbackKey(callbackKey)) },
    closedCallback: (callbackKey, callbackId) => row<CallbackRow>(closedCallbackKey(callbackKey, callbackId)),
    async contactsOfCustomer(customerKey, limit) {
      const { Items } = (await dynamoDb.call('Query', {
        TableName,
        IndexName: indexes.customer.name,
        KeyConditionExpression: '#customer = :key',
        ExpressionAttributeNames: { '#customer': indexes.customer.partitionKey },
        ExpressionAttributeValues: { ':key': { S: customerKey } },
        ScanIndexForward: false,
        Limit: limit,
      })) as { Items: Parameters<typeof unmarshall>[0][] };
      return Items.map((item) => String(unmarshall(item).contactId));
    },
  };

  return {
    story,
    model: (queue, channel) => row<ModelRow>(modelKey(queue, channel)),
    tableName: TableName,
    all: () => read('Scan'),
    openCallbacks: () =>
      read('Query', {
        IndexName: indexes.due.name,
        KeyConditionExpression: '#due = :shard',
        ExpressionAttributeNames: { '#due': indexes.due.partitionKey },
        ExpressionAttributeValues: { ':shard': { S: dueShard } },
      }),
  };
}
