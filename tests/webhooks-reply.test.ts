import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { ATTEMPTS_MAX, JITTER, PAUSES, RETRY_AFTER_MS_MAX } from '../src/webhooks/retry.ts'
import { startReceiver } from './receiver.ts'
import { DAY_MS, onlyDelivery, SECOND_MS, startPlace, status } from './webhook-place.ts'

describe('the reply', () => {
  test('any 2xx is a success; status, latency and beginning of the reply are kept', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(202)
    await webhooks.test(id)
    await deliverDue(deps)
    const delivery = await onlyDelivery(webhooks, id)
    expect(delivery).toMatchObject({ status: 'delivered', nextAttemptAt: null, attemptCount: 1 })
    expect(delivery.attempts).toMatchObject([
      { number: 1, httpStatus: 202, responseHead: 'status 202', error: null },
    ])
    expect(delivery.attempts[0]?.latencyMs).toBeGreaterThanOrEqual(0)
  })

  test.each([301, 302, 307, 308])('a redirect (%s) is a failure and is not followed', async (code) => {
    const { deps, webhooks, receiver } = await startPlace()
    const elsewhere = await startReceiver()
    receiver.answer = status(code, { location: elsewhere.url })
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    await deliverDue(deps)
    expect(elsewhere.received).toEqual([])
    const { attempts, status: state } = await onlyDelivery(webhooks, id)
    expect(state).toBe('pending')
    expect(attempts).toMatchObject([{ httpStatus: code }])
    expect(attempts[0]?.error).toContain('not followed')
  })

  test('of a reply without end only the beginning is read', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    receiver.answer = (_request, reply) => {
      const pour = () => {
        while (!reply.destroyed && reply.write('é\0'.repeat(1_000)));
        if (!reply.destroyed) reply.once('drain', pour)
      }
      pour()
    }
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    await deliverDue(deps)
    const { attempts, status: state } = await onlyDelivery(webhooks, id)
    expect(state).toBe('delivered')
    expect(attempts[0]?.responseHead).toBe('é\ufffd'.repeat(341))
  })

  test('a reply that does not come in time is a failure', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    receiver.answer = () => undefined
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    await deliverDue(deps, { timeoutMs: 50 })
    const { attempts, status: state } = await onlyDelivery(webhooks, id)
    expect(state).toBe('pending')
    expect(attempts).toMatchObject([
      { httpStatus: null, responseHead: null, error: 'No reply within 0.05 s.' },
    ])
  })

  test('a reply whose body does not end in time is as good as its status', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    receiver.answer = (_request, reply) => reply.writeHead(200).write('so far')
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    await deliverDue(deps, { timeoutMs: 200 })
    const { attempts, status: state } = await onlyDelivery(webhooks, id)
    expect(state).toBe('delivered')
    expect(attempts).toMatchObject([{ httpStatus: 200, responseHead: 'so far', error: null }])
  })

  test('no reply at all is a failure that says why', async () => {
    const { deps, webhooks, receiver } = await startPlace()
    receiver.answer = (_request, reply) => reply.destroy()
    const { id } = await webhooks.create({ url: receiver.url })
    const { id: refused } = await webhooks.create({ url: 'http://127.0.0.1:1/' })
    await webhooks.test(id)
    await webhooks.test(refused)
    await deliverDue(deps)
    expect((await onlyDelivery(webhooks, id)).attempts[0]?.error).toMatch(/^The connection failed: \w+\.$/)
    expect((await onlyDelivery(webhooks, refused)).attempts[0]?.error).toBe(
      'The connection failed: ECONNREFUSED.',
    )
  })
})

describe('what fails', () => {
  test('is sent again after the pauses of the schedule, under the same id with a new signature, and then no more', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id, secret } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    await webhooks.test(id)
    await deliverDue(deps)
    for (const [index, units] of PAUSES.entries()) {
      pass(units * 5 * SECOND_MS - SECOND_MS)
      await deliverDue(deps)
      expect(receiver.received).toHaveLength(index + 1)
      pass(units * 5 * SECOND_MS * JITTER + 2 * SECOND_MS)
      await deliverDue(deps)
      expect(receiver.received).toHaveLength(index + 2)
    }
    pass(30 * DAY_MS)
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(ATTEMPTS_MAX)
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    for (const each of receiver.received) {
      const at = new Date(Number(each.headers['webhook-timestamp']) * 1000)
      expect(each.headers['webhook-signature']).toBe(new Webhook(secret).sign(each.id, at, each.body))
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(
      ATTEMPTS_MAX,
    )
    const delivery = await onlyDelivery(webhooks, id)
    expect(delivery).toMatchObject({ status: 'failed', nextAttemptAt: null, attemptCount: ATTEMPTS_MAX })
    expect(delivery.attempts.map(({ number }) => number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  test('comes sooner with a shorter base', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace({ WEBHOOK_RETRY_BASE_MS: '1' })
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    await webhooks.test(id)
    for (let count = 0; count < ATTEMPTS_MAX; count += 1) {
      await deliverDue(deps)
      pass(20 * SECOND_MS)
    }
    expect((await onlyDelivery(webhooks, id)).status).toBe('failed')
  })

  test('is not sent before the receiver wants it', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(503, { 'retry-after': '120' })
    await webhooks.test(id)
    await deliverDue(deps)
    pass(115 * SECOND_MS)
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(1)
    receiver.answer = status(429, { 'retry-after': String(365 * 24 * 60 * 60) })
    pass(6 * SECOND_MS)
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(2)
    pass(RETRY_AFTER_MS_MAX + SECOND_MS)
    await deliverDue(deps)
    expect(receiver.received).toHaveLength(3)
  })

  test('and then succeeds is delivered, and the webhook is no longer failing', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace()
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    await webhooks.test(id)
    await deliverDue(deps)
    expect((await webhooks.get(id)).failingSince).not.toBeNull()
    receiver.answer = status(204)
    pass(6 * SECOND_MS)
    await deliverDue(deps)
    expect((await webhooks.get(id)).failingSince).toBeNull()
    expect(await onlyDelivery(webhooks, id)).toMatchObject({ status: 'delivered', attemptCount: 2 })
  })
})
