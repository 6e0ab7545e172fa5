import { sql } from 'drizzle-orm'
import { keepQuery } from './keep-query.ts'
import type { Table } from './kit.sqlite.ts'
import type { Db } from './store.ts'

/**
 * Inserts rows that all give the same columns: an insert costs far more to build, each value of it, than to run. A JSON
 * column must have a value.
 */
export async function insertRows<T extends Table>(
  tx: Db,
  table: T,
  rows: T['$inferInsert'][],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const insert = insertInto(table)(tx, ...Object.keys(first))
  for (const row of rows) await insert.execute(row)
}

type Insert = (db: Db, ...columns: string[]) => { execute: (row: Record<string, unknown>) => unknown }

const inserts = new WeakMap<Table, Insert>()

function insertInto(table: Table): Insert {
  const known = inserts.get(table)
  if (known) return known
  const insert = keepQuery((db, ...columns: string[]) =>
    db.insert(table).values(placeholdersOf(columns)).prepare(),
  )
  inserts.set(table, insert)
  return insert
}

/** A placeholder for each column, by its name. */
export function placeholdersOf(columns: string[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((name) => [name, sql.placeholder(name)]))
}
