import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Facet, ListName } from '../contract.ts'
import { inPlaces, keepQuery, placeholders } from './keep-query.ts'
import { alias, valuesOf } from './kit.sqlite.ts'
import { facetCounts, facetValues } from './list-tables.ts'
import type { Db } from './store.ts'

// How many articles, and pairs, have a value is kept with the value; how many have two, with the pair of their ids. Each
// pair of facets is kept in both directions, as each is read: the cells of one scope lie side by side.

/** What articles and pairs are counted under. */
export interface Mark {
  facet: string
  value: string
}

/** A set that is counted by every facet: everything, or what has one value. */
export interface Scope {
  scope: 'all' | 'above' | Facet
  scopeId: string
}

export const EVERYTHING: Scope = { scope: 'all', scopeId: '' }

/** How many have a value of a facet; `id` stands for the value. */
export interface IdCount {
  facet: string
  id: number
  count: number
}

export interface FacetCount extends Mark {
  count: number
}

const counted = {
  article: { all: facetValues.articles, within: facetCounts.articles },
  qa: { all: facetValues.pairs, within: facetCounts.pairs },
}
const scopes = alias(facetValues, 'scopes')
const isOfScope = and(
  eq(scopes.facet, sql.placeholder('scope')),
  eq(scopes.value, sql.placeholder('scopeId')),
)

const ofEverything = keepQuery((db, list: ListName, facets: number) => {
  const { id, facet } = facetValues
  const { all } = counted[list]
  return db
    .select({ facet, id, count: all })
    .from(facetValues)
    .where(and(inArray(facet, placeholders(facets)), gt(all, 0)))
    .prepare()
})

const ofScope = keepQuery((db, list: ListName, facets: number) => {
  const { scope, facet, value } = facetCounts
  const { within } = counted[list]
  return db
    .select({ facet, id: value, count: within })
    .from(scopes)
    .innerJoin(facetCounts, eq(scope, scopes.id))
    .where(and(isOfScope, inArray(facet, placeholders(facets)), gt(within, 0)))
    .prepare()
})

/** How many of a scope have which values of these facets, as it is kept. */
export async function keptFacets(
  db: Db,
  list: ListName,
  scope: Scope,
  facets: readonly string[],
): Promise<IdCount[]> {
  if (facets.length === 0) return []
  if (scope.scope === 'all') return ofEverything(db, list, facets.length).execute(inPlaces([...facets]))
  return ofScope(db, list, facets.length).execute({ ...scope, ...inPlaces([...facets]) })
}

/** Counts with the values that ids stand for. */
export async function nameCounts(db: Db, counts: IdCount[]): Promise<FacetCount[]> {
  const ids = valuesOf(counts.map(({ id }) => id))
  const rows = await db
    .select({ id: facetValues.id, value: facetValues.value })
    .from(facetValues)
    .where(sql`${facetValues.id} in (${ids})`)
  const values = new Map(rows.map(({ id, value }) => [id, value]))
  return counts.map(({ facet, id, count }) => ({ facet, value: values.get(id) ?? '', count }))
}

const isNamed = (facets: number, values: number) =>
  and(
    inArray(facetValues.facet, placeholders(facets)),
    inArray(facetValues.value, placeholders(facets + values).slice(facets)),
  )

const ofValues = keepQuery((db, list: ListName, facets: number, values: number) => {
  const { facet, value } = facetValues
  const { all } = counted[list]
  return db
    .select({ facet, value, count: all })
    .from(facetValues)
    .where(and(isNamed(facets, values), gt(all, 0)))
    .prepare()
})

const ofValuesWithin = keepQuery((db, list: ListName, facets: number, values: number) => {
  const { id, facet, value } = facetValues
  const { within } = counted[list]
  const isCell = and(
    eq(facetCounts.scope, scopes.id),
    eq(facetCounts.facet, facet),
    eq(facetCounts.value, id),
  )
  return db
    .select({ facet, value, count: within })
    .from(facetValues)
    .innerJoin(scopes, isOfScope)
    .innerJoin(facetCounts, isCell)
    .where(and(isNamed(facets, values), gt(within, 0)))
    .prepare()
})

/** How many of a scope have these values of any of these facets, as it is kept; what none has is left out. */
export async function keptCounts(
  db: Db,
  list: ListName,
  scope: Scope,
  { facets, values }: { facets: string[]; values: string[] },
): Promise<FacetCount[]> {
  if (facets.length === 0 || values.length === 0) return []
  const named = inPlaces([...facets, ...values])
  if (scope.scope === 'all') return ofValues(db, list, facets.length, values.length).execute(named)
  return ofValuesWithin(db, list, facets.length, values.length).execute({ ...scope, ...named })
}
