import { randomUUID } from 'node:crypto';
import { type LocalClock, realTimerStretch } from '../clock/clock.ts';
import { type FunctionProcess, type InvocationResult, startFunctionProcess } from './function-process.ts';

/** A function of the template, ready to be started. */
export interface FunctionDefinition {
  readonly logicalId: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly handler: string;
  readonly codePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** Invocations at the same time at most; 0 refuses all, as on AWS. Undefined when the template sets no limit. */
  readonly reservedConcurrency: number | undefined;
}

export type { InvocationResult } from './function-process.ts';

/** What a finished invocation looked like, for metrics and the control room. */
export interface InvocationReport {
  readonly logicalId: string;
  readonly functionName: string;
  readonly result: InvocationResult;
  /** Real milliseconds, waiting for a free process not included. */
  readonly durationMilliseconds: number;
}

/** What strikes a function itself, before its code runs. */
export type FunctionFault =
  | { readonly kind: 'outage' }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'lost-reply' }
  | { readonly kind: 'latency'; readonly milliseconds: number };

export interface FunctionsOptions {
  readonly clock: LocalClock;
  /** Processes of one function at most. */
  readonly concurrency: number;
  /** All functions together run one invocation at a time, so that a seed reproduces a run. */
  readonly oneAtATime: boolean;
  readonly onLine: (logicalId: string, line: string) => void;
  readonly onInvoked: (report: InvocationReport) => void;
  readonly strike: (logicalId: string) => FunctionFault | undefined;
}

/** Every function of the center and its processes. */
export interface LocalFunctions {
  add(definition: FunctionDefinition): void;
  find(arnOrName: string): FunctionDefinition | undefined;
  list(): readonly FunctionDefinition[];
  /** `limitSeconds` shortens the function's own timeout, in real time. */
  invoke(arnOrName: string, payload: unknown, limitSeconds?: number): Promise<InvocationResult>;
  /** Invocations that ended, of all functions. */
  invocationCount(): number;
  /** Resolves when every process that was started waits for work: in virtual time a function's is started by its first call. */
  ready(): Promise<void>;
  close(): void;
}

/**
 * In virtual time the machine's load must not decide whether an invocation is in time, so its limits are this many
 * times as long; a bundle that hangs still ends.
 */
const VIRTUAL_TIME_PATIENCE = 15;

/** Runs at most `limit` tasks at a time, the others in the order in which they came. */
function gate(limit: number): { enter(): Promise<void>; leave(): void } {
  const queue: (() => void)[] = [];
  let inside = 0;
  return {
    enter: () => {
      if (inside < limit) {
        inside += 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => queue.push(resolve));
    },
    leave: () => {
      const next = queue.shift();
      if (next === undefined) inside -= 1;
      else next();
    },
  };
}

interface Pool {
  readonly definition: FunctionDefinition;
  readonly processes: FunctionProcess[];
  readonly free: FunctionProcess[];
  readonly gate: ReturnType<typeof gate>;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function createFunctions(options: FunctionsOptions): LocalFunctions {
  const { clock, concurrency, oneAtATime, onLine, onInvoked, strike } = options;
  const pools = new Map<string, Pool>();
  const everything = gate(oneAtATime ? 1 : Number.POSITIVE_INFINITY);
  const patience = clock.speed === 0 ? VIRTUAL_TIME_PATIENCE : 1;

  let invocationsEnded = 0;
  const poolOf = (arnOrName: string): Pool | undefined => pools.get(functionNameOf(arnOrName));

  function grow(pool: Pool): FunctionProcess {
    const { definition } = pool;
    const started = startFunctionProcess({
      ...definition,
      timerStretch: realTimerStretch(clock),
      onLine: (line) => onLine(definition.logicalId, line),
    });
    pool.processes.push(started);
    return started;
  }

  const timedOut = (seconds: number): InvocationResult => ({
    kind: 'fault',
    cause: `Task timed out after ${seconds.toFixed(2)} seconds`,
  });

  /** The result in place of the function's own; undefined when it may run. */
  async function struck(fault: FunctionFault | undefined, limitSeconds: number): Promise<InvocationResult | undefined> {
    switch (fault?.kind) {
      case undefined:
      case 'lost-reply':
        return undefined;
      case 'outage':
        return { kind: 'fault', cause: 'ServiceException: Service unavailable' };
      case 'throttle':
        return { kind: 'fault', cause: 'TooManyRequestsException: Rate Exceeded.' };
      case 'latency':
        if (fault.milliseconds >= limitSeconds * 1000) return timedOut(limitSeconds);
        // Virtual time stands still in an invocation, so nothing would be slower for anybody.
        if (clock.speed > 0) await pause(fault.milliseconds);
        return undefined;
      default:
        return fault satisfies never;
    }
  }

  async function run(pool: Pool, payload: unknown, limitSeconds: number): Promise<InvocationResult> {
    const { definition, free } = pool;
    const timeoutSeconds = Math.min(definition.timeoutSeconds, limitSeconds);
    const fault = strike(definition.logicalId);
    const hit = await struck(fault, timeoutSeconds);
    if (hit !== undefined) return report(definition, hit, 0);
    const worker = free.pop() ?? grow(pool);
    const startedAt = performance.now();
    const result = await worker.invoke(
      {
        requestId: randomUUID(),
        functionArn: definition.functionArn,
        deadline: 0,
        time: clock.now(),
        speed: clock.speed,
        payload: JSON.stringify(payload),
      },
      timeoutSeconds * 1000 * patience,
    );
    free.push(worker);
    invocationsEnded += 1;
    report(definition, result, performance.now() - startedAt);
    return fault?.kind === 'lost-reply' ? { kind: 'fault', cause: 'The connection broke before the answer' } : result;
  }

  function report(
    definition: FunctionDefinition,
    result: InvocationResult,
    durationMilliseconds: number,
  ): InvocationResult {
    const { logicalId, functionName } = definition;
    onInvoked({ logicalId, functionName, result, durationMilliseconds });
    return result;
  }

  return {
    add(definition) {
      const limit = Math.min(concurrency, definition.reservedConcurrency ?? concurrency);
      const pool: Pool = { definition, processes: [], free: [], gate: gate(limit) };
      pools.set(definition.functionName, pool);
      // In virtual time nobody waits for a cold start, and most runs never call most functions.
      if (!oneAtATime) pool.free.push(grow(pool));
    },
    find: (arnOrName) => poolOf(arnOrName)?.definition,
    list: () => [...pools.values()].map((pool) => pool.definition),
    async invoke(arnOrName, payload, limitSeconds = Number.POSITIVE_INFINITY) {
      const pool = poolOf(arnOrName);
      if (pool === undefined)
        return { kind: 'fault', cause: `ResourceNotFoundException: Function not found: ${arnOrName}` };
      if (pool.definition.reservedConcurrency === 0) {
        return { kind: 'fault', cause: 'TooManyRequestsException: Rate Exceeded.' };
      }
      const release = clock.busy();
      await pool.gate.enter();
      await everything.enter();
      try {
        return await run(pool, payload, limitSeconds);
      } finally {
        everything.leave();
        pool.gate.leave();
        release();
      }
    },
    invocationCount: () => invocationsEnded,
    async ready() {
      await Promise.all([...pools.values()].flatMap((pool) => pool.processes.map((started) => started.ready())));
    },
    close() {
      for (const pool of pools.values()) for (const started of pool.processes) started.close();
    },
  };
}

/** `arn:aws:lambda:…:function:name[:qualifier]` → `name`; a bare name stays. */
export function functionNameOf(arnOrName: string): string {
  return arnOrName.startsWith('arn:') ? (arnOrName.split(':')[6] ?? '') : arnOrName;
}
