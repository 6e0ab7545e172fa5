import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { requireRole } from '../keys/authorize.ts'
import { diffDocuments } from '../revisions/diff.ts'
import { listRevisions } from '../revisions/queries.ts'
import { actOnArticle } from './act-on-article.ts'
import { ArticleDiff, EditorialArticle, RevisionPage } from './contract.ts'
import { getArticleState, getKnownRevision, restoreRevision } from './edit-article.ts'
import { presentEditorial } from './present.ts'

const REVISIONS_MAX = 100
const REVISIONS_DEFAULT = 20
const number = z.coerce.number<number>().int().min(1)
const params = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const revisionParams = params.extend({ number: number.meta({ description: 'Number of the revision.' }) })

const list = operation({
  id: 'listRevisions',
  tag: 'editing',
  summary: 'The revisions of an article, newest first',
  params,
  query: z.strictObject({
    limit: number.max(REVISIONS_MAX).default(REVISIONS_DEFAULT).meta({ description: 'Items on a page.' }),
    before: number.optional().meta({ description: '`page.nextBefore` of the page before.' }),
  }),
  replies: { 200: { description: 'A page of revisions.', shape: RevisionPage } },
  problems: ['not_found'],
  needsKey: true,
})

const get = operation({
  id: 'getRevision',
  tag: 'editing',
  summary: 'An article as it was in one revision',
  params: revisionParams,
  replies: { 200: { description: 'The revision.', shape: EditorialArticle } },
  problems: ['not_found'],
  needsKey: true,
})

const diff = operation({
  id: 'diffRevisions',
  tag: 'editing',
  summary: 'What changed between two revisions',
  params,
  query: z.strictObject({
    from: number.optional().meta({ description: 'Default: the published one, else the one before `to`.' }),
    to: number.optional().meta({ description: 'Default: the draft.' }),
  }),
  replies: { 200: { description: 'The changes, pair by pair.', shape: ArticleDiff } },
  problems: ['not_found'],
  needsKey: true,
})

const restore = operation({
  id: 'restoreRevision',
  tag: 'editing',
  summary: 'Make an older revision the draft again',
  description: 'As a new revision: none is ever taken away.',
  params: revisionParams,
  needsMatch: true,
  isIdempotent: true,
  replies: { 200: { description: 'The draft, with its new `ETag`.', shape: EditorialArticle } },
  problems: ['not_found', 'conflict'],
  needsKey: true,
})

/** The history of an article, for editors. */
export function historyRoutes(app: App, deps: Deps): void {
  const { read } = deps.store
  const onRequest = requireRole(deps, 'editor')
  const name = '/v1/articles/:idOrSlug'

  app.get(`${name}/revisions`, { schema: list, onRequest }, async ({ params, query }, reply) => {
    const { limit, before } = query
    const { id, publishedRevision } = await getArticleState(read, params.idOrSlug)
    const found = await listRevisions(read, id, { limit: limit + 1, before })
    const shown = found.slice(0, limit)
    reply.header('cache-control', 'no-store')
    return {
      data: shown.map((revision) => ({ ...revision, published: revision.number === publishedRevision })),
      page: { limit, nextBefore: found.length > limit ? (shown.at(-1)?.number ?? null) : null },
    }
  })

  app.get(`${name}/revisions/:number`, { schema: get, onRequest }, async ({ params }, reply) => {
    const article = await getArticleState(read, params.idOrSlug)
    const document = await getKnownRevision(read, article, params.number)
    reply.header('cache-control', 'no-store')
    return presentEditorial(article, document, params.number)
  })

  app.get(`${name}/diff`, { schema: diff, onRequest }, async ({ params, query }, reply) => {
    const article = await getArticleState(read, params.idOrSlug)
    const to = query.to ?? article.draftRevision
    const from = query.from ?? article.publishedRevision ?? Math.max(1, to - 1)
    const [before, after] = [
      await getKnownRevision(read, article, from),
      await getKnownRevision(read, article, to),
    ]
    reply.header('cache-control', 'no-store')
    return { from, to, ...diffDocuments(before, after) }
  })

  app.post(`${name}/revisions/:number/restore`, { schema: restore, onRequest }, (request, reply) =>
    actOnArticle(
      deps,
      { request, reply, transition: 'edit', action: 'restore_revision' },
      ({ tx, article, author }) =>
        restoreRevision(tx, deps, article, { number: request.params.number, author }),
    ),
  )
}
