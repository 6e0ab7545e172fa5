import type { Article } from '../articles/contract.ts'
import { articleOf, getArticleRow, readArticles } from '../articles/read-article.ts'
import type { WalkOrder } from '../db/walk-list.ts'
import type { Deps } from '../deps.ts'
import { listOf } from '../http/show.ts'
import { Problem } from '../problem.ts'
import { authorsOf } from '../articles/authors.ts'
import type { GhostPost, PostsQuery } from './contract.ts'
import { parseFilter } from './parse-filter.ts'
import { type Order, parseOrder } from './parse-order.ts'
import { translateFilter } from './post-filter.ts'
import { presentPost } from './present.ts'
import { authorsByIds, listPosts, tagsByIds } from './queries.ts'
import type { Found, Listed } from './resource.ts'

const ORDERS: Record<string, WalkOrder | null> = {
  published_at: 'publishedAt',
  created_at: 'publishedAt',
  updated_at: 'updatedAt',
  title: 'title',
  id: 'articleId',
  ...{ featured: null, visibility: null },
}
const NEWEST: Order<WalkOrder> = { by: 'publishedAt', descending: true }

/** A page of posts, the newest first where no order is asked for. */
export async function browsePosts(deps: Deps, query: PostsQuery): Promise<Listed<GhostPost>> {
  const { read } = deps.store
  const order = parseOrder(query.order, ORDERS, NEWEST)
  const filter = await translateFilter(
    read,
    query.filter === undefined ? undefined : parseFilter(query.filter),
  )
  const { rows: ids, total } = await listPosts(read, filter, order, query)
  const { tags, ...shown } = listOf('list:articles', filter.content)
  const items = await presentAll(deps, await readArticles(deps, ids))
  return { items, total, shown: { ...shown, tags: [...tags, 'list:topics', 'list:people'] } }
}

/** A page of pages, of which there are none, whatever is asked of them in Ghost's words. */
export async function browsePages({ store }: Deps, query: PostsQuery): Promise<Listed<GhostPost>> {
  parseOrder(query.order, ORDERS, NEWEST)
  if (query.filter !== undefined) await translateFilter(store.read, parseFilter(query.filter))
  return { items: [], total: 0, shown: { tags: ['list:pages'] } }
}

/** One post. Throws `Problem` where readers see none. */
export async function readPost(deps: Deps, idOrSlug: string): Promise<Found<GhostPost>> {
  const row = await getArticleRow(deps, idOrSlug)
  const [item] = await presentAll(deps, [articleOf(row, deps.config.siteUrl)])
  if (!item) throw new Error('An article is a post.')
  return { item, shown: { tags: row.cacheTags.split(',') } }
}

/** No page has any id or slug. */
export function readPage(): Promise<never> {
  return Promise.reject(new Problem('not_found', 'There are no pages here.'))
}

async function presentAll({ store, config }: Deps, articles: Article[]): Promise<GhostPost[]> {
  const topicIds = articles.flatMap(({ topics }) => topics.map(({ id }) => id))
  const personIds = articles.flatMap(({ people }) => authorsOf(people).map(({ id }) => id))
  const tags = await tagsByIds(store.read, [...new Set(topicIds)])
  const authors = await authorsByIds(store.read, [...new Set(personIds)])
  return articles.map((article) => presentPost(article, config, tags, authors))
}
