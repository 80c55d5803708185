/** The parts of an OpenAPI document that the local API Gateway goes by. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
  readonly 'x-amazon-apigateway-request-validator'?: string;
  readonly 'x-amazon-apigateway-request-validators'?: Readonly<
    Record<string, { readonly validateRequestBody?: boolean; readonly validateRequestParameters?: boolean }>
  >;
}

export interface PathItem {
  readonly parameters?: readonly Parameter[];
  readonly get?: Operation;
  readonly post?: Operation;
  readonly options?: Operation;
}

export interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>> };
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-amazon-apigateway-integration': { readonly type: string; readonly uri: string };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

export interface SecurityScheme {
  readonly 'x-amazon-apigateway-authorizer'?: {
    readonly type: string;
    readonly authorizerUri: string;
    readonly identityValidationExpression?: string;
  };
}

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** The operation for a request, and the values of its path's labels. */
export function findOperation(
  { paths }: OpenApi,
  method: string,
  path: string,
): { route: string; operation: Operation; labels: Record<string, string> } | undefined {
  const given = path.split('/').slice(1);
  for (const [route, item] of Object.entries(paths)) {
    const labels = labelsOf(route.split('/').slice(1), given);
    const operation = item[method.toLowerCase() as 'get'];
    if (labels !== undefined && operation !== undefined) return { route, operation, labels };
  }
  return undefined;
}

function labelsOf(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{') && value !== '') labels[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return labels;
}

/** Whether a body of this type would get past API Gateway: only what has a schema is looked at. */
export function isValidBody(document: OpenApi, operation: Operation, contentType: string, body: string): boolean {
  const validator =
    document['x-amazon-apigateway-request-validators']?.[document['x-amazon-apigateway-request-validator'] ?? ''];
  const schema = operation.requestBody?.content?.[contentType]?.schema;
  if (!validator?.validateRequestBody || schema === undefined) return true;
  try {
    return matches(document, schema, JSON.parse(body));
  } catch {
    return false;
  }
}

const known = new Set([
  '$ref',
  'type',
  'properties',
  'required',
  'additionalProperties',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
]);

/** Throws on a keyword it does not know: one that is skipped would let through what AWS refuses. */
function matches(document: OpenApi, schema: JsonSchema, value: unknown): boolean {
  const strange = Object.keys(schema).find((keyword) => !known.has(keyword));
  if (strange !== undefined) throw new Error(`JSON schema: ${strange} is not emulated`);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const target = document.components?.schemas?.[name];
    if (target === undefined) throw new Error(`JSON schema: ${schema.$ref} does not exist`);
    return matches(document, target, value);
  }
  if (schema.type === 'string') return typeof value === 'string' && isText(schema, value);
  if (schema.type !== 'object' || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const fields = Object.entries(value);
  return (
    required.every((name) => name in value) &&
    fields.every(([name, field]) => {
      const wanted = properties[name];
      return wanted === undefined ? additionalProperties : matches(document, wanted, field);
    })
  );
}

const isText = (
  { enum: words, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: JsonSchema,
  text: string,
) =>
  text.length >= minLength &&
  text.length <= maxLength &&
  (words === undefined || words.includes(text)) &&
  (pattern === undefined || new RegExp(pattern).test(text));
