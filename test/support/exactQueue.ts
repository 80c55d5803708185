import { incompleteBeta } from '../../core/queueing/beta.ts';

/** A stretch of time with constant rates: customers who arrive, agents who serve, customers who leave. */
export interface Stretch {
  readonly seconds: number;
  readonly arrivalsPerSecond: number;
  readonly agents: number;
}

export interface ExactOptions {
  readonly handleSeconds: number;
  readonly patienceSeconds: number;
  /** Contacts in the center at most; beyond, the probability must be nothing. */
  readonly states: number;
  /** P(contacts in the center = i) at the start. @default an empty center */
  readonly before?: Float64Array;
}

/** Averages over one stretch, weighted by arrivals, which are constant within it. */
export interface ExactFigures {
  readonly probabilityOfWait: number;
  /** P(the wait of a customer who never gives up exceeds the threshold). */
  readonly longerThan: number;
}

/**
 * The exact transient law of Mt/M/st+M by Kolmogorov's forward equations, fourth-order Runge-Kutta. Where staff falls, a
 * contact in service may go back to the queue, as in the usual chain (SCIENCE §2). `thresholdSeconds` is what waits are
 * compared with; staff is taken as it is at arrival.
 */
export function exactQueue(
  stretches: readonly Stretch[],
  options: ExactOptions,
  thresholdSeconds = 0,
): { figures: ExactFigures[]; after: Float64Array } {
  const law = new ForwardEquations(options);
  const figures = stretches.map((stretch) => law.pass(stretch, thresholdSeconds));
  return { figures, after: law.p };
}

class ForwardEquations {
  p: Float64Array;
  private readonly options: ExactOptions;
  private readonly tails = new Map<string, Float64Array>();

  constructor(options: ExactOptions) {
    this.options = options;
    this.p = options.before?.slice() ?? new Float64Array(options.states + 1);
    if (!options.before) this.p[0] = 1;
  }

  pass({ seconds, arrivalsPerSecond, agents }: Stretch, thresholdSeconds: number): ExactFigures {
    const { handleSeconds, patienceSeconds, states } = this.options;
    const fastest = arrivalsPerSecond + agents / handleSeconds + Math.max(0, states - agents) / patienceSeconds;
    const steps = Math.max(1, Math.ceil((seconds * fastest) / 1.2));
    const tails = this.tailsOf(agents, thresholdSeconds);
    let [waits, longer] = [0, 0];
    for (let step = 0; step < steps; step++) {
      this.advance(seconds / steps, arrivalsPerSecond, agents);
      for (let i = agents; i <= states; i++) {
        waits += this.p[i] ?? 0;
        longer += (this.p[i] ?? 0) * (tails[i - agents] ?? 1);
      }
    }
    return { probabilityOfWait: waits / steps, longerThan: longer / steps };
  }

  private tailsOf(agents: number, seconds: number): Float64Array {
    const { handleSeconds, patienceSeconds, states } = this.options;
    const key = `${agents} ${seconds}`;
    const known = this.tails.get(key);
    if (known) return known;
    const x = Math.exp(-seconds / patienceSeconds);
    const a = (agents * patienceSeconds) / handleSeconds;
    const tails = Float64Array.from({ length: Math.max(1, states - agents + 1) }, (_, ahead) =>
      seconds === 0 ? 1 : incompleteBeta(x, 1 - x, a, ahead + 1),
    );
    this.tails.set(key, tails);
    return tails;
  }

  private advance(dt: number, arrivals: number, agents: number): void {
    const { states } = this.options;
    const at = (k: Float64Array | undefined, h: number) =>
      k === undefined ? this.p : this.p.map((value, i) => value + h * (k[i] ?? 0));
    const k1 = this.slope(at(undefined, 0), arrivals, agents);
    const k2 = this.slope(at(k1, dt / 2), arrivals, agents);
    const k3 = this.slope(at(k2, dt / 2), arrivals, agents);
    const k4 = this.slope(at(k3, dt), arrivals, agents);
    const next = new Float64Array(states + 1);
    for (let i = 0; i <= states; i++)
      next[i] = (this.p[i] ?? 0) + (dt / 6) * ((k1[i] ?? 0) + 2 * (k2[i] ?? 0) + 2 * (k3[i] ?? 0) + (k4[i] ?? 0));
    this.p = next;
  }

  private slope(p: Float64Array, arrivals: number, agents: number): Float64Array {
    const { handleSeconds, patienceSeconds, states } = this.options;
    const out = new Float64Array(states + 1);
    for (let i = 0; i <= states; i++) {
      const here = p[i] ?? 0;
      const departs = (Math.min(i, agents) / handleSeconds + Math.max(0, i - agents) / patienceSeconds) * here;
      const arrives = i < states ? arrivals * here : 0;
      out[i] = (out[i] ?? 0) - departs - arrives;
      if (i > 0) out[i - 1] = (out[i - 1] ?? 0) + departs;
      if (i < states) out[i + 1] = (out[i + 1] ?? 0) + arrives;
    }
    return out;
  }
}
