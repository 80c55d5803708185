import type { AccessRequest } from './grants.ts';

/** A request as it reached the door, its caller known. */
export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** A function's logical id, or `operator`. */
  readonly caller: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An emulated AWS service behind the door. */
export interface AwsService {
  /** The name in the signature's scope, for example `dynamodb`. */
  readonly signingName: string;
  /** The operation, `dynamodb:Query`, and every permission it needs. */
  asks(request: AwsRequest): { readonly action: string; readonly needs: readonly AccessRequest[] };
  answer(request: AwsRequest): Promise<AwsAnswer>;
  /** An error in the service's own wire format. */
  refuse(error: { readonly type: string; readonly message: string; readonly status: number }): AwsAnswer;
  /** The error type the service throttles with. */
  readonly throttlingError: string;
}

/** `x-amz-target: DynamoDB_20120810.Query` → `Query`; empty when there is none. */
export function targetOperation(request: AwsRequest): string {
  const target = String(request.headers['x-amz-target'] ?? '');
  return target.slice(target.indexOf('.') + 1);
}

/** The answer of an AWS JSON service. */
export function jsonAnswer(status: number, body: unknown, version: '1.0' | '1.1' = '1.0'): AwsAnswer {
  return { status, headers: { 'content-type': `application/x-amz-json-${version}` }, body: JSON.stringify(body) };
}

const parsed = new WeakMap<AwsRequest, Record<string, unknown>>();

/** The body of a JSON request; an unreadable one reads as empty and is refused by the service itself. */
export function jsonBody(request: AwsRequest): Record<string, unknown> {
  const known = parsed.get(request);
  if (known !== undefined) return known;
  const body = parseBody(request.body);
  parsed.set(request, body);
  return body;
}

function parseBody(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) as Record<string, unknown>) ?? {};
  } catch {
    return {};
  }
}
