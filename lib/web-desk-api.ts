import type { Settings } from '../core/settings/schema.ts';

/** Where API Gateway finds the functions behind the API: texts that CloudFormation fills in. */
export interface Behind {
  readonly desk: string;
  /** @default nobody logs in, and there are no routes for customers who did */
  readonly authorizer: string | undefined;
}

const limits = { queue: 30, number: 40, name: 60, text: 1000, token: 160 } as const;

/** As strict as lambdas/web-desk/contract.ts, so that what it would refuse never starts a function. */
const schemas = {
  Callback: body({ queue: text(limits.queue), number: text(limits.number), startsAt: moment() }, ['queue', 'number']),
  CustomerCallback: body({ queue: text(limits.queue), startsAt: moment() }, ['queue']),
  Chat: body({ queue: text(limits.queue), name: text(limits.name) }, ['queue', 'name']),
  LinkUse: body({ do: { type: 'string', enum: ['callback', 'chat', 'move', 'cancel'] }, startsAt: moment() }, ['do']),
  ChatLine: body({ text: text(limits.text), turn: { type: 'string', pattern: '^[0-9]{1,15}$' } }, ['text', 'turn']),
};

function text(maxLength: number): object {
  return { type: 'string', minLength: 1, maxLength };
}

function moment(): object {
  return { type: 'string', pattern: '^[0-9]{12,14}$' };
}

function body(properties: Record<string, object>, required: readonly string[]): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

type Schema = keyof typeof schemas;

/**
 * The web desk as an OpenAPI document: what may be asked, in which form, and how often. It is the API's definition at API
 * Gateway and its documentation at once.
 */
export function webDeskApi({ center, web }: Settings, { desk, authorizer }: Behind): object {
  const calls = {
    'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: desk },
  };
  const get = (summary: string) => ({ summary, responses: { '200': { description: 'A page, or data' } }, ...calls });
  const post = (summary: string, schema: Schema) => ({
    summary,
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
        'application/x-www-form-urlencoded': {},
      },
    },
    responses: { '202': { description: 'Taken down' } },
    ...calls,
  });
  const options = {
    summary: 'Which sites may ask',
    responses: { '204': { description: 'Said in headers' } },
    ...calls,
  };
  const token = { name: 'token', in: 'path', required: true, schema: { type: 'string', maxLength: limits.token } };
  const security = { security: [{ customer: [] }] };

  return {
    openapi: '3.0.1',
    info: { title: `${center.name}: web desk`, version: '1' },
    'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
    'x-amazon-apigateway-request-validator': 'all',
    paths: {
      '/': { get: get('The desk on one page') },
      '/waits': { get: get('The wait right now, by queue and channel'), options },
      ...(web?.bookings === 'anyone'
        ? { '/callbacks': { post: post('Asks for a callback on a number', 'Callback'), options } }
        : {}),
      '/chats': { post: post('Starts a chat', 'Chat'), options },
      '/link/{token}': {
        parameters: [token],
        get: get('What a link can do'),
        post: post('Does it, once', 'LinkUse'),
      },
      '/chat/{token}': { parameters: [token], get: get('A chat'), post: post('Says something', 'ChatLine') },
      '/chat/{token}/lines': { parameters: [token], get: get('What is said in a chat') },
      ...(authorizer === undefined
        ? {}
        : {
            '/customer/callbacks': {
              post: { ...post('Asks for a callback on the own number', 'CustomerCallback'), ...security },
              options,
            },
            '/customer/chats': { post: { ...post('Starts a chat, logged in', 'Chat'), ...security }, options },
          }),
    },
    components: {
      schemas,
      ...(authorizer === undefined
        ? {}
        : {
            securitySchemes: {
              customer: {
                type: 'apiKey',
                in: 'header',
                name: 'Authorization',
                'x-amazon-apigateway-authtype': 'custom',
                'x-amazon-apigateway-authorizer': {
                  type: 'token',
                  authorizerUri: authorizer,
                  // Each token is looked at each time: one that was taken back must not go on for minutes.
                  authorizerResultTtlInSeconds: 0,
                  identityValidationExpression: '^Bearer [-\\w]+\\.[-\\w]+\\.[-\\w]+$',
                },
              },
            },
          }),
    },
  };
}
