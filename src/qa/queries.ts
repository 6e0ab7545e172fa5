import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { conditionsOf, type ContentFilter, knowFilter, type KnownFilter } from '../db/content-filter.ts'
import { countRows } from '../db/count-rows.ts'
import { highlight, type Highlighted } from '../db/highlight.ts'
import { keepQuery } from '../db/keep-query.ts'
import { valuesIn, valuesOf } from '../db/kit.sqlite.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import { readRanked } from '../db/read-hits.ts'
import { narrowingOf } from '../db/search-tags.ts'
import type { Db } from '../db/store.ts'
import { publishedArticles, qaPairs } from '../db/tables.ts'
import { search, type Search, type SearchScope } from '../db/text-search.ts'
import type { WalkSort } from '../db/walk-list.ts'
import { walkPage } from '../db/walk-page.ts'
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

/** The orders of what is found by words, but for the closest first. */
const SORTS: Record<Exclude<QaSort, '-relevance'>, SortKey[]> = {
  '-publishedAt': [{ column: qaPairs.publishedAt, descending: true }, newestArticle, ...readingOrder],
  publishedAt: [{ column: qaPairs.publishedAt }, { column: qaPairs.articleId }, ...readingOrder],
  title: [{ column: publishedArticles.titleKey }, { column: qaPairs.articleId }, ...readingOrder],
  '-updatedAt': [{ column: qaPairs.updatedAt, descending: true }, newestArticle, ...readingOrder],
  position: [{ column: qaPairs.articleId }, ...readingOrder],
}

/** The orders of everything; where nothing is searched for nothing is more relevant. */
const WALKS: Record<QaSort, WalkSort> = {
  '-publishedAt': { by: 'publishedAt', descending: true },
  publishedAt: { by: 'publishedAt', descending: false },
  title: { by: 'title', descending: false },
  '-updatedAt': { by: 'updatedAt', descending: true },
  '-relevance': { by: 'publishedAt', descending: true },
  position: { by: 'articleId', descending: false },
}

/** Where the words of pairs are. */
export const scope: SearchScope = { kinds: ['qa'], owner: 'id', inWindows: true }
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
  const known = await knowFilter(db, 'qa', filter)
  if (!known) return emptyPage(page)
  if (filter.q !== undefined) return searchQa(db, known, { ...filter, q: filter.q }, sort, page)
  const walked = await walkPage(db, known, WALKS[sort], page)
  const ids = walked.rows.map(({ id }) => id)
  return { ...walked, rows: await findPairs(db, ids) }
}

async function searchQa(
  db: Db,
  known: KnownFilter,
  filter: QaFilter & { q: string },
  sort: QaSort,
  page: PageRequest,
): Promise<Page<QaRow>> {
  const found = await search(db, scope, filter.q, page.after?.ranking, await narrowingOf(db, filter))
  if (!found) return emptyPage(page)

  const conditions = conditionsOf(db, known)
  const { rows, ranking } =
    sort === '-relevance'
      ? await readRanked(db, found, page, (ids) => readPairs(db, ids, conditions))
      : { rows: await readSorted(db, found, sort, page, conditions), ranking: found.ranking }

  const total = page.count
    ? await countRows(db, qaPairs, { where: and(...conditions), found, isHit })
    : undefined
  const cut = cutPage(rows, page.limit, { total, ranking })
  const ids = cut.rows.map(({ id }) => id)
  const marks = await highlight(db, found, ids)
  return { ...cut, rows: cut.rows.map((row) => ({ ...row, highlights: marks.get(row.id) })) }
}

const pairsByIds = keepQuery((db) =>
  db
    .select({ id: qaPairs.id, pair: qaPairs.pair })
    .from(qaPairs)
    .where(inArray(qaPairs.id, sql`(${valuesIn(sql.placeholder('ids'))})`))
    .prepare(),
)

/** The published pairs with these ids, in their order; what is none is left out. */
export async function findPairs(db: Db, ids: string[]): Promise<QaRow[]> {
  if (ids.length === 0) return []
  const rows = await pairsByIds(db).execute({ ids: JSON.stringify(ids) })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The pairs with these ids that hold to the conditions, in any order. */
async function readPairs(db: Db, ids: string[], conditions: SQL[]) {
  if (conditions.length === 0) return pairsByIds(db).execute({ ids: JSON.stringify(ids) })
  return db
    .select({ id: qaPairs.id, pair: qaPairs.pair })
    .from(qaPairs)
    .where(and(inArray(qaPairs.id, sql`(${valuesOf(ids)})`), ...conditions))
}

function readSorted(
  db: Db,
  found: Search,
  sort: Exclude<QaSort, '-relevance'>,
  page: PageRequest,
  conditions: SQL[],
) {
  const { orderBy, where, columns: key } = keyset(SORTS[sort], page.after)
  const pairs = db.select({ id: qaPairs.id, pair: qaPairs.pair, key }).from(qaPairs).$dynamic()
  if (sort === 'title') pairs.innerJoin(publishedArticles, ofArticle)
  return pairs
    .innerJoin(sql`${found.hits} as hits`, isHit)
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
