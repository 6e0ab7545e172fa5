import { and, count, eq, sql } from 'drizzle-orm'
import type { ArticleStatus } from '../contract.ts'
import { cutPage, keyset, type Page, type PageRequest } from '../db/keyset.ts'
import type { Db } from '../db/store.ts'
import { articles, revisions } from '../db/tables.ts'
import type { ArticleState } from '../revisions/queries.ts'

export interface DraftRow {
  state: ArticleState
  /** Of the draft. */
  title: string
}

const newestChange = [
  { column: articles.updatedAt, descending: true },
  { column: articles.id, descending: true },
]
/** Looked for in the documents of a page's own rows alone. */
const title = sql<string>`${revisions.document} ->> 'title'`

/** How every article stands, or those that stand so; what was changed last comes first. */
export async function listDrafts(
  db: Db,
  { status }: { status?: ArticleStatus | undefined },
  page: PageRequest,
): Promise<Page<DraftRow>> {
  const standsSo = status && eq(articles.status, status)
  const isDraft = and(eq(revisions.articleId, articles.id), eq(revisions.number, articles.draftRevision))
  const { orderBy, where, columns: key } = keyset(newestChange, page.after)
  const rows = await db
    .select({ state: articles, title, key })
    .from(articles)
    .innerJoin(revisions, isDraft)
    .where(and(standsSo, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  const counted = page.count ? await db.select({ total: count() }).from(articles).where(standsSo) : []
  return cutPage(rows, page.limit, { total: counted[0]?.total })
}
