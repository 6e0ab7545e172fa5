import { describe, expect, test } from 'vitest'
import { listPreviewLinks } from '../src/publishing/preview.ts'
import { PREVIEW_LINK_KEPT_MS, prunePreviewLinks } from '../src/publishing/prune-preview-links.ts'
import { webhookAttempts } from '../src/db/log-tables.ts'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { pruneDeliveries } from '../src/webhooks/prune-deliveries.ts'
import { startService } from './harness.ts'
import { DAY_MS, SECOND_MS, startPlace, status } from './webhook-place.ts'

describe('the delivery log', () => {
  test('forgets what came to its end WEBHOOK_LOG_DAYS ago, with its attempts, and nothing younger', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace({ WEBHOOK_LOG_DAYS: '2' })
    const { id } = await webhooks.create({ url: receiver.url })
    const [old, again] = [await webhooks.test(id), await webhooks.test(id)]
    await deliverDue(deps)
    pass(2 * DAY_MS - 60 * SECOND_MS)
    // Old by its making, and tried lately.
    await webhooks.redeliver(id, again.id)
    const young = await webhooks.test(id)
    await deliverDue(deps)
    const kept = async () => new Set((await webhooks.deliveries(id)).data.map((each) => each.id))
    await pruneDeliveries(deps)
    expect(await kept()).toEqual(new Set([old.id, again.id, young.id]))
    pass(120 * SECOND_MS)
    await pruneDeliveries(deps)
    expect(await kept()).toEqual(new Set([again.id, young.id]))
    const attempts = await deps.store.read.select().from(webhookAttempts)
    expect(attempts.map(({ deliveryId }) => deliveryId)).not.toContain(old.id)
  })

  test('keeps what is yet to be sent, however old, and goes on behind it', async () => {
    const { deps, webhooks, receiver, pass } = await startPlace({ WEBHOOK_LOG_DAYS: '1' })
    const { id } = await webhooks.create({ url: receiver.url })
    receiver.answer = status(500)
    const waiting = [await webhooks.test(id), await webhooks.test(id), await webhooks.test(id)]
    await deliverDue(deps)
    await webhooks.update(id, { enabled: false })
    const other = await webhooks.create({ url: receiver.url })
    receiver.answer = status(200)
    for (let count = 0; count < 5; count += 1) await webhooks.test(other.id)
    await deliverDue(deps)
    pass(400 * DAY_MS)
    await pruneDeliveries(deps, { batch: 2 })
    expect((await webhooks.deliveries(id)).data.map((each) => each.id).sort()).toEqual(
      waiting.map((each) => each.id).sort(),
    )
    expect((await webhooks.deliveries(other.id)).data).toEqual([])
  })
})

test('preview links that have long been over are forgotten, and no others', async () => {
  const { deps, clientWith } = await startService()
  const { articles } = await clientWith('editor')
  const { id } = await articles.create({ title: 'A talk' })
  await articles.createPreviewLink(id, { expiresIn: 60 })
  const longer = await articles.createPreviewLink(id, { expiresIn: 3600 })
  const start = Date.now()
  deps.now = () => new Date(start + PREVIEW_LINK_KEPT_MS + 120 * SECOND_MS)
  await prunePreviewLinks(deps)
  expect((await listPreviewLinks(deps.store.read, id)).map((link) => link.id)).toEqual([longer.id])
})
