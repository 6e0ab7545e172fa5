import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Facet, FACETS, type ListName } from '../contract.ts'
import { inPlaces, keepQuery, placeholders } from './keep-query.ts'
import type { Db } from './store.ts'
import { facetCounts } from './list-tables.ts'

/**
 * What one article or pair is counted under. `above` are the topics above its own that are not among them, `roles` say
 * who is what: they are counted over all alone.
 */
export interface Marks extends Record<Facet, string[]> {
  above: string[]
  roles: { role: string; personId: string }[]
}

/** How many there are of what, by list, scope, its id, facet and value. */
export type Counts = Map<string, number>

/** A set that is counted by every facet: everything, or what has one value. */
export interface Scope {
  scope: 'all' | 'above' | Facet
  scopeId: string
}

export const EVERYTHING: Scope = { scope: 'all', scopeId: '' }
const SEPARATOR = '\n'

/** Counts articles or pairs that have these marks, so many of them. */
export function countMarks(counts: Counts, list: ListName, marks: Marks, times = 1): void {
  const add = (...cell: string[]) => {
    const key = [list, ...cell].join(SEPARATOR)
    counts.set(key, (counts.get(key) ?? 0) + times)
  }
  const values = FACETS.flatMap((facet) => marks[facet].map((value) => [facet, value]))
  const above = marks.above.map((value) => ['above', value])
  const roles = marks.roles.map(({ role, personId }) => [role, personId])
  for (const value of [['all', ''], ...values, ...above, ...roles]) add('all', '', ...value)
  for (const scope of [...values, ...above]) for (const value of values) add(...scope, ...value)
}

/** So many rows go in by one statement, as long as there are as many. */
const INSERT_ROWS = [50, 10, 1]

const upsert = keepQuery((tx, length: number) => {
  const at = (name: string, index: number) => sql.placeholder(`${name}${index}`)
  const rows = Array.from({ length }, (_, index) => ({
    list: sql<ListName>`${at('list', index)}`,
    scope: at('scope', index),
    scopeId: at('scopeId', index),
    facet: at('facet', index),
    value: at('value', index),
    count: at('count', index),
  }))
  return tx
    .insert(facetCounts)
    .values(rows)
    .onConflictDoUpdate({
      target: [
        facetCounts.list,
        facetCounts.scope,
        facetCounts.scopeId,
        facetCounts.facet,
        facetCounts.value,
      ],
      set: { count: sql`${facetCounts.count} + excluded.count` },
    })
    .prepare()
})

const sweep = keepQuery((tx) =>
  tx
    .delete(facetCounts)
    .where(sql`count = 0`)
    .prepare(),
)

/** Counts in the place of what was counted `before`: only what differs is written. */
export async function changeCounts(tx: Db, before: Counts, after: Counts): Promise<void> {
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => ({ key, by: (after.get(key) ?? 0) - (before.get(key) ?? 0) }))
    .filter(({ by }) => by !== 0)
  let done = 0
  for (const size of INSERT_ROWS)
    for (; changes.length - done >= size; done += size) {
      const rows = changes.slice(done, done + size).map(({ key, by }, index) => {
        const [list, scope, scopeId, facet, value] = key.split(SEPARATOR)
        return Object.entries({ list, scope, scopeId, facet, value, count: by }).map(
          ([name, cell]): [string, unknown] => [`${name}${index}`, cell],
        )
      })
      await upsert(tx, size).execute(Object.fromEntries(rows.flat()))
    }
  if (changes.some(({ by }) => by < 0)) await sweep(tx).execute()
}

const ofScope = keepQuery((db, count: number) =>
  db
    .select({ facet: facetCounts.facet, value: facetCounts.value, count: facetCounts.count })
    .from(facetCounts)
    .where(
      and(
        eq(facetCounts.list, sql.placeholder('list')),
        eq(facetCounts.scope, sql.placeholder('scope')),
        eq(facetCounts.scopeId, sql.placeholder('scopeId')),
        inArray(facetCounts.facet, placeholders(count)),
      ),
    )
    .prepare(),
)

export interface FacetCount {
  facet: string
  value: string
  count: number
}

/** How many of a scope have which values of these facets, as it is kept. */
export async function keptFacets(
  db: Db,
  list: ListName,
  scope: Scope,
  facets: string[],
): Promise<FacetCount[]> {
  if (facets.length === 0) return []
  return ofScope(db, facets.length).execute({ list, ...scope, ...inPlaces(facets) })
}

const ofValues = keepQuery((db, facets: number, values: number) =>
  db
    .select({ facet: facetCounts.facet, value: facetCounts.value, count: facetCounts.count })
    .from(facetCounts)
    .where(
      and(
        eq(facetCounts.list, sql.placeholder('list')),
        eq(facetCounts.scope, sql.placeholder('scope')),
        eq(facetCounts.scopeId, sql.placeholder('scopeId')),
        inArray(facetCounts.facet, placeholders(facets)),
        inArray(facetCounts.value, placeholders(facets + values).slice(facets)),
      ),
    )
    .prepare(),
)

/** How many of a scope have these values of any of these facets, as it is kept; what none has is left out. */
export async function keptCounts(
  db: Db,
  list: ListName,
  scope: Scope,
  { facets, values }: { facets: string[]; values: string[] },
): Promise<FacetCount[]> {
  if (facets.length === 0 || values.length === 0) return []
  const query = ofValues(db, facets.length, values.length)
  return query.execute({ list, ...scope, ...inPlaces([...facets, ...values]) })
}
