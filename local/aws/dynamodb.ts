import { EventEmitter } from 'node:events';
import dynalite from 'dynalite';
import type { RandomStream } from '../../core/random/stream.ts';
import type { LocalClock } from '../clock/clock.ts';
import type { EncryptionKeys } from './encryption.ts';
import type { AccessRequest } from './grants.ts';
import { createIndexLag, type IndexLag } from './index-lag.ts';
import { type AwsAnswer, type AwsRequest, type AwsService, jsonAnswer, jsonBody, targetOperation } from './service.ts';

/** DynamoDB, answered by dynalite inside this process. */
export interface LocalDynamoDb extends AwsService {
  /** How far the indexes lag behind the table. */
  readonly indexLag: IndexLag;
  /** Runs an operation for the center itself, past the grants. Throws the service's error. */
  call(operation: string, input: unknown): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  readonly clock: LocalClock;
  /** Chance for the indexes' lag. */
  readonly random: Pick<RandomStream, 'uniform'>;
  readonly region: string;
  readonly accountId: string;
  readonly encryption: EncryptionKeys;
  /** Folder that keeps the tables; in memory when left out. */
  readonly path?: string;
}

/** The few members of node:http's request and response that dynalite touches. */
class DirectRequest extends EventEmitter {
  readonly method = 'POST';
  readonly url = '/';
  readonly headers: Record<string, string>;
  constructor(operation: string) {
    super();
    this.headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20000101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/dynamodb/e, SignedHeaders=host, Signature=local',
    };
  }
}

class DirectResponse extends EventEmitter {
  statusCode = 200;
  readonly headers: Record<string, string> = {};
  readonly #done: (answer: AwsAnswer) => void;
  constructor(done: (answer: AwsAnswer) => void) {
    super();
    this.#done = done;
  }
  setHeader(name: string, value: unknown): void {
    // The door counts the length itself.
    if (name !== 'Content-Length') this.headers[name.toLowerCase()] = String(value);
  }
  end(body: string): void {
    this.#done({ status: this.statusCode, headers: this.headers, body: body ?? '' });
  }
}

/** DynamoDB names the IAM action of a batch after the batch, on each table it touches. */
function tablesOf(input: Record<string, unknown>): string[] {
  if (typeof input.TableName === 'string') return [input.TableName];
  const batch = input.RequestItems;
  return typeof batch === 'object' && batch !== null ? Object.keys(batch) : [];
}

const tableName = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

export async function createDynamoDb(options: DynamoDbOptions): Promise<LocalDynamoDb> {
  const { region, accountId, encryption, path } = options;
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(path === undefined ? {} : { path }),
  });
  // Requests reach it without a socket; it listens because only a server that does closes its tables.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  function run(operation: string, body: string): Promise<AwsAnswer> {
    return new Promise((resolve) => {
      const request = new DirectRequest(operation);
      server.emit('request', request, new DirectResponse(resolve));
      request.emit('data', Buffer.from(body));
      request.emit('end');
    });
  }

  async function call(operation: string, input: unknown): Promise<Record<string, unknown>> {
    const answer = await run(operation, JSON.stringify(input));
    const output = JSON.parse(answer.body) as Record<string, unknown>;
    if (answer.status === 200) {
      if (operation === 'CreateTable') await active(String((input as { TableName: string }).TableName));
      return output;
    }
    const type = String(output.__type ?? '');
    throw Object.assign(new Error(`DynamoDB ${operation}: ${type} ${output.message ?? output.Message ?? ''}`), {
      name: type.slice(type.indexOf('#') + 1),
    });
  }

  /** dynalite makes a table on its next turns, even when that is to take no time. */
  async function active(TableName: string): Promise<void> {
    for (;;) {
      const { Table } = (await call('DescribeTable', { TableName })) as { Table: { TableStatus: string } };
      if (Table.TableStatus === 'ACTIVE') return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const indexLag = createIndexLag({ clock: options.clock, random: options.random, call });

  /** A query of an index reads from where the index lags, when it does. */
  function redirected(operation: string, request: AwsRequest): string {
    if (operation !== 'Query' && operation !== 'Scan') return request.body;
    const input = jsonBody(request);
    if (input.IndexName === undefined) return request.body;
    const tableName = String(input.TableName);
    const table = indexLag.tableFor(tableName);
    return table === tableName ? request.body : JSON.stringify({ ...input, TableName: table });
  }

  return {
    signingName: 'dynamodb',
    throttlingError: 'ProvisionedThroughputExceededException',
    asks(request) {
      const operation = targetOperation(request);
      const input = jsonBody(request);
      const index = typeof input.IndexName === 'string' ? `/index/${input.IndexName}` : '';
      const action = `dynamodb:${operation}`;
      const needs: AccessRequest[] = tablesOf(input).flatMap((table) => {
        const tableArn = `arn:aws:dynamodb:${region}:${accountId}:table/${tableName(table)}`;
        return [
          { action, resource: `${tableArn}${index}` },
          ...encryption.needs('dynamodb', tableArn, ['kms:Decrypt']),
        ];
      });
      return { action, needs: needs.length > 0 ? needs : [{ action, resource: '*' }] };
    },
    async answer(request: AwsRequest) {
      const operation = targetOperation(request);
      const answer = await run(operation, redirected(operation, request));
      if (answer.status === 200) await indexLag.follow(operation, request);
      return answer;
    },
    refuse: ({ type, message, status }) =>
      jsonAnswer(status, { __type: `com.amazon.coral.service#${type}`, Message: message, message }),
    indexLag,
    call,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
      }),
  };
}
