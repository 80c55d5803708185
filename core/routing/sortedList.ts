/** Entries kept in the order of `compare`; which must never call two different entries equal. */
export interface SortedList<T> {
  readonly size: number;
  add(entry: T): void;
  /** False when it was not there. */
  remove(entry: T): boolean;
  first(): T | undefined;
  /** 0 for the first; -1 when it is not there. */
  indexOf(entry: T): number;
  /** The first entry that `accepts`, in order. */
  find(accepts: (entry: T) => boolean): T | undefined;
  [Symbol.iterator](): Iterator<T>;
}

/**
 * A sorted array: entries mostly arrive at the end and leave from the front, so that a binary search and one move of
 * memory beat a tree up to tens of thousands of entries, and positions come for free.
 */
export function createSortedList<T>(compare: (a: T, b: T) => number): SortedList<T> {
  const entries: T[] = [];

  /** Where `entry` is, or would be put. */
  function seat(entry: T): number {
    let low = 0;
    let high = entries.length;
    const last = entries[high - 1];
    if (last !== undefined && compare(last, entry) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(entries[middle] as T, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function indexOf(entry: T): number {
    const index = seat(entry);
    const found = entries[index];
    return found !== undefined && compare(found, entry) === 0 ? index : -1;
  }

  return {
    get size() {
      return entries.length;
    },
    add: (entry) => {
      entries.splice(seat(entry), 0, entry);
    },
    remove: (entry) => {
      const index = indexOf(entry);
      if (index < 0) return false;
      if (index === 0) entries.shift();
      else entries.splice(index, 1);
      return true;
    },
    first: () => entries[0],
    indexOf,
    find: (accepts) => entries.find(accepts),
    [Symbol.iterator]: () => entries[Symbol.iterator](),
  };
}
