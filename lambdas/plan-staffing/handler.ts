import { dynamoPlanning } from '../../adapters/dynamodb/planning.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { eventBridge } from '../../adapters/eventbridge/announcements.ts';
import { planningBucket } from '../../adapters/s3/planningFiles.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromSchedule } from '../edge/schedule.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { environment } from './contract.ts';
import { makePlanStaffing } from './plan-staffing.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const run = makePlanStaffing({
  ...around,
  settings: bundledSettings(),
  planningRows: dynamoPlanning(table, around.clock),
  planningFiles: planningBucket(env.NOHOLD_PLANNING_BUCKET),
  announcements: eventBridge(),
});

export const handler = fromSchedule({ ...around, run });
