import { memoryRows } from '../../adapters/memory/rows.ts';
import { portsContract } from './ports.contract.ts';
import { noon } from './rows.ts';

portsContract('in memory', async () => memoryRows({ now: () => noon }));
