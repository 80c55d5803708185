import { connectCenter } from '../../adapters/connect/center.ts';
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
import { ledgerRulesOf } from '../ledger-rules.ts';
import { answer, environment, request, safeAnswer } from './contract.ts';
import { makeTakeOffer } from './take-offer.ts';

const env = readEnvironment(environment);
const around = surroundings();
const settings = bundledSettings();
const table = connectToTable(env.NOHOLD_TABLE, flowPatience);
const run = makeTakeOffer({
  ...around,
  settings,
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  center: connectCenter(env.NOHOLD_INSTANCE_ARN),
  customers: customersUnder(secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock)),
  rules: ledgerRulesOf(settings),
});

export const handler = fromFlow({ ...around, request, answer, safeAnswer, run });
