import { and, asc, desc, eq, exists, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { scope as articleScope } from '../articles/queries.ts'
import { conditionsOf, type ContentFilter, knowFilter, type KnownFilter } from '../db/content-filter.ts'
import { countRows } from '../db/count-rows.ts'
import { keptTotal } from '../db/kept-scopes.ts'
import type { Column, Table } from '../db/kit.sqlite.ts'
import { articlePeople, articleTopics } from '../db/list-tables.ts'
import type { Db } from '../db/store.ts'
import { people, publishedArticles, resourceNumbers, topics } from '../db/tables.ts'
import { search, type SearchScope } from '../db/text-search.ts'
import { countIds, walkList } from '../db/walk-list.ts'
import { AUTHOR_ROLES } from '../articles/authors.ts'

/** A part of a list, and how many there are in all. */
export interface Part {
  ids: string[]
  total: number
}

export interface Order<By> {
  by: By
  descending: boolean
}

export interface Range {
  offset: number
  limit: number
}

/** What posts are narrowed to: what indexes know, conditions beside it, and words. */
export interface PostFilter {
  content: ContentFilter
  others: SQL[]
  q: string | undefined
}

const NOTHING: Part = { ids: [], total: 0 }
const one = { one: sql`1` }
/** The orders that lists of articles have; posts have others beside them. */
const WALKS = { date: 'publishedAt', modified: 'updatedAt', title: 'title' } as const
type PostOrder = keyof typeof WALKS | 'slug' | 'id' | 'relevance'

/** Posts in an order; `relevance` goes with words. */
export async function listPosts(
  db: Db,
  { content, others, q }: PostFilter,
  order: Order<PostOrder>,
  range: Range,
): Promise<Part> {
  const known = await knowFilter(db, 'article', content)
  if (!known) return NOTHING
  const filter = { ...known, others: [...known.others, ...others] }
  if (q !== undefined) return searchPosts(db, filter, q, order, range)
  const total = (await keptTotal(db, filter)) ?? (await countIds(db, filter))
  const { by, descending } = order
  if (range.offset >= total || by === 'relevance') return { ids: [], total }
  if (by === 'slug' || by === 'id')
    return { ids: await walkNames(db, filter, { by, descending }, range), total }
  const rows = await walkList(db, filter, { by: WALKS[by], descending }, { after: undefined, ...range })
  return { ids: rows.map(({ id }) => id), total }
}

/** Along the index of slugs, or of numbers. */
async function walkNames(
  db: Db,
  filter: KnownFilter,
  { by, descending }: Order<'slug' | 'id'>,
  { offset, limit }: Range,
): Promise<string[]> {
  const { articleId: id, slug } = publishedArticles
  const { number, resourceId } = resourceNumbers
  const to = descending ? desc : asc
  const rows = await db
    .select({ id })
    .from(publishedArticles)
    .innerJoin(resourceNumbers, eq(resourceId, id))
    .where(and(...conditionsOf(db, filter)))
    .orderBy(to(by === 'slug' ? slug : number))
    .limit(limit)
    .offset(offset)
  return rows.map((row) => row.id)
}

async function searchPosts(
  db: Db,
  filter: KnownFilter,
  q: string,
  { by, descending }: Order<PostOrder>,
  { offset, limit }: Range,
): Promise<Part> {
  const found = await search(db, articleScope, q)
  if (!found) return NOTHING
  const { articleId: id, publishedAt, updatedAt, titleKey, slug } = publishedArticles
  const keys = {
    ...{ date: publishedAt, modified: updatedAt, title: titleKey, slug },
    ...{ id: numberOf(db, id), relevance: sql`hits.score` },
  }
  const isHit = sql`hits.id = ${id}`
  const where = and(...conditionsOf(db, filter))
  const to = descending ? desc : asc
  const rows = await db
    .select({ id })
    .from(publishedArticles)
    .innerJoin(sql`${found.hits} as hits`, isHit)
    .where(where)
    .orderBy(to(keys[by]), to(publishedAt), to(id))
    .limit(limit)
    .offset(offset)
  const total = await countRows(db, publishedArticles, { where, found, isHit })
  return { ids: rows.map((row) => row.id), total }
}

/** The titles and slugs of posts, in the order of these ids. */
export async function titlesOf(
  db: Db,
  ids: string[],
): Promise<{ id: string; title: string; slug: string }[]> {
  const { articleId: id, title, slug } = publishedArticles
  const rows = await db.select({ id, title, slug }).from(publishedArticles).where(inArray(id, ids))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((each) => byId.get(each) ?? [])
}

/** Topics, or people: what has a name. */
export interface Named {
  table: Table
  id: Column
  slug: Column
  nameKey: Column
  scope: SearchScope
  /** What readers see. */
  isThere: (db: Db) => SQL | undefined
}

/** Every topic; those that no post has, too. */
export const TAGS: Named = {
  table: topics,
  ...{ id: topics.id, slug: topics.slug, nameKey: topics.nameKey },
  scope: { kinds: ['topic'], owner: 'id' },
  isThere: () => isNull(topics.mergedInto),
}

/** Who is an author of a post. */
export const USERS: Named = {
  table: people,
  ...{ id: people.id, slug: people.slug, nameKey: people.nameKey },
  scope: { kinds: ['person'], owner: 'id' },
  isThere: (db) => {
    const { personId, role } = articlePeople
    const isAuthor = and(eq(personId, people.id), inArray(role, [...AUTHOR_ROLES]))
    return and(isNull(people.mergedInto), exists(db.select(one).from(articlePeople).where(isAuthor)))
  },
}

/** Whether a post has the topic. */
export function isOnPost(db: Db): SQL {
  const { topicId, isDirect } = articleTopics
  const isIt = and(eq(topicId, topics.id), eq(isDirect, true))
  return exists(db.select(one).from(articleTopics).where(isIt))
}

export type NameOrder = 'name' | 'slug' | 'id'

/** Topics or people in an order. */
export async function listNames(
  db: Db,
  { table, id, slug, nameKey, scope, isThere }: Named,
  { others, q }: { others: SQL[]; q: string | undefined },
  { by, descending }: Order<NameOrder>,
  { offset, limit }: Range,
): Promise<Part> {
  const found = q === undefined ? undefined : await search(db, scope, q)
  if (q !== undefined && !found) return NOTHING
  const where = and(isThere(db), ...others)
  const isHit = sql`hits.id = ${id}`
  const keys = { name: nameKey, slug, id: numberOf(db, id) }
  const to = descending ? desc : asc
  const query = db
    .select({ id: sql<string>`${id}` })
    .from(table)
    .$dynamic()
  if (found) query.innerJoin(sql`${found.hits} as hits`, isHit)
  const rows = await query.where(where).orderBy(to(keys[by]), to(id)).limit(limit).offset(offset)
  const total = await countRows(db, table, { where, found, isHit })
  return { ids: rows.map((row) => row.id), total }
}

/** Topics by their ids. */
export async function topicsByIds(db: Db, ids: string[]): Promise<Map<string, typeof topics.$inferSelect>> {
  const rows = ids.length === 0 ? [] : await db.select().from(topics).where(inArray(topics.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** People by their ids. */
export async function peopleByIds(db: Db, ids: string[]): Promise<Map<string, typeof people.$inferSelect>> {
  const rows = ids.length === 0 ? [] : await db.select().from(people).where(inArray(people.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

function numberOf(db: Db, id: Column): SQL {
  const { number, resourceId } = resourceNumbers
  return sql`(${db.select({ number }).from(resourceNumbers).where(eq(resourceId, id))})`
}
