import { count, type SQL, sql } from 'drizzle-orm'
import type { Table } from './kit.sqlite.ts'
import type { Db } from './store.ts'
import type { Search } from './text-search.ts'

/** How many rows of a table hold to `where` and, where something was searched for, are hits by `isHit`. */
export async function countRows(
  db: Db,
  table: Table,
  { where, found, isHit }: { where: SQL | undefined; found: Search | undefined; isHit: SQL },
): Promise<number> {
  if (found && !where) {
    const [hits] = await db.select({ total: sql<number>`${found.total}` }).from(sql`(select 1)`)
    return hits?.total ?? 0
  }
  const rows = db.select({ total: count() }).from(table).$dynamic()
  if (found) rows.innerJoin(sql`${found.hits} as hits`, isHit)
  const [row] = await rows.where(where)
  return row?.total ?? 0
}
