import { dynamoJourneys } from '../../adapters/dynamodb/journeys.ts';
import { live } from '../../adapters/dynamodb/rows.ts';
import { connectToTable, flowPatience } from '../../adapters/dynamodb/table.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { secretText } from '../../adapters/secretsmanager/secret.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromFlow } from '../edge/flow.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { answer, environment, request, safeAnswer } from './contract.ts';
import { makeRecallMatter } from './recall-matter.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, flowPatience);
const run = makeRecallMatter({
  ...around,
  contacts: dynamoJourneys(table, (item) => live(item, around.clock) !== undefined),
  customers: customersUnder(secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock)),
  settings: bundledSettings(),
});

export const handler = fromFlow({ ...around, request, answer, safeAnswer, run });
