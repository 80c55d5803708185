import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { memoryRows } from '../../adapters/memory/rows.ts';
import { memoryLog } from '../../adapters/memory/world.ts';
import { request } from '../../lambdas/settle-deployment/contract.ts';
import { makeSettleDeployment } from '../../lambdas/settle-deployment/settle-deployment.ts';
import { noon } from './world.ts';

function aDeployment() {
  const done: string[] = [];
  const rows = memoryRows({ now: () => noon });
  const settle = makeSettleDeployment({
    centerRows: rows.center,
    log: memoryLog(),
    bindings: {
      associateNumber: async (_instance, number, flow) => void done.push(`${number} → ${flow}`),
      disassociateNumber: async (_instance, number) => void done.push(`${number} freed`),
      associateEmailAddress: async (_instance, address, flow) => void done.push(`${address} → ${flow}`),
      disassociateEmailAddress: async (_instance, address) => void done.push(`${address} freed`),
      associateQuickConnects: async (_instance, queue, quickConnects) => void done.push(`${queue}: ${quickConnects}`),
    },
  });
  return { done, rows, run: (event: object) => settle(z.parse(request, event)) };
}

const properties = {
  ServiceToken: 'ignored',
  instanceArn: 'arn/i',
  numbers: [{ phoneNumberArn: 'n1', flowArn: 'f1' }],
  queues: { service: 'arn/q', sales: 'arn/s' },
  flows: { callbackOutbound: 'f9' },
  quickConnects: [
    { queueArn: 'arn/q', quickConnectArn: 'qc1' },
    { queueArn: 'arn/s', quickConnectArn: 'qc2' },
  ],
};
const settled = ['n1 → f1', 'arn/q: qc2', 'arn/s: qc1'];
const frame = { ResponseURL: 'https://s3/answer', StackId: 's', RequestId: 'r', LogicalResourceId: 'l' };

test('numbers, quick connects and the directory are settled, and again the same', async () => {
  const { done, rows, run } = aDeployment();
  await run({ ...frame, RequestType: 'Create', ResourceProperties: properties });
  await run({ ...frame, RequestType: 'Create', ResourceProperties: properties });
  expect(done).toEqual([...settled, ...settled]);
  expect(await rows.center.directory()).toMatchObject({ instanceArn: 'arn/i', queues: { service: 'arn/q' } });
});

test('a number that is no longer in the settings is let go', async () => {
  const { done, run } = aDeployment();
  const numbers = [{ phoneNumberArn: 'n2', flowArn: 'f1' }];
  await run({
    ...frame,
    RequestType: 'Update',
    ResourceProperties: { ...properties, numbers },
    OldResourceProperties: properties,
  });
  expect(done).toEqual(['n1 freed', 'n2 → f1', 'arn/q: qc2', 'arn/s: qc1']);
});

test('what an older version said in another shape frees nothing', async () => {
  const { done, run } = aDeployment();
  await run({
    ...frame,
    RequestType: 'Update',
    ResourceProperties: properties,
    OldResourceProperties: { numbers: 'one' },
  });
  expect(done).not.toContain('n1 freed');
});

test('with the stack the numbers lose their flows', async () => {
  const { done, run } = aDeployment();
  await run({ ...frame, RequestType: 'Delete', PhysicalResourceId: 'p', ResourceProperties: properties });
  expect(done).toEqual(['n1 freed']);
});
