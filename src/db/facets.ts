import { and, inArray, type SQL, sql } from 'drizzle-orm'
import { type Facet, FACET_ITEMS_MAX, FACET_VALUES_MAX, type ListName } from '../contract.ts'
import {
  conditionsOf,
  type ContentFilter,
  type Group,
  knowFilter,
  type KnownFilter,
  sizeOf,
} from './content-filter.ts'
import { countFacets, sumUp } from './count-facets.ts'
import { EVERYTHING, type FacetCount, keptCounts, keptFacets, type Scope } from './facet-counts.ts'
import { isRenaming } from './is-renaming.ts'
import { valuesOf } from './kit.sqlite.ts'
import type { Db } from './store.ts'
import { people, topics } from './tables.ts'
import { search, type SearchScope } from './text-search.ts'
import { NEWEST, walkList } from './walk-list.ts'

interface ValueCount {
  value: string
  count: number
}
interface NamedCount {
  slug: string
  name: string
  count: number
}

export interface Facets {
  counts: Partial<Record<Facet, (ValueCount | NamedCount)[]>>
  /** Only so many items of the list were counted, and it has more; undefined: all of them. */
  cutAt: number | undefined
}

/** How many of a list have which values of the facets, the most frequent values first. */
export async function facetsOf(
  db: Db,
  { list, ...scope }: SearchScope & { list: ListName },
  filter: ContentFilter & { q?: string | undefined },
  wanted: Facet[],
): Promise<Facets> {
  const known = await knowFilter(db, list, filter)
  const found = filter.q === undefined ? undefined : await search(db, scope, filter.q)
  if (!known || (filter.q !== undefined && !found))
    return { counts: await present(db, [], wanted), cutAt: undefined }
  const scopes = found ? undefined : scopesOf(known)
  if (scopes) {
    const counts: FacetCount[] = []
    for (const each of scopes) counts.push(...(await keptFacets(db, list, each, wanted)))
    return { counts: await present(db, sumUp(counts), wanted), cutAt: undefined }
  }
  const limit = FACET_ITEMS_MAX + 1
  const items = found
    ? await hitsBy(db, known, found.hits, limit)
    : await walkList(db, known, NEWEST, { after: undefined, limit })
  const ids = items.slice(0, FACET_ITEMS_MAX).map(({ id }) => id)
  const counts = await countFacets(db, list, valuesOf(ids), wanted)
  const cutAt = items.length > FACET_ITEMS_MAX ? FACET_ITEMS_MAX : undefined
  return { counts: await present(db, counts, wanted), cutAt }
}

/**
 * How many a filter finds, where that is kept: by one thing, or by two that are counted together; not while a job counts
 * articles anew that are shown by other names.
 */
export async function keptTotal(db: Db, known: KnownFilter): Promise<number | undefined> {
  const { noun, groups, others, from, before } = known
  const [one, other, more] = groups
  if (others.length > 0 || from !== undefined || before !== undefined || more) return undefined
  if (await isRenaming(db)) return undefined
  const total = async (scope: Scope, facets: string[], values: string[]) =>
    (await keptCounts(db, noun.list, scope, { facets, values })).reduce((sum, each) => sum + each.count, 0)
  if (!one) return total(EVERYTHING, ['all'], [''])
  if (!other) {
    if (one.by === 'kind' || one.by === 'language') return sizeOf(one)
    const facets = scopesOfGroup(known, one)?.map(({ scope }) => scope)
    return facets && total(EVERYTHING, facets, one.values)
  }
  const [wide, plain] = other.by === 'topic.under' ? [other, one] : [one, other]
  const scopes = scopesOfGroup(known, wide)
  if (!scopes || plain.by === 'topic.under' || !scopesOfGroup(known, plain)) return undefined
  let sum = 0
  for (const scope of scopes) sum += await total(scope, [plain.by], plain.values)
  return sum
}

/** The sets that a filter's is made of, none in two of them, where they are counted by every facet. */
function scopesOf(known: KnownFilter): Scope[] | undefined {
  const { groups, others, from, before } = known
  const [group, more] = groups
  if (others.length > 0 || more) return undefined
  if (from === undefined && before === undefined) return group ? scopesOfGroup(known, group) : [EVERYTHING]
  const year = from?.slice(0, 'YYYY'.length) ?? ''
  const isYear = from === startOf(Number(year)) && before === startOf(Number(year) + 1)
  return isYear && !group ? [{ scope: 'year', scopeId: year }] : undefined
}

function startOf(year: number): string {
  return `${String(year).padStart('YYYY'.length, '0')}-01-01T00:00:00.000Z`
}

function scopesOfGroup({ noun }: KnownFilter, { by, values, roles }: Group): Scope[] | undefined {
  const [scopeId, more] = values
  if (scopeId === undefined || more !== undefined || by === 'article') return undefined
  if (by === 'person' && roles !== noun.roles) return undefined
  if (by !== 'topic.under') return [{ scope: by, scopeId }]
  return [
    { scope: 'topic', scopeId },
    { scope: 'above', scopeId },
  ]
}

async function hitsBy(db: Db, known: KnownFilter, hits: SQL, limit: number): Promise<{ id: string }[]> {
  const { table, id } = known.noun
  return db
    .select({ id: sql<string>`${id}` })
    .from(table)
    .innerJoin(sql`${hits} as hits`, sql`hits.id = ${id}`)
    .where(and(...conditionsOf(db, known)))
    .limit(limit)
}

async function present(db: Db, counts: FacetCount[], wanted: Facet[]): Promise<Facets['counts']> {
  const presented: Facets['counts'] = {}
  for (const facet of wanted) {
    const most = counts
      .filter((each) => each.facet === facet)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, FACET_VALUES_MAX)
    presented[facet] =
      facet === 'topic' || facet === 'person'
        ? await named(db, facet === 'topic' ? topics : people, most)
        : most.map(({ value, count: items }) => ({ value, count: items }))
  }
  return presented
}

async function named(
  db: Db,
  table: typeof topics | typeof people,
  counts: FacetCount[],
): Promise<NamedCount[]> {
  const ids = counts.map(({ value }) => value)
  const rows = await db
    .select({ id: table.id, slug: table.slug, name: table.name })
    .from(table)
    .where(inArray(table.id, ids))
  const byId = new Map(rows.map(({ id, slug, name }) => [id, { slug, name }]))
  return counts.flatMap(({ value, count: items }) => {
    const name = byId.get(value)
    return name ? [{ ...name, count: items }] : []
  })
}
