import type { Log } from '../../core/ports.ts';
import type { Tokens } from '../../core/webPorts.ts';
import type { Authorized, AuthorizeRequest } from './contract.ts';

export interface AuthorizeWorld {
  tokens: Tokens;
  log: Log;
}

/** Whether this is one of our logged-in customers, which number their identity provider vouches for, and their segment. */
export function makeAuthorizeCustomer(world: AuthorizeWorld): (request: AuthorizeRequest) => Promise<Authorized> {
  return async ({ authorizationToken, methodArn }) => {
    const read = await world.tokens.read(authorizationToken.replace(/^Bearer /, ''));
    if (read.kind === 'refused') {
      world.log.info('customer not let in', { reason: read.reason });
      return answer('nobody', 'Deny', methodArn, {});
    }
    const { subject, phoneNumber, segment } = read;
    return answer(subject, 'Allow', methodArn, {
      ...(phoneNumber === undefined ? {} : { phoneNumber }),
      ...(segment === undefined ? {} : { segment }),
    });
  };
}

const answer = (
  principalId: string,
  Effect: 'Allow' | 'Deny',
  Resource: string,
  context: Record<string, string>,
): Authorized => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
  context,
});
