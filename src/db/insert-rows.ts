import { sql } from 'drizzle-orm'
import type { Column, Table } from './kit.sqlite.ts'
import type { Db } from './store.ts'

/**
 * Inserts rows that all give the same columns. The statement is built once: an insert of many rows costs far more to
 * build, each value of it, than to run. A JSON column must have a value.
 */
export async function insertRows<T extends Table>(
  tx: Db,
  table: T,
  rows: T['$inferInsert'][],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const insert = tx.insert<Table>(table).values(placeholdersOf(first)).prepare()
  for (const row of rows) await insert.execute(row)
}

/** As `insertRows`; gives what each row has in a column that counts upward by itself. */
export async function insertCounted<T extends Table>(
  tx: Db,
  table: T,
  counter: Column,
  rows: T['$inferInsert'][],
): Promise<number[]> {
  const [first] = rows
  if (!first) return []
  const insert = tx
    .insert<Table>(table)
    .values(placeholdersOf(first))
    .returning({ count: sql<number>`${counter}` })
    .prepare()
  const counts: number[] = []
  for (const row of rows) counts.push(...(await insert.execute(row)).map(({ count }) => count))
  return counts
}

function placeholdersOf(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(row).map((name) => [name, sql.placeholder(name)]))
}
