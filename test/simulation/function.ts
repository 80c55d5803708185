import { Fault } from '../../adapters/fault.ts';
import type { Clock } from '../../core/ports.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../../core/time/units.ts';
import type { FaultKind, Faults, Place } from './faults.ts';
import { start } from './people.ts';
import type { Service } from './profiles.ts';
import type { Trace } from './trace.ts';
import type { Version } from './versions/schedule.ts';
import type { VirtualTime } from './virtualTime.ts';

export type Answered<Answer> = { kind: 'answer'; payload: Answer } | { kind: 'fault'; cause: string };

export interface Hosting {
  time: VirtualTime;
  faults: Faults;
  trace: Trace;
}

export interface FunctionTerms<Request, Answer, Ports> {
  name: string;
  /** Killed then, whatever it does. */
  timeoutSeconds: number;
  /** Answered then, though its work goes on when the process is next woken. */
  deadline?: { seconds: number; answer: Answer | undefined };
  ports: Ports;
  make: Record<Version, (ports: Ports & { clock: Clock }) => (request: Request) => Promise<Answer>>;
  /** The versions that are deployed now; during a deployment there are two. */
  versionsAt?: (at: Instant) => readonly Version[];
}

/** One process of a function. Frozen between two requests, as Lambda does, and dead for good once it crashed. */
interface Process {
  state: 'running' | 'frozen' | 'dead';
  name: string;
  version: Version;
  calls: number;
  /** Calls whose answer waits for the process to be woken. */
  parked: (() => void)[];
  crash: () => void;
}

export interface HostedFunction<Request, Answer> {
  invoke(request: Request): Promise<Answered<Answer>>;
}

/**
 * Runs a function's logic as Lambda would: in processes that are reused, frozen, killed at the timeout, and in which
 * every call of a port takes time and may fail. What a port's methods are is read off the port: a new one is a new
 * place where things go wrong.
 */
export function hosted<Request, Answer, Ports extends object>(
  { time, faults, trace }: Hosting,
  terms: FunctionTerms<Request, Answer, Ports>,
): HostedFunction<Request, Answer> {
  type Hosted = { process: Process; run: (request: Request) => Promise<Answer> };
  const idle: Hosted[] = [];
  const versions = (): readonly Version[] => terms.versionsAt?.(time.now()) ?? ['current'];
  let invocations = 0;
  let started = 0;

  function startProcess(): Hosted {
    started += 1;
    const one = `${terms.name} ${started}`;
    const deployed = versions();
    const version = deployed[Math.floor(faults.chance(`version ${one}`) * deployed.length)] ?? 'current';
    const process: Process = { state: 'frozen', name: '', version, calls: 0, parked: [], crash: () => {} };
    const ports = Object.fromEntries(
      Object.entries(terms.ports).map(([name, port]) => [name, guarded(process, name, port)]),
    ) as Ports;
    return { process, run: terms.make[version]({ ...ports, clock: clockOf(one) }) };
  }

  /** Every process has a clock of its own: a little off, or by minutes, and some jump while the process lives. */
  function clockOf(one: string): Clock {
    const off = (luck: number): number => (luck * 2 - 1) * faults.clockErrorSeconds;
    const before = off(faults.chance(`skew ${one}`));
    const jumps = faults.happens('clock-jump', one);
    const jumpsAt = addSeconds(time.now(), seconds(1800 * faults.chance(`jump ${one} at`)));
    const after = jumps ? off(faults.chance(`jump ${one}`)) : before;
    return {
      now: () => {
        const now = time.now();
        return Math.round(addSeconds(now, seconds(now < jumpsAt ? before : after))) as Instant;
      },
    };
  }

  /** A process of a version that is no longer deployed gets no more requests. */
  function idleProcess(): Hosted | undefined {
    const deployed = versions();
    for (let one = idle.pop(); one; one = idle.pop()) if (deployed.includes(one.process.version)) return one;
    return undefined;
  }

  function guarded(process: Process, portName: string, port: unknown): unknown {
    if (typeof port !== 'object' || port === null || !remote.has(portName)) return port;
    return new Proxy(port, {
      get(target, method) {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== 'function' || typeof method !== 'string') return value;
        return (...given: unknown[]) =>
          call(process, `${portName}.${method}`, () => Reflect.apply(value, target, given) as Promise<unknown>);
      },
    });
  }

  const down = (service: Service): boolean => faults.down(service, secondsBetween(start, time.now()));

  function call(process: Process, operation: string, effect: () => Promise<unknown>): Promise<unknown> {
    process.calls += 1;
    const name = `${process.name}.${process.calls}`;
    const out = down(serviceOf(operation));
    if (out) faults.counts.set('outage', (faults.counts.get('outage') ?? 0) + 1);
    const kind = out ? 'timeout' : faults.strike(name, placeOf(terms.name, operation));
    if (kind) trace.note(`${process.name} ${operation}: ${kind}`);
    // Milliseconds mostly.
    const luck = faults.chance(`latency ${name}`);
    const { slowShare } = faults.profile;
    const slow = (luck - (1 - slowShare)) / slowShare;
    const latencySeconds = slow < 0 ? 0.005 + 0.05 * luck ** 4 : 2 * slow;
    return new Promise((resolve, reject) => {
      const perform = (): void => {
        if (process.state === 'dead') return;
        if (process.state === 'frozen') process.parked.push(perform);
        else void suffer(kind, { process, operation, name, effect, resolve, reject });
      };
      time.after(latencySeconds, perform);
    });
  }

  async function suffer(kind: FaultKind | undefined, one: Call): Promise<void> {
    const { process, operation, effect, resolve, reject } = one;
    const fails = (error: string): void => reject(faultOf(operation, error));
    switch (kind) {
      case undefined:
        return void effect().then(resolve, reject);
      case 'crash-before':
        return process.crash();
      case 'crash-after':
        await effect().catch(() => {});
        return process.crash();
      case 'throttle':
        if (operation === 'center.place') return resolve({ kind: 'busy', reason: 'TooManyRequestsException' });
        return fails('ThrottlingException');
      case 'lost-reply': {
        await effect().catch(() => {});
        // The SDK asks DynamoDB and SQS again by itself, and then hears the answer to its second request.
        const again = !operation.startsWith('center.') && faults.chance(`again ${one.name}`) < 0.5;
        return void time.after(1, () => (again ? void effect().then(resolve, reject) : fails('TimeoutError')));
      }
      case 'timeout':
        return time.after(operation.startsWith('center.') ? 5 : 1.2, () => fails('TimeoutError'));
      default:
        return kind satisfies never;
    }
  }

  return {
    invoke(request) {
      if (down('functions')) return time.sleep(0.1).then(() => ({ kind: 'fault', cause: 'no function runs' }));
      invocations += 1;
      const name = `${terms.name}-${invocations}`;
      const fresh = faults.happens('cold-start', name);
      const { process, run } = (fresh ? undefined : idleProcess()) ?? startProcess();
      const wakeSeconds = process.name === '' ? 0.3 : 0.01;
      Object.assign(process, { state: 'running', name, calls: 0 });
      for (const resume of process.parked.splice(0)) time.after(0.01, resume);
      return new Promise((answered) => {
        let over = false;
        const end = (answer: Answered<Answer>, state: Process['state']): void => {
          if (over) return;
          over = true;
          process.state = state;
          if (state === 'frozen') idle.push({ process, run });
          answered(answer);
        };
        process.crash = () => end({ kind: 'fault', cause: 'crashed' }, 'dead');
        time.after(terms.timeoutSeconds, () => end({ kind: 'fault', cause: 'timed out' }, 'dead'));
        const { deadline } = terms;
        if (deadline) {
          const late: Answered<Answer> =
            deadline.answer === undefined
              ? { kind: 'fault', cause: 'deadline' }
              : { kind: 'answer', payload: deadline.answer };
          time.after(wakeSeconds + deadline.seconds, () => end(late, 'frozen'));
        }
        time.after(wakeSeconds, () => {
          run(request).then(
            (payload) => end({ kind: 'answer', payload }, 'frozen'),
            (error: unknown) => {
              const cause = error instanceof Error ? error.message : String(error);
              trace.note(`${name} threw: ${cause}`);
              end(
                deadline?.answer === undefined
                  ? { kind: 'fault', cause }
                  : { kind: 'answer', payload: deadline.answer },
                'frozen',
              );
            },
          );
        });
      });
    },
  };
}

interface Call {
  process: Process;
  operation: string;
  name: string;
  effect: () => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** Ports behind which a network lies; the others cannot fail by themselves. */
const remote = new Set(['contacts', 'rows', 'slots', 'history', 'centerRows', 'center', 'customers', 'dueCallbacks']);

function serviceOf(operation: string): Service {
  const [port] = operation.split('.');
  if (port === 'center') return 'connect';
  if (port === 'customers') return 'keys';
  return port === 'dueCallbacks' ? 'queue' : 'table';
}

const faultOf = (operation: string, error: string): Fault =>
  new Fault(operation, Object.assign(new Error(), { name: error }), true, 'Simulated.');

/** Function, operation, and the chain of the code's own functions that led there. */
const placeOf = (functionName: string, operation: string): Place => ({
  begins: `${functionName} ${operation} < `,
  text: () => `${functionName} ${operation} < ${ownFrames().join(' < ')}`,
});

/** File and line of each; where one was called and where it waits are one, whichever the stack shows. */
function ownFrames(): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  // A text of them, read again, would take longer than most calls.
  Error.prepareStackTrace = (_, sites) => sites;
  const sites = new Error().stack as unknown as NodeJS.CallSite[];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  const frames = sites.flatMap((site) => {
    const [, file] = /\/(?:lambdas|control)\/(?:[\w-]+\/)?([\w.-]+)\.ts$/.exec(site.getFileName() ?? '') ?? [];
    return file === undefined ? [] : [`${file}:${site.getLineNumber()}`];
  });
  return [...new Set(frames.reverse())].reverse();
}
