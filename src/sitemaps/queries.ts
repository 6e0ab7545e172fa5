import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gt,
  gte,
  isNull,
  lt,
  lte,
  max,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { EVERYTHING, keptFacets, nameCounts } from '../db/facet-counts.ts'
import type { Column } from '../db/kit.sqlite.ts'
import { articlePeople, articleQaTopics, articleTopics } from '../db/list-tables.ts'
import type { Db } from '../db/store.ts'
import { people, publishedArticles, topics } from '../db/tables.ts'
import { ADDRESSES_MAX, NEWS_ITEMS_MAX, type Part } from './contract.ts'

/** A part and when something in it last changed; undefined: not known. */
export interface ListedPart {
  part: Part
  lastmod: string | undefined
}

export interface PlaceRow {
  slug: string
  updatedAt?: string
}

export type NewsRow = Pick<
  typeof publishedArticles.$inferSelect,
  'slug' | 'title' | 'language' | 'publishedAt'
>

/** Every part that has addresses: articles by year, then people, then topics. */
export async function listParts(db: Db): Promise<ListedPart[]> {
  const years = await nameCounts(db, await keptFacets(db, 'article', EVERYTHING, ['year']))
  const parts: ListedPart[] = []
  for (const { value: year, count: size } of years.sort((a, b) => (a.value < b.value ? -1 : 1)))
    for (const number of numbersOf(size)) {
      const articles = articlesOf(db, year, number).as('articles')
      const [row] = await db.select({ last: max(articles.updatedAt) }).from(articles)
      parts.push({ part: { of: 'articles', year, number }, lastmod: row?.last ?? undefined })
    }
  for (const list of ['people', 'topics'] as const) {
    const { table, isSeen } = named[list]
    const [row] = await db.select({ names: count() }).from(table).where(isSeen(db))
    for (const number of numbersOf(row?.names ?? 0))
      parts.push({ part: { of: list, number }, lastmod: undefined })
  }
  return parts
}

/** What a part has: articles in the order of their dates, people and topics in that of their ids. */
export async function listPlaces(db: Db, part: Part): Promise<PlaceRow[]> {
  if (part.of === 'articles') return articlesOf(db, part.year, part.number)
  const { table, isSeen } = named[part.of]
  return db
    .select({ slug: table.slug })
    .from(table)
    .where(isSeen(db))
    .orderBy(asc(table.id))
    .limit(ADDRESSES_MAX)
    .offset((part.number - 1) * ADDRESSES_MAX)
}

/** Articles that are dated after one moment and not after another, the newest first; so many at most. */
export async function listNews(db: Db, after: string, until: string): Promise<NewsRow[]> {
  const { slug, title, language, publishedAt, articleId } = publishedArticles
  return db
    .select({ slug, title, language, publishedAt })
    .from(publishedArticles)
    .where(and(gt(publishedAt, after), lte(publishedAt, until)))
    .orderBy(desc(publishedAt), desc(articleId))
    .limit(NEWS_ITEMS_MAX)
}

function articlesOf(db: Db, year: string, number: number) {
  const { slug, updatedAt, publishedAt, articleId } = publishedArticles
  return (
    db
      .select({ slug, updatedAt })
      .from(publishedArticles)
      // After its twelfth month.
      .where(and(gte(publishedAt, year), lt(publishedAt, `${year}-13`)))
      .orderBy(asc(publishedAt), asc(articleId))
      .limit(ADDRESSES_MAX)
      .offset((number - 1) * ADDRESSES_MAX)
  )
}

/** Who and what has a page that shows something. */
const named = {
  people: {
    table: people,
    isSeen: (db: Db) => and(isNull(people.mergedInto), isOn(db, articlePeople.personId, people.id)),
  },
  topics: {
    table: topics,
    isSeen: (db: Db) =>
      and(
        isNull(topics.mergedInto),
        or(isOn(db, articleTopics.topicId, topics.id), isOn(db, articleQaTopics.topicId, topics.id)),
      ),
  },
}

function isOn(db: Db, link: Column, id: Column): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(link.table)
      .where(eq(link, id)),
  )
}

function numbersOf(addresses: number): number[] {
  return Array.from({ length: Math.ceil(addresses / ADDRESSES_MAX) }, (_, index) => index + 1)
}
