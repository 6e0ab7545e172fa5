import { and, inArray } from 'drizzle-orm'
import type { Facet } from '../contract.ts'
import type { Group, KnownFilter } from './content-filter.ts'
import type { IdCount } from './facet-counts.ts'
import { facetValues } from './list-tables.ts'
import type { Db } from './store.ts'
import { topicClosure } from './tables.ts'
import { type MarkedRow, walkMarked } from './walk-marked.ts'

// What a filter finds is counted by a row of a few numbers for each article: neither its pairs are read nor who and what
// they are about.

/** So many articles are read at first; afterwards as many as are likely to be needed. */
const FIRST_ARTICLES = 250
const MORE_ARTICLES = { least: 50, most: 2_000 }

/**
 * How many items that a filter finds have which values of the facets: of the newest, so many, and whether there are more.
 * The filter must have no `others`.
 */
export async function countMarked(
  db: Db,
  known: KnownFilter,
  wanted: readonly Facet[],
  limit: number,
): Promise<{ counts: IdCount[]; isCut: boolean }> {
  const conditions: Condition[] = []
  for (const group of known.groups) conditions.push(await conditionOf(db, group))
  const sums = new Map<Facet, Sums>(wanted.map((facet) => [facet, new Map()]))
  let counted = 0
  let articles = FIRST_ARTICLES
  let read = 0
  let after: MarkedRow | undefined
  let isCut = false
  do {
    const rows = await walkMarked(db, known, { after, limit: articles })
    for (const row of rows) {
      const { found, isMore } = countRow(sums, row, conditions, limit - counted)
      counted += found
      isCut ||= isMore
    }
    read += rows.length
    after = rows.length < articles ? undefined : rows.at(-1)
    const likely = Math.ceil((read * (limit + 1 - counted)) / Math.max(1, counted))
    articles = Math.min(Math.max(likely, MORE_ARTICLES.least), MORE_ARTICLES.most)
  } while (after && !isCut)
  return { counts: listed(sums), isCut }
}

type Sums = Map<number, number>

/** Adds what a filter finds of an article, no more than `left`. */
function countRow(
  sums: Map<Facet, Sums>,
  row: MarkedRow,
  conditions: Condition[],
  left: number,
): { found: number; isMore: boolean } {
  const [, , kind, language, year, marked] = row
  let found = 0
  let isMore = false
  for (const [people, roles, ofTopics] of marked) {
    const before = found
    for (const [items, topics] of ofTopics) {
      if (!conditions.every((holds) => holds(row, roles, topics))) continue
      const counted = Math.min(items, left - found)
      isMore ||= counted < items
      found += counted
      add(sums.get('topic'), topics, counted)
    }
    add(sums.get('person'), people, found - before)
  }
  add(sums.get('kind'), [kind], found)
  add(sums.get('language'), [language], found)
  add(sums.get('year'), [year], found)
  return { found, isMore }
}

function add(sums: Sums | undefined, ids: number[], items: number): void {
  if (!sums || items === 0) return
  for (const id of ids) sums.set(id, (sums.get(id) ?? 0) + items)
}

function listed(sums: Map<Facet, Sums>): IdCount[] {
  return [...sums].flatMap(([facet, ofIds]) => [...ofIds].map(([id, count]) => ({ facet, id, count })))
}

type Condition = (row: MarkedRow, roles: number[], topics: number[]) => boolean

async function conditionOf(db: Db, group: Group): Promise<Condition> {
  const { by, values } = group
  if (by === 'article') return ([articleId]) => values.includes(articleId)
  const ids = await idsOf(db, group)
  if (by === 'kind') return ([, , kind]) => ids.has(kind)
  if (by === 'language') return ([, , , language]) => ids.has(language)
  if (by === 'person') return (_row, roles) => roles.some((id) => ids.has(id))
  return (_row, _roles, topics) => topics.some((id) => ids.has(id))
}

/** What stands for the values of a group, and for the topics under them. */
async function idsOf(db: Db, { by, values, counts }: Group): Promise<Set<number>> {
  const { id, facet, value } = facetValues
  const under = db
    .select({ id: topicClosure.descendantId })
    .from(topicClosure)
    .where(inArray(topicClosure.ancestorId, values))
  const isOne = and(
    inArray(
      facet,
      counts.map((each) => each.facet),
    ),
    inArray(value, by === 'topic.under' ? under : values),
  )
  const rows = await db.select({ id }).from(facetValues).where(isOne)
  return new Set(rows.map((row) => row.id))
}
