import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { FAILING_MS_MAX } from '../src/webhooks/record-outcome.ts'
import { ATTEMPTS_MAX } from '../src/webhooks/retry.ts'
import {
  DAY_MS,
  onlyDelivery,
  SECOND_MS,
  signatureHeaders,
  startPlace,
  status,
  tell,
} from './webhook-place.ts'

describe('a webhook is disabled', () => {
  test('by 410, and what happens meanwhile is not sent when it is enabled again; what was waiting is', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    await tell(deps, { id: 'waiting' })
    await deliverDue(deps)
    receiver.answer = status(410)
    await tell(deps, { id: 'gone' })
    await deliverDue(deps)
    const disabled = await webhooks.get(id)
    expect(disabled.enabled).toBe(false)
    expect(disabled.disabledReason).toContain('410')

    receiver.answer = status(200)
    await tell(deps, { id: 'meanwhile' })
    pass(DAY_MS)
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(2)
    const held = await webhooks.deliveries(id, { status: 'pending' })
    expect(held.data).toMatchObject([{ nextAttemptAt: null }])

    await webhooks.update(id, { enabled: true })
    await tell(deps, { id: 'afterwards' })
    await deliverDue(deps)
    expect(receiver.received.slice(2).map(({ payload }) => payload.data.id)).toEqual([
      'waiting',
      'afterwards',
    ])
    expect((await webhooks.deliveries(id, { status: 'failed' })).data).toHaveLength(1)
  })

  test('by days without a success', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    for (let passedMs = 0; passedMs <= FAILING_MS_MAX; passedMs += DAY_MS / 2) {
      expect((await webhooks.get(id)).enabled).toBe(true)
      await tell(deps, {})
      await deliverDue(deps)
      pass(DAY_MS / 2)
    }
    await deliverDue(deps)
    const disabled = await webhooks.get(id)
    expect(disabled.enabled).toBe(false)
    expect(disabled.disabledReason).toContain(`Nothing got through since ${disabled.failingSince ?? ''}`)
    const { length } = receiver.received
    pass(DAY_MS)
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(length)
    expect(await webhooks.update(id, { enabled: true })).toMatchObject({ enabled: true, failingSince: null })
  })

  test('but not by one bad moment after a quiet month', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace({ WEBHOOK_RETRY_BASE_MS: '1' })
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    await tell(deps, {})
    for (let count = 0; count < ATTEMPTS_MAX; count += 1) {
      await deliverDue(deps)
      pass(20 * SECOND_MS)
    }
    expect((await onlyDelivery(webhooks, id)).status).toBe('failed')
    pass(30 * DAY_MS)
    await tell(deps, {})
    await deliverDue(deps)
    expect((await webhooks.get(id)).enabled).toBe(true)
  })

  test('while something is on its way, which is then written down and not tried again', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = (request, reply) =>
      void webhooks.update(id, { enabled: false }).then(() => status(500)(request, reply))
    await webhooks.test(id)
    await deliverDue(deps)
    pass(DAY_MS)
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(1)
    const delivery = await onlyDelivery(webhooks, id)
    expect(delivery).toMatchObject({ status: 'pending', nextAttemptAt: null, attemptCount: 1 })
  })

  test('or deleted while something is on its way, and nobody minds', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = (_request, reply) => void webhooks.delete(id).then(() => reply.end())
    await webhooks.test(id)
    await deliverDue(deps)
    expect((await webhooks.list()).data).toEqual([])
  })
})

describe('redeliver', () => {
  test('sends a delivered one again under its id', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    const { id: deliveryId } = await webhooks.test(id)
    await deliverDue(deps)
    const queued = await webhooks.redeliver(id, deliveryId)
    expect(queued).toMatchObject({ status: 'pending', attemptCount: 1 })
    await deliverDue(deps)
    expect(receiver.received.map((each) => each.id)).toEqual([deliveryId, deliveryId])
    expect(await webhooks.delivery(id, deliveryId)).toMatchObject({ status: 'delivered', attemptCount: 2 })
  })

  test('tries a failed one this once', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace({ WEBHOOK_RETRY_BASE_MS: '1' })
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    const { id: deliveryId } = await webhooks.test(id)
    for (let count = 0; count < ATTEMPTS_MAX; count += 1) {
      await deliverDue(deps)
      pass(20 * SECOND_MS)
    }
    expect((await webhooks.redeliver(id, deliveryId)).status).toBe('pending')
    for (let count = 0; count < 2; count += 1) {
      await deliverDue(deps)
      pass(DAY_MS)
    }
    expect(receiver.received).toHaveLength(ATTEMPTS_MAX + 1)
    expect((await onlyDelivery(webhooks, id)).status).toBe('failed')
  })

  test('hurries one that is waiting', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    const { id: deliveryId } = await webhooks.test(id)
    await deliverDue(deps)
    receiver.answer = status(200)
    await webhooks.redeliver(id, deliveryId)
    await deliverDue(deps)
    expect(await webhooks.delivery(id, deliveryId)).toMatchObject({ status: 'delivered', attemptCount: 2 })
  })
})

test('after a rotation either secret signs for a day, and then the new one alone', async () => {
  const { deps, webhooks, receiver, pass } = await startPlace()
  const { id, secret: former } = await webhooks.create({ url: receiver.url })
  const { secret } = await webhooks.rotateSecret(id)
  await webhooks.test(id)
  await deliverDue(deps)
  const [first] = receiver.received
  if (!first) throw new Error('Nothing came.')
  expect(String(first.headers['webhook-signature']).split(' ')).toHaveLength(2)
  for (const each of [secret, former])
    expect(new Webhook(each).verify(first.body, signatureHeaders(first))).toEqual(first.payload)
  pass(DAY_MS + SECOND_MS)
  await webhooks.test(id)
  await deliverDue(deps)
  const second = receiver.received[1]
  if (!second) throw new Error('Nothing came.')
  const at = new Date(Number(second.headers['webhook-timestamp']) * 1000)
  expect(second.headers['webhook-signature']).toBe(new Webhook(secret).sign(second.id, at, second.body))
  expect((await webhooks.get(id)).previousSecretUntil).toBeNull()
})
