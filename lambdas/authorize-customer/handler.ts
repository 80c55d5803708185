import * as z from 'zod/mini';
import { tokensOf } from '../../adapters/jwt/tokens.ts';
import { readEnvironment } from '../edge/environment.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { makeAuthorizeCustomer } from './authorize-customer.ts';
import { type Authorized, environment, request } from './contract.ts';

readEnvironment(environment);
const around = surroundings();
const { web } = bundledSettings();
if (web?.login === undefined) throw new Error('settings: web.login is missing; this function is made only with it');
const run = makeAuthorizeCustomer({ ...around, tokens: tokensOf(web.login, around.clock) });

/** Thrown, API Gateway answers 500 and lets nobody in. */
export const handler = (event: unknown): Promise<Authorized> => run(z.parse(request, event));
