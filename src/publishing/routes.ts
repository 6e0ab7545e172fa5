import { z } from 'zod'
import { appendAudit } from '../audit/append.ts'
import type { Deps } from '../deps.ts'
import { actOnArticle } from '../editing/act-on-article.ts'
import { EditorialArticle } from '../editing/contract.ts'
import { getArticleState, getDraft } from '../editing/edit-article.ts'
import { answerOnce } from '../http/answer-once.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { authorOf, requireRole } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import { changeState } from '../revisions/queries.ts'
import { CreatedPreviewLink, NewPreviewLink, PreviewLinks, Publication } from './contract.ts'
import { createPreviewLink, listPreviewLinks, type PreviewLinkRow, revokePreviewLink } from './preview.ts'
import { publish, unpublish } from './publish.ts'

const params = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const common = { tag: 'publishing', params, needsKey: true } as const
const article = { 200: { description: 'The article, with its new `ETag`.', shape: EditorialArticle } }

const publication = operation({
  ...common,
  id: 'publishArticle',
  summary: 'Show readers the draft, now or at a time',
  description:
    'A time that was set before is replaced. Publishing now forgets it; so does `at: null`, alone.',
  body: Publication,
  needsMatch: true,
  isIdempotent: true,
  replies: article,
  problems: ['not_found', 'conflict'],
})

const withdrawal = operation({
  ...common,
  id: 'unpublishArticle',
  summary: 'Show readers the article no more',
  description: 'A time at which it was to be published is forgotten, too. The draft stays.',
  needsMatch: true,
  isIdempotent: true,
  replies: article,
  problems: ['not_found', 'conflict'],
})

const createLink = operation({
  ...common,
  id: 'createPreviewLink',
  summary: 'Hand out a signed address that shows the draft',
  body: NewPreviewLink,
  isIdempotent: true,
  replies: { 201: { description: 'The link; its token is shown this once.', shape: CreatedPreviewLink } },
  problems: ['not_found', 'conflict'],
})

const listLinks = operation({
  ...common,
  id: 'listPreviewLinks',
  summary: 'The preview links of an article',
  replies: { 200: { description: 'The newest first, without their tokens.', shape: PreviewLinks } },
  problems: ['not_found'],
})

const revokeLink = operation({
  ...common,
  id: 'revokePreviewLink',
  summary: 'End a preview link at once',
  params: params.extend({ linkId: z.string().meta({ description: 'Id of the link.' }) }),
  replies: { 204: { description: 'It shows nothing any more.' } },
  problems: ['not_found'],
})

/** What readers see of an article, and when; for editors. */
export function publishingRoutes(app: App, deps: Deps): void {
  const onRequest = requireRole(deps, 'editor')
  const name = '/v1/articles/:idOrSlug'

  app.post(`${name}/publish`, { schema: publication, onRequest }, (request, reply) => {
    const at = request.body?.at
    const isLater = typeof at === 'string' && at > deps.now().toISOString()
    const transition = at === null ? 'unschedule' : isLater ? 'schedule' : 'publish'
    return actOnArticle(
      deps,
      { request, reply, transition, action: transition },
      async ({ tx, article: state, author }) => {
        if (transition === 'publish') return getDraft(tx, await publish(tx, deps, state))
        const scheduledBy = isLater ? author : null
        return getDraft(tx, await changeState(tx, deps, state, { scheduledAt: at ?? null, scheduledBy }))
      },
    )
  })

  app.post(`${name}/unpublish`, { schema: withdrawal, onRequest }, (request, reply) =>
    actOnArticle(
      deps,
      { request, reply, transition: 'unpublish', action: 'unpublish' },
      async ({ tx, article: state }) => getDraft(tx, await unpublish(tx, deps, state)),
    ),
  )

  previewRoutes(app, deps, `${name}/preview-links`)
}

function previewRoutes(app: App, deps: Deps, path: string): void {
  const onRequest = requireRole(deps, 'editor')

  app.post(path, { schema: createLink, onRequest }, async (request, reply) => {
    const actor = authorOf(request)
    return answerOnce(deps, { request, reply, actor }, async (tx) => {
      const { id: articleId } = await getArticleState(tx, request.params.idOrSlug)
      const expiresInSeconds = request.body.expiresIn
      const link = await createPreviewLink(tx, deps, { articleId, author: actor, expiresInSeconds })
      const deed = { actor, resource: 'article', id: articleId, requestId: request.id }
      await appendAudit(tx, deps, { ...deed, action: 'article.preview' })
      const url = new URL(`/v1/articles/${articleId}`, `${request.protocol}://${request.host}`)
      url.searchParams.set('preview', link.token)
      return { status: 201, body: { ...presentLink(link), token: link.token, url: url.href } }
    })
  })

  app.get(path, { schema: listLinks, onRequest }, async (request, reply) => {
    const { id } = await getArticleState(deps.store.read, request.params.idOrSlug)
    reply.header('cache-control', 'no-store')
    return { data: (await listPreviewLinks(deps.store.read, id)).map(presentLink) }
  })

  app.delete(`${path}/:linkId`, { schema: revokeLink, onRequest }, async (request, reply) => {
    const actor = authorOf(request)
    return answerOnce(deps, { request, reply, actor }, async (tx) => {
      const { id: articleId } = await getArticleState(tx, request.params.idOrSlug)
      const revoked = await revokePreviewLink(tx, deps, { id: request.params.linkId, articleId })
      if (!revoked) throw new Problem('not_found', 'The article has no such preview link in force.')
      const deed = { actor, resource: 'article', id: articleId, requestId: request.id }
      await appendAudit(tx, deps, { ...deed, action: 'article.revoke_preview' })
      return { status: 204, body: null }
    })
  })
}

function presentLink({ id, author, createdAt, expiresAt, revokedAt }: PreviewLinkRow): object {
  return { id, author, createdAt, expiresAt, revokedAt }
}
