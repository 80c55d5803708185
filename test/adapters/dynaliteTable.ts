import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, type GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { type Table, tableOver } from '../../adapters/dynamodb/table.ts';
import { indexes, table } from '../../core/rows/table.ts';

export interface EmulatedTable {
  table: Table;
  client: DynamoDBClient;
  /** Requests so far, by operation. */
  requests: Map<string, number>;
  close(): Promise<void>;
}

/** Nohold's table in an emulator of this process, made from the same names as the deployed one. */
export async function emulatedTable(): Promise<EmulatedTable> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const requests = new Map<string, number>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = String(context.commandName);
      requests.set(name, (requests.get(name) ?? 0) + 1);
      return next(args);
    },
    { step: 'initialize' },
  );
  await client.send(
    new CreateTableCommand({
      TableName: 'nohold',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: table.partitionKey, KeyType: 'HASH' },
        { AttributeName: table.sortKey, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: table.partitionKey, AttributeType: 'S' },
        { AttributeName: table.sortKey, AttributeType: 'S' },
        ...Object.values(indexes).flatMap((index) => [
          { AttributeName: index.partitionKey, AttributeType: 'S' as const },
          { AttributeName: index.sortKey, AttributeType: index.sortKeyType },
        ]),
      ],
      GlobalSecondaryIndexes: Object.values(indexes).map(
        (index): GlobalSecondaryIndex => ({
          IndexName: index.name,
          KeySchema: [
            { AttributeName: index.partitionKey, KeyType: 'HASH' },
            { AttributeName: index.sortKey, KeyType: 'RANGE' },
          ],
          Projection:
            index.include === 'all'
              ? { ProjectionType: 'ALL' }
              : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.include] },
        }),
      ),
    }),
  );
  requests.clear();
  return {
    table: tableOver(client, 'nohold'),
    client,
    requests,
    close: () =>
      new Promise((resolve) => {
        client.destroy();
        server.close(() => resolve());
      }),
  };
}
