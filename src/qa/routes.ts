import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { keepInJson, pageRequestOf, presentPage, sendJson, sortOf } from '../http/page.ts'
import type { App } from '../http/server.ts'
import { requireReader } from '../keys/authorize.ts'
import { listOf, show } from '../http/show.ts'
import { Problem } from '../problem.ts'
import { withSite } from '../stored-json.ts'
import { ListedQaPair, QaListQuery, QaPage, QaQuery } from './contract.ts'
import { findPair, listQa } from './queries.ts'

const list = operation({
  id: 'listQa',
  tag: 'qa',
  summary: 'Pairs across all articles',
  description: 'By topic, person, time and words. Newest article first, in reading order within it.',
  query: QaListQuery,
  replies: { 200: { description: 'A page of pairs, each with its article.', shape: QaPage } },
  problems: ['cursor_mismatch'],
})

const get = operation({
  id: 'getQa',
  tag: 'qa',
  summary: 'One pair',
  params: z.object({ id: z.string().meta({ description: 'Id of the pair.' }) }),
  query: QaQuery,
  replies: { 200: { description: 'The pair with its article.', shape: ListedQaPair } },
  problems: ['not_found'],
})

/** `/v1/qa` for readers. */
export function qaRoutes(app: App, deps: Deps): void {
  const { store, config } = deps
  const onRequest = requireReader(deps)

  app.get('/v1/qa', { schema: list, onRequest }, async (request, reply) => {
    const { query } = request
    const sort = sortOf(query, '-publishedAt', '-relevance')
    show(reply, listOf('list:qa', query))
    const page = await listQa(store.read, query, sort, pageRequestOf(request, query, sort))
    return presentPage({ request, reply, sort }, query, page, ({ pair, highlights }) => {
      const more = highlights && { highlights: { question: highlights.head, answer: highlights.body } }
      return keepInJson(withSite(pair, config.siteUrl), query.fields, more)
    })
  })

  app.get('/v1/qa/:id', { schema: get, onRequest }, async ({ params, query }, reply) => {
    const row = await findPair(store.read, params.id)
    if (!row) throw new Problem('not_found', 'No published pair has this id.')
    show(reply, { tags: [`qa:${row.id}`] })
    return sendJson(reply, keepInJson(withSite(row.pair, config.siteUrl), query.fields))
  })
}
