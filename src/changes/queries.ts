import { and, asc, gt, inArray, lte, max } from 'drizzle-orm'
import { cutPage, keyset, type Page, type PageRequest } from '../db/keyset.ts'
import { changes, changeTopics } from '../db/log-tables.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articleReplies } from '../db/reply-tables.ts'
import { CHANGES_LOOKED_AT_MAX, type ChangeType } from './contract.ts'

export type ChangeRow = typeof changes.$inferSelect

export interface ChangeFilter {
  types?: ChangeType[] | undefined
  /** By slug or id: outer list all, inner list any. */
  topic?: string[][] | undefined
}

export interface ChangeRows {
  rows: ChangeRow[]
  /** Up to here everything was looked at. */
  lastSeq: number
  hasMore: boolean
}

/**
 * The entries after a seq, in order: as many as were asked for, out of a stretch of the log that costs the same wherever
 * it is. So there may be none of them although there is more.
 */
export async function listChanges(
  db: Db,
  filter: ChangeFilter,
  { after, limit }: { after: number; limit: number },
): Promise<ChangeRows> {
  const end = await lastSeqOf(db)
  const until = Math.min(after + CHANGES_LOOKED_AT_MAX, end)
  const ofStretch = [gt(changes.seq, after), lte(changes.seq, until)]
  const withTopics = (ids: string[]) =>
    db
      .select({ seq: changeTopics.seq })
      .from(changeTopics)
      .where(
        and(inArray(changeTopics.topicId, ids), gt(changeTopics.seq, after), lte(changeTopics.seq, until)),
      )
  const conditions = filter.types ? [inArray(changes.type, filter.types)] : []
  for (const names of filter.topic ?? [])
    conditions.push(inArray(changes.seq, withTopics(await idsOf(db, 'topic', names))))
  const found = await db
    .select()
    .from(changes)
    .where(and(...ofStretch, ...conditions))
    .orderBy(asc(changes.seq))
    .limit(limit + 1)
  const rows = found.slice(0, limit)
  const lastShown = found.length > limit ? rows.at(-1)?.seq : undefined
  const lastSeq = lastShown ?? Math.max(after, until)
  return { rows, lastSeq, hasMore: lastSeq < end }
}

/** The end of the log; 0 where it is empty. */
export async function lastSeqOf(db: Db): Promise<number> {
  const [row] = await db.select({ last: max(changes.seq) }).from(changes)
  return row?.last ?? 0
}

const byId = [{ column: articleReplies.articleId }]

/** Published articles, whole, as they are kept (`withSite`), in the order of their ids. */
export async function listWholeArticles(
  db: Db,
  page: PageRequest,
): Promise<Page<{ id: string; article: string }>> {
  const { orderBy, where, columns: key } = keyset(byId, page.after)
  const { articleId: id, article } = articleReplies
  const rows = await db
    .select({ id, article, key })
    .from(articleReplies)
    .where(where)
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  return cutPage(rows, page.limit, { total: undefined })
}
