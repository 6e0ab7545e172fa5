import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { appendChanges } from '../src/changes/append.ts'
import { changes } from '../src/db/log-tables.ts'
import { topicClosure } from '../src/db/tables.ts'
import { LEASE_MS, claimDue } from '../src/webhooks/claim.ts'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { plant } from './harness.ts'
import { startReceiver } from './receiver.ts'
import { onlyDelivery, SECOND_MS, signatureHeaders, startPlace, status, tell } from './webhook-place.ts'

describe('what is sent', () => {
  test('is the change as the log has it, signed as Standard Webhooks has it', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id, secret } = await webhooks.create({ url: receiver.url })
    const articleId = await plant(deps, { title: 'On rivers' })
    await deliverDue(deps)
    const published = receiver.received.find(({ payload }) => payload.type === 'article.published')
    expect(published?.payload.data).toMatchObject({ resource: 'article', id: articleId, deleted: false })
    expect(published?.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(published?.headers['user-agent']).toMatch(/^Colloquy\//)
    for (const each of receiver.received)
      expect(new Webhook(secret).verify(each.body, signatureHeaders(each))).toEqual(each.payload)
    const log = await deps.store.read.select().from(changes)
    const sent = (await webhooks.deliveries(id, { limit: 100 })).data
    expect(sent.map(({ seq }) => seq).sort()).toEqual(
      receiver.received.map(({ payload }) => 'seq' in payload.data && payload.data.seq).sort(),
    )
    expect(log.at(-1)?.seq).toBe(sent[0]?.seq)
  })

  test('begins with the change after the webhook was made', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    await tell(deps, { type: 'article.published' })
    await webhooks.create({ url: receiver.url })
    await tell(deps, { type: 'article.updated' })
    await deliverDue(deps)
    expect(receiver.received.map(({ payload }) => payload.type)).toEqual(['article.updated'])
  })

  test('is nothing of what was rolled back', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    await webhooks.create({ url: receiver.url })
    const failed = deps.store.write(async (tx) => {
      await appendChanges(tx, deps, [
        {
          type: 'article.updated',
          resource: 'article',
          id: 'art_x',
          revision: 1,
          deleted: false,
          cacheTags: [],
          topicIds: [],
        },
      ])
      throw new Error('Not after all.')
    })
    await expect(failed).rejects.toThrow('Not after all.')
    await deliverDue(deps)
    expect(receiver.received).toEqual([])
  })

  test('is narrowed by types and topics, and comes once however often it is looked for', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const [one, other] = await deps.store.read.select().from(topicClosure).limit(2)
    const [topicId = '', otherId = ''] = [one?.descendantId, other?.descendantId]
    await webhooks.create({ url: receiver.url, types: ['qa.updated'], topics: [topicId] })
    await tell(
      deps,
      { type: 'qa.updated', id: 'wanted', topicIds: [otherId, topicId] },
      { type: 'qa.updated', id: 'other topic', topicIds: [otherId] },
      { type: 'qa.updated', id: 'no topic' },
      { type: 'qa.removed', id: 'other type', topicIds: [topicId] },
    )
    await deliverDue(deps)
    await deliverDue(deps)
    expect(receiver.received.map(({ payload }) => payload.data.id)).toEqual(['wanted'])
  })

  test('is everything, once, of more changes than one batch holds', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    await webhooks.create({ url: receiver.url })
    await tell(deps, ...Array.from({ length: 1_203 }, (_, index) => ({ id: `art_${index}` })))
    await deliverDue(deps)
    const ids = receiver.received.map(({ payload }) => payload.data.id)
    expect(ids).toHaveLength(1_203)
    expect(new Set(ids).size).toBe(1_203)
  })

  test('is each delivery once, by however many at the same time', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    await webhooks.create({ url: receiver.url })
    await webhooks.create({ url: receiver.url })
    await tell(deps, ...Array.from({ length: 50 }, (_, index) => ({ id: `art_${index}` })))
    await Promise.all([deliverDue(deps), deliverDue(deps), deliverDue(deps)])
    expect(receiver.received).toHaveLength(100)
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(100)
  })

  test('to one webhook does not wait for a slow other', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const slow = await startReceiver()
    const { promise: release, resolve } = Promise.withResolvers<undefined>()
    slow.answer = (_request, reply) => void release.then(() => reply.end())
    await webhooks.create({ url: slow.url })
    await webhooks.create({ url: receiver.url, types: ['qa.updated'] })
    await tell(deps, ...Array.from({ length: 100 }, () => ({})), { type: 'qa.updated' })
    const turn = deliverDue(deps)
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<undefined>()
    receiver.answer = (_request, reply) => {
      reply.end()
      arrive(undefined)
    }
    await arrived
    // … nor does what comes while the slow one is still at it.
    const { promise: arrivedLater, resolve: arriveLater } = Promise.withResolvers<undefined>()
    receiver.answer = (_request, reply) => {
      reply.end()
      arriveLater(undefined)
    }
    await tell(deps, { type: 'qa.updated' })
    await arrivedLater
    resolve(undefined)
    await turn
    expect(slow.received).toHaveLength(102)
  })

  test('is a test where one is asked for', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url, types: ['qa.removed'] })
    const queued = await webhooks.test(id)
    expect(queued).toMatchObject({ event: 'webhook.test', seq: null, status: 'pending', attempts: [] })
    await deliverDue(deps)
    expect(receiver.received.map(({ payload }) => payload)).toEqual([queued.payload])
    expect(await webhooks.delivery(id, queued.id)).toMatchObject({ status: 'delivered', attemptCount: 1 })
  })

  test('is nothing more once the turn is told to end', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    await deliverDue(deps, { signal: AbortSignal.abort() })
    expect(receiver.received).toEqual([])
    expect((await webhooks.deliveries(id)).data).toMatchObject([{ status: 'pending', attemptCount: 0 }])
  })
})

describe('a turn that is told to end', () => {
  test('lets what is under way end by itself', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    const stop = new AbortController()
    receiver.answer = (_request, reply) => {
      stop.abort()
      setImmediate(() => reply.end())
    }
    await webhooks.test(id)
    await deliverDue(deps, { signal: stop.signal })
    expect(await onlyDelivery(webhooks, id)).toMatchObject({ status: 'delivered', attemptCount: 1 })
  })

  test('gives up what takes too long: it is sent again, and does not count as failed', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    const stop = new AbortController()
    receiver.answer = () => stop.abort()
    await webhooks.test(id)
    await deliverDue(deps, { signal: stop.signal, stopGraceMs: 10 })
    expect(await onlyDelivery(webhooks, id)).toMatchObject({ status: 'pending', attempts: [] })
    expect((await webhooks.get(id)).failingSince).toBeNull()
    receiver.answer = status(200)
    pass(LEASE_MS + SECOND_MS)
    await deliverDue(deps)
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1)
    expect(await onlyDelivery(webhooks, id)).toMatchObject({ status: 'delivered', attemptCount: 1 })
  })
})

describe('a process that ends', () => {
  const room = { limit: 10, limitPerWebhook: 10, underWay: new Map<string, number>() }

  test('while it is sending leaves the delivery to others when its lease runs out, under the same id', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    const { id: deliveryId } = await webhooks.test(id)
    expect(await claimDue(deps, room)).toHaveLength(1) // and it is never heard of again
    await deliverDue(deps)
    expect(receiver.received).toEqual([])
    pass(LEASE_MS + SECOND_MS)
    await deliverDue(deps)
    expect(receiver.received.map((each) => each.id)).toEqual([deliveryId])
    expect((await onlyDelivery(webhooks, id)).attempts).toHaveLength(1)
  })

  test('or only seems to have, writes nothing down where another has taken over', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    receiver.answer = (request, reply) => {
      // Its reply takes longer than its lease.
      receiver.answer = status(200)
      pass(LEASE_MS + SECOND_MS)
      void deliverDue(deps).then(() => status(500)(request, reply))
    }
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(2)
    expect((await onlyDelivery(webhooks, id)).attempts).toMatchObject([{ number: 1, httpStatus: 200 }])
    expect((await webhooks.get(id)).failingSince).toBeNull()
  })
})
