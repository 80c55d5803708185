import middy from '@middy/core';
import * as z from 'zod/mini';
import { respond } from '../../adapters/cloudformation/response.ts';
import { connectBindings } from '../../adapters/connect/bindings.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { readEnvironment } from '../edge/environment.ts';
import { reasonOf } from '../edge/flow.ts';
import { surroundings } from '../edge/world.ts';
import { environment, request as requestSchema } from './contract.ts';
import { makeSettleDeployment, physicalId } from './settle-deployment.ts';

const env = readEnvironment(environment);
const { clock, log } = surroundings();
const run = makeSettleDeployment({
  log,
  bindings: connectBindings(),
  centerRows: dynamoCenter(connectToTable(env.NOHOLD_TABLE, batchPatience), clock),
});

export const handler = middy<unknown, void>().handler(async (event) => {
  const request = z.parse(requestSchema, event);
  try {
    await run(request);
    await respond(request, physicalId, { status: 'SUCCESS' });
  } catch (error) {
    const reason = reasonOf(error);
    log.error('deployment not settled', { reason });
    await respond(request, physicalId, { status: 'FAILED', reason });
  }
});
