import { connectProfiles } from '../../adapters/connect/profiles.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoPlanning } from '../../adapters/dynamodb/planning.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { eventBridge } from '../../adapters/eventbridge/announcements.ts';
import { planningBucket } from '../../adapters/s3/planningFiles.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromSchedule } from '../edge/schedule.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { environment, marginShrinking } from './contract.ts';
import { makeFlexAgents } from './flex-agents.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const flexAgents = makeFlexAgents({
  ...around,
  settings: bundledSettings(),
  planningRows: dynamoPlanning(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  planningFiles: planningBucket(env.NOHOLD_PLANNING_BUCKET),
  profiles: connectProfiles(env.NOHOLD_INSTANCE_ARN),
  announcements: eventBridge(),
});

async function run(event: unknown): Promise<void> {
  const { data } = marginShrinking.safeParse(event);
  await flexAgents(data?.detail);
}

export const handler = fromSchedule({ ...around, run });
