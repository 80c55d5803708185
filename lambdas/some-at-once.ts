/** More would wait for a socket, and their patience would run out there. */
const mostAtOnce = 16;

/** Does `work` for each item, some of them side by side; results in the items' order. Rejects with the first failure. */
export async function someAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += mostAtOnce)
    results.push(...(await Promise.all(items.slice(first, first + mostAtOnce).map(work))));
  return results;
}
