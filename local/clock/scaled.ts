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
export interface ScaledClock extends LocalClock {
  /** From now on time passes at this speed, above 0. Throws RangeError on any other. */
  setSpeed(speed: number): void;
}

const checkedSpeed = (speed: number): number => {
  if (!(speed > 0)) throw new RangeError(`expected a speed above 0, got ${speed}`);
  return speed;
};

export function createScaledClock({ start, speed: firstSpeed, onFault }: ScaledClockOptions): ScaledClock {
  const timers = createTimers();
  let speed = checkedSpeed(firstSpeed);
  let base = start;
  let setAt = performance.now();
  let alarm: NodeJS.Timeout | undefined;
  let alarmAt = Number.POSITIVE_INFINITY;

  const now = (): Instant => instant(base + (performance.now() - setAt) * speed);

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
    get speed() {
      return speed;
    },
    setSpeed(next) {
      base = now();
      setAt = performance.now();
      speed = checkedSpeed(next);
      alarmAt = Number.POSITIVE_INFINITY;
      arm();
    },
    close() {
      clearTimeout(alarm);
      timers.clear();
    },
  };
}
