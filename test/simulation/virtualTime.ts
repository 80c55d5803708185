import { addSeconds, type Instant, seconds } from '../../core/time/units.ts';

/** Time that passes only from one planned moment to the next; whatever happens at one moment happens in a fixed order. */
export interface VirtualTime {
  now(): Instant;
  after(delaySeconds: number, run: () => void): void;
  sleep(delaySeconds: number): Promise<void>;
  /** Runs what is planned up to `until`, and then it is that late. */
  run(until: Instant): Promise<void>;
}

interface Planned {
  at: number;
  order: number;
  run: () => void;
}

export function virtualTime(start: Instant): VirtualTime {
  let now = start;
  let order = 0;
  const heap: Planned[] = [];
  const time: VirtualTime = {
    now: () => now,
    after(delaySeconds, run) {
      order += 1;
      push(heap, { at: Math.round(addSeconds(now, seconds(Math.max(0, delaySeconds)))), order, run });
    },
    sleep: (delaySeconds) => new Promise((wake) => time.after(delaySeconds, wake)),
    async run(until) {
      await settled();
      for (let next = heap[0]; next && next.at <= until; next = heap[0]) {
        pop(heap);
        now = next.at as Instant;
        next.run();
        // Everything that follows from it without waiting has its turn before the next moment.
        await settled();
      }
      now = until;
    },
  };
  return time;
}

const settled = (): Promise<void> => new Promise((wake) => setImmediate(wake));

const before = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Planned[], planned: Planned): void {
  let index = heap.push(planned) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as Planned;
    if (before(above, planned)) break;
    heap[index] = above;
    heap[parent] = planned;
    index = parent;
  }
}

function pop(heap: Planned[]): void {
  const last = heap.pop() as Planned;
  if (heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && before(heap[right] as Planned, heap[left] as Planned) ? right : left;
    if (before(last, heap[child] as Planned)) break;
    heap[index] = heap[child] as Planned;
    index = child;
  }
  heap[index] = last;
}
