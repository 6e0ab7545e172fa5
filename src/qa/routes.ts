import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { facetsOf } from '../db/facets.ts'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { keepInJson, pageRequestOf, presentPage, sendJson, sortOf } from '../http/page.ts'
import type { App } from '../http/server.ts'
import { requireReader } from '../keys/authorize.ts'
import { listOf, show } from '../http/show.ts'
import { PAIR_FORMS, shapesOf } from '../representations/contract.ts'
import { formWanted, refuseUnknownSuffix, sendForm } from '../representations/forms.ts'
import { pairWriters } from '../representations/pair-forms.ts'
import { withSite } from '../stored-json.ts'
import { ListedQaPair, QaListQuery, QaPage, QaQuery, RelatedQa, RelatedQaQuery } from './contract.ts'
import { listQa, type QaRow, scope } from './queries.ts'
import { getPairRow, noPair } from './read-pair.ts'
import { findRelated } from './related.ts'

const params = z.object({ id: z.string().meta({ description: 'Id of the pair.' }) })

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
  description: 'In the form that `Accept` wants most, where `fields` does not ask for members of it.',
  params,
  query: QaQuery,
  replies: {
    200: { description: 'The pair with its article.', shape: ListedQaPair, others: shapesOf(PAIR_FORMS) },
  },
  problems: ['not_found'],
})

const getJson = operation({
  id: 'getQaJson',
  tag: 'qa',
  summary: 'One pair, as JSON',
  description: 'The same as without the suffix, for those who choose by it.',
  params,
  query: QaQuery,
  replies: { 200: { description: 'The pair with its article.', shape: ListedQaPair } },
  problems: ['not_found'],
})

const getRelated = operation({
  id: 'getRelatedQa',
  tag: 'qa',
  summary: 'Pairs close to one',
  description:
    'Pairs of other articles that share its topics, the people who answer or are spoken of, and rare words of its question; what is rarer counts more.',
  params,
  query: RelatedQaQuery,
  replies: { 200: { description: 'The pairs, each with its article.', shape: RelatedQa } },
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
    const facets = query.facets && (await facetsOf(store.read, { list: 'qa', ...scope }, query, query.facets))
    const present = ({ pair, highlights }: QaRow) => {
      const more = highlights && { highlights: { question: highlights.head, answer: highlights.body } }
      return keepInJson(withSite(pair, config.siteUrl), query.fields, more)
    }
    return presentPage({ request, reply, sort }, query, page, present, facets)
  })

  app.get('/v1/qa/:id', { schema: get, onRequest }, async ({ params: { id }, query, headers }, reply) => {
    refuseUnknownSuffix(id, PAIR_FORMS)
    const row = await getPairRow(deps, id)
    if (query.fields) return sendPair(reply, row, query)
    const form = formWanted(headers.accept, PAIR_FORMS)
    if (form !== 'json') return sendForm(reply, form, await pairWriters[form](deps, row), ['Accept'])
    return sendPair(reply, row, query, ['Accept'])
  })

  app.get('/v1/qa/:id.json', { schema: getJson, onRequest }, async ({ params: { id }, query }, reply) =>
    sendPair(reply, await getPairRow(deps, id), query),
  )

  app.get('/v1/qa/:id/related', { schema: getRelated, onRequest }, async ({ params, query }, reply) => {
    const rows = await findRelated(store.read, params.id, query.limit)
    if (!rows) throw noPair()
    show(reply, { tags: ['list:qa', `qa:${params.id}`] })
    const items = rows.map(({ pair }) => keepInJson(withSite(pair, config.siteUrl), query.fields))
    return sendJson(reply, `{"data":[${items.join()}]}`)
  })

  function sendPair(
    reply: FastifyReply,
    { id, pair }: QaRow,
    { fields }: { fields?: string[] | undefined },
    vary: string[] = [],
  ): FastifyReply {
    show(reply, { tags: [`qa:${id}`], vary })
    return sendJson(reply, keepInJson(withSite(pair, config.siteUrl), fields))
  }
}
