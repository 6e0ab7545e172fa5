import { and, asc, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { type Group, holds, type KnownFilter, sizeOf } from './content-filter.ts'
import { type Cursor, keyset, type KeyValue, type SortKey } from './keyset.ts'
import { union } from './kit.sqlite.ts'
import type { Db } from './store.ts'
import { everyArticle, onTheWay, type Path, pathOf } from './list-paths.ts'
import { publishedArticles, qaPairs } from './tables.ts'

// A list is read off an index that has its order: that of the articles, or where the filter names a topic, a person, a
// kind or a language that of the articles with it, from the cursor on and no further than the page. What else the filter
// says is looked up for each article on the way. Where several names will do, their indexes are merged. From an article
// the way goes to its pairs; they stay in order because each article comes once.

/** Orders by what a walk goes along; `title`, `updatedAt` are those of the article. */
export type WalkOrder = 'publishedAt' | 'updatedAt' | 'title' | 'articleId'

export interface WalkSort {
  by: WalkOrder
  descending: boolean
}

export const NEWEST: WalkSort = { by: 'publishedAt', descending: true }

/** Of at most so many a list in another order is sorted; of more it is looked for along the order. */
const SORTED_MAX = 2_000

export interface WalkRow {
  id: string
  key: Record<string, KeyValue>
}

/** The ids of a list from the cursor on, or behind the first `offset`, so many, each with its key in the order. */
export async function walkList(
  db: Db,
  filter: KnownFilter,
  sort: WalkSort,
  { after, offset = 0, limit }: { after: Cursor | undefined; offset?: number; limit: number },
): Promise<WalkRow[]> {
  const [narrowest] = filter.groups
  const path = sort.by === 'publishedAt' && narrowest ? pathOf(filter, narrowest) : everyArticle
  const keys = keysOf(filter, path, sort)
  const { where } = keyset(keys, after)
  const gathered =
    path === everyArticle && narrowest && sizeOf(narrowest) <= SORTED_MAX
      ? inArray(publishedArticles.articleId, articleIdsOf(db, pathOf(filter, narrowest)))
      : undefined
  const columns = Object.fromEntries(
    keys.map(({ column }, index) => [`key${index}`, sql<KeyValue>`${column}`.as(`key${index}`)]),
  )
  const walks = path.arms.map((arm) => walkFrom(db, filter, path, columns, and(arm, gathered, where)))
  const orderBy = keys.map(({ descending }, index) => {
    const name = sql.identifier(`key${index}`)
    return descending ? desc(sql`${name}`) : asc(sql`${name}`)
  })
  const rows = await merged(walks)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
  // An order ends in the id.
  return rows.map((key) => ({ id: String(Object.values(key).at(-1)), key }))
}

/** The ids that a filter finds, as a query. */
export function idsBy(db: Db, filter: KnownFilter): SQL {
  const [narrowest] = filter.groups
  const path = narrowest ? pathOf(filter, narrowest) : everyArticle
  return merged(path.arms.map((arm) => walkFrom(db, filter, path, { id: idOf(filter) }, arm))).getSQL()
}

/** How many a filter finds. */
export async function countIds(db: Db, filter: KnownFilter): Promise<number> {
  const [row] = await db.select({ ids: count() }).from(sql`(${idsBy(db, filter)}) as counted`)
  return row?.ids ?? 0
}

function keysOf({ noun }: KnownFilter, path: Path, { by, descending }: WalkSort): SortKey[] {
  const first = {
    publishedAt: path.publishedAt,
    updatedAt: publishedArticles.updatedAt,
    title: publishedArticles.titleKey,
  }
  return [
    ...(by === 'articleId' ? [] : [{ column: first[by], descending }]),
    { column: path.articleId, descending },
    ...(noun.list === 'qa' ? [{ column: qaPairs.position }, { column: qaPairs.id }] : []),
  ]
}

export type Columns = Record<string, SQL.Aliased<KeyValue>>

function walkFrom(db: Db, filter: KnownFilter, path: Path, columns: Columns, where: SQL | undefined) {
  const { noun, groups, others } = filter
  // That an article is on the path says it of the article, and not of each of its pairs.
  const isSettled = (group: Group) =>
    group === path.group && (noun.list === 'article' || path.table === publishedArticles)
  const query = db.select(columns).from(path.table).$dynamic()
  if (path.table !== noun.table) query.innerJoin(noun.table, eq(noun.articleId, path.articleId))
  return query.where(
    and(
      where,
      ...onTheWay(db, filter, path),
      ...groups.filter((group) => !isSettled(group)).map((group) => holds(db, noun, group)),
      ...others,
    ),
  )
}

function idOf({ noun }: KnownFilter): SQL.Aliased<KeyValue> {
  return sql<KeyValue>`${noun.id}`.as('id')
}

function articleIdsOf(db: Db, path: Path) {
  const columns: Columns = { id: sql<KeyValue>`${path.articleId}`.as('id') }
  return merged(path.arms.map((arm) => db.select(columns).from(path.table).$dynamic().where(arm)))
}

/** Each row of any of the queries once. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- it is that of the queries
export function merged(queries: ReturnType<typeof walkFrom>[]) {
  const [first, second, ...others] = queries
  if (!first) throw new Error('A walk has an arm.')
  return second ? union(first, second, ...others) : first
}
