/** Runs a task for every item, so many at a time, and collects what it gives in the items' order. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  size: number,
  task: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += size) {
    const batch = items.slice(start, start + size)
    results.push(...(await Promise.all(batch.map((item, index) => task(item, start + index)))))
  }
  return results
}
