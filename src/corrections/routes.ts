import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { answerOnArticle } from '../editing/act-on-article.ts'
import { operation } from '../http/openapi.ts'
import { pageRequestOf, presentPage } from '../http/page.ts'
import type { App } from '../http/server.ts'
import { show } from '../http/show.ts'
import { requireReader, requireRole } from '../keys/authorize.ts'
import { Correction, CorrectionListQuery, CorrectionPage, NewCorrection } from './contract.ts'
import { correct } from './correct.ts'
import { presentCorrection } from './present.ts'
import { getCorrection, listCorrections } from './queries.ts'

const list = operation({
  id: 'listCorrections',
  tag: 'corrections',
  summary: 'What was put right, newest first',
  query: CorrectionListQuery,
  replies: { 200: { description: 'A page of the ledger.', shape: CorrectionPage } },
  problems: ['cursor_mismatch'],
})

const create = operation({
  id: 'createCorrection',
  tag: 'corrections',
  summary: 'Put something right in public',
  description:
    'Of an article that readers see. To change its text is another thing: edit and publish it. A retraction cannot be taken back.',
  params: z.object({ idOrSlug: z.string().meta({ description: 'Id or slug of the article.' }) }),
  body: NewCorrection,
  needsMatch: true,
  isIdempotent: true,
  replies: {
    201: { description: 'The entry; the `ETag` is the new one of the article.', shape: Correction },
  },
  problems: ['not_found', 'conflict'],
  needsKey: true,
})

/** The ledger at `/v1/corrections`, and how editors add to it. */
export function correctionRoutes(app: App, deps: Deps): void {
  const { store, config } = deps

  app.get('/v1/corrections', { schema: list, onRequest: requireReader(deps) }, async (request, reply) => {
    const { query } = request
    const sort = '-at'
    show(reply, { tags: ['list:corrections', 'list:articles'] })
    const page = await listCorrections(store.read, query, pageRequestOf(request, query, sort))
    return presentPage({ request, reply, sort }, query, page, (row) => presentCorrection(row, config.siteUrl))
  })

  app.post(
    '/v1/articles/:idOrSlug/corrections',
    { schema: create, onRequest: requireRole(deps, 'editor') },
    (request, reply) => {
      const action = request.body.kind
      return answerOnArticle(
        deps,
        { request, reply, transition: 'correct', action },
        async ({ tx, article, author }) => {
          const id = await correct(tx, deps, article, { ...request.body, author })
          return { status: 201, body: presentCorrection(await getCorrection(tx, id), config.siteUrl) }
        },
      )
    },
  )
}
