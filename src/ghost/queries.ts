import { and, asc, countDistinct, desc, eq, exists, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { scope } from '../articles/queries.ts'
import { knowFilter } from '../db/content-filter.ts'
import { countRows } from '../db/count-rows.ts'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import { facetsOf } from '../db/facets.ts'
import { keptTotal } from '../db/kept-scopes.ts'
import { articlePeople, articleTopics } from '../db/list-tables.ts'
import type { Db } from '../db/store.ts'
import { people, topics } from '../db/tables.ts'
import { countIds, walkList, type WalkOrder } from '../db/walk-list.ts'
import { AUTHOR_ROLES } from '../articles/authors.ts'
import type { PageQuery } from './contract.ts'
import type { Order } from './parse-order.ts'
import type { PostFilter } from './post-filter.ts'

export type TagRow = typeof topics.$inferSelect
export type AuthorRow = typeof people.$inferSelect

export interface NumberedPage<Row> {
  rows: Row[]
  /** On all pages. */
  total: number
}

/** The ids of posts, a page of them by its number. */
export async function listPosts(
  db: Db,
  { content, others }: PostFilter,
  sort: Order<WalkOrder>,
  page: PageQuery,
): Promise<NumberedPage<string>> {
  const known = await knowFilter(db, 'article', content)
  if (!known) return { rows: [], total: 0 }
  const filter = { ...known, others: [...known.others, ...others] }
  const total = (await keptTotal(db, filter)) ?? (await countIds(db, filter))
  const offset = offsetOf(page)
  if (offset >= total) return { rows: [], total }
  const rows = await walkList(db, filter, sort, { after: undefined, offset, limit: page.limit })
  return { rows: rows.map(({ id }) => id), total }
}

/** What names are ordered by. */
export type NameOrder = 'name' | 'slug' | 'id' | 'count'

/** Topics that a post has, a page of them by its number; by `count` those of a whole vocabulary are put in order. */
export async function listTags(
  db: Db,
  condition: SQL | undefined,
  { by, descending }: Order<NameOrder>,
  page: PageQuery,
): Promise<NumberedPage<TagRow>> {
  const where = and(isTag(db), condition)
  const direction = descending && by !== 'count' ? desc : asc
  const keys = { name: topics.nameKey, slug: topics.slug, id: topics.id, count: topics.nameKey }
  const tags = db
    .select()
    .from(topics)
    .where(where)
    .orderBy(direction(keys[by]), direction(topics.id))
    .$dynamic()
  const offset = offsetOf(page)
  if (by !== 'count') {
    const total = await countRows(db, topics, { where, found: undefined, isHit: sql`1 = 1` })
    return { rows: await tags.limit(page.limit).offset(offset), total }
  }
  const rows = await tags
  const counts = await countByTag(
    db,
    rows.map(({ id }) => id),
  )
  const countOf = ({ id }: TagRow) => counts.get(id) ?? 0
  rows.sort((a, b) => (descending ? countOf(b) - countOf(a) : countOf(a) - countOf(b)))
  return { rows: rows.slice(offset, offset + page.limit), total: rows.length }
}

/** People who are authors of a post, a page of them by its number. */
export async function listAuthors(
  db: Db,
  condition: SQL | undefined,
  { by, descending }: Order<Exclude<NameOrder, 'count'>>,
  page: PageQuery,
): Promise<NumberedPage<AuthorRow>> {
  const where = and(isAuthor(db), condition)
  const keys = { name: people.nameKey, slug: people.slug, id: people.id }
  const direction = descending ? desc : asc
  const rows = await db
    .select()
    .from(people)
    .where(where)
    .orderBy(direction(keys[by]), direction(people.id))
    .limit(page.limit)
    .offset(offsetOf(page))
  return { rows, total: await countRows(db, people, { where, found: undefined, isHit: sql`1 = 1` }) }
}

/** A topic that a post has; undefined where none is it. */
export async function findTag(db: Db, id: string): Promise<TagRow | undefined> {
  const [tag] = await db
    .select()
    .from(topics)
    .where(and(eq(topics.id, id), isTag(db)))
  return tag
}

/** A person who is an author of a post; undefined where nobody is it. */
export async function findAuthor(db: Db, id: string): Promise<AuthorRow | undefined> {
  const [author] = await db
    .select()
    .from(people)
    .where(and(eq(people.id, id), isAuthor(db)))
  return author
}

/** Topics by their ids. */
export async function tagsByIds(db: Db, ids: string[]): Promise<Map<string, TagRow>> {
  const rows = ids.length === 0 ? [] : await db.select().from(topics).where(inArray(topics.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** People by their ids. */
export async function authorsByIds(db: Db, ids: string[]): Promise<Map<string, AuthorRow>> {
  const rows = ids.length === 0 ? [] : await db.select().from(people).where(inArray(people.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many posts have these topics, by topic. */
export async function countByTag(db: Db, ids: string[]): Promise<Map<string, number>> {
  const counts = await keptCounts(db, 'article', EVERYTHING, { facets: ['topic'], values: ids })
  return new Map(counts.map(({ value, count }) => [value, count]))
}

/** How many posts these people are authors of, by person. */
export async function countByAuthor(db: Db, ids: string[]): Promise<Map<string, number>> {
  const kept = await keptCounts(db, 'article', EVERYTHING, { facets: ['person', 'mentioned'], values: ids })
  const counts = new Map(
    kept.filter(({ facet }) => facet === 'person').map(({ value, count }) => [value, count]),
  )
  // Who is mentioned somewhere is not the author there.
  const mentioned = kept.filter(({ facet }) => facet === 'mentioned').map(({ value }) => value)
  const { articleId, personId, role } = articlePeople
  const rows = await db
    .select({ id: personId, count: countDistinct(articleId) })
    .from(articlePeople)
    .where(and(inArray(personId, mentioned), inArray(role, [...AUTHOR_ROLES])))
    .groupBy(personId)
  for (const { id, count } of rows) counts.set(id, count)
  return counts
}

/** The language that most posts are in; undefined where there is none. */
export async function mainLanguage(db: Db): Promise<string | undefined> {
  const { counts } = await facetsOf(db, { list: 'article', ...scope }, {}, ['language'])
  const [most] = counts.language ?? []
  return most && 'value' in most ? most.value : undefined
}

function offsetOf({ page, limit }: PageQuery): number {
  return Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER)
}

const one = { one: sql`1` }

function isTag(db: Db): SQL | undefined {
  const { topicId, isDirect } = articleTopics
  const isOnPost = and(eq(topicId, topics.id), eq(isDirect, true))
  return and(isNull(topics.mergedInto), exists(db.select(one).from(articleTopics).where(isOnPost)))
}

function isAuthor(db: Db): SQL | undefined {
  const { personId, role } = articlePeople
  const isOnPost = and(eq(personId, people.id), inArray(role, [...AUTHOR_ROLES]))
  return and(isNull(people.mergedInto), exists(db.select(one).from(articlePeople).where(isOnPost)))
}
