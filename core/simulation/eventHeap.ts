/** Events in the order of their times: a binary heap over typed arrays, each event carrying one whole number. */
export class EventHeap {
  #times: Float64Array;
  #tags: Int32Array;
  #size = 0;

  constructor(capacity = 256) {
    this.#times = new Float64Array(capacity);
    this.#tags = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** Infinity when empty. */
  get nextTime(): number {
    return this.#size > 0 ? (this.#times[0] as number) : Number.POSITIVE_INFINITY;
  }

  get nextTag(): number {
    return this.#tags[0] as number;
  }

  push(time: number, tag: number): void {
    if (this.#size === this.#times.length) this.#grow();
    const times = this.#times;
    const tags = this.#tags;
    let index = this.#size++;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = times[parent] as number;
      if (above <= time) break;
      times[index] = above;
      tags[index] = tags[parent] as number;
      index = parent;
    }
    times[index] = time;
    tags[index] = tag;
  }

  /** Takes the earliest event out; nothing happens when there is none. */
  pop(): void {
    if (this.#size === 0) return;
    const times = this.#times;
    const tags = this.#tags;
    const size = --this.#size;
    const time = times[size] as number;
    const tag = tags[size] as number;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && (times[child + 1] as number) < (times[child] as number)) child += 1;
      const below = times[child] as number;
      if (below >= time) break;
      times[index] = below;
      tags[index] = tags[child] as number;
      index = child;
    }
    times[index] = time;
    tags[index] = tag;
  }

  /** Changes the tag of the event in `place` of the heap (0 … size - 1), whichever that is. */
  retag(place: number, change: (tag: number) => number): void {
    this.#tags[place] = change(this.#tags[place] as number);
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    const tags = new Int32Array(times.length);
    tags.set(this.#tags);
    this.#times = times;
    this.#tags = tags;
  }
}
