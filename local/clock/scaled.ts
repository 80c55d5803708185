import { addSeconds, type Instant, instant } from '../../core/time/units.ts';
import type { LocalClock } from './clock.ts';
import { createTimers } from './timers.ts';

export interface ScaledClockOptions {
  start: Instant;
  /** Seconds of the center's time in one real second, above 0. */
  speed: number;
  /** Told of an error a timer threw; the clock goes on. */
  onFault: (error: unknown) => void;
}

/** Node refuses longer delays: it would fire at once. */
const LONGEST_DELAY_MILLISECONDS = 2 ** 31 - 1;

/** A clock that runs `speed` times as fast as the wall's. */
export function createScaledClock({ start, speed, onFault }: ScaledClockOptions): LocalClock {
  if (!(speed > 0)) throw new RangeError(`expected a speed above 0, got ${speed}`);
  const timers = createTimers();
  const startedAt = performance.now();
  let alarm: NodeJS.Timeout | undefined;
  let alarmAt = Number.POSITIVE_INFINITY;

  const now = (): Instant => instant(start + (performance.now() - startedAt) * speed);

  function arm(): void {
    const next = timers.peek();
    if (next === undefined || next.at >= alarmAt) return;
    clearTimeout(alarm);
    alarmAt = next.at;
    const delay = Math.min(LONGEST_DELAY_MILLISECONDS, Math.max(0, (next.at - now()) / speed));
    alarm = setTimeout(ring, Math.ceil(delay));
  }

  function ring(): void {
    alarm = undefined;
    alarmAt = Number.POSITIVE_INFINITY;
    const until = now();
    for (let next = timers.peek(); next !== undefined && next.at <= until; next = timers.peek()) {
      timers.pop();
      try {
        const pending = next.run();
        if (pending instanceof Promise) pending.catch(onFault);
      } catch (error) {
        onFault(error);
      }
    }
    arm();
  }

  function at(due: Instant, run: () => void | Promise<void>) {
    const timer = timers.add(due, run);
    arm();
    return timer;
  }

  return {
    now,
    at,
    after: (seconds, run) => at(addSeconds(now(), seconds), run),
    busy: () => () => {},
    speed,
    close() {
      clearTimeout(alarm);
      timers.clear();
    },
  };
}
