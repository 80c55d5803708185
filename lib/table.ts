import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { indexes, table } from '../core/rows/table.ts';
import type { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';

export interface TableProps {
  readonly keys: Keys;
}

type IndexName = keyof typeof indexes;
type ItemAction = 'BatchGetItem' | 'BatchWriteItem' | 'GetItem' | 'PutItem' | 'UpdateItem';
const writing: ReadonlySet<ItemAction> = new Set(['BatchWriteItem', 'PutItem', 'UpdateItem']);

export interface TableUse {
  readonly items?: readonly ItemAction[];
  /** Indexes to Query. */
  readonly queries?: readonly IndexName[];
  /** Whether days, forecasts or plans are read by their range of dates. @default false */
  readonly ranges?: boolean;
}

/** Every row of Nohold: contacts, the callback ledger, models, days. Keys and indexes are core/rows/table.ts. */
export class Table extends Construct {
  readonly table: dynamodb.Table;
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    this.keys = props.keys;
    this.table = new dynamodb.Table(this, 'Rows', {
      partitionKey: { name: table.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: table.sortKey, type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: table.timeToLive,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.keys.encryption,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const index of Object.values(indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.partitionKey, type: dynamodb.AttributeType.STRING },
        sortKey: { name: index.sortKey, type: attributeTypes[index.sortKeyType] },
        ...(index.include === 'all'
          ? { projectionType: dynamodb.ProjectionType.ALL }
          : { projectionType: dynamodb.ProjectionType.INCLUDE, nonKeyAttributes: [...index.include] }),
      });
    }
  }

  /** Lets a function do exactly this with the rows, and tells it the table's name. */
  grant(to: BundledFunction, use: TableUse): void {
    const items = use.items ?? [];
    if (items.length > 0) {
      to.allow({ actions: items.map((action) => `dynamodb:${action}`), resources: [this.table.tableArn] });
    }
    const queries = use.queries ?? [];
    if (queries.length > 0) {
      to.allow({
        actions: ['dynamodb:Query'],
        resources: queries.map((index) => `${this.table.tableArn}/index/${indexes[index].name}`),
      });
    }
    if (use.ranges) to.allow({ actions: ['dynamodb:Query'], resources: [this.table.tableArn] });
    this.keys.grantTableUse(
      to,
      items.some((action) => writing.has(action)),
    );
    to.environment('NOHOLD_TABLE', this.table.tableName);
  }
}

const attributeTypes = { S: dynamodb.AttributeType.STRING, N: dynamodb.AttributeType.NUMBER } as const;
