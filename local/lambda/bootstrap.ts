/**
 * What runs in a function's process: a Lambda runtime in a page. It asks the Runtime API for the next event, calls the
 * bundle's handler and posts the answer.
 *
 * Before the bundle loads, `Date` is put on the center's time: each invocation brings the time it starts at and the
 * speed at which it passes. Timers stay those of the machine, as waiting inside an invocation costs real time; where
 * virtual time must not depend on the machine's load, they are stretched.
 */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { flushCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const WallDate = Date;
let base = WallDate.now();
let speed = 1;
let setAt = performance.now();
const centerNow = (): number => base + (performance.now() - setAt) * speed;

function CenterDate(...given: unknown[]): unknown {
  if (new.target === undefined) return new WallDate(centerNow()).toString();
  return Reflect.construct(WallDate, given.length === 0 ? [centerNow()] : given, new.target);
}
Object.defineProperties(CenterDate, {
  ...Object.getOwnPropertyDescriptors(WallDate),
  now: { value: () => Math.floor(centerNow()), writable: true, configurable: true },
});
WallDate.prototype.constructor = CenterDate;
globalThis.Date = CenterDate as unknown as DateConstructor;

const timerStretch = Number(process.env.NOHOLD_TIMER_STRETCH ?? 1);
const wallTimeout = globalThis.setTimeout;
if (timerStretch !== 1) {
  const stretched = (run: () => void, milliseconds = 0, ...given: []) =>
    wallTimeout(run, milliseconds * timerStretch, ...given);
  globalThis.setTimeout = Object.assign(stretched, wallTimeout);
  const wallAbort = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => wallAbort(milliseconds * timerStretch);
}

function setTime(headers: IncomingHttpHeaders): void {
  const [time, rate] = String(headers['nohold-center-time'] ?? '')
    .split(';')
    .map(Number);
  if (time === undefined || rate === undefined || Number.isNaN(time)) return;
  base = time;
  speed = rate;
  setAt = performance.now();
}

const [host, port] = String(process.env.AWS_LAMBDA_RUNTIME_API).split(':');
const agent = new Agent({ keepAlive: true });

interface Reply {
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(method: string, route: string, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host,
        port,
        agent,
        method,
        path: `/2018-06-01/runtime/${route}`,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

function errorBody(error: unknown): string {
  const known = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify({ errorType: known.name, errorMessage: known.message, trace: known.stack?.split('\n') ?? [] });
}

type Handler = (event: unknown, context: unknown) => unknown;

async function loadHandler(): Promise<Handler> {
  const [file, exported] = String(process.env._HANDLER).split('.');
  const bundle = path.join(String(process.env.LAMBDA_TASK_ROOT), `${file}.mjs`);
  const module = (await import(pathToFileURL(bundle).href)) as Record<string, unknown>;
  const handler = module[exported ?? 'handler'];
  if (typeof handler !== 'function') throw new Error(`${bundle}: exports no function called ${exported}`);
  return handler as Handler;
}

function contextOf(headers: IncomingHttpHeaders): Record<string, unknown> {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - WallDate.now(),
  };
}

async function run(): Promise<void> {
  let handler: Handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    await ask('POST', 'init/error', errorBody(error));
    process.exit(1);
  }
  for (let invocation = 1; ; invocation += 1) {
    const { headers, body } = await ask('GET', 'invocation/next');
    setTime(headers);
    if (headers['lambda-runtime-trace-id'] !== undefined) {
      process.env._X_AMZN_TRACE_ID = String(headers['lambda-runtime-trace-id']);
    }
    const route = `invocation/${headers['lambda-runtime-aws-request-id']}`;
    try {
      const answer = await handler(JSON.parse(body), contextOf(headers));
      await ask('POST', `${route}/response`, JSON.stringify(answer ?? null));
    } catch (error) {
      await ask('POST', `${route}/error`, errorBody(error));
    }
    // Processes are killed, never ended; and only what ran once is compiled.
    if (invocation === 1) flushCompileCache();
  }
}

// The center went away: there is nobody left to answer.
run().catch(() => process.exit(0));
