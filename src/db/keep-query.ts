import { type Placeholder, sql } from 'drizzle-orm'
import type { Db } from './store.ts'

/**
 * A query that is built once for each connection, and once for each `shape` where there are several: Drizzle takes longer
 * to build one than SQLite to run it. `build` ends in `prepare()`, with `sql.placeholder` for what differs from run to run.
 */
export function keepQuery<Query, Shape extends (string | number)[]>(
  build: (db: Db, ...shape: Shape) => Query,
): (db: Db, ...shape: Shape) => Query {
  const kept = new WeakMap<object, Map<string, Query>>()
  return (db, ...shape) => {
    const connection = connectionOf(db)
    const queries = kept.get(connection) ?? new Map<string, Query>()
    kept.set(connection, queries)
    const key = shape.join()
    const query = queries.get(key) ?? build(db, ...shape)
    queries.set(key, query)
    return query
  }
}

/** Placeholders for the values of a list that has so many; `inPlaces` fills them. */
export function placeholders(count: number): Placeholder[] {
  return Array.from({ length: count }, (_, index) => sql.placeholder(String(index)))
}

/** The values of a list by their places, for `placeholders`. */
export function inPlaces<T>(list: T[]): Record<string, T> {
  return Object.fromEntries(list.entries())
}

/** What the transactions of one connection have in common. */
function connectionOf(db: Db): object {
  const client = '$client' in db ? db.$client : undefined
  return typeof client === 'object' && client !== null ? client : db
}
