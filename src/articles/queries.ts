import { and, eq, inArray, sql } from 'drizzle-orm'
import { conditionsOf, type ContentFilter, knowFilter, type KnownFilter } from '../db/content-filter.ts'
import { countRows } from '../db/count-rows.ts'
import { inPlaces, keepQuery, placeholders } from '../db/keep-query.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articleReplies } from '../db/reply-tables.ts'
import { articles, publishedArticles } from '../db/tables.ts'
import { highlight, type Highlighted } from '../db/highlight.ts'
import { search, type SearchScope } from '../db/text-search.ts'
import type { WalkSort } from '../db/walk-list.ts'
import { walkPage } from '../db/walk-page.ts'
import type { PersonRole } from '../contract.ts'
import { writeExport } from '../publishing/write-export.ts'
import { getRevision } from '../revisions/queries.ts'
import type { ARTICLE_SORTS } from './contract.ts'

type ArticleSort = (typeof ARTICLE_SORTS)[number]

export interface ArticleFilter extends ContentFilter {
  role?: PersonRole | undefined
  q?: string | undefined
}

export interface SummaryRow {
  id: string
  /** As it is kept (`withSite`). */
  summary: string
  highlights?: Highlighted | undefined
}

/** The names an article has at present. */
export interface ArticleName {
  id: string
  slug: string
}

/** An article as it is sent. */
export interface ArticleRow extends ArticleName {
  updatedAt: string
  etag: string
  cacheTags: string
  /** JSON as it is kept (`withSite`). */
  article: string
}

export interface MarkdownRow extends Omit<ArticleRow, 'article'> {
  markdown: string
}

const newest = { column: publishedArticles.articleId, descending: true }
const id = { column: publishedArticles.articleId }

/** The orders of what is found by words. */
const SORTS: Record<ArticleSort, SortKey[]> = {
  '-publishedAt': [{ column: publishedArticles.publishedAt, descending: true }, newest],
  publishedAt: [{ column: publishedArticles.publishedAt }, id],
  title: [{ column: publishedArticles.titleKey }, id],
  '-updatedAt': [{ column: publishedArticles.updatedAt, descending: true }, newest],
  '-relevance': [
    { column: sql`hits.score`, descending: true },
    { column: publishedArticles.publishedAt, descending: true },
    newest,
  ],
}

/** The orders of everything; where nothing is searched for nothing is more relevant. */
const WALKS: Record<ArticleSort, WalkSort> = {
  '-publishedAt': { by: 'publishedAt', descending: true },
  publishedAt: { by: 'publishedAt', descending: false },
  title: { by: 'title', descending: false },
  '-updatedAt': { by: 'updatedAt', descending: true },
  '-relevance': { by: 'publishedAt', descending: true },
}

/** An article is found by its own words and by those of its pairs. */
export const scope: SearchScope = { kinds: ['article', 'qa'], owner: 'articleId' }
const isHit = sql`hits.id = ${publishedArticles.articleId}`

/**
 * Published articles in the order of `sort`; `-relevance` goes with `q`. With `q` each row has its
 * highlights. A name of nothing yields an empty page.
 */
export async function listArticles(
  db: Db,
  filter: ArticleFilter,
  sort: ArticleSort,
  page: PageRequest,
): Promise<Page<SummaryRow>> {
  const known = await knowFilter(db, 'article', filter)
  if (!known) return emptyPage(page)
  if (filter.q !== undefined) return searchArticles(db, known, filter.q, sort, page)
  const walked = await walkPage(db, known, WALKS[sort], page)
  return {
    ...walked,
    rows: await findSummaries(
      db,
      walked.rows.map(({ id }) => id),
    ),
  }
}

async function searchArticles(
  db: Db,
  known: KnownFilter,
  q: string,
  sort: ArticleSort,
  page: PageRequest,
): Promise<Page<SummaryRow>> {
  const found = await search(db, scope, q, page.after?.ranking)
  if (!found) return emptyPage(page)

  const conditions = conditionsOf(db, known)
  const { orderBy, where, columns: key } = keyset(SORTS[sort], page.after)
  const rows = await db
    .select({ id: publishedArticles.articleId, summary: publishedArticles.summary, key })
    .from(publishedArticles)
    .innerJoin(sql`${found.hits} as hits`, isHit)
    .where(and(...conditions, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)

  const total = page.count
    ? await countRows(db, publishedArticles, { where: and(...conditions), found, isHit })
    : undefined
  const cut = cutPage(rows, page.limit, { total, ranking: found.ranking })
  const ids = cut.rows.map((row) => row.id)
  const marks = await highlight(db, found, ids)
  return { ...cut, rows: cut.rows.map((row) => ({ ...row, highlights: marks.get(row.id) })) }
}

const summariesByIds = keepQuery((db, count: number) =>
  db
    .select({ id: publishedArticles.articleId, summary: publishedArticles.summary })
    .from(publishedArticles)
    .where(inArray(publishedArticles.articleId, placeholders(count)))
    .prepare(),
)

async function findSummaries(db: Db, ids: string[]): Promise<SummaryRow[]> {
  if (ids.length === 0) return []
  const rows = await summariesByIds(db, ids.length).execute(inPlaces(ids))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const head = {
  id: articleReplies.articleId,
  slug: articleReplies.slug,
  updatedAt: articleReplies.updatedAt,
  etag: articleReplies.etag,
  cacheTags: articleReplies.cacheTags,
}
const reply = { ...head, article: articleReplies.article }
const replyBy = {
  slug: keepQuery((db) => {
    const isIt = eq(articleReplies.slug, sql.placeholder('name'))
    return db.select(reply).from(articleReplies).where(isIt).prepare()
  }),
  id: keepQuery((db) => {
    const isIt = eq(articleReplies.articleId, sql.placeholder('name'))
    return db.select(reply).from(articleReplies).where(isIt).prepare()
  }),
}

/** A published article with its pairs, by id or by any slug it has or had; undefined where readers see none. */
export async function findArticle(db: Db, idOrSlug: string): Promise<ArticleRow | undefined> {
  const [bySlug] = await replyBy.slug(db).execute({ name: idOrSlug })
  if (bySlug) return bySlug
  const [articleId] = await idsOf(db, 'article', [idOrSlug])
  const [byId] = articleId === undefined ? [] : await replyBy.id(db).execute({ name: articleId })
  return byId
}

const repliesByIds = keepQuery((db, count: number) =>
  db
    .select(reply)
    .from(articleReplies)
    .where(inArray(articleReplies.articleId, placeholders(count)))
    .prepare(),
)

/** Published articles with their pairs, in the order of these ids; what readers do not see is left out. */
export async function findArticles(db: Db, ids: string[]): Promise<ArticleRow[]> {
  if (ids.length === 0) return []
  const rows = await repliesByIds(db, ids.length).execute(inPlaces(ids))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The same as a Markdown page. */
export async function findMarkdown(db: Db, idOrSlug: string): Promise<MarkdownRow | undefined> {
  const [articleId] = await idsOf(db, 'article', [idOrSlug])
  if (articleId === undefined) return undefined
  const [row] = await db
    .select({ row: { ...head, markdown: articleReplies.markdown }, revision: articles.publishedRevision })
    .from(articleReplies)
    .innerJoin(articles, eq(articles.id, articleReplies.articleId))
    .where(eq(articleReplies.articleId, articleId))
  if (!row) return undefined
  const { id, markdown } = row.row
  if (markdown !== null) return { ...row.row, markdown }
  // Published before pages were kept.
  if (row.revision === null) return undefined
  return { ...row.row, markdown: writeExport(id, await getRevision(db, id, row.revision)) }
}
