import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { keep, pageRequestOf, presentPage, sortOf } from '../http/page.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import { BY_ROLE, show } from '../http/show.ts'
import type { App } from '../http/server.ts'
import { hasRole, requireReader } from '../keys/authorize.ts'
import { badParameter, Problem } from '../problem.ts'
import { Topic, TopicListQuery, TopicPage, TopicQuery, TopicTree } from './contract.ts'
import { etagOf, presentTopic, presentTree } from './present.ts'
import { allTopics, findTopic, listTopics } from './queries.ts'

const list = operation({
  id: 'listTopics',
  tag: 'topics',
  summary: 'Topics, by name',
  description: 'With counts of published articles and pairs. `tree=true` gives all of them, nested.',
  query: TopicListQuery,
  replies: { 200: { description: 'A page of topics, or the tree.', shape: z.union([TopicPage, TopicTree]) } },
  problems: ['cursor_mismatch'],
})

const get = operation({
  id: 'getTopic',
  tag: 'topics',
  summary: 'One topic',
  description: 'Editors are given the `ETag` that changing the topic takes.',
  params: z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) }),
  query: TopicQuery,
  replies: {
    200: { description: 'The topic.', shape: Topic },
    308: { description: 'A former slug, or a topic that was merged; `Location` has the present one.' },
  },
  problems: ['not_found'],
})

/** `/v1/topics` for readers. */
export function topicRoutes(app: App, deps: Deps): void {
  const { store, config } = deps
  const onRequest = requireReader(deps)

  app.get('/v1/topics', { schema: list, onRequest }, async (request, reply) => {
    const { query } = request
    const isEditor = await hasRole(deps, request, 'editor')
    if (isEditor) reply.header('cache-control', 'no-store')
    else show(reply, { tags: ['list:topics', 'list:articles'], vary: BY_ROLE })
    if (query.tree === 'true') {
      const others = [...new URL(request.url, 'http://list').searchParams.keys()].filter(
        (name) => name !== 'tree',
      )
      if (others[0] !== undefined) throw badParameter(others[0], 'does not go with tree=true.')
      const data = presentTree(await allTopics(store.read), config.siteUrl, isEditor)
      return { data, page: { limit: data.length, nextCursor: null } }
    }
    const sort = sortOf(query, 'name', '-relevance')
    const page = await listTopics(store.read, query, sort, pageRequestOf(request, query, sort))
    return presentPage({ request, reply, sort }, query, page, (row) =>
      keep(presentTopic(row, config.siteUrl, isEditor), query.fields),
    )
  })

  app.get('/v1/topics/:idOrSlug', { schema: get, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = await findTopic(store.read, idOrSlug)
    if (!row) throw new Problem('not_found', 'No topic has this id or slug.')
    if (redirectToPresentName(request, reply, idOrSlug, row)) return reply
    const isEditor = await hasRole(deps, request, 'editor')
    if (isEditor) reply.headers({ 'cache-control': 'no-store', etag: etagOf(row) })
    else show(reply, { tags: [`topic:${row.slug}`, 'list:topics', 'list:articles'], vary: BY_ROLE })
    return keep(presentTopic(row, config.siteUrl, isEditor), request.query.fields)
  })
}
