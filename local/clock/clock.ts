import type { Instant, Seconds } from '../../core/time/units.ts';

/** A thing that will happen once; cancelling it after it ran, or twice, does nothing. */
export interface Timer {
  readonly at: Instant;
  cancel(): void;
}

/** What a timer runs. A promise it returns is waited for: virtual time stands still until it settles. */
export type TimerRun = () => void | Promise<void>;

/**
 * The one clock of the local center: emulators, callers, agents and Lambda processes all read it.
 *
 * Timers due at the same instant run in the order in which they were set. A timer set for the past runs as soon as
 * possible, and never inside the call that set it.
 */
export interface LocalClock {
  now(): Instant;
  at(instant: Instant, run: TimerRun): Timer;
  after(seconds: Seconds, run: TimerRun): Timer;
  /** Says that work is in flight (a request, an invocation). Virtual time does not move until the answer is called. */
  busy(): () => void;
  /** Seconds of the center's time in one real second; 0 for virtual time, which stands still while work is in flight. */
  readonly speed: number;
  /** Forgets every timer, so that the process can end. */
  close(): void;
}

/**
 * In virtual time the machine's load must not decide what happens in time, so real timers of work in flight (an
 * adapter's request timeout, a switched-on latency) run so many times as long. In scaled time they are as they say.
 */
export const realTimerStretch = (clock: LocalClock): number => (clock.speed === 0 ? 5 : 1);
