import type { FastifyError, FastifyReply } from 'fastify'
import { z } from 'zod'
import { findArticle } from '../articles/queries.ts'
import { refuseUnseen } from '../articles/read-article.ts'
import { shownOf } from '../articles/reply.ts'
import { findRetraction } from '../corrections/queries.ts'
import type { Deps } from '../deps.ts'
import { failureOf } from '../http/errors.ts'
import type { App } from '../http/server.ts'
import { show } from '../http/show.ts'
import { requireReader } from '../keys/authorize.ts'
import { findPerson } from '../people/queries.ts'
import { Problem, problems } from '../problem.ts'
import { renderRichText } from '../publishing/rich-text.ts'
import { findTopic } from '../topics/queries.ts'
import { PartQuery, PersonPartQuery, TopicPartQuery, WholeQuery } from './contract.ts'
import { errorPage, retractionPage } from './error-page.ts'
import { articlesPage, frontPage, peoplePage, topicsPage } from './index-pages.ts'
import { readArticlePage } from './read-article-page.ts'
import { readPeople, readSummaries, readTopics } from './read-lists.ts'
import { readPersonPage } from './read-person-page.ts'
import { readTopicPage } from './read-topic-page.ts'
import { within } from './rich-html.ts'
import { lead, sendPage, withoutOthers } from './send-page.ts'
import { type Site, siteOf } from './site.ts'

/** One stands large, the others two by two. */
const FRONT_ITEMS = 11

const params = z.object({ slug: z.string() })

/** The pages that readers read: `/`, and lists and each of articles, people and topics. */
export async function pageRoutes(app: App, deps: Deps): Promise<void> {
  const site = siteOf(deps.config)
  await app.register((pages: App, _, done) => {
    pages.addHook('onRequest', requireReader(deps))
    pages.setErrorHandler((error: FastifyError, request, reply) => {
      const problem = failureOf(request, error)
      reply.code(problems[problem.code].status).headers({ 'cache-control': 'no-store', ...problem.headers })
      return sendPage(reply, site, errorPage(site, problem))
    })
    listRoutes(pages, deps, site)
    itemRoutes(pages, deps, site)
    for (const section of ['articles', 'people', 'topics'])
      for (const rest of ['', '*'])
        pages.get(`/${section}/${rest}`, { schema: { hide: true } }, (request, reply) => {
          const [path = ''] = request.url.split('?', 1)
          // What is cut short of an address may end in a slash.
          const present = path.replace(/\/+$/, '')
          if (present === path) throw new Problem('not_found', 'There is no such page.')
          return lead(request, reply, { site, path: present, status: 308 })
        })
    done()
  })
}

function listRoutes(pages: App, deps: Deps, site: Site): void {
  const of = <Query extends z.ZodObject>(querystring: Query) => ({
    schema: { hide: true, querystring },
    preValidation: withoutOthers(site, querystring),
  })

  pages.get('/', of(WholeQuery), async (request, reply) => {
    const { items } = await readSummaries(deps, { request, query: {}, limit: FRONT_ITEMS })
    show(reply, { tags: ['list:articles'] })
    return sendPage(reply, site, frontPage(site, items))
  })
  pages.get('/articles', of(PartQuery), async (request, reply) => {
    const { items, ...part } = await readSummaries(deps, { request, query: request.query })
    show(reply, { tags: ['list:articles'] })
    return sendPage(reply, site, articlesPage(site, items, part))
  })
  pages.get('/people', of(PartQuery), async (request, reply) => {
    const { items, ...part } = await readPeople(deps, request, request.query)
    show(reply, { tags: ['list:people', 'list:articles'] })
    return sendPage(reply, site, peoplePage(site, items, part))
  })
  pages.get('/topics', of(PartQuery), async (request, reply) => {
    const { items, ...part } = await readTopics(deps, request, request.query)
    show(reply, { tags: ['list:topics', 'list:articles', 'list:qa'] })
    return sendPage(reply, site, topicsPage(site, items, part))
  })
}

function itemRoutes(pages: App, deps: Deps, site: Site): void {
  const { read } = deps.store
  // A page has one address: ids and former slugs lead there.
  const presentPath = (section: string, { slug }: { slug: string }) => {
    return { site, path: `/${section}/${encodeURIComponent(slug)}`, status: 308 as const }
  }
  const of = <Query extends z.ZodObject>(querystring: Query) => ({
    schema: { hide: true, params, querystring },
    preValidation: withoutOthers(site, querystring),
  })

  pages.get('/articles/:slug', of(WholeQuery), async (request, reply) => {
    const { slug } = request.params
    const row = await findArticle(read, slug)
    if (!row) return refuseArticle(deps, site, slug, reply)
    if (row.slug !== slug) return lead(request, reply, presentPath('articles', row))
    show(reply, { tags: shownOf(row).tags })
    return sendPage(reply, site, await readArticlePage(deps, site, row))
  })
  pages.get('/people/:slug', of(PersonPartQuery), async (request, reply) => {
    const { slug } = request.params
    const row = await findPerson(read, slug)
    if (!row) throw new Problem('not_found', 'Nobody on a published article has this id or slug.')
    if (row.slug !== slug) return lead(request, reply, presentPath('people', row))
    show(reply, { tags: [`person:${row.slug}`, 'list:articles', 'list:qa', 'list:topics'] })
    return sendPage(reply, site, await readPersonPage(deps, site, { request, query: request.query, row }))
  })
  pages.get('/topics/:slug', of(TopicPartQuery), async (request, reply) => {
    const { slug } = request.params
    const row = await findTopic(read, slug)
    if (!row) throw new Problem('not_found', 'No topic has this id or slug.')
    if (row.slug !== slug) return lead(request, reply, presentPath('topics', row))
    show(reply, { tags: [`topic:${row.slug}`, 'list:topics', 'list:articles', 'list:qa', 'list:people'] })
    return sendPage(reply, site, await readTopicPage(deps, site, { request, query: request.query, row }))
  })
}

/** What was retracted says so as it was written; all else is as if it never was. */
async function refuseArticle(
  deps: Deps,
  site: Site,
  slug: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const notice = await findRetraction(deps.store.read, slug)
  if (notice === undefined) return refuseUnseen(deps, slug)
  reply.code(410).header('cache-control', 'no-store')
  return sendPage(reply, site, retractionPage(site, within(renderRichText(notice).html, 2)))
}
