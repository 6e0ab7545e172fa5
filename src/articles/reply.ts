import type { Deps } from '../deps.ts'
import type { Shown } from '../http/fresh-headers.ts'
import { JSON_TYPE } from '../http/page.ts'
import type { PlainReply } from '../http/public-replies.ts'
import { withSite } from '../stored-json.ts'
import { type ArticleRow, findArticle } from './queries.ts'

/** The route of a whole article. */
export const ARTICLE_ROUTE = '/v1/articles/:idOrSlug'
/** The address of a whole article, without any parameter or suffix. */
const ADDRESS = /^\/v1\/articles\/([^/?.%]+)$/

/** Finds the reply to a request for a whole article by its address; undefined: it needs its route. */
export function articleByUrl({ store, config }: Deps): (url: string) => Promise<PlainReply | undefined> {
  return async (url) => {
    const name = ADDRESS.exec(url)?.[1]
    const row = name === undefined ? undefined : await findArticle(store.read, name)
    if (!row || (row.slug !== name && row.id !== name)) return undefined
    const body = withSite(row.article, config.siteUrl)
    return {
      ...{ route: ARTICLE_ROUTE, body, isCheap: true, shown: shownOf(row) },
      headers: { 'content-type': JSON_TYPE },
    }
  }
}

/** What a whole article shows. */
export function shownOf({ cacheTags, updatedAt, etag }: Omit<ArticleRow, 'article'>): Shown {
  return { tags: cacheTags.split(','), modifiedMs: Date.parse(updatedAt), etag }
}
