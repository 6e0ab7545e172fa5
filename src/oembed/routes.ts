import { articleOf, getArticleRow } from '../articles/read-article.ts'
import { shownOf } from '../articles/reply.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http/server.ts'
import { show } from '../http/show.ts'
import { requireReader } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import {
  CACHE_AGE_SECONDS,
  EMBED_HEIGHT_MAX_PX,
  EMBED_WIDTH_PX,
  type Oembed,
  OEMBED_FORMATS,
  OembedQuery,
} from './contract.ts'
import { quoteArticle, quotePair, type Quoted } from './quote.ts'
import { readAddress } from './addresses.ts'
import { writeQuotation } from './write-quotation.ts'
import { writeXml } from './write-xml.ts'

const schema = { hide: true, querystring: OembedQuery }
const MEDIA_TYPES = { json: 'application/json; charset=utf-8', xml: 'text/xml; charset=utf-8' }

/** `/oembed`: an article, or one of its answers, as a quotation for other sites (https://oembed.com). */
export function oembedRoutes(app: App, deps: Deps): void {
  const { config } = deps

  app.get('/oembed', { schema, onRequest: requireReader(deps) }, async ({ query }, reply) => {
    const format = OEMBED_FORMATS.find((each) => each === query.format)
    if (!format) throw new Problem('not_implemented', `format: is one of ${OEMBED_FORMATS.join(' and ')}.`)
    const named = readAddress(query.url, config)
    if (!named) throw new Problem('not_found', 'Only articles and their answers can be embedded.')
    const row = await getArticleRow(deps, named.idOrSlug)
    const article = articleOf(row, config.siteUrl)
    const pair = article.qa.find(({ anchor }) => anchor === named.anchor)
    if (named.anchor !== undefined && !pair) throw new Problem('not_found', 'The article has no such answer.')
    const quoted = pair ? quotePair(pair, article) : quoteArticle(article, config.siteName)
    const { tags, modifiedMs } = shownOf(row)
    show(reply, { tags, modifiedMs })
    const embed = present(quoted, config, query)
    const body = format === 'json' ? JSON.stringify(embed) : writeXml('oembed', embed)
    return reply.type(MEDIA_TYPES[format]).send(body)
  })
}

function present(
  { title, by, quotation }: Quoted,
  { siteUrl, siteName }: Config,
  { maxwidth, maxheight }: { maxwidth?: number | undefined; maxheight?: number | undefined },
): Oembed {
  const widthPx = Math.min(EMBED_WIDTH_PX, maxwidth ?? EMBED_WIDTH_PX)
  const heightMaxPx = Math.min(EMBED_HEIGHT_MAX_PX, maxheight ?? EMBED_HEIGHT_MAX_PX)
  const { html, heightPx } = writeQuotation(quotation, { widthPx, heightMaxPx })
  const [only, ...others] = by
  return {
    ...{ version: '1.0', type: 'rich', title },
    ...(only && { author_name: quotation.names.join(', ') }),
    ...(only && others.length === 0 && { author_url: `${siteUrl}/people/${only.slug}` }),
    ...{ provider_name: siteName, provider_url: siteUrl, cache_age: CACHE_AGE_SECONDS },
    ...{ html, width: widthPx, height: heightPx },
  }
}
