import { inArray, not, type SQL } from 'drizzle-orm'
import type { Article } from '../articles/contract.ts'
import { findArticle } from '../articles/queries.ts'
import { articleOf } from '../articles/read-article.ts'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import type { Db } from '../db/store.ts'
import { topics } from '../db/tables.ts'
import type { Deps } from '../deps.ts'
import type { TermsQuery } from './contract.ts'
import { noTerm } from './errors.ts'
import { alone, type Found, inOrderOf, type Listed, rangeOf } from './listed.ts'
import { idsOfNumbers, idsOfSlugs, numberBy } from './numbers.ts'
import { presentTag } from './present.ts'
import { isOnPost, listNames, type Part, TAGS, topicsByIds } from './queries.ts'

/** A part of the list of tags, by name where no order is asked for; those that no post has, too. */
export async function browseTags(deps: Deps, query: TermsQuery): Promise<Listed> {
  const { store, config } = deps
  const { ids, total } = await partOf(deps, query)
  const rows = await topicsByIds(store.read, ids)
  const countOf = await countBy(store.read, ids)
  const numberOf = await numberBy(store.read, ids)
  const items = ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [alone(presentTag(row, numberOf(id), countOf(id), config))] : []
  })
  return { items, total, shown: { tags: ['list:topics', 'list:articles'] } }
}

/** One tag by its number. Throws where there is none. */
export async function readTag({ store, config }: Deps, number: number): Promise<Found> {
  const ids = await idsOfNumbers(store.read, 'topic', [number])
  const [row] = (await topicsByIds(store.read, ids)).values()
  if (!row) throw noTerm()
  const countOf = await countBy(store.read, [row.id])
  const present = (await numberBy(store.read, [row.id]))(row.id)
  return {
    ...alone(presentTag(row, present, countOf(row.id), config)),
    number: present,
    shown: { tags: [`topic:${row.slug}`, 'list:topics', 'list:articles'] },
  }
}

/** The article of a post; undefined where readers see none. */
export async function articleOfPost({ store, config }: Deps, number: number): Promise<Article | undefined> {
  const [id = ''] = await idsOfNumbers(store.read, 'article', [number])
  const row = await findArticle(store.read, id)
  return row && articleOf(row, config.siteUrl)
}

async function partOf(deps: Deps, query: TermsQuery): Promise<Part> {
  const { read } = deps.store
  const { orderby = 'name', order, include, search: q } = query
  const descending = order === 'desc'
  const others = await conditionsBy(deps, query)
  const range = rangeOf(query)
  if (orderby !== 'count' && orderby !== 'include')
    return listNames(read, TAGS, { others, q }, { by: orderby, descending }, range)
  // A vocabulary is no archive: its order is made of all of it.
  const all = { offset: 0, limit: Number.MAX_SAFE_INTEGER }
  const { ids, total } = await listNames(read, TAGS, { others, q }, { by: 'name', descending }, all)
  const wanted = orderby === 'count' ? await byCount(read, ids, descending) : await named(read, include)
  return { ids: inOrderOf(ids, wanted, range), total }
}

async function byCount(db: Db, ids: string[], descending: boolean): Promise<string[]> {
  const countOf = await countBy(db, ids)
  return ids.toSorted((a, b) => (descending ? countOf(b) - countOf(a) : countOf(a) - countOf(b)))
}

/** How many posts have these topics. */
async function countBy(db: Db, ids: string[]): Promise<(id: string) => number> {
  const kept = await keptCounts(db, 'article', EVERYTHING, { facets: ['topic'], values: ids })
  const counts = new Map(kept.map(({ value, count }) => [value, count]))
  return (id) => counts.get(id) ?? 0
}

function named(db: Db, include: number[] = []): Promise<string[]> {
  return idsOfNumbers(db, 'topic', include)
}

async function conditionsBy(deps: Deps, query: TermsQuery): Promise<SQL[]> {
  const { read } = deps.store
  const { include, exclude, slug, hide_empty: isOnlyUsed, post } = query
  const { id } = topics
  const others: SQL[] = []
  if (include) others.push(inArray(id, await idsOfNumbers(read, 'topic', include)))
  if (exclude) others.push(not(inArray(id, await idsOfNumbers(read, 'topic', exclude))))
  if (slug) others.push(inArray(id, await idsOfSlugs(read, 'topic', slug)))
  if (isOnlyUsed) others.push(isOnPost(read))
  if (post !== undefined) {
    const article = await articleOfPost(deps, post)
    others.push(inArray(id, article?.topics.map((topic) => topic.id) ?? []))
  }
  return others
}
