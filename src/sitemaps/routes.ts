import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { App } from '../http/server.ts'
import { show } from '../http/show.ts'
import { requireReader } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import { nameOfPart, NEWS_HOURS, type Part, partOfName } from './contract.ts'
import { newsItem } from './news.ts'
import { listNews, listParts, listPlaces } from './queries.ts'
import { writeRobots } from './robots.ts'
import { writeIndex, writeSitemap } from './write-sitemap.ts'

const XML_TYPE = 'application/xml; charset=utf-8'
const TEXT_TYPE = 'text/plain; charset=utf-8'

/** What a part shows: whoever stands on an article is seen, and what it is about. */
const TAGS: Record<Part['of'], string[]> = {
  articles: ['list:articles'],
  people: ['list:people', 'list:articles'],
  topics: ['list:topics', 'list:articles'],
}

const schema = { hide: true, querystring: z.strictObject({}) }
const params = z.object({ part: z.string() })

/** `/sitemap.xml` with its parts, at the root as the protocol asks of what lists pages there; `/robots.txt`. */
export function sitemapRoutes(app: App, deps: Deps): void {
  const { store, config } = deps
  const onRequest = requireReader(deps)

  app.get('/robots.txt', { schema }, (_request, reply) => {
    show(reply, { tags: ['robots'] })
    return reply.type(TEXT_TYPE).send(writeRobots(config))
  })

  app.get('/sitemap.xml', { schema, onRequest }, async (_request, reply) => {
    show(reply, { tags: ['list:articles', 'list:people', 'list:topics'] })
    const items = (await listParts(store.read)).map(({ part, lastmod }) => ({
      url: `${config.publicUrl}/sitemap-${nameOfPart(part)}.xml`,
      lastmod,
    }))
    return reply.type(XML_TYPE).send(await writeIndex(items))
  })

  app.get('/sitemap-news.xml', { schema, onRequest }, async (_request, reply) => {
    const now = deps.now()
    const after = new Date(now.getTime() - NEWS_HOURS * 60 * 60 * 1_000)
    show(reply, { tags: ['list:articles'], modifiedMs: now.getTime(), isOfNow: true })
    const rows = await listNews(store.read, after.toISOString(), now.toISOString())
    const items = rows.map((row) => newsItem(row, config))
    return reply.type(XML_TYPE).send(await writeSitemap(items, { news: true }))
  })

  app.get('/sitemap-:part.xml', { schema: { ...schema, params }, onRequest }, async (request, reply) => {
    const part = partOfName(request.params.part)
    const places = part ? await listPlaces(store.read, part) : []
    if (!part || places.length === 0) throw new Problem('not_found', 'The sitemap has no such part.')
    show(reply, { tags: TAGS[part.of] })
    const items = places.map(({ slug, updatedAt }) => ({
      url: `${config.siteUrl}/${part.of}/${slug}`,
      ...(updatedAt && { lastmod: updatedAt }),
    }))
    return reply.type(XML_TYPE).send(await writeSitemap(items))
  })
}
