import { and, eq, sql } from 'drizzle-orm'
import { contentConditions, type ContentFilter } from '../db/content-filter.ts'
import { countRows } from '../db/count-rows.ts'
import { keepQuery } from '../db/keep-query.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import type { Db } from '../db/store.ts'
import { publishedArticles, qaPairs, qaPeople, qaTopics } from '../db/tables.ts'
import { highlight, type Highlighted, search, type SearchScope } from '../db/text-search.ts'
import type { QA_SORTS } from './contract.ts'

type QaSort = (typeof QA_SORTS)[number]

export interface QaFilter extends ContentFilter {
  role?: 'asker' | 'answerer' | undefined
  q?: string | undefined
}

export interface QaRow {
  id: string
  /** The pair with its article, as it is kept (`withSite`). */
  pair: string
  highlights?: Highlighted | undefined
}

const readingOrder: SortKey[] = [{ column: qaPairs.position }, { column: qaPairs.id }]
const newestArticle = { column: qaPairs.articleId, descending: true }
const score = sql<number>`hits.score`

const SORTS: Record<QaSort, SortKey[]> = {
  '-publishedAt': [{ column: qaPairs.publishedAt, descending: true }, newestArticle, ...readingOrder],
  publishedAt: [{ column: qaPairs.publishedAt }, { column: qaPairs.articleId }, ...readingOrder],
  title: [{ column: publishedArticles.titleKey }, { column: qaPairs.articleId }, ...readingOrder],
  '-updatedAt': [{ column: qaPairs.updatedAt, descending: true }, newestArticle, ...readingOrder],
  '-relevance': [
    { column: score, descending: true },
    { column: qaPairs.publishedAt, descending: true },
    newestArticle,
    ...readingOrder,
  ],
  position: [{ column: qaPairs.articleId }, ...readingOrder],
}

const columns = {
  id: qaPairs.id,
  articleId: qaPairs.articleId,
  kind: qaPairs.kind,
  language: qaPairs.language,
  publishedAt: qaPairs.publishedAt,
  updatedAt: qaPairs.updatedAt,
  topics: { table: qaTopics, id: qaTopics.qaId, topicId: qaTopics.topicId },
  people: { table: qaPeople, id: qaPeople.qaId, personId: qaPeople.personId, role: qaPeople.role },
}

const scope: SearchScope = { kinds: ['qa'], owner: 'id' }
const SPEAKERS = ['asker', 'answerer']
const ofArticle = eq(publishedArticles.articleId, qaPairs.articleId)
const isHit = sql`hits.id = ${qaPairs.id}`

/**
 * Published pairs of all articles, in the order of `sort`; `-relevance` goes with `q`. With `q` each row has
 * its highlights. A name of nothing yields an empty page.
 */
export async function listQa(
  db: Db,
  filter: QaFilter,
  sort: QaSort,
  page: PageRequest,
): Promise<Page<QaRow>> {
  const found = filter.q === undefined ? undefined : await search(db, scope, filter.q, page.after?.weights)
  if (filter.q !== undefined && !found) return emptyPage(page)

  const roles = filter.role ? [filter.role] : filter.person && SPEAKERS
  const conditions = await contentConditions(db, filter, columns, roles)
  const { orderBy, where, columns: key } = keyset(SORTS[sort], page.after)
  const pairs = db.select({ id: qaPairs.id, pair: qaPairs.pair, key }).from(qaPairs).$dynamic()
  if (sort === 'title') pairs.innerJoin(publishedArticles, ofArticle)
  if (found) pairs.innerJoin(sql`${found.hits} as hits`, isHit)
  const rows = await pairs
    .where(and(...conditions, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)

  const total = page.count
    ? await countRows(db, qaPairs, { where: and(...conditions), found, isHit })
    : undefined
  const cut = cutPage(rows, page.limit, { total, weights: found?.weights })
  if (!found) return cut
  const ids = cut.rows.map(({ id }) => id)
  const marks = await highlight(db, found, ids)
  return { ...cut, rows: cut.rows.map((row) => ({ ...row, highlights: marks.get(row.id) })) }
}

const pairById = keepQuery((db) => {
  const isIt = eq(qaPairs.id, sql.placeholder('id'))
  return db.select({ id: qaPairs.id, pair: qaPairs.pair }).from(qaPairs).where(isIt).prepare()
})

/** One published pair; undefined where there is none of this id. */
export async function findPair(db: Db, id: string): Promise<QaRow | undefined> {
  const [row] = await pairById(db).execute({ id })
  return row
}
