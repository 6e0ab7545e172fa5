import { inArray, not } from 'drizzle-orm'
import { readArticles } from '../articles/read-article.ts'
import { NOUNS } from '../db/content-filter.ts'
import type { Deps } from '../deps.ts'
import type { SearchQuery } from './contract.ts'
import { asEmbedded, type Embedded, isEmbedding } from './keep.ts'
import { type Listed, rangeOf } from './listed.ts'
import { idsOfNumbers, numberBy } from './numbers.ts'
import { presentPosts } from './posts.ts'
import { presentHit } from './present.ts'
import { listPosts, titlesOf } from './queries.ts'

/** A part of what is found by words, the best first; without words of all there is, the newest first. */
export async function searchPosts(deps: Deps, query: SearchQuery): Promise<Listed> {
  const { read } = deps.store
  const { search: q, subtype = ['any'], include, exclude } = query
  const shown = { tags: ['list:articles', 'list:topics', 'list:people'] }
  if (!subtype.some((each) => each !== 'page')) return { items: [], total: 0, shown }
  const content = include ? { article: await idsOfNumbers(read, 'article', include) } : {}
  const unwanted = await idsOfNumbers(read, 'article', exclude ?? [])
  const others = exclude ? [not(inArray(NOUNS.article.articleId, unwanted))] : []
  const by = q === undefined ? ('date' as const) : ('relevance' as const)
  const { ids, total } = await listPosts(
    read,
    { content, others, q },
    { by, descending: true },
    rangeOf(query),
  )
  const numberOf = await numberBy(read, ids)
  const posts = isEmbedding(query) ? await presentPosts(deps, await readArticles(deps, ids)) : []
  const items = (await titlesOf(read, ids)).map((row, index) => {
    const post = posts[index]
    const embedded: Embedded = post ? { self: [asEmbedded('post', post.resource)] } : {}
    return { resource: presentHit(row, numberOf(row.id), deps.config), embedded }
  })
  return { items, total, shown }
}
