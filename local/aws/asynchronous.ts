import { type Seconds, seconds } from '../../core/time/units.ts';
import type { LocalClock } from '../clock/clock.ts';
import type { InvocationResult } from '../lambda/functions.ts';

/** What happens to an event whose function keeps failing. */
export interface AsynchronousConfig {
  readonly maximumRetries: number;
  readonly onFailureQueueArn: string | undefined;
}

export interface AsynchronousInvocations {
  configure(functionName: string, config: AsynchronousConfig): void;
  /** Resolves after the first try: what waits for a retry is not in flight. */
  invoke(functionArn: string, payload: unknown): Promise<void>;
}

export interface AsynchronousDeps {
  readonly clock: LocalClock;
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvocationResult>;
  readonly send: (queueArn: string, body: string) => Promise<void>;
  readonly functionNameOf: (functionArn: string) => string;
}

/** Lambda tries again after one minute, then after two. */
const RETRY_PAUSES: readonly Seconds[] = [seconds(60), seconds(120)];

/** Lambda's asynchronous invocations: two retries unless configured, then the dead-letter queue. */
export function createAsynchronousInvocations(deps: AsynchronousDeps): AsynchronousInvocations {
  const configs = new Map<string, AsynchronousConfig>();

  async function attempt(functionArn: string, payload: unknown, tries: number): Promise<void> {
    const config = configs.get(deps.functionNameOf(functionArn));
    const result = await deps.invoke(functionArn, payload);
    if (result.kind === 'answer') return;
    const pause = tries < (config?.maximumRetries ?? RETRY_PAUSES.length) ? RETRY_PAUSES[tries] : undefined;
    if (pause !== undefined) {
      deps.clock.after(pause, () => attempt(functionArn, payload, tries + 1));
      return;
    }
    if (config?.onFailureQueueArn !== undefined) await deps.send(config.onFailureQueueArn, JSON.stringify(payload));
  }

  return {
    configure: (functionName, config) => {
      configs.set(functionName, config);
    },
    invoke: (functionArn, payload) => attempt(functionArn, payload, 0),
  };
}
