import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { connectToTable, flowPatience } from '../../adapters/dynamodb/table.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromFlow } from '../edge/flow.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { ledgerRulesOf } from '../ledger-rules.ts';
import { makeBindCallback } from './bind-callback.ts';
import { answer, environment, request } from './contract.ts';

const env = readEnvironment(environment);
const settings = bundledSettings();
const around = surroundings(settings);
const table = connectToTable(env.NOHOLD_TABLE, flowPatience);
const run = makeBindCallback({
  ...around,
  settings,
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  // Binding ends no contact: the flow that asked does.
  center: { stop: async () => {} },
  rules: ledgerRulesOf(settings),
});

// No safe answer: a contact that could not be bound takes the flow's error edge and ends; the ledger calls instead.
export const handler = fromFlow({ ...around, request, answer, run });
