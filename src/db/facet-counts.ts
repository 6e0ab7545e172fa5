import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Facet, FACETS, type ListName } from '../contract.ts'
import { inPlaces, keepQuery, placeholders } from './keep-query.ts'
import { rowsOf } from './kit.sqlite.ts'
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

// Hundreds of rows for a new article: one parameter is filled far sooner than one for each of their columns.
const upsert = keepQuery((tx) => {
  const { list, scope, scopeId, facet, value, count } = facetCounts
  return tx
    .insert(facetCounts)
    .select(rowsOf(sql.placeholder('rows'), [list, scope, scopeId, facet, value, count].length))
    .onConflictDoUpdate({
      target: [list, scope, scopeId, facet, value],
      set: { count: sql`${count} + excluded.count` },
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
  if (changes.length === 0) return
  const rows = changes.map(({ key, by }) => [...key.split(SEPARATOR), by])
  await upsert(tx).execute({ rows: JSON.stringify(rows) })
  if (changes.some(({ by }) => by < 0)) await sweep(tx).execute()
}

const shown = { facet: facetCounts.facet, value: facetCounts.value, count: facetCounts.count }
const isOfScope = and(
  eq(facetCounts.list, sql.placeholder('list')),
  eq(facetCounts.scope, sql.placeholder('scope')),
  eq(facetCounts.scopeId, sql.placeholder('scopeId')),
)

const ofScope = keepQuery((db, count: number) =>
  db
    .select(shown)
    .from(facetCounts)
    .where(and(isOfScope, inArray(facetCounts.facet, placeholders(count))))
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
    .select(shown)
    .from(facetCounts)
    .where(
      and(
        isOfScope,
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
