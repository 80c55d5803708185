import type { DeskRequest, DeskResponse } from '../../lambdas/web-desk/contract.ts';
import { makeWebDesk } from '../../lambdas/web-desk/web-desk.ts';
import type { World } from './world.ts';

export interface DeskAsk {
  /** The visitor's address. */
  from?: string;
  headers?: Record<string, string>;
  /** What the authoriser vouches for. */
  phoneNumber?: string;
  segment?: string;
}

export interface ADesk {
  get(path: string, ask?: DeskAsk): Promise<DeskResponse>;
  post(path: string, body: Record<string, unknown> | string, ask?: DeskAsk): Promise<DeskResponse>;
}

/** The web desk's logic over the ports of a world, asked as API Gateway asks it, and without the wait that hides times. */
export function aDesk(world: World): ADesk {
  let drawn = 0;
  const desk = makeWebDesk({
    ...world,
    random: () => {
      drawn += 1;
      return `random-${drawn}`;
    },
    settled: async () => {},
  });
  return {
    get: (path, ask = {}) => desk(requestOf('GET', path, undefined, ask)),
    post: (path, body, ask = {}) =>
      desk(requestOf('POST', path, typeof body === 'string' ? body : JSON.stringify(body), ask)),
  };
}

/** /link/x is the route /link/{token} with the token x. */
function requestOf(
  httpMethod: 'GET' | 'POST',
  path: string,
  body: string | undefined,
  { from = '192.0.2.1', headers, phoneNumber, segment }: DeskAsk,
): DeskRequest {
  const [, first = '', token, ...rest] = path.split('/');
  const routed = (first === 'link' || first === 'chat') && token !== undefined;
  return {
    httpMethod,
    path,
    resource: routed ? ['', first, '{token}', ...rest].join('/') : path,
    pathParameters: routed ? { token } : null,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: body ?? null,
    requestContext: {
      identity: { sourceIp: from },
      authorizer: (phoneNumber ?? segment) ? { phoneNumber, segment } : null,
    },
  };
}
