import { connectCenter } from '../../adapters/connect/center.ts';
import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { secretText } from '../../adapters/secretsmanager/secret.ts';
import { fromQueue } from '../edge/batch.ts';
import { readEnvironment } from '../edge/environment.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { ledgerRulesOf } from '../ledger-rules.ts';
import { environment, request } from './contract.ts';
import { makeDialCallback } from './dial-callback.ts';

const env = readEnvironment(environment);
const settings = bundledSettings();
const around = surroundings(settings);
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const run = makeDialCallback({
  ...around,
  settings,
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  center: connectCenter(env.NOHOLD_INSTANCE_ARN),
  customers: customersUnder(secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock)),
  rules: ledgerRulesOf(settings),
  flowId: env.NOHOLD_CALLBACK_FLOW_ID,
});

export const handler = fromQueue({ ...around, message: request, run });
