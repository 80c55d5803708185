import { memoryRows } from '../../adapters/memory/rows.ts';
import { portsContract } from './ports.contract.ts';
import { noon } from './rows.ts';

portsContract('in memory', async () => {
  const rows = memoryRows({ now: () => noon });
  const closed = async (_: string, callbackId: string) =>
    rows.all().closedCallbacks.find((row) => row.callbackId === callbackId);
  return { ...rows, closed };
});
