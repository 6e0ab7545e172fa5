import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appendAudit } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/answer-once.ts'
import { requireEntityTag } from '../http/if-match.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { authorOf, byOf, requireRole } from '../keys/authorize.ts'
import { badMember, Problem } from '../problem.ts'
import { NewTopic, Topic, TopicMerge, TopicPatch } from './contract.ts'
import { createTopic, deleteTopic, findTopicRecord, updateTopic } from './edit-topics.ts'
import { mergeTopic } from './merge.ts'
import { etagOf, presentTopic } from './present.ts'
import { findTopic } from './queries.ts'
import type { TopicRecord } from './resolve.ts'

const params = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const topicReply = { description: 'The topic, with the new `ETag`.', shape: Topic }
const needs = { tag: 'topics' as const, needsKey: true }

const create = operation({
  ...needs,
  id: 'createTopic',
  summary: 'Make a topic',
  description: 'Readers see it at once. Two topics may have one name.',
  body: NewTopic,
  isIdempotent: true,
  replies: { 201: topicReply },
  problems: ['conflict'],
})

const patch = operation({
  ...needs,
  id: 'updateTopic',
  summary: 'Change a topic',
  description:
    'A merge patch (RFC 7396). The slug changes only where one is sent; the old one leads here. With `broader` everything under the topic goes along. Every reply that shows the topic shows the new name when this is answered.',
  params,
  body: TopicPatch,
  needsMatch: true,
  replies: { 200: topicReply },
  problems: ['not_found', 'conflict'],
})

const remove = operation({
  ...needs,
  id: 'deleteTopic',
  summary: 'Delete a topic that nothing has',
  description:
    'A topic with narrower ones stays. Only published articles count: a draft that names the topic makes it anew when it is published. Its slugs are free again.',
  params,
  needsMatch: true,
  replies: { 204: { description: 'It is gone.' } },
  problems: ['not_found', 'conflict'],
})

const merge = operation({
  ...needs,
  id: 'mergeTopic',
  summary: 'Make one topic of two',
  description:
    'Names, addresses, articles and narrower topics go to `into`; so does the description, where it has none. The old id and slugs lead there. This cannot be undone.',
  params,
  body: TopicMerge,
  needsMatch: true,
  isIdempotent: true,
  replies: { 200: { description: 'The topic that it is a part of now, with the new `ETag`.', shape: Topic } },
  problems: ['not_found', 'conflict'],
})

/** `/v1/topics` for editors. */
export function topicEditingRoutes(app: App, deps: Deps): void {
  const onRequest = requireRole(deps, 'editor')
  const path = '/v1/topics/:idOrSlug'

  app.post('/v1/topics', { schema: create, onRequest }, (request, reply) =>
    answerOnce(deps, { request, reply, actor: authorOf(request) }, async (tx) => {
      const id = await createTopic(tx, deps, request.body)
      await note(tx, deps, request, { action: 'create', id })
      const { headers, body } = await answerOf(tx, deps, id)
      return { status: 201, body, headers: { ...headers, location: `/v1/topics/${id}` } }
    }),
  )

  app.patch(path, { schema: patch, onRequest }, (request, reply) =>
    actOnTopic(deps, { request, reply }, async (tx, topic) => {
      await updateTopic(tx, deps, topic, request.body)
      await note(tx, deps, request, { action: 'update', id: topic.id })
      return topic.id
    }),
  )

  app.delete(path, { schema: remove, onRequest }, (request, reply) =>
    actOnTopic(deps, { request, reply }, async (tx, topic) => {
      await deleteTopic(tx, deps, topic)
      await note(tx, deps, request, { action: 'delete', id: topic.id })
      return null
    }),
  )

  app.post(`${path}/merge`, { schema: merge, onRequest }, (request, reply) =>
    actOnTopic(deps, { request, reply }, async (tx, topic) => {
      const into = await findTopicRecord(tx, request.body.into)
      if (!into) throw badMember('/into', 'No topic has this id or slug.')
      await mergeTopic(tx, deps, topic, into)
      for (const { id } of [topic, into]) await note(tx, deps, request, { action: 'merge', id })
      return into.id
    }),
  )
}

interface Asked {
  request: FastifyRequest<{ Params: { idOrSlug: string } }>
  reply: FastifyReply
}

/**
 * Does something to the topic that a request names, where it knows its present state, in one transaction; answers
 * with the topic whose id comes of it, null with no content.
 */
function actOnTopic(
  deps: Deps,
  { request, reply }: Asked,
  act: (tx: Db, topic: TopicRecord) => Promise<string | null>,
): Promise<FastifyReply> {
  return answerOnce(deps, { request, reply, actor: authorOf(request) }, async (tx) => {
    const topic = await findTopicRecord(tx, request.params.idOrSlug)
    if (!topic) throw new Problem('not_found', 'No topic has this id or slug.')
    requireEntityTag(request, etagOf(topic))
    const id = await act(tx, topic)
    return id === null ? { status: 204, body: null } : { status: 200, ...(await answerOf(tx, deps, id)) }
  })
}

async function answerOf(
  tx: Db,
  { config }: Deps,
  id: string,
): Promise<{ body: Topic; headers: Record<string, string> }> {
  const row = await findTopic(tx, id)
  if (!row) throw new Error(`Topic ${id} is gone.`)
  return { body: presentTopic(row, config.siteUrl, true), headers: { etag: etagOf(row) } }
}

async function note(
  tx: Db,
  deps: Deps,
  request: FastifyRequest,
  { action, id }: { action: string; id: string },
): Promise<void> {
  await appendAudit(tx, deps, { ...byOf(request), action: `topic.${action}`, resource: 'topic', id })
}
