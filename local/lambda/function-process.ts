import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openRuntimeApi, type RuntimeApi, type RuntimeError, type RuntimeInvocation } from './runtime-api.ts';

export type InvocationResult = { kind: 'answer'; payload: unknown } | { kind: 'fault'; cause: string };

export interface FunctionProcessOptions {
  readonly functionName: string;
  /** `index.handler`. */
  readonly handler: string;
  /** Folder of the bundle. */
  readonly codePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  /** The bundle's own timers run so many times as long. */
  readonly timerStretch: number;
  readonly onLine: (line: string) => void;
}

/** One execution environment: a process that handles one invocation at a time, and is started again when it dies. */
export interface FunctionProcess {
  /** Resolves when the process has loaded its bundle and waits for work. Rejects when it cannot. */
  ready(): Promise<void>;
  /** `timeoutMilliseconds` passes in real time; the process is ended and replaced when it is over. */
  invoke(invocation: RuntimeInvocation, timeoutMilliseconds: number): Promise<InvocationResult>;
  close(): void;
}

/**
 * Many processes share few cores here: a collector with threads of its own waits for them longer than it works, and a
 * small young generation, which V8 derives from a small heap, is collected all the time. Measured on two busy cores:
 * two thirds of a function's time was garbage collection.
 */
const NODE_FLAGS = ['--single-threaded-gc', '--max-semi-space-size=16', '--disable-warning=ExperimentalWarning'];

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.ts', import.meta.url));
/** A cold start costs half as much when V8 finds the bundle compiled by the process before. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/nohold-functions', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly api: RuntimeApi;
  readonly ready: Promise<void>;
}

export function startFunctionProcess(options: FunctionProcessOptions): FunctionProcess {
  let current: { requestId: string; settle: (result: InvocationResult) => void } | undefined;
  let closed = false;
  let running = start();

  function settle(requestId: string, result: InvocationResult): void {
    if (current?.requestId !== requestId) return;
    const { settle: done } = current;
    current = undefined;
    done(result);
  }

  async function start(): Promise<Running> {
    const gate = Promise.withResolvers<void>();
    // Whoever invokes sees the failure; nobody may be invoking yet.
    gate.promise.catch(() => {});
    const fault = ({ errorType, errorMessage }: RuntimeError): string => `${errorType}: ${errorMessage}`;
    const api = await openRuntimeApi({
      ready: () => gate.resolve(),
      answered: (requestId, payload) => settle(requestId, { kind: 'answer', payload: JSON.parse(payload) }),
      failed: (requestId, error) => settle(requestId, { kind: 'fault', cause: fault(error) }),
      initFailed: (error) => gate.reject(new Error(`${options.functionName} did not start: ${fault(error)}`)),
    });
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${options.memoryMegabytes}`, ...NODE_FLAGS, BOOTSTRAP],
      {
        cwd: options.codePath,
        env: {
          ...options.environment,
          AWS_LAMBDA_RUNTIME_API: api.address,
          AWS_LAMBDA_FUNCTION_NAME: options.functionName,
          AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMegabytes),
          AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${options.functionName}`,
          AWS_LAMBDA_LOG_STREAM_NAME: 'local',
          AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
          LAMBDA_TASK_ROOT: options.codePath,
          _HANDLER: options.handler,
          NODE_COMPILE_CACHE: COMPILE_CACHE,
          NOHOLD_TIMER_STRETCH: String(options.timerStretch),
          TZ: ':UTC',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', options.onLine);
    }
    child.on('error', (error) => gate.reject(error));
    child.on('exit', (code, signal) => {
      api.close();
      const how = signal === null ? `exit status ${code}` : `signal ${signal}`;
      gate.reject(new Error(`${options.functionName} did not start: the process ended with ${how}`));
      if (current === undefined) return;
      settle(current.requestId, { kind: 'fault', cause: `Runtime exited with error: ${how}` });
    });
    return { child, api, ready: gate.promise };
  }

  /** Ends a process that is of no more use; the next invocation finds a fresh one. */
  function replace(child: ChildProcess): void {
    child.kill('SIGKILL');
    if (!closed) running = start();
  }

  async function invoke(invocation: RuntimeInvocation, timeoutMilliseconds: number): Promise<InvocationResult> {
    const { child, api, ready } = await running;
    try {
      await ready;
    } catch (error) {
      replace(child);
      return { kind: 'fault', cause: error instanceof Error ? error.message : String(error) };
    }
    const outcome = Promise.withResolvers<InvocationResult>();
    current = { requestId: invocation.requestId, settle: outcome.resolve };
    const seconds = timeoutMilliseconds / 1000;
    const timer = setTimeout(
      () =>
        settle(invocation.requestId, { kind: 'fault', cause: `Task timed out after ${seconds.toFixed(2)} seconds` }),
      timeoutMilliseconds,
    );
    if (child.exitCode !== null || child.signalCode !== null) {
      settle(invocation.requestId, { kind: 'fault', cause: 'Runtime exited before the invocation' });
    } else {
      api.give({ ...invocation, deadline: Date.now() + timeoutMilliseconds });
    }
    const result = await outcome.promise;
    clearTimeout(timer);
    const ended = child.exitCode !== null || child.signalCode !== null;
    const hangs = result.kind === 'fault' && result.cause.startsWith('Task timed out');
    if (ended || hangs) replace(child);
    return result;
  }

  return {
    ready: async () => (await running).ready,
    invoke,
    close() {
      closed = true;
      running.then(
        ({ child, api }) => {
          child.kill('SIGKILL');
          api.close();
        },
        // A process that never started needs no end.
        () => {},
      );
    },
  };
}
