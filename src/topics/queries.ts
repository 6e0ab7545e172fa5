import { and, asc, eq, exists, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { ListName } from '../contract.ts'
import { countRows } from '../db/count-rows.ts'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import { idsOf } from '../db/names.ts'
import { articleQaTopics, articleTopics } from '../db/list-tables.ts'
import type { Db } from '../db/store.ts'
import { topics } from '../db/tables.ts'
import { search, type SearchScope } from '../db/text-search.ts'
import type { NAME_SORTS } from '../http/contract.ts'
import type { VocabularyTopic } from './vocabulary.ts'

type NameSort = (typeof NAME_SORTS)[number]
type TopicRecord = typeof topics.$inferSelect

export interface TopicRow extends TopicRecord {
  broader: TopicRecord | undefined
  narrower: TopicRecord[]
  counts: { articles: number; qa: number; articlesUnder: number; qaUnder: number }
}

const byName: SortKey[] = [{ column: topics.nameKey }, { column: topics.id }]
const SORTS: Record<NameSort, SortKey[]> = {
  name: byName,
  '-relevance': [{ column: sql`hits.score`, descending: true }, ...byName],
}
const scope: SearchScope = { kinds: ['topic'], owner: 'id' }
const isHit = sql`hits.id = ${topics.id}`
/** What was merged into another is no topic any more. */
const isTopic = isNull(topics.mergedInto)

export interface TopicFilter {
  q?: string | undefined
  /** Only those that a published article or pair has, or has one under. */
  inUse?: boolean
}

/** Topics in the order of `sort`; `-relevance` goes with `q`. */
export async function listTopics(
  db: Db,
  { q, inUse = false }: TopicFilter,
  sort: NameSort,
  page: PageRequest,
): Promise<Page<TopicRow>> {
  const found = q === undefined ? undefined : await search(db, scope, q, page.after?.ranking)
  if (q !== undefined && !found) return emptyPage(page)

  const isListed = inUse ? and(isTopic, isInUse(db)) : isTopic
  const { orderBy, where, columns: key } = keyset(SORTS[sort], page.after)
  const query = db.select({ topic: topics, key }).from(topics).$dynamic()
  if (found) query.innerJoin(sql`${found.hits} as hits`, isHit)
  const rows = await query
    .where(and(isListed, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)

  const total = page.count ? await countRows(db, topics, { where: isListed, found, isHit }) : undefined
  const cut = cutPage(rows, page.limit, { total, ranking: found?.ranking })
  const records = cut.rows.map(({ topic }) => topic)
  return { ...cut, rows: await withSurroundings(db, records) }
}

/** Those of these topics that a published article or pair has, or has one under. */
export async function topicsInUse(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: topics.id })
    .from(topics)
    .where(and(inArray(topics.id, ids), isInUse(db)))
  return new Set(rows.map(({ id }) => id))
}

/** Every topic, by name: what a tree is made of. */
export async function allTopics(db: Db): Promise<TopicRow[]> {
  const records = await db.select().from(topics).where(isTopic).orderBy(asc(topics.nameKey), asc(topics.id))
  return withSurroundings(db, records)
}

/** A topic by id or by any slug it has or had, its own or that of one that was merged into it; undefined where there is none. */
export async function findTopic(db: Db, idOrSlug: string): Promise<TopicRow | undefined> {
  const ids = await idsOf(db, 'topic', [idOrSlug])
  const [topic] = await withSurroundings(db, await db.select().from(topics).where(inArray(topics.id, ids)))
  return topic
}

/** The topics as the importer knows them. */
export async function loadVocabulary(db: Db): Promise<VocabularyTopic[]> {
  const records = await db.select().from(topics).where(isTopic)
  const slugOf = new Map(records.map(({ id, slug }) => [id, slug]))
  return records.map((record) => ({ ...record, broader: slugOf.get(record.broaderId ?? '') ?? null }))
}

function isInUse(db: Db): SQL | undefined {
  const isOn = (table: typeof articleTopics | typeof articleQaTopics) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(table)
        .where(eq(table.topicId, topics.id)),
    )
  return or(isOn(articleTopics), isOn(articleQaTopics))
}

async function withSurroundings(db: Db, records: TopicRecord[]): Promise<TopicRow[]> {
  const ids = records.map(({ id }) => id)
  const broaderIds = records.flatMap(({ broaderId }) => broaderId ?? [])
  const broader = await db.select().from(topics).where(inArray(topics.id, broaderIds))
  const narrower = await db
    .select()
    .from(topics)
    .where(inArray(topics.broaderId, ids))
    .orderBy(asc(topics.nameKey), asc(topics.id))
  const articlesOf = await countsOf(db, 'article', ids)
  const qaOf = await countsOf(db, 'qa', ids)
  return records.map((record) => ({
    ...record,
    broader: broader.find(({ id }) => id === record.broaderId),
    narrower: narrower.filter(({ broaderId }) => broaderId === record.id),
    counts: {
      articles: articlesOf(record.id).own,
      qa: qaOf(record.id).own,
      articlesUnder: articlesOf(record.id).under,
      qaUnder: qaOf(record.id).under,
    },
  }))
}

async function countsOf(
  db: Db,
  list: ListName,
  values: string[],
): Promise<(id: string) => { own: number; under: number }> {
  const counts = await keptCounts(db, list, EVERYTHING, { facets: ['topic', 'above'], values })
  const byTopic = Map.groupBy(counts, ({ value }) => value)
  return (id) => {
    const found = byTopic.get(id) ?? []
    const own = found.find(({ facet }) => facet === 'topic')?.count ?? 0
    return { own, under: found.reduce((sum, { count }) => sum + count, 0) }
  }
}
