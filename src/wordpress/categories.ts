import { ARTICLE_KINDS, type ArticleKind } from '../contract.ts'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import type { Db } from '../db/store.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Deps } from '../deps.ts'
import type { TermsQuery } from './contract.ts'
import { noTerm } from './errors.ts'
import { alone, type Found, type Listed, rangeOf } from './listed.ts'
import { numberBy } from './numbers.ts'
import { CATEGORY_NAMES, presentCategory } from './present.ts'
import { articleOfPost } from './tags.ts'

interface Category {
  kind: ArticleKind
  number: number
  count: number
}

/** A part of the list of categories, by name where no order is asked for. There are few: all are looked at. */
export async function browseCategories(deps: Deps, query: TermsQuery): Promise<Listed> {
  const { include, order, orderby = 'name' } = query
  const found: Category[] = []
  for (const category of await allCategories(deps.store.read))
    if (await isWanted(deps, query, category)) found.push(category)
  const keyOf = ({ kind, number, count }: Category): string | number =>
    ({
      ...{ name: CATEGORY_NAMES[kind], slug: kind, id: number, count },
      include: include?.indexOf(number) ?? 0,
    })[orderby]
  const sign = order === 'desc' && orderby !== 'include' ? -1 : 1
  const sorted = found.sort((a, b) => (keyOf(a) < keyOf(b) ? -sign : sign))
  const { offset, limit } = rangeOf(query)
  const items = sorted
    .slice(offset, offset + limit)
    .map(({ kind, number, count }) => alone(presentCategory(kind, number, count, deps.config)))
  return { items, total: sorted.length, shown: { tags: ['list:articles'] } }
}

/** One category by its number. Throws where there is none. */
export async function readCategory({ store, config }: Deps, number: number): Promise<Found> {
  const category = (await allCategories(store.read)).find((each) => each.number === number)
  if (!category) throw noTerm()
  const { kind, count } = category
  return {
    ...alone(presentCategory(kind, number, count, config)),
    number,
    shown: { tags: ['list:articles'] },
  }
}

async function allCategories(db: Db): Promise<Category[]> {
  const all = { facets: ['kind'], values: [...ARTICLE_KINDS] }
  const kept = await keptCounts(db, 'article', EVERYTHING, all)
  const counts = new Map(kept.map(({ value, count }) => [value, count]))
  const numberOf = await numberBy(db, [...ARTICLE_KINDS])
  return ARTICLE_KINDS.map((kind) => ({ kind, number: numberOf(kind), count: counts.get(kind) ?? 0 }))
}

async function isWanted(deps: Deps, query: TermsQuery, { kind, number, count }: Category): Promise<boolean> {
  const { include, exclude, slug, hide_empty: isOnlyUsed, parent = 0, post, search } = query
  if (include && !include.includes(number)) return false
  if (exclude?.includes(number)) return false
  if (slug && !slug.includes(kind)) return false
  if (isOnlyUsed && count === 0) return false
  if (parent !== 0) return false
  if (search !== undefined && !sortKey(CATEGORY_NAMES[kind]).includes(sortKey(search))) return false
  return post === undefined || (await articleOfPost(deps, post))?.kind === kind
}
