/* eslint-disable @typescript-eslint/explicit-module-boundary-types -- their types are what the tables are inferred from */
import { type SQL, sql } from 'drizzle-orm'
import {
  type AnySQLiteColumn as Column,
  blob,
  integer as int,
  sqliteTable,
  text as txt,
} from 'drizzle-orm/sqlite-core'

// The few column kinds the tables are written in. Another dialect is another file with the same names.

// eslint-disable-next-line @typescript-eslint/no-deprecated -- an older overload of it is, not the one we call
export { alias, index, primaryKey, union, uniqueIndex } from 'drizzle-orm/sqlite-core'
export type { AnySQLiteColumn as Column, SQLiteTable as Table } from 'drizzle-orm/sqlite-core'
export const table = sqliteTable
export const text = () => txt()
export const integer = () => int()
export const flag = () => int({ mode: 'boolean' })
/** Counts upward by itself; a value is never given twice. */
export const counter = () => int().primaryKey({ autoIncrement: true })
/** RFC 3339 UTC with milliseconds, so that text order is time order. */
export const time = () => txt()
export const json = <T>() => txt({ mode: 'json' }).$type<T>()
export const bytes = () => blob({ mode: 'buffer' })
/** Follows from other columns of the row; kept nowhere but in indexes. */
export const computed = <T extends string>(expression: SQL) =>
  txt().$type<T>().notNull().generatedAlwaysAs(expression, { mode: 'virtual' })
/** The values of a JSON array as a query of one column and one parameter, however many they are. */
export const valuesIn = (json: unknown) => sql`select value from json_each(${json})`
/** The same of a list. */
export const valuesOf = (list: (string | number)[]) => valuesIn(JSON.stringify(list))
/** Where a text begins in another, from 1; 0: it is not in it. */
export const positionOf = (within: Column, text: unknown) => sql<number>`instr(${within}, ${text})`
/**
 * A value that nothing is planned by, to compare a column with: where a query joins or orders, SQLite takes `= ?` for a
 * reason to plan it anew at each run, which takes far longer than the run.
 */
export const unplanned = (value: unknown) => sql`+${value}`
/** Rows that come as one parameter, a JSON array of arrays, as a query of so many columns. */
export const rowsOf = (json: unknown, columns: number) =>
  sql`select ${sql.join(
    Array.from({ length: columns }, (_, index) => sql`value ->> ${sql.raw(String(index))}`),
    sql`, `,
  )} from json_each(${json}) where true`
/**
 * All rows as one value, each a tuple of these columns, which are numbers or JSON, in no certain order: many small rows
 * take Drizzle far longer than SQLite.
 */
export const tuplesOf = <Row extends unknown[]>(columns: (SQL | Column)[]) => {
  const parse: (json: string) => Row[] = JSON.parse
  const row = sql.join(columns, sql` || ',' || `)
  return sql`'[' || coalesce(group_concat('[' || ${row} || ']'), '') || ']'`.mapWith(parse)
}
