import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LocalClock, realTimerStretch } from '../clock/clock.ts';
import type { Participants } from '../connect/participants.ts';
import { readBody } from '../readBody.ts';
import { type Caller, type Callers, credentialScope } from './callers.ts';
import type { FaultSwitches } from './faults.ts';
import { decideAccess, refusal } from './grants.ts';
import type { RequestCounts } from './requests.ts';
import type { AwsAnswer, AwsRequest, AwsService } from './service.ts';

export interface DoorDeps {
  readonly clock: LocalClock;
  readonly callers: Callers;
  readonly requests: RequestCounts;
  readonly faults: FaultSwitches;
  readonly services: readonly AwsService[];
  /** Connect's participant service: asked with a chat's own token in place of a signature. */
  readonly participants?: Participants;
}

/** The one address of all emulated AWS services. */
export interface Door {
  readonly endpoint: string;
  close(): Promise<void>;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const NO_QUERY = new URLSearchParams();

/** 'lost': the work was done, and the connection is to break before the answer. */
type Outcome = AwsAnswer | 'lost';

/** Opens the door on 127.0.0.1; `port` 0 takes a free one. */
export async function openDoor(deps: DoorDeps, port = 0): Promise<Door> {
  const { clock, callers, requests, faults, services, participants } = deps;
  const serviceOf = new Map(services.map((service) => [service.signingName, service]));

  function denial(service: AwsService, caller: Caller, needs: ReturnType<AwsService['asks']>['needs']) {
    for (const need of needs) {
      const decision = decideAccess(caller.statements, need);
      if (decision.kind === 'allowed') continue;
      const message = refusal(caller.principalArn, need, decision.because);
      return service.refuse({ type: 'AccessDeniedException', message, status: 400 });
    }
    return undefined;
  }

  async function serve(service: AwsService, caller: Caller, request: AwsRequest): Promise<Outcome> {
    const { action, needs } = service.asks(request);
    requests.count(caller.name, action);
    const denied = denial(service, caller, needs);
    if (denied !== undefined) return denied;
    const effect = faults.strike({ service: service.signingName, caller: caller.name, action });
    switch (effect?.kind) {
      case undefined:
        return service.answer(request);
      case 'outage':
        return service.refuse({ type: 'ServiceUnavailableException', message: 'Service unavailable', status: 503 });
      case 'throttle':
        return service.refuse({ type: service.throttlingError, message: 'Rate exceeded', status: 400 });
      case 'latency':
        await pause(effect.milliseconds * realTimerStretch(clock));
        return service.answer(request);
      case 'lost-reply':
        await service.answer(request);
        return 'lost';
      default:
        return effect satisfies never;
    }
  }

  async function handle(message: IncomingMessage): Promise<Outcome> {
    const plain = (status: number, type: string, text: string): AwsAnswer => ({
      status,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
      body: JSON.stringify({ __type: type, message: text }),
    });
    const scope = credentialScope(message.headers.authorization);
    const body = await readBody(message);
    const bearer = message.headers['x-amz-bearer'];
    if (scope === undefined && typeof bearer === 'string' && participants !== undefined) {
      const { status, body: said } = participants.handle({ path: message.url ?? '/', bearer, body });
      return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(said) };
    }
    if (scope === undefined) return plain(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    const caller = callers.find(scope.accessKeyId);
    if (caller === undefined) {
      return plain(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    const service = serviceOf.get(scope.service);
    if (service === undefined) {
      const known = [...serviceOf.keys()].join(', ');
      return plain(501, 'UnsupportedService', `The local center has no ${scope.service}; it has ${known}.`);
    }
    const url = message.url ?? '/';
    const mark = url.indexOf('?');
    return serve(service, caller, {
      method: message.method ?? 'GET',
      path: mark < 0 ? url : url.slice(0, mark),
      query: mark < 0 ? NO_QUERY : new URLSearchParams(url.slice(mark + 1)),
      headers: message.headers,
      body,
      caller: caller.name,
    });
  }

  function send(response: ServerResponse, outcome: Outcome): void {
    if (outcome === 'lost') {
      response.destroy();
      return;
    }
    response.writeHead(outcome.status, { ...outcome.headers, 'content-length': Buffer.byteLength(outcome.body) });
    response.end(outcome.body);
  }

  const server = createServer({ keepAlive: true, noDelay: true }, (message, response) => {
    const release = clock.busy();
    // The center's time is not the wall's; a Date header of the wall would make clients correct their clock.
    response.sendDate = false;
    response.on('close', release);
    handle(message).then(
      (outcome) => send(response, outcome),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        const body = JSON.stringify({ __type: 'InternalServerError', message: reason });
        send(response, { status: 500, headers: { 'content-type': 'application/x-amz-json-1.0' }, body });
      },
    );
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
