import type { LocalClock } from '../clock/clock.ts';

/** The speed somebody talks and presses keys at. */
const realSpeed = 1;

/**
 * The speed of the clock as people want it. While somebody is on the phone and has to listen or to press a key, time
 * runs as fast as in their room: at ten times that, a menu is over before it is read.
 */
export interface Pace {
  /** True while the clock is slowed for somebody on the phone. */
  readonly held: boolean;
  /** The speed a person wants; the clock's own unless it is held. */
  readonly chosen: number;
  hold(holder: object): void;
  release(holder: object): void;
  /** What a person chose; it applies at once, or when nobody is on the phone any more. */
  choose(speed: number): void;
}

export function createPace(clock: LocalClock, setSpeed: ((speed: number) => void) | undefined): Pace {
  const holders = new Set<object>();
  let chosen: number | undefined;
  const set = (speed: number): void => {
    if (speed !== clock.speed) setSpeed?.(speed);
  };
  return {
    get held() {
      return holders.size > 0;
    },
    get chosen() {
      return holders.size > 0 ? (chosen ?? clock.speed) : clock.speed;
    },
    hold(holder) {
      if (setSpeed === undefined || holders.has(holder)) return;
      if (holders.size === 0) chosen = clock.speed;
      holders.add(holder);
      set(Math.min(clock.speed, realSpeed));
    },
    release(holder) {
      if (!holders.delete(holder) || holders.size > 0 || chosen === undefined) return;
      set(chosen);
    },
    choose(speed) {
      chosen = speed;
      set(holders.size === 0 ? speed : Math.min(speed, realSpeed));
    },
  };
}
