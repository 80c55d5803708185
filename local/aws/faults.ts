import type { RandomStream } from '../../core/random/stream.ts';

/**
 * Faults that tests and the control room can switch on.
 *
 * `service` is a signing name (`dynamodb`, `sqs`, `connect`, `secretsmanager`); `caller` a function's logical id. Each
 * left out means any.
 */
export interface Fault {
  readonly service?: string;
  readonly caller?: string;
  /** An action such as `connect:StartOutboundVoiceContact`. */
  readonly action?: string;
  readonly effect: /** Answers 503 without doing anything. */
    | { readonly kind: 'outage' }
    /** Answers the service's throttling error without doing anything. */
    | { readonly kind: 'throttle' }
    /** Does it, and then the connection breaks: the caller cannot know. */
    | { readonly kind: 'lost-reply' }
    /** Does it after so many real milliseconds. */
    | { readonly kind: 'latency'; readonly milliseconds: number };
  /** Share of the requests struck, 0–1; 1 when left out. */
  readonly share?: number;
  /** Strikes only so many times; without limit when left out. */
  readonly times?: number;
}

export interface FaultSwitches {
  /** Switches a fault on; the answer switches it off. */
  add(fault: Fault): () => void;
  /** The first fault that strikes this request. */
  strike(request: { service: string; caller: string; action: string }): Fault['effect'] | undefined;
  list(): readonly Fault[];
  clear(): void;
}

export function createFaultSwitches(random: Pick<RandomStream, 'uniform'>): FaultSwitches {
  const active = new Map<Fault, { left: number }>();
  return {
    add(fault) {
      active.set(fault, { left: fault.times ?? Number.POSITIVE_INFINITY });
      return () => active.delete(fault);
    },
    strike({ service, caller, action }) {
      for (const [fault, remaining] of active) {
        if (fault.service !== undefined && fault.service !== service) continue;
        if (fault.caller !== undefined && fault.caller !== caller) continue;
        if (fault.action !== undefined && fault.action !== action) continue;
        if (fault.share !== undefined && random.uniform() >= fault.share) continue;
        remaining.left -= 1;
        if (remaining.left <= 0) active.delete(fault);
        return fault.effect;
      }
      return undefined;
    },
    list: () => [...active.keys()],
    clear: () => active.clear(),
  };
}
