import { and, eq, sql } from 'drizzle-orm'
import { contentConditions, type ContentFilter } from '../db/content-filter.ts'
import { countRows } from '../db/count-rows.ts'
import { keepQuery } from '../db/keep-query.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articlePeople, articleReplies, articles, articleTopics, publishedArticles } from '../db/tables.ts'
import { highlight, type Highlighted } from '../db/highlight.ts'
import { search, type SearchScope } from '../db/text-search.ts'
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
  /** JSON as it is kept (`withSiteInBytes`). */
  article: Buffer
}

export interface MarkdownRow extends ArticleName {
  markdown: string
}

const newest = { column: publishedArticles.articleId, descending: true }
const id = { column: publishedArticles.articleId }

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

const columns = {
  id: publishedArticles.articleId,
  articleId: publishedArticles.articleId,
  kind: publishedArticles.kind,
  language: publishedArticles.language,
  publishedAt: publishedArticles.publishedAt,
  updatedAt: publishedArticles.updatedAt,
  topics: { table: articleTopics, id: articleTopics.articleId, topicId: articleTopics.topicId },
  people: {
    table: articlePeople,
    id: articlePeople.articleId,
    personId: articlePeople.personId,
    role: articlePeople.role,
  },
}

/** An article is found by its own words and by those of its pairs. */
const scope: SearchScope = { kinds: ['article', 'qa'], owner: 'articleId' }
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
  const found = filter.q === undefined ? undefined : await search(db, scope, filter.q, page.after?.ranking)
  if (filter.q !== undefined && !found) return emptyPage(page)

  const conditions = await contentConditions(db, filter, columns, filter.role && [filter.role])
  const { orderBy, where, columns: key } = keyset(SORTS[sort], page.after)
  const selected = db
    .select({ id: publishedArticles.articleId, summary: publishedArticles.summary, key })
    .from(publishedArticles)
    .$dynamic()
  if (found) selected.innerJoin(sql`${found.hits} as hits`, isHit)
  const rows = await selected
    .where(and(...conditions, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)

  const total = page.count
    ? await countRows(db, publishedArticles, { where: and(...conditions), found, isHit })
    : undefined
  const cut = cutPage(rows, page.limit, { total, ranking: found?.ranking })
  if (!found) return cut
  const ids = cut.rows.map((row) => row.id)
  const marks = await highlight(db, found, ids)
  return { ...cut, rows: cut.rows.map((row) => ({ ...row, highlights: marks.get(row.id) })) }
}

const reply = {
  id: articleReplies.articleId,
  slug: articleReplies.slug,
  updatedAt: articleReplies.updatedAt,
  etag: articleReplies.etag,
  cacheTags: articleReplies.cacheTags,
  article: articleReplies.article,
}
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

/** The same as a Markdown page. */
export async function findMarkdown(db: Db, idOrSlug: string): Promise<MarkdownRow | undefined> {
  const [articleId] = await idsOf(db, 'article', [idOrSlug])
  if (articleId === undefined) return undefined
  const { slug, markdown } = articleReplies
  const [row] = await db
    .select({ id: articleReplies.articleId, slug, markdown, revision: articles.publishedRevision })
    .from(articleReplies)
    .innerJoin(articles, eq(articles.id, articleReplies.articleId))
    .where(eq(articleReplies.articleId, articleId))
  if (!row) return undefined
  const { id, revision } = row
  if (row.markdown !== null) return { id, slug: row.slug, markdown: row.markdown }
  // Published before pages were kept.
  if (revision === null) return undefined
  return { id, slug: row.slug, markdown: writeExport(id, await getRevision(db, id, revision)) }
}
