import { describe, expect, test } from 'vitest'
import { appendAudit } from '../src/audit/append.ts'
import { audit } from '../src/db/log-tables.ts'
import { createKey } from '../src/keys/queries.ts'
import { addUser, Browser, PASSWORD } from './browser.ts'
import { startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

describe('the audit', () => {
  test('says who did what to keys and users, by which request', async () => {
    const { app, deps, clientWith } = await startService()
    deps.now = () => new Date('2026-11-24T12:00:00.000Z')
    const { id, key } = await deps.store.write((tx) =>
      createKey(tx, deps, { role: 'admin', name: 'Night desk' }),
    )
    const headers = { authorization: `Bearer ${key}`, 'x-request-id': 'request-1' }
    const payload = { role: 'reader', name: 'Website' }
    const made = await app.inject({ method: 'POST', url: '/v1/keys', headers, payload })
    const admin = await clientWith('admin')
    const { data } = await admin.audit.list({ actor: id })
    expect(data).toEqual([
      {
        seq: 1,
        type: 'audit',
        at: '2026-11-24T12:00:00.000Z',
        actor: { id, name: 'Night desk' },
        action: 'key.create',
        resource: 'key',
        id: made.json<{ id: string }>().id,
        fromRevision: null,
        toRevision: null,
        requestId: 'request-1',
      },
    ])
  })

  test('has every write of keys, users and sessions, once, the newest first, and nothing that failed', async () => {
    const service = await startService()
    const admin = await service.clientWith('admin')
    const key = await admin.keys.create({ role: 'reader', name: 'Website' })
    await admin.keys.revoke(key.id)
    await problemOf(admin.keys.revoke(key.id))
    const user = await addUser(service)
    const browser = new Browser(service)
    await browser.tryToSignIn({ password: 'a wrong password' })
    await browser.signIn()
    await browser.write('DELETE', '/v1/session')
    await admin.users.update(user.id, { name: 'Ada' })
    await admin.users.update(user.id, { name: 'Ada' })
    await admin.users.update(user.id, { role: 'reader', disabled: true })
    await admin.users.update(user.id, { disabled: false })
    const { data } = await admin.audit.list()
    expect(data.map(({ action, id }) => [action, id])).toEqual([
      ['user.enable', user.id],
      ['user.disable', user.id],
      ['user.update', user.id],
      ['user.update', user.id],
      ['user.sign-out', user.id],
      ['user.sign-in', user.id],
      ['user.create', user.id],
      ['key.revoke', key.id],
      ['key.create', key.id],
    ])
    expect(data.map(({ seq }) => seq)).toEqual(data.map(({ seq }) => seq).sort((a, b) => b - a))
  })

  test('shows nothing that is secret', async () => {
    const service = await startService()
    const admin = await service.clientWith('admin')
    const { key } = await admin.keys.create({ role: 'reader', name: 'Website' })
    await addUser(service)
    const browser = new Browser(service)
    const { csrfToken } = await browser.signIn()
    const told = JSON.stringify([
      await admin.audit.list(),
      await service.deps.store.read.select().from(audit),
    ])
    const secrets = [key, PASSWORD, csrfToken, String(browser.cookie?.split('=')[1]), 'argon2']
    for (const secret of secrets) expect(told).not.toContain(secret)
  })

  test('is narrowed by kind, id, actor and action, and read page by page', async () => {
    const { deps, clientWith } = await startService()
    const admin = await clientWith('admin')
    const actors = ['usr_a Ada', 'usr_a Ada Byron', 'usr_ab Abe', 'usr', 'cli']
    await deps.store.write(async (tx) => {
      for (const [number, actor] of actors.entries())
        for (const action of ['article.publish', 'topic.delete'])
          await appendAudit(tx, deps, {
            actor,
            action,
            resource: action.split('.')[0] ?? '',
            id: `x_${number}`,
          })
    })
    const actorsBy = async (query: Parameters<typeof admin.audit.list>[0]) =>
      (await admin.audit.list(query)).data.map(({ actor }) => `${actor.id}: ${actor.name}`)
    expect(await actorsBy({ actor: 'usr_a', action: 'topic.delete' })).toEqual([
      'usr_a: Ada Byron',
      'usr_a: Ada',
    ])
    expect(await actorsBy({ actor: 'cli,usr', resource: 'article' })).toEqual(['cli: cli', 'usr: usr'])
    expect(await actorsBy({ id: 'x_2' })).toEqual(['usr_ab: Abe', 'usr_ab: Abe'])
    expect(await actorsBy({ actor: 'usr_' })).toEqual([])
    expect(await actorsBy({ actor: '%' })).toEqual([])
    expect((await admin.audit.list({ resource: 'topic', count: 'exact', limit: 1 })).page.total).toBe(5)

    const seqs: number[] = []
    let cursor: string | null | undefined
    do {
      const { data, page } = await admin.audit.list({
        resource: 'topic',
        limit: 2,
        ...(cursor && { cursor }),
      })
      seqs.push(...data.map(({ seq }) => seq))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seqs).size).toBe(5)
    const first = await admin.audit.list({ resource: 'topic', limit: 2 })
    const mismatch = admin.audit.list({ resource: 'article', cursor: String(first.page.nextCursor) })
    expect((await problemOf(mismatch)).code).toBe('cursor_mismatch')
  })
})
