import { and, count, countDistinct, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Facet, ListName } from '../contract.ts'
import { NOUNS } from './content-filter.ts'
import type { FacetCount } from './facet-counts.ts'
import type { Db } from './store.ts'
import { articlePeople, articleTopics, qaPeople, qaTopics } from './list-tables.ts'

/** How many of these articles or pairs, whose ids are a query, have which values of the facets. */
export async function countFacets(
  db: Db,
  list: ListName,
  ids: SQL,
  wanted: readonly Facet[],
): Promise<FacetCount[]> {
  return [
    ...(wanted.includes('topic') ? await countTopics(db, list, ids) : []),
    ...(wanted.includes('person') ? await countPeople(db, list, ids) : []),
    ...(await countColumns(db, list, ids, wanted)),
  ]
}

async function countTopics(db: Db, list: ListName, ids: SQL): Promise<FacetCount[]> {
  const facet = sql<string>`'topic'`
  if (list === 'qa') {
    const { qaId, topicId: value } = qaTopics
    return db
      .select({ facet, value, count: count() })
      .from(qaTopics)
      .where(sql`${qaId} in (${ids})`)
      .groupBy(value)
  }
  const { articleId, topicId: value, isDirect } = articleTopics
  return db
    .select({ facet, value, count: count() })
    .from(articleTopics)
    .where(and(sql`${articleId} in (${ids})`, eq(isDirect, true)))
    .groupBy(value)
}

/** Who does several things in one is counted once. */
async function countPeople(db: Db, list: ListName, ids: SQL): Promise<FacetCount[]> {
  const facet = sql<string>`'person'`
  if (list === 'qa') {
    const { qaId, personId: value, role } = qaPeople
    return db
      .select({ facet, value, count: countDistinct(qaId) })
      .from(qaPeople)
      .where(and(sql`${qaId} in (${ids})`, inArray(role, ['asker', 'answerer'])))
      .groupBy(value)
  }
  const { articleId, personId: value } = articlePeople
  return db
    .select({ facet, value, count: countDistinct(articleId) })
    .from(articlePeople)
    .where(sql`${articleId} in (${ids})`)
    .groupBy(value)
}

async function countColumns(
  db: Db,
  list: ListName,
  ids: SQL,
  wanted: readonly Facet[],
): Promise<FacetCount[]> {
  const facets = (['kind', 'language', 'year'] as const).filter((facet) => wanted.includes(facet))
  if (facets.length === 0) return []
  const { table, id, kind, language, publishedAt } = NOUNS[list]
  const columns = {
    kind: sql<string>`${kind}`,
    language: sql<string>`${language}`,
    year: sql<string>`substr(${publishedAt}, 1, 4)`,
  }
  const rows = await db
    .select({ ...columns, count: count() })
    .from(table)
    .where(sql`${id} in (${ids})`)
    .groupBy(columns.kind, columns.language, columns.year)
  return facets.flatMap((facet) => sumUp(rows.map((row) => ({ facet, value: row[facet], count: row.count }))))
}

/** Adds up what is counted under the same value of the same facet. */
function sumUp(counts: FacetCount[]): FacetCount[] {
  const sums = new Map<string, FacetCount>()
  for (const { facet, value, count: more } of counts) {
    const key = `${facet} ${value}`
    sums.set(key, { facet, value, count: (sums.get(key)?.count ?? 0) + more })
  }
  return [...sums.values()]
}
