import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';

export const environment = z.object({ ...variables.table, ...variables.planningBucket });
