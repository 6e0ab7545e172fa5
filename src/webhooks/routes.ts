import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { type Answer, answerOnce } from '../http/answer-once.ts'
import { pageRequestOf, presentPage } from '../http/page.ts'
import type { App } from '../http/server.ts'
import { authorOf, requireRole } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import { type Asker, createWebhook, deleteWebhook, rotateSecret, updateWebhook } from './change-webhook.ts'
import { WEBHOOKS_MAX, type WebhookWithSecret } from './contract.ts'
import * as operations from './operations.ts'
import { presentDelivery, presentListedDelivery, presentWebhook } from './present.ts'
import * as queries from './queries.ts'
import { queueAgain, queueTest } from './queue-delivery.ts'
import { resolveTopics, resolveUrl } from './resolve-settings.ts'

/** What a write is handed, and does in one transaction. */
type Write = (tx: Db, asker: Asker) => Promise<Answer>

/** `/v1/webhooks` for administrators. */
export function webhookRoutes(app: App, deps: Deps): void {
  webhooksThemselves(app, deps)
  deliveriesOfWebhooks(app, deps)
}

function webhooksThemselves(app: App, deps: Deps): void {
  const { store, config } = deps
  const onRequest = requireRole(deps, 'admin')

  app.post('/v1/webhooks', { schema: operations.create, onRequest }, async (request, reply) => {
    const { topics, url: given, ...settings } = request.body
    const url = await resolveUrl(config, given)
    return answer(deps, request, reply, async (tx, asker) => {
      if ((await queries.countWebhooks(tx)) >= WEBHOOKS_MAX)
        throw new Problem(
          'conflict',
          `There are ${WEBHOOKS_MAX} webhooks, the most there may be. Delete one first.`,
        )
      const topicIds = await resolveTopics(tx, topics)
      const webhook = await createWebhook(tx, deps, { ...settings, url, topicIds }, asker)
      const headers = { location: `/v1/webhooks/${webhook.id}` }
      return { status: 201, headers, body: withSecret(webhook, deps.now()) }
    })
  })

  app.get('/v1/webhooks', { schema: operations.list, onRequest }, async (request, reply) => {
    const { query } = request
    const sort = 'createdAt'
    const page = await queries.listWebhooks(store.read, pageRequestOf(request, query, sort))
    reply.header('cache-control', 'no-store')
    return presentPage({ request, reply, sort }, query, page, ({ webhook }) =>
      presentWebhook(webhook, deps.now()),
    )
  })

  app.get('/v1/webhooks/:id', { schema: operations.get, onRequest }, async ({ params }, reply) => {
    reply.header('cache-control', 'no-store')
    return presentWebhook(await getWebhook(store.read, params.id), deps.now())
  })

  app.patch('/v1/webhooks/:id', { schema: operations.update, onRequest }, async (request, reply) => {
    const { topics, url: given, ...settings } = request.body
    const url = given === undefined ? {} : { url: await resolveUrl(config, given) }
    return answer(deps, request, reply, async (tx, asker) => {
      const webhook = await getWebhook(tx, request.params.id)
      const topicIds = topics && { topicIds: await resolveTopics(tx, topics) }
      const updated = await updateWebhook(tx, deps, webhook, { ...settings, ...url, ...topicIds }, asker)
      return { status: 200, body: presentWebhook(updated, deps.now()) }
    })
  })

  app.delete('/v1/webhooks/:id', { schema: operations.remove, onRequest }, (request, reply) =>
    answer(deps, request, reply, async (tx, asker) => {
      const { id } = await getWebhook(tx, request.params.id)
      await deleteWebhook(tx, deps, id, asker)
      return { status: 204, body: null }
    }),
  )

  app.post('/v1/webhooks/:id/rotate-secret', { schema: operations.rotate, onRequest }, (request, reply) =>
    answer(deps, request, reply, async (tx, asker) => {
      const webhook = await getWebhook(tx, request.params.id)
      return { status: 200, body: withSecret(await rotateSecret(tx, deps, webhook, asker), deps.now()) }
    }),
  )
}

function deliveriesOfWebhooks(app: App, deps: Deps): void {
  const { store } = deps
  const onRequest = requireRole(deps, 'admin')
  const path = '/v1/webhooks/:id/deliveries'

  app.post('/v1/webhooks/:id/test', { schema: operations.test, onRequest }, (request, reply) =>
    answer(deps, request, reply, async (tx, asker) => {
      const webhook = await getWebhook(tx, request.params.id)
      return accepted(await queueTest(tx, deps, webhook, asker), [])
    }),
  )

  app.get(path, { schema: operations.listSent, onRequest }, async (request, reply) => {
    const { params, query } = request
    const sort = '-createdAt'
    const { id } = await getWebhook(store.read, params.id)
    const wanted = pageRequestOf(request, query, sort)
    const page = await queries.listDeliveries(store.read, id, query.status, wanted)
    reply.header('cache-control', 'no-store')
    return presentPage({ request, reply, sort }, query, page, ({ delivery, lastAttempt }) =>
      presentListedDelivery(delivery, lastAttempt),
    )
  })

  app.get(`${path}/:deliveryId`, { schema: operations.getSent, onRequest }, async ({ params }, reply) => {
    const delivery = await getDelivery(store.read, params)
    reply.header('cache-control', 'no-store')
    return presentDelivery(delivery, await queries.listAttempts(store.read, delivery.id))
  })

  const redeliver = { schema: operations.redeliver, onRequest }
  app.post(`${path}/:deliveryId/redeliver`, redeliver, (request, reply) =>
    answer(deps, request, reply, async (tx, asker) => {
      const { params } = request
      const delivery = await getDelivery(tx, params)
      const webhook = await getWebhook(tx, params.id)
      const attempts = await queries.listAttempts(tx, delivery.id)
      return accepted(await queueAgain(tx, deps, webhook, delivery, asker), attempts)
    }),
  )
}

function answer(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  work: Write,
): Promise<FastifyReply> {
  const actor = authorOf(request)
  return answerOnce(deps, { request, reply, actor }, (tx) => work(tx, { actor, requestId: request.id }))
}

function accepted(delivery: queries.DeliveryRow, attempts: queries.AttemptRow[]): Answer {
  const headers = { location: `/v1/webhooks/${delivery.webhookId}/deliveries/${delivery.id}` }
  return { status: 202, headers, body: presentDelivery(delivery, attempts) }
}

function withSecret(webhook: queries.WebhookRow, now: Date): WebhookWithSecret {
  return { ...presentWebhook(webhook, now), secret: webhook.secret }
}

async function getWebhook(db: Db, id: string): Promise<queries.WebhookRow> {
  const webhook = await queries.findWebhook(db, id)
  if (!webhook) throw new Problem('not_found', 'There is no webhook of this id.')
  return webhook
}

async function getDelivery(
  db: Db,
  { id, deliveryId }: { id: string; deliveryId: string },
): Promise<queries.DeliveryRow> {
  const delivery = await queries.findDelivery(db, id, deliveryId)
  if (!delivery) throw new Problem('not_found', 'This webhook has no delivery of this id.')
  return delivery
}
