import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalClock } from '../../clock/clock.ts';
import type { LocalFunctions } from '../../lambda/functions.ts';
import { readBody } from '../../readBody.ts';
import type { ResourcePolicies } from '../targets.ts';
import { findOperation, isValidBody, type OpenApi, type SecurityScheme } from './openApi.ts';

/** A stage of a REST API, open on this machine. */
export interface LocalApi {
  readonly apiId: string;
  readonly stageName: string;
  /** With the stage: what a browser opens. */
  readonly url: string;
}

export interface ApiGateway {
  addApi(apiId: string, document: OpenApi): Promise<void>;
  addStage(apiId: string, stageName: string, limit: StageLimit | undefined): void;
  list(): readonly LocalApi[];
  /** The text with the addresses of these APIs at AWS replaced by those here: what a name server would do. */
  localize(text: string): string;
  close(): Promise<void>;
}

export interface StageLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export interface ApiGatewayDeps {
  readonly clock: LocalClock;
  readonly region: string;
  readonly accountId: string;
  readonly functions: LocalFunctions;
  readonly policies: ResourcePolicies;
}

interface Stage {
  readonly limit: StageLimit | undefined;
  tokens: number;
  filledAt: number;
}

interface Api {
  readonly apiId: string;
  readonly document: OpenApi;
  readonly stages: Map<string, Stage>;
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** API Gateway's own limit of a request's body. */
const LONGEST_BODY_BYTES = 10 * 1024 * 1024;

const said = (status: number, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** REST APIs of the template, each with its own address on 127.0.0.1. */
export function createApiGateway(deps: ApiGatewayDeps): ApiGateway {
  const { clock, region, accountId, functions, policies } = deps;
  const apis = new Map<string, Api>();

  async function serve(api: Api, message: IncomingMessage): Promise<Answer> {
    const url = new URL(message.url ?? '/', 'http://localhost');
    const [, stageName = '', ...rest] = url.pathname.split('/');
    const stage = api.stages.get(stageName);
    if (stage === undefined) return said(403, 'Forbidden');
    const method = message.method ?? 'GET';
    const body = await readBody(message);
    if (!admits(stage, clock.now())) return said(429, 'Too Many Requests');
    if (body.length > LONGEST_BODY_BYTES) return said(413, 'Request Too Long');
    const path = `/${rest.join('/')}`;
    // HEAD is a method of its own at API Gateway, and none of ours: asked for without a route like any other.
    const found = findOperation(api.document, method, path);
    if (found === undefined) return said(403, 'Missing Authentication Token');
    const headers = Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    );
    const request = { api, stageName, method, path, ...found, headers, body, query: url.searchParams };
    const authorized = await authorize(request);
    if ('status' in authorized) return authorized;
    const type = (headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
    if (!isValidBody(api.document, found.operation, type, body)) return said(400, 'Invalid request body');
    return invoke({ ...request, authorizer: authorized.context });
  }

  type Request = ReturnType<typeof findOperation> & {
    api: Api;
    stageName: string;
    method: string;
    path: string;
    headers: Record<string, string | undefined>;
    body: string;
    query: URLSearchParams;
  };

  const executeArn = (apiId: string, rest: string): string =>
    `arn:aws:execute-api:${region}:${accountId}:${apiId}/${rest}`;

  async function authorize({ api, stageName, operation, method, path, headers }: Request) {
    const [name] = Object.keys(operation.security?.[0] ?? {});
    if (name === undefined) return { context: undefined };
    const scheme: SecurityScheme | undefined = api.document.components?.securitySchemes?.[name];
    const authorizer = scheme?.['x-amazon-apigateway-authorizer'];
    if (authorizer?.type !== 'token') return said(500, 'AuthorizerConfigurationException');
    const token = headers.authorization;
    const form = authorizer.identityValidationExpression;
    if (token === undefined || (form !== undefined && !new RegExp(form).test(token))) return said(401, 'Unauthorized');
    const functionArn = functionOf(authorizer.authorizerUri);
    if (!policies.mayInvoke('apigateway.amazonaws.com', functionArn, executeArn(api.apiId, 'authorizers/local')))
      return said(500, 'AuthorizerConfigurationException');
    const methodArn = executeArn(api.apiId, `${stageName}/${method}${path}`);
    const result = await functions.invoke(functionArn, { type: 'TOKEN', authorizationToken: token, methodArn });
    if (result.kind === 'fault') return said(500, 'AuthorizerFailureException');
    const { policyDocument, context, principalId } = result.payload as {
      principalId: string;
      context: Record<string, string>;
      policyDocument: { Statement: readonly { Effect: string; Resource: string }[] };
    };
    const allowed = policyDocument.Statement.some(
      ({ Effect, Resource }) => Effect === 'Allow' && Resource === methodArn,
    );
    if (!allowed) return said(403, 'User is not authorized to access this resource');
    return { context: { ...context, principalId } };
  }

  async function invoke(request: Request & { authorizer: Record<string, string> | undefined }): Promise<Answer> {
    const { api, stageName, method, path, route, operation, labels, headers, body, query, authorizer } = request;
    const functionArn = functionOf(operation['x-amazon-apigateway-integration'].uri);
    const sourceArn = executeArn(
      api.apiId,
      `${stageName}/${method}${route === '/' ? '/' : route.replaceAll(/\{\w+\}/g, '*')}`,
    );
    if (!policies.mayInvoke('apigateway.amazonaws.com', functionArn, sourceArn))
      return said(500, 'Internal server error');
    const result = await functions.invoke(functionArn, {
      resource: route,
      path,
      httpMethod: method,
      headers,
      queryStringParameters: query.size === 0 ? null : Object.fromEntries(query),
      pathParameters: Object.keys(labels).length === 0 ? null : labels,
      body: body === '' ? null : body,
      isBase64Encoded: false,
      requestContext: {
        path: `/${stageName}${path}`,
        stage: stageName,
        httpMethod: method,
        resourcePath: route,
        // Whom the test or the page plays; on AWS the address of the connection.
        identity: { sourceIp: headers['x-local-source-ip'] ?? '127.0.0.1' },
        ...(authorizer === undefined ? {} : { authorizer }),
      },
    });
    if (result.kind === 'fault') return said(502, 'Internal server error');
    const answer = result.payload as { statusCode?: number; headers?: Record<string, string>; body?: string };
    if (typeof answer?.statusCode !== 'number') return said(502, 'Internal server error');
    return { status: answer.statusCode, headers: answer.headers ?? {}, body: answer.body ?? '' };
  }

  async function open(apiId: string, document: OpenApi): Promise<Api> {
    const stages = new Map<string, Stage>();
    const server = createServer((message, response) => {
      const release = clock.busy();
      response.sendDate = false;
      response.on('close', release);
      const api = apis.get(apiId) as Api;
      serve(api, message).then(
        (answer) => send(response, answer),
        (error: unknown) => {
          process.stderr.write(`API ${apiId}: ${error instanceof Error ? error.message : String(error)}\n`);
          send(response, said(500, 'Internal server error'));
        },
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return {
      apiId,
      document,
      stages,
      port: (server.address() as AddressInfo).port,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }

  const originAtAws = (apiId: string): string => `https://${apiId}.execute-api.${region}.amazonaws.com`;
  const originHere = ({ port }: Api): string => `http://127.0.0.1:${port}`;

  return {
    async addApi(apiId, document) {
      apis.set(apiId, await open(apiId, document));
    },
    addStage(apiId, stageName, limit) {
      const api = apis.get(apiId);
      if (api === undefined) throw new Error(`RestApiId ${apiId}: no such API`);
      api.stages.set(stageName, { limit, tokens: limit?.burst ?? 0, filledAt: clock.now() });
    },
    list: () =>
      [...apis.values()].flatMap((api) =>
        [...api.stages.keys()].map((stageName) => ({
          apiId: api.apiId,
          stageName,
          url: `${originHere(api)}/${stageName}/`,
        })),
      ),
    localize(text) {
      let local = text;
      for (const api of apis.values()) local = local.replaceAll(originAtAws(api.apiId), originHere(api));
      return local;
    },
    async close() {
      await Promise.all([...apis.values()].map((api) => api.close()));
    },
  };
}

/** The function in an integration's address. */
const functionOf = (uri: string): string => /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? '';

/** A bucket that fills at the stage's rate. */
function admits(stage: Stage, now: number): boolean {
  const { limit } = stage;
  if (limit === undefined) return true;
  stage.tokens = Math.min(limit.burst, stage.tokens + ((now - stage.filledAt) / 1000) * limit.perSecond);
  stage.filledAt = now;
  if (stage.tokens < 1) return false;
  stage.tokens -= 1;
  return true;
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
