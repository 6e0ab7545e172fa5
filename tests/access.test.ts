import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createClient } from '../src/client/index.ts'
import { apiKeys } from '../src/db/access-tables.ts'
import { type Deps, world } from '../src/deps.ts'
import { roleOf } from '../src/keys/authorize.ts'
import { KEY_ROLES } from '../src/keys/contract.ts'
import { createKey } from '../src/keys/queries.ts'
import { hashOfSecret, isSameHash } from '../src/keys/secret-hash.ts'
import { buildApp } from '../src/app.ts'
import { followCommits } from '../src/changes/follow-commits.ts'
import { replyCache } from '../src/http/reply-cache.ts'
import { newServer } from '../src/http/server.ts'
import { addUser, Browser, PASSWORD } from './browser.ts'
import { type Service, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const NOON = new Date('2026-11-24T12:00:10.000Z')
const MINUTE_MS = 60_000

/** A service whose clock stands where it is put. */
async function startAtNoon(): Promise<Service & { pass: (ms: number) => void }> {
  const service = await startService()
  let now = NOON
  service.deps.now = () => now
  return { ...service, pass: (ms) => (now = new Date(now.getTime() + ms)) }
}

const asked = async ({ app }: Service, key: string, url = '/v1/keys') =>
  (await app.inject({ url, headers: { authorization: `Bearer ${key}` } })).statusCode

describe('a key', () => {
  test('made through the API works until it is revoked, and not a moment longer', async () => {
    const service = await startService()
    const admin = await service.clientWith('admin')
    const made = await admin.keys.create({ role: 'admin', name: 'Night desk' })
    expect(made).toMatchObject({
      type: 'key',
      role: 'admin',
      name: 'Night desk',
      expiresAt: null,
      revokedAt: null,
    })
    expect(made.key.startsWith(made.prefix)).toBe(true)
    expect(await asked(service, made.key)).toBe(200)
    await admin.keys.revoke(made.id)
    expect(await asked(service, made.key)).toBe(401)
    const revoked = (await admin.keys.list()).data.find(({ id }) => id === made.id)
    expect(revoked?.revokedAt).not.toBeNull()
  })

  test('may revoke itself', async () => {
    const service = await startService()
    const admin = await service.clientWith('admin')
    const made = await admin.keys.create({ role: 'admin', name: 'Once' })
    const headers = { authorization: `Bearer ${made.key}` }
    const reply = await service.app.inject({ method: 'DELETE', url: `/v1/keys/${made.id}`, headers })
    expect([reply.statusCode, await asked(service, made.key)]).toEqual([204, 401])
  })

  test('that has expired is refused from that moment on', async () => {
    const service = await startAtNoon()
    const admin = await service.clientWith('admin')
    const expiresAt = new Date(NOON.getTime() + MINUTE_MS).toISOString()
    const { key } = await admin.keys.create({ role: 'admin', name: 'Short', expiresAt })
    service.pass(MINUTE_MS - 1)
    expect(await asked(service, key)).toBe(200)
    service.pass(1)
    expect(await asked(service, key)).toBe(401)
  })

  test('may expire on a day, but not on one that has passed', async () => {
    const { clientWith } = await startAtNoon()
    const admin = await clientWith('admin')
    const made = await admin.keys.create({ role: 'reader', name: 'New year', expiresAt: '2027-01-01' })
    expect(made.expiresAt).toBe('2027-01-01T00:00:00.000Z')
    for (const expiresAt of ['2026-11-24', NOON.toISOString(), 'soon', '']) {
      const { problem } = await problemOf(admin.keys.create({ role: 'reader', name: 'Late', expiresAt }))
      expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/expiresAt' }] })
    }
  })

  test('is 404 to revoke where it is unknown or was revoked', async () => {
    const { clientWith } = await startService()
    const admin = await clientWith('admin')
    const { id } = await admin.keys.create({ role: 'reader', name: 'Twice' })
    await admin.keys.revoke(id)
    for (const gone of [id, 'key_never', '%'])
      expect((await problemOf(admin.keys.revoke(gone))).code).toBe('not_found')
  })

  test('is in no reply after the first, and in no file of the database', async () => {
    const service = await startService()
    const admin = await service.clientWith('admin')
    const { key } = await admin.keys.create({ role: 'reader', name: 'Secret' })
    expect(JSON.stringify([await admin.keys.list(), await admin.audit.list()])).not.toContain(key)
    const path = service.deps.config.databasePath
    const bytes = [path, `${path}-wal`].map((file) => readFileSync(file, 'latin1')).join('')
    expect(bytes).toContain('Secret')
    expect(bytes).not.toContain(key)
    expect(bytes).toContain(hashOfSecret(key))
  })

  test('is not made under an Idempotency-Key, for its answer would have to be kept', async () => {
    const { app, deps, clientWith } = await startService()
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'admin', name: 'a' }))
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'once' }
    const payload = { role: 'reader', name: 'Again' }
    const reply = await app.inject({ method: 'POST', url: '/v1/keys', headers, payload })
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ header: 'Idempotency-Key' }] })
    const { data } = await (await clientWith('admin')).keys.list()
    expect(data.map(({ name }) => name)).not.toContain('Again')
  })

  test('is listed newest first, page by page', async () => {
    const { clientWith } = await startService()
    const admin = await clientWith('admin')
    const names: string[] = []
    let cursor: string | null | undefined
    for (const name of ['one', 'two', 'three', 'four']) await admin.keys.create({ role: 'reader', name })
    do {
      const { data, page } = await admin.keys.list({ limit: 2, count: 'exact', ...(cursor && { cursor }) })
      expect(page.total).toBe(5)
      names.push(...data.map(({ name }) => name))
      cursor = page.nextCursor
    } while (cursor)
    expect([...names].sort()).toEqual(['admin', 'four', 'one', 'three', 'two'])
  })

  test('that is no key of ours is 401, whatever it looks like', async () => {
    const service = await startService()
    for (const authorization of [
      'Bearer',
      'Bearer clq_',
      'Basic YTpi',
      'Bearer é',
      'clq_x',
      "Bearer ' or 1=1 --",
    ]) {
      const { statusCode, headers } = await service.app.inject({
        url: '/v1/keys',
        headers: { authorization },
      })
      expect([authorization, statusCode, headers['www-authenticate']]).toEqual([authorization, 401, 'Bearer'])
    }
  })
})

test('two hashes are the same where the secrets are, and only there', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(isSameHash(hashOfSecret(one), hashOfSecret(other))).toBe(one === other)
      expect(isSameHash(hashOfSecret(one), hashOfSecret(one))).toBe(true)
      expect(isSameHash(hashOfSecret(one), other)).toBe(false)
    }),
  )
})

describe('who may say who may do what', () => {
  const requests = [
    ['GET', '/v1/keys'],
    ['POST', '/v1/keys'],
    ['DELETE', '/v1/keys/key_x'],
    ['GET', '/v1/users'],
    ['POST', '/v1/users'],
    ['PATCH', '/v1/users/usr_x'],
    ['GET', '/v1/audit'],
  ] as const

  test.each(requests)(
    '%s %s is for admins: others get 403, nobody 401, before anything is read',
    async (method, url) => {
      const { app, deps } = await startService()
      const statusWith = async (authorization?: string) =>
        (await app.inject({ method, url, headers: { ...(authorization && { authorization }) } })).statusCode
      expect(await statusWith()).toBe(401)
      for (const role of KEY_ROLES) {
        const { key } = await deps.store.write((tx) => createKey(tx, deps, { role, name: role }))
        const status = await statusWith(`Bearer ${key}`)
        if (role === 'admin') expect([200, 400, 404]).toContain(status)
        else expect(status).toBe(403)
      }
    },
  )
})

describe('when a key was last used', () => {
  const lastUse = async ({ deps }: Service, id: string) => {
    const [row] = await deps.store.read.select().from(apiKeys).where(eq(apiKeys.id, id))
    return row?.lastUsedAt
  }
  const make = async ({ deps }: Service) =>
    deps.store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'used' }))

  test('is noted to the minute, after the reply, even of what its role does not cover', async () => {
    const service = await startAtNoon()
    const { id, key } = await make(service)
    expect(await lastUse(service, id)).toBeNull()
    await asked(service, key)
    await expect.poll(() => lastUse(service, id)).toBe('2026-11-24T12:00:00.000Z')
    service.pass(MINUTE_MS)
    await asked(service, key)
    await expect.poll(() => lastUse(service, id)).toBe('2026-11-24T12:01:00.000Z')
  })

  test('is noted of requests that bring bytes, too', async () => {
    const service = await startAtNoon()
    const { id, key } = await make(service)
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/plain' }
    await service.app.inject({
      method: 'POST',
      url: '/v1/imports?dryRun=true',
      headers,
      payload: 'Some text.',
    })
    await expect.poll(() => lastUse(service, id)).toBe('2026-11-24T12:00:00.000Z')
  })

  test('costs one write a minute, however often it is used, and not even that from another process', async () => {
    const { deps } = await startAtNoon()
    let writes = 0
    const { store } = deps
    const counting: Deps = {
      ...deps,
      store: {
        ...store,
        write: (work) => {
          writes += 1
          return store.write(work)
        },
      },
    }
    const [first, second] = [await buildApp(counting), await buildApp(counting)]
    onTestFinished(async () => {
      await first.close()
      await second.close()
    })
    const { id, key } = await store.write((tx) => createKey(tx, deps, { role: 'admin', name: 'used' }))
    const ask = (app: typeof first) =>
      app.inject({ url: '/v1/keys', headers: { authorization: `Bearer ${key}` } })
    await Promise.all(Array.from({ length: 20 }, () => ask(first)))
    await expect
      .poll(async () => (await store.read.select().from(apiKeys).where(eq(apiKeys.id, id)))[0]?.lastUsedAt)
      .not.toBeNull()
    await ask(first)
    await ask(second)
    // A use that has to be noted comes behind whatever these two had to write.
    const other = await store.write((tx) => createKey(tx, deps, { role: 'admin', name: 'other' }))
    await second.inject({ url: '/v1/keys', headers: { authorization: `Bearer ${other.key}` } })
    await expect
      .poll(
        async () => (await store.read.select().from(apiKeys).where(eq(apiKeys.id, other.id)))[0]?.lastUsedAt,
      )
      .not.toBeNull()
    expect(writes).toBe(2)
  })

  test('fails no request where it cannot be noted', async () => {
    const { deps } = await startAtNoon()
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'admin', name: 'used' }))
    const write = () => Promise.reject(new Error('The disk is full.'))
    const app = await buildApp({ ...deps, store: { ...deps.store, write } })
    onTestFinished(() => app.close())
    for (let turn = 0; turn < 3; turn += 1)
      expect(
        (await app.inject({ url: '/v1/keys', headers: { authorization: `Bearer ${key}` } })).statusCode,
      ).toBe(200)
  })
})

describe('roleOf', () => {
  test('is undefined without credentials, the role with them, and 401 where they are wrong', async () => {
    const service = await startService()
    const { deps } = service
    const cache = replyCache(0)
    const commits = followCommits(deps.store, cache)
    const nothing = () => Promise.resolve(undefined)
    const app = await newServer(deps, { cache, commits, prepare: nothing, callerIdOf: nothing })
    app.get('/open', async (request) => ({ role: (await roleOf(deps, request)) ?? null }))
    onTestFinished(() => app.close())
    expect((await app.inject('/open')).json()).toEqual({ role: null })
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'r' }))
    const withKey = (authorization: string) => app.inject({ url: '/open', headers: { authorization } })
    expect((await withKey(`Bearer ${key}`)).json()).toEqual({ role: 'reader' })
    expect((await withKey('Bearer clq_wrong')).json()).toMatchObject({ code: 'unauthenticated' })
    await addUser(service, { role: 'editor' })
    const browser = new Browser(service)
    await browser.signIn()
    const { cookie } = browser
    expect((await app.inject({ url: '/open', headers: { cookie } })).json()).toEqual({ role: 'editor' })
    const stale = await app.inject({ url: '/open', headers: { cookie: '__Host-colloquy=stale' } })
    expect(stale.json()).toMatchObject({ code: 'unauthenticated' })
  })
})

test('no log line has a key, a password, a cookie or a token', async () => {
  const lines: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0)
  onTestFinished(() => {
    spy.mockRestore()
  })
  const service = await startService({ LOG_LEVEL: 'debug' })
  await addUser(service, { role: 'admin' })
  const admin = await service.clientWith('admin')
  const { key } = await admin.keys.create({ role: 'reader', name: 'Secret' })
  await createClient({
    url: 'http://service.test',
    key,
    send: async (request) => {
      const reply = await service.app.inject({
        url: new URL(request.url).pathname,
        headers: Object.fromEntries(request.headers),
      })
      return new Response(reply.body, {
        status: reply.statusCode,
        headers: { 'content-type': 'application/json' },
      })
    },
  }).ready()
  const browser = new Browser(service)
  await browser.tryToSignIn({ password: `${PASSWORD}, wrong` })
  const { csrfToken } = await browser.signIn()
  const { cookie } = browser
  await browser.write('POST', '/v1/users', { payload: { email: 'x', password: 'too short' } })
  await browser.write('DELETE', '/v1/session')
  const log = lines.join('')
  expect(log).toContain('/v1/session')
  const secrets = [key, PASSWORD, 'too short', String(cookie?.split('=')[1]), csrfToken]
  for (const secret of secrets) expect(log).not.toContain(secret)
})

test('the world makes secrets of 256 bits', () => {
  expect(Buffer.from(world.newSecret(), 'base64url')).toHaveLength(32)
})
