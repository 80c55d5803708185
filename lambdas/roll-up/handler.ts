import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromSchedule } from '../edge/schedule.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { environment } from './contract.ts';
import { makeRollUp } from './roll-up.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const run = makeRollUp({
  ...around,
  settings: bundledSettings(),
  centerRows: dynamoCenter(table, around.clock),
  contacts: dynamoContacts(table, around.clock),
});

export const handler = fromSchedule({ ...around, run });
