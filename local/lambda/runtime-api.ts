import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../readBody.ts';

export interface RuntimeInvocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** Wall-clock epoch milliseconds at which the invocation is given up. */
  readonly deadline: number;
  /** The center's time now, and how fast it passes. */
  readonly time: number;
  readonly speed: number;
  readonly payload: string;
}

export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
}

export interface RuntimeListener {
  /** The process asked for work for the first time: its bundle is loaded. */
  ready(): void;
  answered(requestId: string, payload: string): void;
  failed(requestId: string, error: RuntimeError): void;
  initFailed(error: RuntimeError): void;
}

/** The Lambda Runtime API (2018-06-01) for one process. */
export interface RuntimeApi {
  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Hands work to the process as soon as it asks; one at a time. */
  give(invocation: RuntimeInvocation): void;
  close(): void;
}

const ROOT = '/2018-06-01/runtime/';

function parseError(body: string): RuntimeError {
  const { errorType = 'Error', errorMessage = '' } = JSON.parse(body) as Partial<RuntimeError>;
  return { errorType, errorMessage };
}

export async function openRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  let asking: ServerResponse | undefined;
  let pending: RuntimeInvocation | undefined;

  function hand(response: ServerResponse, invocation: RuntimeInvocation): void {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(invocation.payload),
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-deadline-ms': String(invocation.deadline),
      'nohold-center-time': `${invocation.time};${invocation.speed}`,
    });
    response.end(invocation.payload);
  }

  async function take(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = (message.url ?? '').slice(ROOT.length);
    if (route === 'invocation/next') {
      listener.ready();
      if (pending === undefined) {
        asking = response;
      } else {
        hand(response, pending);
        pending = undefined;
      }
      return;
    }
    const body = await readBody(message);
    response.writeHead(202, { 'content-length': 0 });
    response.end();
    if (route === 'init/error') listener.initFailed(parseError(body));
    const [, requestId, outcome] = route.split('/');
    if (outcome === 'response') listener.answered(requestId as string, body);
    if (outcome === 'error') listener.failed(requestId as string, parseError(body));
  }

  const server = createServer({ keepAlive: true, noDelay: true }, (message, response) => {
    response.sendDate = false;
    take(message, response).catch(() => response.destroy());
  });
  // A process may wait for work as long as nobody calls.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    give(invocation) {
      if (asking === undefined) {
        pending = invocation;
      } else {
        hand(asking, invocation);
        asking = undefined;
      }
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
