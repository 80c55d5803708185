import type { Instant } from '../../core/time/units.ts';
import type { Timer, TimerRun } from './clock.ts';

export interface DueTimer extends Timer {
  readonly sequence: number;
  readonly run: TimerRun;
  cancelled: boolean;
}

/** Timers in the order in which they fall due; equal instants in the order in which they were set (a binary heap). */
export interface Timers {
  add(at: Instant, run: TimerRun): DueTimer;
  /** The next timer that was not cancelled, left in place. */
  peek(): DueTimer | undefined;
  pop(): DueTimer | undefined;
  clear(): void;
}

const comesBefore = (a: DueTimer, b: DueTimer): boolean => a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

export function createTimers(): Timers {
  const heap: DueTimer[] = [];
  let sequence = 0;

  function siftUp(from: number): void {
    const timer = heap[from] as DueTimer;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as DueTimer;
      if (!comesBefore(timer, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = timer;
  }

  function siftDown(): void {
    const timer = heap[0] as DueTimer;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && comesBefore(heap[child + 1] as DueTimer, heap[child] as DueTimer)) child += 1;
      const below = heap[child] as DueTimer;
      if (!comesBefore(below, timer)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = timer;
  }

  function removeHead(): DueTimer | undefined {
    const head = heap[0];
    const last = heap.pop();
    if (head !== undefined && last !== undefined && heap.length > 0) {
      heap[0] = last;
      siftDown();
    }
    return head;
  }

  function peek(): DueTimer | undefined {
    while (heap[0]?.cancelled) removeHead();
    return heap[0];
  }

  return {
    add(at, run) {
      const timer: DueTimer = {
        at,
        run,
        sequence: sequence++,
        cancelled: false,
        cancel() {
          timer.cancelled = true;
        },
      };
      heap.push(timer);
      siftUp(heap.length - 1);
      return timer;
    },
    peek,
    pop() {
      return peek() === undefined ? undefined : removeHead();
    },
    clear() {
      heap.length = 0;
    },
  };
}
