import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dueShard } from '../../core/rows/keys.ts';
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
      found.push(...page.Items.map((item) => unmarshall(item)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found;
  }

  return {
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
