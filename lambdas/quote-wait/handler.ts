import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { connectToTable, flowPatience } from '../../adapters/dynamodb/table.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { secretText } from '../../adapters/secretsmanager/secret.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromFlow } from '../edge/flow.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { answer, environment, request, safeAnswer } from './contract.ts';
import { makeQuoteWait } from './quote-wait.ts';

const env = readEnvironment(environment);
const around = surroundings();
const run = makeQuoteWait({
  ...around,
  rows: dynamoContacts(connectToTable(env.NOHOLD_TABLE, flowPatience), around.clock),
  customers: customersUnder(secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock)),
  settings: bundledSettings(),
});

export const handler = fromFlow({ ...around, request, answer, safeAnswer, run });
