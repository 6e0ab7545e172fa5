import { and, asc, count, eq, gt, inArray, or, type SQL } from 'drizzle-orm'
import { cutPage, keyset, type Page, type PageRequest } from '../db/keyset.ts'
import { audit } from '../db/log-tables.ts'
import { startsWith } from '../db/starts-with.ts'
import type { Db } from '../db/store.ts'

export type AuditRow = typeof audit.$inferSelect

export type AuditFilter = Partial<Record<'resource' | 'id' | 'actor' | 'action', string[] | undefined>>

/** Who did what, the newest first. */
export async function listAudit(
  db: Db,
  { resource, id, actor, action }: AuditFilter,
  page: PageRequest,
): Promise<Page<{ row: AuditRow }>> {
  const { orderBy, where, columns: key } = keyset([{ column: audit.seq, descending: true }], page.after)
  const isWanted = and(
    resource && inArray(audit.resource, resource),
    id && inArray(audit.resourceId, id),
    action && inArray(audit.action, action),
    actor && or(...actor.map(isBy)),
  )
  const rows = await db
    .select({ row: audit, key })
    .from(audit)
    .where(and(isWanted, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  const counted = page.count ? await db.select({ total: count() }).from(audit).where(isWanted) : []
  return cutPage(rows, page.limit, { total: counted[0]?.total })
}

/** What was done to an article since it had a `version`, in order, so many at most. */
export async function listDeeds(
  db: Db,
  articleId: string,
  { after, limit }: { after: number; limit: number },
): Promise<AuditRow[]> {
  return db
    .select()
    .from(audit)
    .where(and(eq(audit.resourceId, articleId), gt(audit.articleVersion, after)))
    .orderBy(asc(audit.seq))
    .limit(limit)
}

/** Actors are kept as id and name, and a user may have had several names. */
function isBy(id: string): SQL | undefined {
  return or(eq(audit.actor, id), startsWith(audit.actor, `${id} `))
}
