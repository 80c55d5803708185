import { connectCenter } from '../../adapters/connect/center.ts';
import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { eventBridge } from '../../adapters/eventbridge/announcements.ts';
import { sqsDueCallbacks } from '../../adapters/sqs/dueCallbacks.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromSchedule } from '../edge/schedule.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { ledgerRulesOf } from '../ledger-rules.ts';
import { environment } from './contract.ts';
import { makeSweep } from './sweep.ts';

const env = readEnvironment(environment);
const settings = bundledSettings();
const around = surroundings(settings);
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const run = makeSweep({
  ...around,
  settings,
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  center: connectCenter(env.NOHOLD_INSTANCE_ARN),
  dueCallbacks: sqsDueCallbacks(env.NOHOLD_DUE_CALLBACKS_URL, settings.callbacks.dialsPerSecond),
  announcements: eventBridge(),
  rules: ledgerRulesOf(settings),
});

export const handler = fromSchedule({ ...around, run });
