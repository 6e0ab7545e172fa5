import type { Deps } from '../deps.ts'
import type { Shown } from '../http/fresh-headers.ts'
import { JSON_TYPE } from '../http/page.ts'
import type { PlainReply } from '../http/public-replies.ts'
import { ARTICLE_FORMS } from '../representations/contract.ts'
import { formWanted } from '../representations/forms.ts'
import { withSite } from '../stored-json.ts'
import { type ArticleRow, findArticle } from './queries.ts'

/** The route of a whole article. */
export const ARTICLE_ROUTE = '/v1/articles/:idOrSlug'
/** The address of a whole article, without any parameter or suffix. */
const ADDRESS = /^\/v1\/articles\/([^/?.%]+)$/

/** Finds the reply to a request for a whole article by its address, in JSON; undefined: it needs its route. */
export function articleByUrl({
  store,
  config,
}: Deps): (url: string, accept: string | undefined) => Promise<PlainReply | undefined> {
  return async (url, accept) => {
    const name = ADDRESS.exec(url)?.[1]
    if (name === undefined || formWanted(accept, ARTICLE_FORMS) !== 'json') return undefined
    const row = await findArticle(store.read, name)
    if (!row || (row.slug !== name && row.id !== name)) return undefined
    const { shown, ...reply } = jsonOf(row, config.siteUrl)
    return { route: ARTICLE_ROUTE, isCheap: true, ...reply, shown: { ...shown, vary: ['Accept'] } }
  }
}

/** A whole article in JSON. */
export function jsonOf(
  { article, ...row }: ArticleRow,
  siteUrl: string,
): Pick<PlainReply, 'headers' | 'shown'> & { body: string } {
  return {
    body: withSite(article, siteUrl),
    headers: { 'content-type': JSON_TYPE },
    shown: shownOf(row),
  }
}

/** What a whole article shows. */
export function shownOf({ cacheTags, updatedAt, etag }: Omit<ArticleRow, 'article'>): Shown {
  return { tags: cacheTags.split(','), modifiedMs: Date.parse(updatedAt), etag }
}
