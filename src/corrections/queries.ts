import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm'
import { keepQuery } from '../db/keep-query.ts'
import { cutPage, keyset, type Page, type PageRequest } from '../db/keyset.ts'
import { corrections } from '../db/log-tables.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { publishedArticles } from '../db/tables.ts'

type Kind = (typeof corrections.$inferSelect)['kind']

export interface CorrectionRow {
  correction: typeof corrections.$inferSelect
  /** null where readers do not see the article. */
  article: { id: string; slug: string; title: string; publishedAt: string } | null
}

const newest = [
  { column: corrections.at, descending: true },
  { column: corrections.id, descending: true },
]
const article = {
  id: publishedArticles.articleId,
  slug: publishedArticles.slug,
  title: publishedArticles.title,
  publishedAt: publishedArticles.publishedAt,
}

/** The public ledger, the newest first. */
export async function listCorrections(
  db: Db,
  filter: { article?: string[] | undefined; kind?: Kind[] | undefined },
  page: PageRequest,
): Promise<Page<CorrectionRow>> {
  const { orderBy, where, columns: key } = keyset(newest, page.after)
  const isWanted = and(
    filter.article && inArray(corrections.articleId, await idsOf(db, 'article', filter.article)),
    filter.kind && inArray(corrections.kind, filter.kind),
  )
  const rows = await db
    .select({ correction: corrections, article, key })
    .from(corrections)
    .leftJoin(publishedArticles, eq(publishedArticles.articleId, corrections.articleId))
    .where(and(isWanted, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  const counted = page.count ? await db.select({ total: count() }).from(corrections).where(isWanted) : []
  return cutPage(rows, page.limit, { total: counted[0]?.total })
}

const byArticle = keepQuery((db) =>
  db
    .select()
    .from(corrections)
    .where(eq(corrections.articleId, sql.placeholder('articleId')))
    .orderBy(asc(corrections.at), asc(corrections.id))
    .prepare(),
)

/** The ledger of one article, the oldest entry first. */
export async function correctionsOf(db: Db, articleId: string): Promise<CorrectionRow['correction'][]> {
  return byArticle(db).execute({ articleId })
}

/** One entry of the ledger. Throws where there is none. */
export async function getCorrection(db: Db, id: string): Promise<CorrectionRow> {
  const [row] = await db
    .select({ correction: corrections, article })
    .from(corrections)
    .leftJoin(publishedArticles, eq(publishedArticles.articleId, corrections.articleId))
    .where(eq(corrections.id, id))
  if (!row) throw new Error(`There is no correction ${id}.`)
  return row
}

/** What readers are told of an article that was taken back, as CommonMark; undefined where it was not. */
export async function findRetraction(db: Db, idOrSlug: string): Promise<string | undefined> {
  const [articleId] = await idsOf(db, 'article', [idOrSlug])
  const [row] = await db
    .select({ text: corrections.text })
    .from(corrections)
    .where(and(eq(corrections.articleId, articleId ?? ''), eq(corrections.kind, 'retraction')))
    .orderBy(desc(corrections.at))
    .limit(1)
  return row?.text
}
