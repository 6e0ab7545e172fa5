import { z } from 'zod'
import { appendAudit } from '../audit/append.ts'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/answer-once.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { authorOf, requireRole } from '../keys/authorize.ts'
import { unpublish } from '../publishing/publish.ts'
import { changeState } from '../revisions/queries.ts'
import { actOnArticle } from './act-on-article.ts'
import { ArticlePatch, EditorialArticle, NewArticle } from './contract.ts'
import { createDraft, getDraft, patchDraft } from './edit-article.ts'

const articleParams = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const draftReply = { description: 'The draft, with its new `ETag`.', shape: EditorialArticle }

const create = operation({
  id: 'createArticle',
  tag: 'editing',
  summary: 'Make a draft',
  description: 'Readers see it when it is published. People and topics are made then, where there are none.',
  body: NewArticle,
  isIdempotent: true,
  replies: { 201: { description: 'The draft.', shape: EditorialArticle } },
  problems: ['conflict'],
  needsKey: true,
})

const patch = operation({
  id: 'updateArticle',
  tag: 'editing',
  summary: 'Change the draft',
  description:
    'A merge patch (RFC 7396). In `qa` pairs with a known `id` keep their identity. Readers see what they saw until the draft is published.',
  params: articleParams,
  body: ArticlePatch,
  needsMatch: true,
  replies: { 200: draftReply },
  problems: ['not_found', 'conflict'],
  needsKey: true,
})

const trash = operation({
  id: 'trashArticle',
  tag: 'editing',
  summary: 'Put an article into the trash',
  description: 'Readers no longer see it. Nothing of it is lost: it can be restored.',
  params: articleParams,
  needsMatch: true,
  replies: { 204: { description: 'It is in the trash.' } },
  problems: ['not_found', 'conflict'],
  needsKey: true,
})

const restore = operation({
  id: 'restoreArticle',
  tag: 'editing',
  summary: 'Take an article out of the trash',
  description: 'It comes back as a draft, whatever it was before.',
  params: articleParams,
  needsMatch: true,
  isIdempotent: true,
  replies: { 200: draftReply },
  problems: ['not_found', 'conflict'],
  needsKey: true,
})

/** Drafts under `/v1/articles`, for editors. */
export function editingRoutes(app: App, deps: Deps): void {
  const onRequest = requireRole(deps, 'editor')
  const name = '/v1/articles/:idOrSlug'

  app.post('/v1/articles', { schema: create, onRequest }, async (request, reply) => {
    const actor = authorOf(request)
    return answerOnce(deps, { request, reply, actor }, async (tx) => {
      const draft = await createDraft(tx, deps, request.body, actor)
      const { id, etag } = draft
      const deed = { actor, action: 'article.create', resource: 'article', id, requestId: request.id }
      await appendAudit(tx, deps, { ...deed, toRevision: 1 })
      return { status: 201, body: draft, headers: { location: `/v1/articles/${id}?version=draft`, etag } }
    })
  })

  app.patch(name, { schema: patch, onRequest }, (request, reply) =>
    actOnArticle(deps, { request, reply, transition: 'edit', action: 'update' }, ({ tx, article, author }) =>
      patchDraft(tx, deps, article, { patch: request.body, author }),
    ),
  )

  app.delete(name, { schema: trash, onRequest }, (request, reply) =>
    actOnArticle(deps, { request, reply, transition: 'trash', action: 'trash' }, async ({ tx, article }) => {
      const trashedAt = deps.now().toISOString()
      await unpublish(tx, deps, article, { trashedAt })
      return null
    }),
  )

  app.post(`${name}/restore`, { schema: restore, onRequest }, (request, reply) =>
    actOnArticle(
      deps,
      { request, reply, transition: 'restore', action: 'restore' },
      async ({ tx, article }) => getDraft(tx, await changeState(tx, deps, article, { trashedAt: null })),
    ),
  )
}
