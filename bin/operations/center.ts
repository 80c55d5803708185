import { connectCenter } from '../../adapters/connect/center.ts';
import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { everyRow, tablesNamed } from '../../adapters/dynamodb/everyRow.ts';
import { fromItem } from '../../adapters/dynamodb/rows.ts';
import { connectToTable, type Patience, type Table } from '../../adapters/dynamodb/table.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { secretText } from '../../adapters/secretsmanager/secret.ts';
import { sqsDeadLetters } from '../../adapters/sqs/deadLetters.ts';
import type { CustomerNames, DeadLetterQueue, EveryRow } from '../../core/operations/ports.ts';
import type { CallbackRows, CenterRows, Clock, ContactCenter, ContactRows, WaitingRows } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { DirectoryRow } from '../../core/rows/center.ts';
import { budgetKey, closedCallbackKey } from '../../core/rows/keys.ts';
import { indexes } from '../../core/rows/table.ts';
import { type RuntimeSettings, runtimeSettings } from '../../core/settings/runtime.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { SECRET_ACCESS_KEY } from '../../local/aws/callers.ts';
import { type RunningCenter, runningCenter } from '../../local/runningCenter.ts';
import { BadInput } from '../outcome.ts';
import { defaultSettingsFile, readSettings } from '../settingsFile.ts';

/** A center somebody operates: deployed, or the local one that runs. */
export interface OperatedCenter {
  clock: Clock;
  settings: RuntimeSettings;
  contacts: ContactRows & WaitingRows;
  callbacks: CallbackRows;
  /** A callback that is over, in the history of its slot. */
  closedCallback(callbackKey: string, callbackId: string): Promise<CallbackRow | undefined>;
  /** Newest first. */
  contactsOfCustomer(customerKey: string, limit: number): Promise<string[]>;
  centerRows: CenterRows;
  /** How much of a budget is spent. */
  spent(budget: string): Promise<number>;
  every: EveryRow;
  center(directory: DirectoryRow): Pick<ContactCenter, 'describe' | 'figures' | 'stop'>;
  customers(directory: DirectoryRow): CustomerNames;
  deadLetters(directory: DirectoryRow): DeadLetterQueue[];
}

export interface CenterChoice {
  local?: true;
  stack: string;
  table?: string;
  region?: string;
  settings?: string;
}

/** A person waits, not a caller: longer than a function would. */
const patience: Patience = { connectionMilliseconds: 2000, requestMilliseconds: 10_000, attempts: 4 };

/**
 * The center the options name: with --local the one that `nohold start` runs here, else a deployed one, with the
 * credentials and the region the AWS SDK finds. Throws BadInput when there is none or more than one.
 */
export async function operatedCenter(choice: CenterChoice): Promise<OperatedCenter> {
  const running = choice.local ? localCenter() : undefined;
  if (running) pointAt(running);
  else if (choice.region !== undefined) process.env.AWS_REGION = choice.region;
  const settingsFile = choice.settings ?? running?.settingsPath ?? defaultSettingsFile;
  const settings = runtimeSettings(readSettings(settingsFile));
  const tableName = choice.table ?? running?.tableName ?? (await tableOfStack(choice.stack));
  const clock = running ? await clockOf(running) : { now: () => instant(Date.now()) };
  return overTable(connectToTable(tableName, patience), everyRow(tableName), clock, settings);
}

export function overTable(table: Table, every: EveryRow, clock: Clock, settings: RuntimeSettings): OperatedCenter {
  return {
    clock,
    settings,
    contacts: dynamoContacts(table, clock),
    callbacks: dynamoCallbacks(table, clock),
    async closedCallback(callbackKey, callbackId) {
      const item = await table.get(closedCallbackKey(callbackKey, callbackId));
      return item && fromItem<CallbackRow>(item);
    },
    async contactsOfCustomer(customerKey, limit) {
      const { items } = await table.query({
        index: indexes.customer.name,
        partition: [indexes.customer.partitionKey, customerKey],
        limit,
        newestFirst: true,
      });
      return items.map(({ contactId }) => String(contactId));
    },
    centerRows: dynamoCenter(table, clock),
    async spent(budget) {
      return Number((await table.get(budgetKey(budget)))?.spent ?? 0);
    },
    every,
    center: ({ instanceArn }) => connectCenter(instanceArn),
    customers: (directory) => customersUnder(secretText(operated(directory).keysSecretArn, clock)),
    deadLetters: (directory) => operated(directory).deadLetters.map(sqsDeadLetters),
  };
}

/** Throws BadInput before the center was settled once. */
export async function directoryOf({ centerRows }: OperatedCenter): Promise<DirectoryRow> {
  const directory = await centerRows.directory();
  if (!directory)
    throw new BadInput('The center has no directory row yet. Deploy it to the end: settle-deployment writes it.');
  return directory;
}

function operated({ operations }: DirectoryRow): NonNullable<DirectoryRow['operations']> {
  if (!operations)
    throw new BadInput(
      'The deployed version does not say yet where its dead letters and keys are. Deploy this version.',
    );
  return operations;
}

function localCenter(): RunningCenter {
  const running = runningCenter();
  if (!running)
    throw new BadInput('No local center runs in this folder. Start one with nohold start, or leave out --local.');
  return running;
}

/** The adapters' clients read these, as they would read a person's own. */
function pointAt({ endpoint, region, accessKeyId }: RunningCenter): void {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
  });
}

/** The local center's time is not ours. It is asked once: a command is over in a moment. */
async function clockOf({ boardUrl }: RunningCenter): Promise<Clock> {
  if (boardUrl === undefined) return { now: () => instant(Date.now()) };
  const { now } = (await (await fetch(boardUrl)).json()) as { now: Instant };
  const askedAt = Date.now();
  return { now: () => instant(now + (Date.now() - askedAt)) };
}

/** CloudFormation names a table by stack, logical id and chance. */
async function tableOfStack(stack: string): Promise<string> {
  const names = await tablesNamed(`${stack}-TableRows`);
  const [name] = names;
  if (name !== undefined && names.length === 1) return name;
  const found = names.length === 0 ? 'there is none' : `there are ${names.length}: ${names.join(', ')}`;
  throw new BadInput(
    `--table: expected one table of the stack ${stack} in this region, ${found}. Give --region, --stack, or the output TableName as --table.`,
  );
}
