import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { connectToTable, flowPatience } from '../../adapters/dynamodb/table.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { secretText } from '../../adapters/secretsmanager/secret.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromFlow } from '../edge/flow.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { answer, environment, request } from './contract.ts';
import { makeMarkContact } from './mark-contact.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, flowPatience);
const run = makeMarkContact({
  ...around,
  settings: bundledSettings(),
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  customers: customersUnder(secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock)),
});

// No safe answer: an agent must hear that it was not done.
export const handler = fromFlow({ ...around, request, answer, run });
