import { and, gte, lt, type SQL } from 'drizzle-orm'
import type { Column } from './kit.sqlite.ts'

/**
 * Texts that begin with a prefix in ASCII, by a walk of the column's index. Right where texts are ordered by their bytes, as
 * SQLite does of itself: in the kit of another database the column has to say so.
 */
export function startsWith(column: Column, prefix: string): SQL | undefined {
  const last = prefix.charCodeAt(prefix.length - 1)
  const after = prefix.slice(0, -1) + String.fromCharCode(last + 1)
  return and(gte(column, prefix), lt(column, after))
}
