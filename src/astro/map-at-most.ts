/** What `map` makes of each item, in order, so many at once at most. Throws what the first to fail throws. */
export async function mapAtMost<Item, Result>(
  atOnceMax: number,
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  // One iterator for all of them: each takes the next item when it is done with the last one.
  const waiting = items.entries()
  const work = async () => {
    for (const [index, item] of waiting) results[index] = await map(item)
  }
  await Promise.all(Array.from({ length: atOnceMax }, work))
  return results
}
