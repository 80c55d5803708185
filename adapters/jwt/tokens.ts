import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Clock } from '../../core/ports.ts';
import type { Tokens } from '../../core/webPorts.ts';
import { faultOf } from '../fault.ts';

export interface Login {
  issuer: string;
  audience: string;
  keys: string;
  segmentClaim?: string | undefined;
}

/** Signatures with a public key only: with a shared secret, or none, anybody who has seen ours could sign. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const clockToleranceSeconds = 30;

export function tokensOf(
  login: Login,
  clock: Clock,
  keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(login.keys), { timeoutDuration: 2000, cooldownDuration: 30_000 }),
): Tokens {
  return {
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: login.issuer,
          algorithms,
          clockTolerance: clockToleranceSeconds,
          currentDate: new Date(clock.now()),
          requiredClaims: ['exp', 'sub'],
        });
        if (!isFor(payload, login.audience)) return { kind: 'refused', reason: 'audience' };
        const verified = payload.phone_number_verified === true || payload.phone_number_verified === 'true';
        const phone = verified && typeof payload.phone_number === 'string' ? payload.phone_number : undefined;
        const segment = login.segmentClaim === undefined ? undefined : payload[login.segmentClaim];
        return {
          kind: 'customer',
          subject: payload.sub ?? '',
          ...(phone === undefined ? {} : { phoneNumber: phone }),
          ...(typeof segment === 'string' ? { segment } : {}),
        };
      } catch (cause) {
        // Keys that cannot be had are our trouble; everything else is the token's.
        if (!(cause instanceof errors.JOSEError) || cause instanceof errors.JWKSTimeout) throw faultOf('jwks', cause);
        return { kind: 'refused', reason: cause.code };
      }
    },
  };
}

/** Cognito's access tokens carry the audience as client_id. */
function isFor({ aud, client_id: clientId }: JWTPayload, audience: string): boolean {
  if (aud === undefined) return clientId === audience;
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}
