import { isDeepStrictEqual } from 'node:util'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { insertRows, placeholdersOf } from './insert-rows.ts'
import { keepQuery } from './keep-query.ts'
import type { Table } from './kit.sqlite.ts'
import type { Db } from './store.ts'

type Row = Record<string, unknown>

/** The rows of one table, as they are and as they are to be. */
export interface Replacement {
  rows: KeyedRows
  before: Row[]
  after: Row[]
}

/**
 * Writes of each table what differs, and nothing where nothing does: a row that stays costs no page of it or its indexes.
 * What refers to others comes after them.
 */
export async function writeDifferences(tx: Db, replacements: Replacement[]): Promise<void> {
  const differences = replacements.map(differencesOf)
  for (const { rows, gone } of differences.toReversed()) for (const row of gone) await rows.remove(tx, row)
  for (const { rows, changed, added } of differences) {
    for (const { row, names } of changed) await rows.change(tx, row, names)
    await rows.add(tx, added)
  }
}

function differencesOf({ rows, before, after }: Replacement) {
  const left = new Map(before.map((row) => [rows.keyOf(row), row]))
  const [changed, added]: [{ row: Row; names: string[] }[], Row[]] = [[], []]
  for (const row of after) {
    const key = rows.keyOf(row)
    const present = left.get(key)
    left.delete(key)
    if (!present) added.push(row)
    else {
      const names = Object.keys(row).filter((name) => !isDeepStrictEqual(row[name], present[name]))
      if (names.length > 0) changed.push({ row, names })
    }
  }
  return { rows, gone: [...left.values()], changed, added }
}

/** What is done to the rows of one table, each known by its key. */
export interface KeyedRows {
  keyOf: (row: Row) => string
  add: (tx: Db, rows: Row[]) => Promise<void>
  change: (tx: Db, row: Row, names: string[]) => Promise<void>
  remove: (tx: Db, row: Row) => Promise<void>
}

/** The rows of a table, by the columns of its primary key. */
export function keyedRows<T extends Table>(table: T, key: (keyof T['$inferInsert'] & string)[]): KeyedRows {
  const columns = getTableColumns(table)
  const isRow = and(
    ...Object.entries(columns).flatMap(([name, column]) =>
      key.includes(name) ? [eq(column, sql.placeholder(name))] : [],
    ),
  )
  const changing = keepQuery((db, ...names: string[]) =>
    db.update(table).set(placeholdersOf(names)).where(isRow).prepare(),
  )
  const removing = keepQuery((db) => db.delete(table).where(isRow).prepare())
  return {
    keyOf: (row) => key.map((name) => row[name]).join(' '),
    add: (tx, rows) => insertRows(tx, table, rows),
    change: async (tx, row, names) => {
      await changing(tx, ...names).execute(row)
    },
    remove: async (tx, row) => {
      await removing(tx).execute(row)
    },
  }
}
