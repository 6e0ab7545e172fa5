import { and, asc, desc, or, type SQL, sql } from 'drizzle-orm'
import { badParameter } from '../problem.ts'
import type { Column } from './kit.sqlite.ts'

export type KeyValue = string | number

/** One column of an order. The last of an order is an id, so that the order is total. */
export interface SortKey {
  column: Column | SQL
  descending?: boolean
}

/** Where a page ended: the key of its last row, and for a ranked list what it was ranked by. */
export interface Cursor {
  key: KeyValue[]
  ranking?: unknown
}

export interface PageRequest {
  limit: number
  after: Cursor | undefined
  /** Whether the total is wanted. */
  count: boolean
}

export interface Page<T> {
  rows: T[]
  /** Where the next page begins; null on the last one. */
  next: Cursor | null
  total: number | undefined
}

/** What a list gives that nothing can be in. */
export function emptyPage({ count }: PageRequest): Page<never> {
  return { rows: [], next: null, total: count ? 0 : undefined }
}

interface Keyset {
  orderBy: SQL[]
  /** Rows strictly after the cursor; nothing on the first page. */
  where: SQL | undefined
  /** To be selected with each row: what a cursor is made of. */
  columns: Record<string, Column | SQL>
}

/** The order of a list and where to go on in it, without an offset: a page costs the same wherever it is. */
export function keyset(keys: SortKey[], after: Cursor | undefined): Keyset {
  return {
    orderBy: keys.map(({ column, descending }) => (descending ? desc(column) : asc(column))),
    where: after && afterRow(keys, after.key),
    columns: Object.fromEntries(keys.map(({ column }, index) => [`key${index}`, column])),
  }
}

// (a > x) or (a = x and b > y) or …: the form that works with mixed directions, on every database. No index is walked by
// it, so it goes with (a, b) >= (x, y) over the first keys of one direction.
function afterRow(keys: SortKey[], values: KeyValue[]): SQL | undefined {
  if (values.length !== keys.length) throw badParameter('cursor', 'is not one of this list.')
  const alternatives = keys.map(({ column, descending }, index) => {
    const equalBefore = keys.slice(0, index).map((key, earlier) => sql`${key.column} = ${values[earlier]}`)
    const beyond = descending ? sql`${column} < ${values[index]}` : sql`${column} > ${values[index]}`
    return and(...equalBefore, beyond)
  })
  return and(notBefore(keys, values), or(...alternatives))
}

function notBefore(keys: SortKey[], values: KeyValue[]): SQL {
  const turn = keys.findIndex(({ descending }) => Boolean(descending) !== Boolean(keys[0]?.descending))
  const leading = keys.slice(0, turn === -1 ? keys.length : turn)
  const columns = sql.join(
    leading.map(({ column }) => sql`${column}`),
    sql`, `,
  )
  const where = sql.join(
    leading.map((_, index) => sql`${values[index]}`),
    sql`, `,
  )
  return leading[0]?.descending ? sql`(${columns}) <= (${where})` : sql`(${columns}) >= (${where})`
}

/** Cuts a page out of rows that were read with one more than the limit. */
export function cutPage<T extends { key: Record<string, unknown> }>(
  rows: T[],
  limit: number,
  more: { total: number | undefined; ranking?: unknown },
): Page<T> {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const next = last ? { key: Object.values(last.key).map(toKeyValue), ranking: more.ranking } : null
  return { rows: rows.slice(0, limit), next, total: more.total }
}

function toKeyValue(value: unknown): KeyValue {
  if (typeof value === 'string' || typeof value === 'number') return value
  throw new Error('A column of an order must be text or a number, and never null.')
}
