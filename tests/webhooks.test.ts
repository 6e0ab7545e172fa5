import { asc } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { audit } from '../src/db/log-tables.ts'
import { createKey } from '../src/keys/queries.ts'
import { WEBHOOKS_MAX } from '../src/webhooks/contract.ts'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { startService } from './harness.ts'
import { problemOf } from './problem-of.ts'
import { startReceiver } from './receiver.ts'

const url = 'https://8.8.8.8/hook'
const unknown = 'whk_00000000000000000000000000'

async function startAdmin() {
  const service = await startService({ WEBHOOK_ALLOW_PRIVATE: 'true' })
  const { webhooks, topics } = await service.clientWith('admin')
  return { ...service, webhooks, topics }
}

describe('/v1/webhooks', () => {
  test('a webhook is what was asked for, and in use', async () => {
    const { webhooks, topics } = await startAdmin()
    const { id: topicId } = await topics.get('drone-strikes')
    const { secret, ...made } = await webhooks.create({
      url,
      description: ' Builds the site. ',
      types: ['article.published', 'article.unpublished'],
      topics: ['drone-strikes', topicId],
    })
    expect(made).toMatchObject({
      type: 'webhook',
      url,
      description: 'Builds the site.',
      types: ['article.published', 'article.unpublished'],
      topics: [topicId],
      enabled: true,
      disabledReason: null,
      failingSince: null,
    })
    expect(await webhooks.get(made.id)).toEqual(made)
    expect((await webhooks.list()).data).toEqual([made])
    expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32)
  })

  test('a secret is shown when it is made, and when it is rotated: never else', async () => {
    const { webhooks } = await startAdmin()
    const { id, secret } = await webhooks.create({ url })
    const rotated = await webhooks.rotateSecret(id)
    expect(rotated.secret).not.toBe(secret)
    expect(rotated.previousSecretUntil).not.toBeNull()
    const shown = JSON.stringify([
      await webhooks.get(id),
      await webhooks.list(),
      await webhooks.update(id, { description: 'other' }),
      await webhooks.test(id),
      await webhooks.deliveries(id),
    ])
    expect(shown).not.toContain('whsec_')
    expect(shown).not.toContain(secret.slice('whsec_'.length))
  })

  test('a patch changes what it names', async () => {
    const { webhooks } = await startAdmin()
    const { id } = await webhooks.create({ url, description: 'first', types: ['qa.updated'] })
    const before = await webhooks.get(id)
    const after = await webhooks.update(id, { url: 'https://8.8.4.4/', types: [], description: null })
    expect(after).toEqual({
      ...before,
      url: 'https://8.8.4.4/',
      types: [],
      description: null,
      updatedAt: after.updatedAt,
    })
    expect(await webhooks.get(id)).toEqual(after)
  })

  test('a disabled webhook says since when and why, and takes no test', async () => {
    const { webhooks } = await startAdmin()
    const { id } = await webhooks.create({ url, enabled: false })
    expect(await webhooks.get(id)).toMatchObject({
      enabled: false,
      disabledReason: 'Disabled by an administrator.',
    })
    expect((await problemOf(webhooks.test(id))).code).toBe('conflict')
    expect(await webhooks.update(id, { enabled: true })).toMatchObject({
      enabled: true,
      disabledAt: null,
      disabledReason: null,
    })
    const { id: deliveryId } = await webhooks.test(id)
    await webhooks.update(id, { enabled: false })
    expect((await problemOf(webhooks.redeliver(id, deliveryId))).code).toBe('conflict')
  })

  test('deleting one takes its deliveries along', async () => {
    const { webhooks, deps } = await startAdmin()
    const receiver = await startReceiver()
    const { id } = await webhooks.create({ url: receiver.url })
    const { id: deliveryId } = await webhooks.test(id)
    await deliverDue(deps)
    await webhooks.delete(id)
    expect((await problemOf(webhooks.get(id))).code).toBe('not_found')
    expect((await problemOf(webhooks.delivery(id, deliveryId))).code).toBe('not_found')
    expect((await webhooks.list()).data).toEqual([])
  })

  test('lists come in pages', async () => {
    const { webhooks } = await startAdmin()
    const ids = []
    for (let count = 0; count < 3; count += 1) ids.push((await webhooks.create({ url })).id)
    const first = await webhooks.list({ limit: 2, count: 'exact' })
    expect(first.page.total).toBe(3)
    const second = await webhooks.list({ limit: 2, cursor: first.page.nextCursor ?? '' })
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids)
    expect(second.page.nextCursor).toBeNull()

    const queued = []
    for (let count = 0; count < 3; count += 1) queued.push((await webhooks.test(ids[0] ?? '')).id)
    const newest = await webhooks.deliveries(ids[0] ?? '', { limit: 2, count: 'exact', status: 'pending' })
    const cursor = newest.page.nextCursor ?? ''
    const oldest = await webhooks.deliveries(ids[0] ?? '', { limit: 2, cursor, status: 'pending' })
    expect(newest.page.total).toBe(3)
    expect([...newest.data, ...oldest.data].map(({ id }) => id)).toEqual(queued.reverse())
    expect((await webhooks.deliveries(ids[0] ?? '', { status: 'failed' })).data).toEqual([])
    expect((await problemOf(webhooks.deliveries(ids[1] ?? '', { cursor }))).code).toBe('cursor_mismatch')
  })

  test(`there are no more than ${WEBHOOKS_MAX}`, async () => {
    const { webhooks } = await startAdmin()
    for (let count = 0; count < WEBHOOKS_MAX; count += 1) await webhooks.create({ url })
    expect((await problemOf(webhooks.create({ url }))).code).toBe('conflict')
  })
})

describe('what is refused', () => {
  test.each(['reader', 'editor'] as const)('the key of a %s', async (role) => {
    const { clientWith } = await startService()
    const { webhooks } = await clientWith(role)
    expect((await problemOf(webhooks.list())).code).toBe('forbidden')
    expect((await problemOf(webhooks.create({ url }))).code).toBe('forbidden')
  })

  test('no key', async () => {
    const { client } = await startService()
    expect((await problemOf(client.webhooks.list())).code).toBe('unauthenticated')
  })

  test('a webhook or delivery that is none', async () => {
    const { webhooks } = await startAdmin()
    const { id } = await webhooks.create({ url })
    const { id: other } = await webhooks.create({ url })
    const { id: deliveryId } = await webhooks.test(id)
    for (const call of [
      () => webhooks.get(unknown),
      () => webhooks.update(unknown, {}),
      () => webhooks.delete(unknown),
      () => webhooks.test(unknown),
      () => webhooks.rotateSecret(unknown),
      () => webhooks.deliveries(unknown),
      () => webhooks.delivery(other, deliveryId),
      () => webhooks.redeliver(other, deliveryId),
      () => webhooks.delivery(id, 'dlv_00000000000000000000000000'),
    ])
      expect((await problemOf(call())).code).toBe('not_found')
  })

  test.each([
    [{}, '/url'],
    [{ url, colour: 'red' }, '/colour'],
    [{ url, types: ['article.eaten'] }, '/types/0'],
    [{ url, topics: ['drone-strikes', 'no-such'] }, '/topics/1'],
    [{ url, topics: ['top_00000000000000000000000000'] }, '/topics/0'],
    [{ url, secret: 'whsec_mine' }, '/secret'],
    [{ url, enabled: 'yes' }, '/enabled'],
    [{ url, description: 'a'.repeat(501) }, '/description'],
  ])('%j names %s', async (body, pointer) => {
    const { app, deps } = await startAdmin()
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'admin', name: 'raw' }))
    const headers = { authorization: `Bearer ${key}` }
    const reply = await app.inject({ method: 'POST', url: '/v1/webhooks', headers, payload: body })
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] })
  })
})

test('the same Idempotency-Key makes one of it, and gives the first answer again', async () => {
  const { webhooks } = await startAdmin()
  const once = { idempotencyKey: 'one' }
  const made = await webhooks.create({ url }, once)
  expect(await webhooks.create({ url }, once)).toEqual(made)
  expect((await webhooks.list()).data).toHaveLength(1)
  const other = { idempotencyKey: 'other' }
  expect(await webhooks.test(made.id, other)).toEqual(await webhooks.test(made.id, other))
  expect((await webhooks.deliveries(made.id)).data).toHaveLength(1)
  expect((await problemOf(webhooks.rotateSecret(made.id, other))).code).toBe('idempotency_mismatch')
})

test('who did what to a webhook is noted', async () => {
  const { webhooks, deps } = await startAdmin()
  const { id } = await webhooks.create({ url })
  await webhooks.rotateSecret(id)
  const { id: deliveryId } = await webhooks.test(id)
  await webhooks.redeliver(id, deliveryId)
  await webhooks.update(id, { enabled: false })
  await webhooks.update(id, { enabled: true })
  await webhooks.delete(id)
  const deeds = await deps.store.read.select().from(audit).orderBy(asc(audit.seq))
  const own = deeds.filter(({ resourceId }) => [id, deliveryId].includes(resourceId))
  expect(own.map(({ action }) => action)).toEqual([
    'webhook.create',
    'webhook.rotate-secret',
    'webhook.test',
    'webhook.redeliver',
    'webhook.update',
    'webhook.disable',
    'webhook.update',
    'webhook.enable',
    'webhook.delete',
  ])
  for (const deed of own) {
    expect(deed.actor).toContain('admin')
    expect(deed.requestId).not.toBeNull()
  }
})

test('a topic that was merged into another is asked for as the other', async () => {
  const { webhooks, topics } = await startAdmin()
  for (const name of ['Rivers', 'Lakes', 'Seas']) await topics.create({ name })
  const [rivers, lakes, seas] = [
    await topics.get('rivers'),
    await topics.get('lakes'),
    await topics.get('seas'),
  ]
  const { id } = await webhooks.create({ url, topics: ['rivers', 'seas', 'lakes'] })
  const { id: other } = await webhooks.create({ url, topics: ['seas'] })
  await topics.merge('rivers', 'lakes', { ifMatch: rivers.etag ?? '' })
  expect((await webhooks.get(id)).topics).toEqual([lakes.id, seas.id])
  expect((await webhooks.get(other)).topics).toEqual([seas.id])
  expect((await webhooks.update(id, { topics: [rivers.id] })).topics).toEqual([lakes.id])
})
