import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { dynamoPlanning } from '../../adapters/dynamodb/planning.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { readEnvironment } from '../edge/environment.ts';
import { bundledSettings } from '../edge/settings.ts';
import { fromWidget } from '../edge/widget.ts';
import { surroundings } from '../edge/world.ts';
import { environment, request } from './contract.ts';
import { makeDrawWidget } from './draw-widget.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const run = makeDrawWidget({
  ...around,
  settings: bundledSettings(),
  contacts: dynamoContacts(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  planningRows: dynamoPlanning(table, around.clock),
});

export const handler = fromWidget({ ...around, request, run });
