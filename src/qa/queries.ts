import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { contentConditions, type ContentFilter } from '../db/content-filter.ts'
import { countRows } from '../db/count-rows.ts'
import { hitConditions } from '../db/hit-conditions.ts'
import { keepQuery } from '../db/keep-query.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import type { Db } from '../db/store.ts'
import { publishedArticles, qaPairs, qaPeople, qaTopics, searchTexts } from '../db/tables.ts'
import { highlight, type Highlighted } from '../db/highlight.ts'
import { readRanked } from '../db/read-hits.ts'
import { narrowingOf } from '../db/search-tags.ts'
import { search, type Search, type SearchScope } from '../db/text-search.ts'
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

const SORTS: Record<Exclude<QaSort, '-relevance'>, SortKey[]> = {
  '-publishedAt': [{ column: qaPairs.publishedAt, descending: true }, newestArticle, ...readingOrder],
  publishedAt: [{ column: qaPairs.publishedAt }, { column: qaPairs.articleId }, ...readingOrder],
  title: [{ column: publishedArticles.titleKey }, { column: qaPairs.articleId }, ...readingOrder],
  '-updatedAt': [{ column: qaPairs.updatedAt, descending: true }, newestArticle, ...readingOrder],
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

const scope: SearchScope = { kinds: ['qa'], owner: 'id', inWindows: true }
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
  const found =
    filter.q === undefined
      ? undefined
      : await search(db, scope, filter.q, page.after?.ranking, await narrowingOf(db, filter))
  if (filter.q !== undefined && !found) return emptyPage(page)

  const roles = filter.role ? [filter.role] : filter.person && SPEAKERS
  const conditionsOf = found && sort === '-relevance' ? hitConditions : contentConditions
  const conditions = await conditionsOf(db, filter, columns, roles)
  const { rows, ranking } =
    sort !== '-relevance'
      ? { rows: await readSorted(db, found, sort, page, conditions), ranking: found?.ranking }
      : found
        ? await readRanked(db, found, page, (textKeys) => readPairs(db, textKeys, conditions))
        : { rows: [], ranking: undefined }

  const total = page.count
    ? await countRows(db, qaPairs, { where: and(...conditions), found, isHit })
    : undefined
  const cut = cutPage(rows, page.limit, { total, ranking })
  if (!found) return cut
  const ids = cut.rows.map(({ id }) => id)
  const marks = await highlight(db, found, ids)
  return { ...cut, rows: cut.rows.map((row) => ({ ...row, highlights: marks.get(row.id) })) }
}

function readPairs(db: Db, textKeys: number[], conditions: SQL[]) {
  return db
    .select({ id: qaPairs.id, pair: qaPairs.pair, textKey: searchTexts.key })
    .from(searchTexts)
    .innerJoin(qaPairs, eq(qaPairs.id, searchTexts.id))
    .where(and(inArray(searchTexts.key, textKeys), ...conditions))
}

function readSorted(
  db: Db,
  found: Search | undefined,
  sort: Exclude<QaSort, '-relevance'>,
  page: PageRequest,
  conditions: SQL[],
) {
  const { orderBy, where, columns: key } = keyset(SORTS[sort], page.after)
  const pairs = db.select({ id: qaPairs.id, pair: qaPairs.pair, key }).from(qaPairs).$dynamic()
  if (sort === 'title') pairs.innerJoin(publishedArticles, ofArticle)
  if (found) pairs.innerJoin(sql`${found.all} as hits`, isHit)
  return pairs
    .where(and(...conditions, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)
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
