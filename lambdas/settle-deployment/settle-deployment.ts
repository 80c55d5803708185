import type { Bindings, CenterRows, Log } from '../../core/ports.ts';
import { centerSchemaVersion } from '../../core/rows/center.ts';
import type { SettleProperties, SettleRequest } from './contract.ts';

export interface SettleWorld {
  bindings: Bindings;
  centerRows: Pick<CenterRows, 'putDirectory'>;
  log: Log;
}

/** One resource for the life of the stack: an update replaces nothing. */
export const physicalId = 'nohold-deployment';

/**
 * What CloudFormation cannot do: tie numbers and e-mail addresses to flows and quick connects to queues, and write down for the Lambdas what
 * settings' names are called at Connect. Each step sets a state, so repeating the whole is harmless.
 */
export function makeSettleDeployment(world: SettleWorld): (request: SettleRequest) => Promise<void> {
  return async (request) => {
    const properties = request.ResourceProperties;
    if (request.RequestType === 'Delete') {
      await release(world, properties.instanceArn, properties.numbers);
      await releaseAddresses(world, properties.instanceArn, properties.emailAddresses ?? []);
      return;
    }
    if (request.RequestType === 'Update') {
      const wanted = new Set(properties.numbers.map((number) => number.phoneNumberArn));
      const gone = numbersOf(request.OldResourceProperties).filter((number) => !wanted.has(number.phoneNumberArn));
      await release(world, properties.instanceArn, gone);
      const kept = new Set((properties.emailAddresses ?? []).map((address) => address.emailAddressArn));
      const unled = addressesOf(request.OldResourceProperties).filter((one) => !kept.has(one.emailAddressArn));
      await releaseAddresses(world, properties.instanceArn, unled);
    }
    await settle(world, properties);
    world.log.info('deployment settled', { count: properties.numbers.length });
  };
}

async function settle({ bindings, centerRows }: SettleWorld, properties: SettleProperties): Promise<void> {
  const {
    instanceArn,
    numbers,
    emailAddresses = [],
    queues,
    flows,
    operations,
    reserve,
    quickConnects = [],
  } = properties;
  for (const { phoneNumberArn, flowArn } of numbers) {
    await bindings.associateNumber(instanceArn, phoneNumberArn, flowArn);
  }
  for (const { emailAddressArn, flowArn } of emailAddresses) {
    await bindings.associateEmailAddress(instanceArn, emailAddressArn, flowArn);
  }
  for (const queueArn of Object.values(queues)) {
    const toOthers = quickConnects
      .filter((to) => to.queueArn !== queueArn)
      .map(({ quickConnectArn }) => quickConnectArn);
    if (toOthers.length > 0) await bindings.associateQuickConnects(instanceArn, queueArn, toOthers);
  }
  await centerRows.putDirectory({
    schemaVersion: centerSchemaVersion,
    instanceArn,
    queues,
    flows,
    ...(operations === undefined ? {} : { operations }),
    ...(reserve === undefined ? {} : { reserve }),
  });
}

async function release(
  { bindings }: SettleWorld,
  instanceArn: string,
  numbers: readonly { phoneNumberArn: string }[],
): Promise<void> {
  for (const { phoneNumberArn } of numbers) await bindings.disassociateNumber(instanceArn, phoneNumberArn);
}

async function releaseAddresses(
  { bindings }: SettleWorld,
  instanceArn: string,
  addresses: readonly { emailAddressArn: string }[],
): Promise<void> {
  for (const { emailAddressArn } of addresses) await bindings.disassociateEmailAddress(instanceArn, emailAddressArn);
}

function addressesOf(old: unknown): { emailAddressArn: string }[] {
  const addresses = (old as { emailAddresses?: unknown } | undefined)?.emailAddresses;
  if (!Array.isArray(addresses)) return [];
  return addresses.flatMap((address: unknown) => {
    const arn = (address as { emailAddressArn?: unknown } | null)?.emailAddressArn;
    return typeof arn === 'string' ? [{ emailAddressArn: arn }] : [];
  });
}

/** What the last deployment said; of an older version perhaps in another shape, then nothing is released. */
function numbersOf(old: unknown): { phoneNumberArn: string }[] {
  const numbers = (old as { numbers?: unknown } | undefined)?.numbers;
  if (!Array.isArray(numbers)) return [];
  return numbers.flatMap((number: unknown) => {
    const arn = (number as { phoneNumberArn?: unknown } | null)?.phoneNumberArn;
    return typeof arn === 'string' ? [{ phoneNumberArn: arn }] : [];
  });
}
