import type { Db } from './store.ts'

/** What writes are done with, and nothing else. */
const works = new WeakSet<Db>()
const batches: ((tx: Db, done: Db[]) => Promise<void>)[] = []

/**
 * What is written best for many at once: `write` is called at the end of a transaction with what all its works left, in
 * order, so many at a time at most. Until then none of it is there; what a work left that failed never is.
 */
export function atEnd<Item>(
  itemsMax: number,
  write: (tx: Db, items: Item[]) => Promise<void>,
): (tx: Db, item: Item) => void {
  const left = new WeakMap<Db, Item[]>()
  batches.push(async (tx, done) => {
    const items = done.flatMap((work) => left.get(work) ?? [])
    for (let from = 0; from < items.length; from += itemsMax)
      await write(tx, items.slice(from, from + itemsMax))
  })
  return (tx, item) => {
    if (!works.has(tx)) throw new Error('Only the `tx` of a write has an end.')
    const items = left.get(tx) ?? []
    left.set(tx, items)
    items.push(item)
  }
}

/** Lets what is done with this `tx` leave things for the end. */
export function beginWork(tx: Db): void {
  works.add(tx)
}

/** Writes what these works left. */
export async function endWorks(tx: Db, done: Db[]): Promise<void> {
  for (const write of batches) await write(tx, done)
}
