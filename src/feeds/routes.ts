import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { App } from '../http/server.ts'
import { show } from '../http/show.ts'
import { requireReader } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import {
  FEED_FORMATS,
  FEED_LISTS,
  FEED_SUBJECTS,
  type FeedFormat,
  type FeedList,
  FeedParams,
} from './contract.ts'
import { type FeedName, feedPath } from './feed-path.ts'
import { tagsOfFeed } from './feed-tags.ts'
import { feedWriters } from './formats.ts'
import { findSubject, readFeed, type Subject } from './read-feed.ts'

/** Where software looks for feeds without being told. */
const SHORTCUTS: Record<string, FeedFormat> = {
  '/feed': 'rss',
  '/rss.xml': 'rss',
  '/atom.xml': 'atom',
  '/feed.json': 'json',
}

const querystring = z.strictObject({})
const schema = { hide: true, querystring }

/** `/feeds` for readers' software. */
export function feedRoutes(app: App, deps: Deps): void {
  const onRequest = requireReader(deps)

  for (const format of FEED_FORMATS)
    for (const list of FEED_LISTS) {
      app.get(feedPath({ list }, format), { schema, onRequest }, (_request, reply) =>
        sendFeed(deps, reply, { list, about: undefined, format }),
      )
      for (const subject of FEED_SUBJECTS) {
        const route = routeOf({ list, about: { subject, slug: ':idOrSlug' } }, format)
        app.get(
          route,
          { schema: { ...schema, params: FeedParams }, onRequest },
          async ({ params }, reply) => {
            const { idOrSlug } = params
            const about = await findSubject(deps, subject, idOrSlug)
            if (!about) throw new Problem('not_found', 'There is no feed of this name.')
            if (idOrSlug !== about.id && idOrSlug !== about.slug)
              return reply.redirect(feedPath({ list, about }, format), 308)
            return sendFeed(deps, reply, { list, about, format })
          },
        )
      }
    }

  for (const [path, format] of Object.entries(SHORTCUTS))
    app.get(path, { schema }, (_request, reply) =>
      reply.redirect(feedPath({ list: 'articles' }, format), 308),
    )
}

/** The colon of a parameter stays one. */
function routeOf(name: FeedName, format: FeedFormat): string {
  return decodeURIComponent(feedPath(name, format))
}

async function sendFeed(
  deps: Deps,
  reply: FastifyReply,
  { list, about, format }: { list: FeedList; about: Subject | undefined; format: FeedFormat },
): Promise<FastifyReply> {
  const feed = await readFeed(deps, list, about, format)
  const { mediaType, write } = feedWriters[format]
  show(reply, { tags: tagsOfFeed({ list, about }) })
  // https://www.w3.org/TR/websub/#discovery
  if (feed.hubUrl !== undefined)
    reply.header('link', `<${feed.hubUrl}>; rel="hub", <${feed.selfUrl}>; rel="self"`)
  return reply.type(`${mediaType}; charset=utf-8`).send(await write(feed))
}
