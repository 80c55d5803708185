import path from 'node:path';
import { randomStream } from '../../core/random/stream.ts';
import type { LocalClock } from '../clock/clock.ts';
import type { ConnectDeps, LocalConnect } from '../connect/connect.ts';
import { createFunctions, type LocalFunctions } from '../lambda/functions.ts';
import { createFunctionLogs, type FunctionLogs } from '../lambda/logs.ts';
import type { Assembly } from '../template/assembly.ts';
import { createStack, type Template } from '../template/template.ts';
import { type ApiGateway, createApiGateway } from './api/apiGateway.ts';
import { createCallers } from './callers.ts';
import { connectService } from './connect.ts';
import { createCustomResources } from './custom-resources.ts';
import { createDelivery } from './delivery.ts';
import { openDoor } from './door.ts';
import { createDynamoDb, type LocalDynamoDb } from './dynamodb.ts';
import { putEmbeddedMetrics } from './embedded-metrics.ts';
import { createEncryptionKeys } from './encryption.ts';
import type { EventBus } from './event-bus.ts';
import { eventsService } from './events-service.ts';
import { createFaultSwitches, type FaultSwitches } from './faults.ts';
import { putInvocation, startGauges } from './gauges.ts';
import { createMetricStore, type MetricStore } from './metrics.ts';
import { createRequestCounts, type RequestCounts } from './requests.ts';
import { makeResource } from './resources/kinds.ts';
import type { World } from './resources/world.ts';
import { createRoles } from './roles.ts';
import { createS3, type LocalS3 } from './s3.ts';
import { createSecrets } from './secrets.ts';
import { createSqs, type LocalSqs } from './sqs.ts';
import { createResourcePolicies } from './targets.ts';

export interface AwsOptions {
  readonly clock: LocalClock;
  readonly seed: number;
  readonly assembly: Assembly;
  readonly createConnect: (deps: ConnectDeps) => LocalConnect;
  readonly region: string;
  /** Folder that keeps tables, queues and secrets; in memory when left out. */
  readonly folder: string | undefined;
  /** Processes of one function at most. */
  readonly concurrency: number;
  /** Told of what nobody was there to hear: an event given up, a schedule whose function failed. */
  readonly onFault: (fault: string) => void;
}

/** The center's AWS on this machine: the template's stack in emulators behind one address. */
export interface LocalAws {
  readonly endpoint: string;
  /** The access key that may do everything behind the endpoint; drawn anew in each run. */
  readonly operatorAccessKeyId: string;
  readonly template: Template;
  readonly connect: LocalConnect;
  readonly functions: LocalFunctions;
  readonly apis: ApiGateway;
  readonly dynamoDb: LocalDynamoDb;
  readonly sqs: LocalSqs;
  readonly s3: LocalS3;
  readonly bus: EventBus;
  readonly metrics: MetricStore;
  readonly logs: FunctionLogs;
  readonly requests: RequestCounts;
  readonly faults: FaultSwitches;
  close(): Promise<void>;
}

/** fauxqs knows this account only. */
const ACCOUNT_ID = '000000000000';

export async function startAws(options: AwsOptions): Promise<LocalAws> {
  const { clock, seed, assembly, region, folder, onFault } = options;
  const accountId = ACCOUNT_ID;
  const within = (name: string) => (folder === undefined ? {} : { folder: path.join(folder, name) });
  const faults = createFaultSwitches(randomStream(seed, 'faults'));
  const requests = createRequestCounts();
  const metrics = createMetricStore();
  const logs = createFunctionLogs();
  const callers = createCallers(accountId);
  const roles = createRoles(accountId);
  const encryption = createEncryptionKeys(region);
  const policies = createResourcePolicies(accountId);

  const functions = watchedFunctions(options, { metrics, logs, faults });

  let endpoint = '';
  const [dynamoDb, sqs] = await Promise.all([
    createDynamoDb({
      clock,
      random: randomStream(seed, 'index lag'),
      region,
      accountId,
      encryption,
      ...(folder === undefined ? {} : { path: path.join(folder, 'dynamodb') }),
    }),
    createSqs({ clock, region, accountId, encryption, endpoint: () => endpoint, ...within('sqs') }),
  ]);
  const secrets = createSecrets({
    region,
    accountId,
    encryption,
    random: randomStream(seed, 'secrets'),
    ...within(''),
  });
  const s3 = createS3({ encryption, ...within('s3') });
  const apis = createApiGateway({ clock, region, accountId, functions, policies });
  const delivery = createDelivery({ clock, seed, region, accountId, sqs, functions, policies, encryption, onFault });
  let instanceArn = '';
  const connect = options.createConnect({
    clock,
    seed,
    region,
    accountId,
    publishEvent: delivery.bus.publish,
    async invokeLambda(functionArn, payload, limitSeconds) {
      if (!policies.mayInvoke('connect.amazonaws.com', functionArn, instanceArn)) {
        return { kind: 'fault', cause: `no permission lets connect.amazonaws.com invoke ${functionArn}` };
      }
      const result = await functions.invoke(functionArn, payload, limitSeconds);
      const tooLate = result.kind === 'fault' && result.cause.startsWith('Task timed out');
      return tooLate ? { kind: 'fault', cause: 'timeout' } : result;
    },
  });
  const door = await openDoor({
    clock,
    callers,
    requests,
    faults,
    services: [
      dynamoDb,
      sqs,
      secrets,
      s3,
      connectService(connect),
      eventsService({ clock, region, accountId, bus: () => delivery.bus }),
    ],
    participants: connect.participants,
  });
  endpoint = door.endpoint;

  const place = { region, accountId };
  const customResources = await createCustomResources({
    stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${assembly.stackName}/local`,
    invoke: functions.invoke,
  });
  const world: World = {
    place: { ...place, stackName: assembly.stackName },
    clock,
    endpoint,
    assetPath: assembly.assetPath,
    dynamoDb,
    sqs,
    secrets,
    s3,
    connect,
    functions,
    apis,
    roles,
    callers,
    policies,
    encryption,
    ...delivery,
    customResources,
  };

  async function close(): Promise<void> {
    clock.close();
    functions.close();
    customResources.close();
    await apis.close();
    await door.close();
    await sqs.close();
    await dynamoDb.close();
  }

  let template: Template;
  try {
    template = await createStack(assembly, place, (wanted) => {
      const given = (wanted.properties as { InstanceArn?: unknown }).InstanceArn;
      if (typeof given === 'string') instanceArn = given;
      return makeResource(wanted, world);
    });
    await functions.ready();
  } catch (error) {
    await close();
    throw error;
  }
  startGauges({ clock, metrics, sqs, connect, instanceId: () => instanceArn.split('/').at(-1) || undefined });
  const { bus } = delivery;
  const { operatorAccessKeyId } = callers;
  return {
    endpoint,
    operatorAccessKeyId,
    template,
    connect,
    functions,
    apis,
    dynamoDb,
    sqs,
    s3,
    bus,
    metrics,
    logs,
    requests,
    faults,
    close,
  };
}

/** The functions, their lines and invocations seen by logs and metrics. */
function watchedFunctions(
  { clock, concurrency }: AwsOptions,
  { metrics, logs, faults }: Pick<LocalAws, 'metrics' | 'logs' | 'faults'>,
): LocalFunctions {
  return createFunctions({
    clock,
    concurrency,
    oneAtATime: clock.speed === 0,
    onLine(functionId, text) {
      if (!putEmbeddedMetrics(text, metrics)) logs.add({ at: clock.now(), functionId, text });
    },
    onInvoked(report) {
      putInvocation(report, metrics, clock.now());
      if (report.result.kind === 'fault') {
        logs.add({ at: clock.now(), functionId: report.logicalId, text: report.result.cause });
      }
    },
    strike: (caller) => faults.strike({ service: 'lambda', caller, action: 'lambda:InvokeFunction' }),
  });
}
