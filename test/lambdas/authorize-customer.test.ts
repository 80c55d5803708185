import {
  createLocalJWKSet,
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { tokensOf } from '../../adapters/jwt/tokens.ts';
import { memoryClock, memoryLog } from '../../adapters/memory/world.ts';
import { makeAuthorizeCustomer } from '../../lambdas/authorize-customer/authorize-customer.ts';
import { request as quoteRequest } from '../../lambdas/quote-wait/contract.ts';
import { aDesk } from './aDesk.ts';
import { aSettings, aWorld, flowEvent, noon, quietQueue } from './world.ts';

const login = { issuer: 'https://id.example.com', audience: 'desk', keys: 'https://id.example.com/keys' };
const now = Math.floor(noon / 1000);
const good: JWTPayload = {
  iss: login.issuer,
  aud: login.audience,
  sub: 'customer-7',
  exp: now + 300,
  phone_number: '+12125550123',
  phone_number_verified: true,
};

let ours: GenerateKeyPairResult;
let theirs: GenerateKeyPairResult;
let authorize: ReturnType<typeof makeAuthorizeCustomer>;
const log = memoryLog();
beforeAll(async () => {
  ours = await generateKeyPair('RS256');
  theirs = await generateKeyPair('RS256');
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'k1', alg: 'RS256' }] });
  authorize = makeAuthorizeCustomer({ tokens: tokensOf(login, memoryClock(noon), keys), log });
});

/** A claim that is undefined is left out. */
type Claims = { [claim in keyof JWTPayload]: JWTPayload[claim] | undefined };

const signed = (claims: Claims, { kid = 'k1', key = ours.privateKey } = {}): Promise<string> =>
  new SignJWT(JSON.parse(JSON.stringify(claims)) as JWTPayload).setProtectedHeader({ alg: 'RS256', kid }).sign(key);

const ask = async (token: string) => {
  const { policyDocument, context } = await authorize({
    type: 'TOKEN',
    authorizationToken: `Bearer ${token}`,
    methodArn: 'arn:method',
  });
  return { effect: policyDocument.Statement[0].Effect, context };
};

test('a customer with a good token is let in, with the number their identity provider vouches for', async () => {
  expect(await ask(await signed(good))).toEqual({ effect: 'Allow', context: { phoneNumber: '+12125550123' } });
});

test('a number that was not verified is not handed on; the customer is let in all the same', async () => {
  expect(await ask(await signed({ ...good, phone_number_verified: false }))).toEqual({ effect: 'Allow', context: {} });
});

test("Cognito's access tokens name us as client_id", async () => {
  const { aud: _, ...rest } = good;
  expect((await ask(await signed({ ...rest, client_id: login.audience }))).effect).toBe('Allow');
  expect((await ask(await signed({ ...rest, client_id: 'another' }))).effect).toBe('Deny');
});

test.each<[string, Claims]>([
  ['has expired', { ...good, exp: now - 31 }],
  ['never expires', { ...good, exp: undefined }],
  ['is not valid yet', { ...good, nbf: now + 31 }],
  ['is for somebody else', { ...good, aud: 'shop' }],
  ['is for nobody', { ...good, aud: undefined }],
  ['comes from another issuer', { ...good, iss: 'https://id.example.com.evil.test' }],
  ['names nobody', { ...good, sub: undefined }],
])('a token that %s lets nobody in, and nothing of it is logged', async (_, payload) => {
  expect(await ask(await signed(payload))).toEqual({ effect: 'Deny', context: {} });
  expect(JSON.stringify(log.lines)).not.toContain('customer-7');
});

test('a few seconds of clocks that differ are borne', async () => {
  expect((await ask(await signed({ ...good, exp: now - 10 }))).effect).toBe('Allow');
});

test('neither alg none, nor a shared secret, nor a key nobody knows, nor another key under a known name lets anybody in', async () => {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${encoded({ alg: 'none', kid: 'k1' })}.${encoded(good)}.`;
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(ours.publicKey)));
  const shared = await new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret);
  const unknown = await signed(good, { kid: 'k2' });
  const another = await signed(good, { key: theirs.privateKey });
  const [head = '', , signature = ''] = (await signed(good)).split('.');
  const changed = `${head}.${encoded({ ...good, sub: 'customer-8' })}.${signature}`;
  for (const token of [unsigned, shared, unknown, another, changed, 'a.b.c', ''])
    expect((await ask(token)).effect).toBe('Deny');
});

test('the segment that a token names by the claim of the settings goes onto the chat, which is quoted by what that segment expects', async () => {
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'k1', alg: 'RS256' }] });
  const tokens = tokensOf({ ...login, segmentClaim: 'tier' }, memoryClock(noon), keys);
  const vouched = async (claims: Claims) => {
    const authorizationToken = `Bearer ${await signed({ ...good, ...claims })}`;
    const { context } = await makeAuthorizeCustomer({ tokens, log })({
      type: 'TOKEN',
      authorizationToken,
      methodArn: 'arn',
    });
    return context;
  };
  expect(await vouched({ tier: 'gold' })).toMatchObject({ segment: 'gold' });
  // A list, a number, nothing, or the claim of somebody else's settings name none.
  for (const claims of [{ tier: ['gold'] }, { tier: 1 }, {}, { segment: 'gold' }])
    expect(await vouched(claims)).not.toHaveProperty('segment');

  const world = aWorld({
    settings: aSettings((written) => {
      const { service } = written.queues as { service: object };
      const chat = { waitSeconds: 120, segments: { gold: { waitSeconds: 30 } } };
      const expectation = { ...(service as { expectation: object }).expectation, chat };
      written.queues = { service: { ...service, channels: ['voice', 'chat'], expectation } };
      written.segments = { gold: { description: 'They pay for it' } };
      written.web = { login: { ...login, segmentClaim: 'tier' } };
    }),
  });
  await world.centerRows.putDirectory({
    schemaVersion: 1,
    instanceArn: 'arn',
    queues: { service: 'arn/queue' },
    flows: { callbackOutbound: 'arn/flow', chats: { service: 'arn/chat-flow' } },
  });
  const desk = aDesk(world);
  const expected: (number | undefined)[] = [];
  for (const [index, tier] of ['gold', 'unheard-of'].entries()) {
    const ask = { ...(await vouched({ tier })), from: `203.0.113.${index}` };
    const { statusCode } = await desk.post('/customer/chats', { queue: 'service', name: 'Robin' }, ask);
    expect(statusCode).toBe(202);
    const { attributes = {} } = world.chats.started.at(-1) ?? {};
    const chat = flowEvent(`chat-${tier}`, { ...quietQueue, channel: 'chat' }, null, { attributes });
    await world.quoteWait(z.parse(quoteRequest, chat));
    expected.push((await world.contacts.get(`chat-${tier}`))?.expectationSeconds);
  }
  expect(expected).toEqual([30, 120]);
  expect(world.chats.started.map(({ attributes }) => attributes.segment)).toEqual(['gold', undefined]);
});
