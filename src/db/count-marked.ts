import { and, inArray } from 'drizzle-orm'
import type { Facet } from '../contract.ts'
import type { Group, KnownFilter } from './content-filter.ts'
import type { IdCount } from './facet-counts.ts'
import { facetValues, type MarkedItems } from './list-tables.ts'
import type { Db } from './store.ts'
import { topicClosure } from './tables.ts'
import { type MarkedRow, walkMarked } from './walk-list.ts'

// What a filter finds is counted by a row of a few numbers for each article: neither its pairs are read nor who and what
// they are about.

/** So many articles are read at once. */
const BATCH_ARTICLES = 300

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
  const sums = new Map(wanted.map((facet) => [facet, new Map<number, number>()]))
  const add = (facet: Facet, ids: number[], items: number) => {
    const sumOf = sums.get(facet)
    for (const id of sumOf ? ids : []) sumOf?.set(id, (sumOf.get(id) ?? 0) + items)
  }
  let left = limit
  for await (const { row, found } of findMarked(db, known))
    for (const [items, topics, people] of found) {
      const counted = Math.min(items, left)
      add('topic', topics, counted)
      add('person', people, counted)
      for (const facet of ['kind', 'language', 'year'] as const) add(facet, [row[facet]], counted)
      if (counted < items) return { counts: listed(sums), isCut: true }
      left -= counted
    }
  return { counts: listed(sums), isCut: false }
}

function listed(sums: Map<Facet, Map<number, number>>): IdCount[] {
  return [...sums].flatMap(([facet, ofIds]) =>
    [...ofIds].filter(([, count]) => count > 0).map(([id, count]) => ({ facet, id, count })),
  )
}

/** The articles of a filter, the newest first, with what of them it finds. */
async function* findMarked(
  db: Db,
  known: KnownFilter,
): AsyncGenerator<{ row: MarkedRow; found: MarkedItems[] }> {
  const conditions: Condition[] = []
  for (const group of known.groups) conditions.push(await conditionOf(db, group))
  let rows: MarkedRow[] = []
  do {
    rows = await walkMarked(db, known, { after: rows.at(-1), limit: BATCH_ARTICLES })
    for (const row of rows)
      yield { row, found: row.items.filter((items) => conditions.every((holds) => holds(row, items))) }
  } while (rows.length === BATCH_ARTICLES)
}

type Condition = (row: MarkedRow, items: MarkedItems) => boolean

async function conditionOf(db: Db, group: Group): Promise<Condition> {
  const { by, values } = group
  if (by === 'article') return ({ articleId }) => values.includes(articleId)
  const ids = await idsOf(db, group)
  if (by === 'kind' || by === 'language') return (row) => ids.has(row[by])
  if (by === 'person') return (_, [, , , roles]) => roles.some((id) => ids.has(id))
  return (_, [, topics]) => topics.some((id) => ids.has(id))
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
