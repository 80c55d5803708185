import { afterAll, afterEach } from 'vitest';
import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { dynamoAnswers, dynamoLinks } from '../../adapters/dynamodb/links.ts';
import { closedCallbackKey } from '../../core/rows/keys.ts';
import { type EmulatedTable, emulatedTable } from './dynaliteTable.ts';
import { portsContract } from './ports.contract.ts';
import { noon } from './rows.ts';

const clock = { now: () => noon };
const open: EmulatedTable[] = [];

async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((one) => one.close()));
}
afterEach(closeAll);
afterAll(closeAll);

portsContract('in the table', async () => {
  const emulated = await emulatedTable();
  open.push(emulated);
  return {
    contacts: dynamoContacts(emulated.table, clock),
    callbacks: dynamoCallbacks(emulated.table, clock),
    center: dynamoCenter(emulated.table, clock),
    links: dynamoLinks(emulated.table, clock),
    answers: dynamoAnswers(emulated.table, clock),
    closed: (callbackKey, callbackId) => emulated.table.get(closedCallbackKey(callbackKey, callbackId)),
  };
});
