import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { EveryRow, StoredRow } from '../../core/operations/ports.ts';
import { packed, unpacked } from '../../core/rows/packing.ts';
import { faultOf, nameOf } from '../fault.ts';

const patient = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });

export function everyRow(TableName: string, client: DynamoDBClient = patient()): EveryRow {
  const whenVersion = (expected: number | undefined) =>
    expected === undefined
      ? {}
      : {
          ConditionExpression: '#version = :expected',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: marshall({ ':expected': expected }),
        };
  return {
    async *pages() {
      let ExclusiveStartKey: Awaited<ReturnType<typeof scan>>['LastEvaluatedKey'];
      do {
        const page = await scan(ExclusiveStartKey);
        yield (page.Items ?? []).map((item) => unpacked(unmarshall(item)) as StoredRow);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
    },
    async get({ pk, sk }) {
      try {
        const { Item } = await client.send(
          new GetItemCommand({ TableName, Key: marshall({ pk, sk }), ConsistentRead: true }),
        );
        return Item && (unpacked(unmarshall(Item)) as StoredRow);
      } catch (cause) {
        throw faultOf('dynamodb:GetItem', cause);
      }
    },
    replace: (row, expected) =>
      unlessFaster('dynamodb:PutItem', () =>
        client.send(
          new PutItemCommand({
            TableName,
            Item: marshall(packed(row), { removeUndefinedValues: true }),
            ...whenVersion(expected),
          }),
        ),
      ),
    remove: ({ pk, sk }, expected) =>
      unlessFaster('dynamodb:DeleteItem', () =>
        client.send(new DeleteItemCommand({ TableName, Key: marshall({ pk, sk }), ...whenVersion(expected) })),
      ),
  };

  async function scan(ExclusiveStartKey: Record<string, AttributeValue> | undefined) {
    try {
      return await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    } catch (cause) {
      throw faultOf('dynamodb:Scan', cause);
    }
  }
}

async function unlessFaster(operation: string, write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (cause) {
    if (nameOf(cause) === 'ConditionalCheckFailedException') return false;
    throw faultOf(operation, cause);
  }
}

/** Names of this account's tables that begin so, in this region. */
export async function tablesNamed(prefix: string, client: DynamoDBClient = patient()): Promise<string[]> {
  const names: string[] = [];
  let from: string | undefined = prefix;
  try {
    do {
      const page: { TableNames?: string[] | undefined; LastEvaluatedTableName?: string | undefined } =
        await client.send(new ListTablesCommand({ ExclusiveStartTableName: from }));
      names.push(...(page.TableNames ?? []).filter((name) => name.startsWith(prefix)));
      from = page.LastEvaluatedTableName?.startsWith(prefix) ? page.LastEvaluatedTableName : undefined;
    } while (from !== undefined);
  } catch (cause) {
    throw faultOf('dynamodb:ListTables', cause);
  }
  return names;
}
