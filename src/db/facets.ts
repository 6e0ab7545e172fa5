import { and, inArray, type SQL, sql } from 'drizzle-orm'
import { type Facet, FACET_ITEMS_MAX, FACET_VALUES_MAX, type ListName } from '../contract.ts'
import { conditionsOf, type ContentFilter, knowFilter, type KnownFilter } from './content-filter.ts'
import { countFacets } from './count-facets.ts'
import { countMarked } from './count-marked.ts'
import { type FacetCount, type IdCount, keptFacets, nameCounts } from './facet-counts.ts'
import { isRenaming } from './is-renaming.ts'
import { scopesOf } from './kept-scopes.ts'
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
  const { counts, isCut } = found
    ? await countItems(db, known, wanted, await hitsBy(db, known, found.hits))
    : await countList(db, known, wanted)
  return { counts: await present(db, counts, wanted), cutAt: isCut ? FACET_ITEMS_MAX : undefined }
}

interface Counted {
  counts: FacetCount[]
  isCut: boolean
}

async function countList(db: Db, known: KnownFilter, wanted: Facet[]): Promise<Counted> {
  const scopes = scopesOf(known)
  if (scopes) {
    const counts: IdCount[] = []
    for (const each of scopes) counts.push(...(await keptFacets(db, known.noun.list, each, wanted)))
    return { counts: await nameCounts(db, mostOf(sumUp(counts))), isCut: false }
  }
  // What was merged is found under the other one before that is kept of each article.
  if (known.others.length > 0 || (await isRenaming(db)))
    return countItems(db, known, wanted, await walkList(db, known, NEWEST, ITEMS))
  const { counts, isCut } = await countMarked(db, known, wanted, FACET_ITEMS_MAX)
  return { counts: await nameCounts(db, mostOf(counts)), isCut }
}

/** Who was found one more is more than is counted. */
const ITEMS = { after: undefined, limit: FACET_ITEMS_MAX + 1 }

async function countItems(
  db: Db,
  { noun }: KnownFilter,
  wanted: Facet[],
  items: { id: string }[],
): Promise<Counted> {
  const ids = items.slice(0, FACET_ITEMS_MAX).map(({ id }) => id)
  return {
    counts: await countFacets(db, noun.list, valuesOf(ids), wanted),
    isCut: items.length > FACET_ITEMS_MAX,
  }
}

/** Of each facet as many as are given, and all that as many have as the last of these. */
function mostOf(counts: IdCount[]): IdCount[] {
  return [...Map.groupBy(counts, ({ facet }) => facet).values()].flatMap((ofFacet) => {
    const least = ofFacet.map(({ count }) => count).sort((a, b) => b - a)[FACET_VALUES_MAX - 1] ?? 0
    return ofFacet.filter(({ count }) => count >= least)
  })
}

/** Adds up what is counted under the same id. */
function sumUp(counts: IdCount[]): IdCount[] {
  const sums = new Map<number, IdCount>()
  for (const { facet, id, count } of counts)
    sums.set(id, { facet, id, count: count + (sums.get(id)?.count ?? 0) })
  return [...sums.values()]
}

async function hitsBy(db: Db, known: KnownFilter, hits: SQL): Promise<{ id: string }[]> {
  const { table, id } = known.noun
  return db
    .select({ id: sql<string>`${id}` })
    .from(table)
    .innerJoin(sql`${hits} as hits`, sql`hits.id = ${id}`)
    .where(and(...conditionsOf(db, known)))
    .limit(ITEMS.limit)
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
