import { dynamoPlanning } from '../../adapters/dynamodb/planning.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { planningBucket } from '../../adapters/s3/planningFiles.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromSchedule } from '../edge/schedule.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { environment } from './contract.ts';
import { makeForecastVolume } from './forecast-volume.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const run = makeForecastVolume({
  ...around,
  settings: bundledSettings(),
  planningFiles: planningBucket(env.NOHOLD_PLANNING_BUCKET),
  planningRows: dynamoPlanning(table, around.clock),
});

export const handler = fromSchedule({ ...around, run });
