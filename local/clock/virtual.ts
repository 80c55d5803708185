import { addSeconds, type Instant } from '../../core/time/units.ts';
import type { LocalClock } from './clock.ts';
import { createTimers } from './timers.ts';

/** A clock that jumps from one due timer to the next, so that a day takes as long as its work and no longer. */
export interface VirtualClock extends LocalClock {
  /**
   * Runs every timer due up to and including `until`, one after the other, then stands at `until`.
   *
   * Before each step everything in flight must have ended. A timer that throws ends the run with its error.
   */
  runUntil(until: Instant): Promise<void>;
  /** Waits until nothing is in flight; time does not move. */
  settled(): Promise<void>;
}

/** A turn of Node's event loop: every microtask and every I/O callback that is ready has run after it. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createVirtualClock(start: Instant): VirtualClock {
  const timers = createTimers();
  let now = start;
  let inFlight = 0;
  let running = false;
  let wakeWhenIdle: (() => void) | undefined;
  let fault: { error: unknown } | undefined;

  function busy(): () => void {
    inFlight += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      inFlight -= 1;
      if (inFlight === 0) wakeWhenIdle?.();
    };
  }

  async function settled(): Promise<void> {
    for (;;) {
      if (inFlight > 0) {
        await new Promise<void>((resolve) => {
          wakeWhenIdle = resolve;
        });
        wakeWhenIdle = undefined;
      }
      // What the ended work left behind (promises, sockets' callbacks) may start more: it gets its turn first.
      await turn();
      if (inFlight === 0) return;
    }
  }

  function runTimer(run: () => void | Promise<void>): void {
    const pending = run();
    if (!(pending instanceof Promise)) return;
    const release = busy();
    pending.then(release, (error: unknown) => {
      fault ??= { error };
      release();
    });
  }

  async function runUntil(until: Instant): Promise<void> {
    if (running) throw new Error('this virtual clock is already running');
    running = true;
    try {
      for (;;) {
        await settled();
        if (fault !== undefined) throw fault.error;
        const next = timers.peek();
        if (next === undefined || next.at > until) break;
        timers.pop();
        if (next.at > now) now = next.at;
        runTimer(next.run);
      }
      if (until > now) now = until;
    } finally {
      running = false;
      fault = undefined;
    }
  }

  return {
    now: () => now,
    at: (instant, run) => timers.add(instant, run),
    after: (seconds, run) => timers.add(addSeconds(now, seconds), run),
    busy,
    speed: 0,
    runUntil,
    settled,
    close: () => timers.clear(),
  };
}
