import { parseOptions } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { createClient } from '../src/client/index.ts'
import { sessions, signInFailures, users } from '../src/db/access-tables.ts'
import { ProblemDocument } from '../src/http/contract.ts'
import { createKey } from '../src/keys/queries.ts'
import { hashOfSecret } from '../src/keys/secret-hash.ts'
import { HASH_OF_NOBODY, hashPassword, isPassword } from '../src/users/password.ts'
import { changePassword } from '../src/users/change-users.ts'
import { DEVICE_MS } from '../src/users/known-devices.ts'
import { SESSION_MS } from '../src/users/sessions.ts'
import { addUser, Browser, disable, EMAIL, PASSWORD } from './browser.ts'
import { startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const COOKIE =
  /^__Host-colloquy(?:-device)?=([\w-]{43}); Max-Age=(\d+); Path=\/; HttpOnly; Secure; SameSite=Lax$/

async function startWithUser(
  role: 'reader' | 'editor' | 'admin' = 'editor',
  settings?: Record<string, string>,
) {
  const service = await startService(settings)
  let now = new Date('2026-11-24T12:00:00.000Z')
  service.deps.now = () => now
  const user = await addUser(service, { role })
  const pass = (ms: number) => (now = new Date(now.getTime() + ms))
  return { ...service, user, pass, browser: new Browser(service), newBrowser: () => new Browser(service) }
}

describe('signing in', () => {
  test('sets a cookie that no page can read and no other site can send', async () => {
    const { browser, user } = await startWithUser()
    const reply = await browser.tryToSignIn()
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({
      type: 'session',
      user: { id: user.id, email: EMAIL, role: 'editor' },
    })
    expect(reply.body).not.toContain('argon2')
    expect(reply.headers['cache-control']).toBe('no-store')
    const cookies = [reply.headers['set-cookie'] ?? []].flat().map((cookie) => COOKIE.exec(cookie))
    expect(cookies.map((cookie) => Number(cookie?.[2]) * 1000)).toEqual([SESSION_MS, DEVICE_MS])
    for (const cookie of cookies) expect(reply.body).not.toContain(cookie?.[1])
  })

  test('goes by the e-mail address in any case, and the password in any composition', async () => {
    const { deps, browser } = await startWithUser()
    expect((await browser.tryToSignIn({ email: 'ADA@Example.ORG' })).statusCode).toBe(200)
    const passwordHash = await hashPassword('caf\u00e9 on the canal')
    await deps.store.write(async (tx) => {
      await tx.update(users).set({ passwordHash })
    })
    expect((await browser.tryToSignIn({ password: 'cafe\u0301 on the canal' })).statusCode).toBe(200)
  })

  test('keeps a hash of what the cookie has, and of the password: nothing else', async () => {
    const { deps, browser } = await startWithUser()
    await browser.signIn()
    const secret = String(browser.cookie?.split('=')[1])
    const kept = JSON.stringify([
      await deps.store.read.select().from(sessions),
      await deps.store.read.select().from(users),
    ])
    expect(kept).toContain(hashOfSecret(secret))
    for (const clear of [secret, PASSWORD]) expect(kept).not.toContain(clear)
  })

  test('says the same of an unknown e-mail address, a wrong password and a disabled user', async () => {
    const service = await startWithUser()
    const { id } = await addUser(service, { email: 'gone@example.org' })
    await disable(service, id)
    const said = async (credentials: { email?: string; password?: string }) => {
      const reply = await service.newBrowser().tryToSignIn(credentials)
      const document = { ...ProblemDocument.parse(reply.json()), requestId: 'any' }
      const headers = { ...reply.headers, 'x-request-id': 'any', date: 'any', ratelimit: 'any' }
      return { status: reply.statusCode, document, headers }
    }
    const wrong = await said({ password: 'wrong wrong wrong' })
    expect(wrong).toMatchObject({ status: 401, document: { code: 'unauthenticated' } })
    expect(await said({ email: 'nobody@example.org' })).toEqual(wrong)
    expect(await said({ email: 'gone@example.org' })).toEqual(wrong)
  })

  test('is refused to the page of another site', async () => {
    const { newBrowser } = await startWithUser()
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const reply = await newBrowser().tryToSignIn({}, { headers })
      expect(reply.json()).toMatchObject({ code: 'forbidden', errors: [{ code: 'invalid' }] })
      expect(reply.headers['set-cookie']).toBeUndefined()
    }
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'https://cms.example', host: 'behind.proxy' }
    expect((await newBrowser().tryToSignIn({}, { headers })).statusCode).toBe(200)
    const old = { origin: 'https://cms.example', host: 'cms.example' }
    expect((await newBrowser().tryToSignIn({}, { headers: old })).statusCode).toBe(200)
  })

  test('behind a proxy is for the pages of the host that the proxy names, where it is believed', async () => {
    const origin = 'https://cms.example'
    const headers = { origin, host: 'inside:3000', 'x-forwarded-host': 'cms.example' }
    const { newBrowser } = await startWithUser('editor', { TRUST_PROXY: '127.0.0.1' })
    expect((await newBrowser().tryToSignIn({}, { headers })).statusCode).toBe(200)
    const other = { ...headers, origin: 'https://evil.example' }
    expect((await newBrowser().tryToSignIn({}, { headers: other })).statusCode).toBe(403)
    const { browser } = await startWithUser()
    expect((await browser.tryToSignIn({}, { headers })).statusCode).toBe(403)
  })

  test('takes argon2id with what OWASP asks, and a dummy of the same price', async () => {
    const hash = await hashPassword(PASSWORD)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(parseOptions(HASH_OF_NOBODY)).toEqual(parseOptions(hash))
    expect(await isPassword(hash, PASSWORD)).toBe(true)
    expect(await isPassword(HASH_OF_NOBODY, PASSWORD)).toBe(false)
  })
})

describe('a session', () => {
  test('may do what its user may do, in the name of the user', async () => {
    const { browser, user, clientWith } = await startWithUser()
    await browser.signIn()
    expect((await browser.send('GET', '/v1/keys')).statusCode).toBe(403)
    const made = await browser.write('POST', '/v1/articles', { payload: { title: 'Talking of Bridges' } })
    expect(made.statusCode).toBe(201)
    const { data } = await (await clientWith('admin')).audit.list({ action: 'article.create' })
    expect(data[0]?.actor).toEqual({ id: user.id, name: 'Ada Byron' })
  })

  test('says who it is of, and ends when they sign out', async () => {
    const { browser, newBrowser, deps } = await startWithUser()
    const session = await browser.signIn()
    expect((await browser.send('GET', '/v1/session')).json()).toEqual(session)
    const thief = newBrowser()
    thief.cookie = browser.cookie
    const ended = await browser.write('DELETE', '/v1/session')
    expect(ended.statusCode).toBe(204)
    expect(String(ended.headers['set-cookie'])).toMatch(
      /^__Host-colloquy=; Max-Age=0; Path=\/; HttpOnly; Secure/,
    )
    expect(await deps.store.read.select().from(sessions)).toEqual([])
    const refused = await thief.send('GET', '/v1/session')
    expect([refused.statusCode, thief.cookie]).toEqual([401, undefined])
    expect((await newBrowser().send('GET', '/v1/session')).statusCode).toBe(401)
  })

  test('ends at its time, however much it is used', async () => {
    const { browser, pass } = await startWithUser()
    const { expiresAt } = await browser.signIn()
    expect(expiresAt).toBe(new Date(Date.parse('2026-11-24T12:00:00.000Z') + SESSION_MS).toISOString())
    pass(SESSION_MS - 1)
    expect((await browser.send('GET', '/v1/session')).statusCode).toBe(200)
    pass(1)
    expect((await browser.send('GET', '/v1/session')).statusCode).toBe(401)
  })

  test('ends when somebody signs in anew in the same browser, and is never one that was there before', async () => {
    const { browser, newBrowser, deps } = await startWithUser()
    await browser.signIn()
    const before = newBrowser()
    before.cookie = browser.cookie
    await browser.signIn()
    expect(browser.cookie).not.toBe(before.cookie)
    expect((await before.send('GET', '/v1/session')).statusCode).toBe(401)
    expect(await deps.store.read.select().from(sessions)).toHaveLength(1)
    const planted = newBrowser()
    planted.cookie = '__Host-colloquy=chosen-by-somebody-else'
    await planted.signIn()
    expect(planted.cookie).not.toContain('chosen')
    expect((await browser.send('GET', '/v1/session')).statusCode).toBe(200)
  })

  test('that is over is forgotten when the next one begins', async () => {
    const { deps, browser, pass } = await startWithUser()
    await browser.signIn()
    pass(SESSION_MS)
    await browser.signIn()
    expect(await deps.store.read.select().from(sessions)).toHaveLength(1)
  })

  test('is of no use to a user who was disabled, however that came about', async () => {
    const { deps, browser } = await startWithUser()
    await browser.signIn()
    await deps.store.write(async (tx) => {
      await tx.update(users).set({ disabledAt: deps.now().toISOString() })
    })
    expect((await browser.send('GET', '/v1/session')).statusCode).toBe(401)
  })

  test('reads where READ_ACCESS=key wants a key', async () => {
    const { browser } = await startWithUser('reader', { READ_ACCESS: 'key' })
    expect((await browser.send('GET', '/v1/articles')).statusCode).toBe(401)
    await browser.signIn()
    expect((await browser.send('GET', '/v1/articles')).statusCode).toBe(200)
  })

  test('that is over keeps nobody from reading what is open', async () => {
    const { browser } = await startWithUser()
    browser.cookie = '__Host-colloquy=long-gone'
    expect((await browser.send('GET', '/v1/articles')).statusCode).toBe(200)
  })

  test('is not shown to the pages of other sites', async () => {
    const { browser } = await startWithUser()
    await browser.signIn()
    const { headers } = await browser.send('GET', '/v1/session', {
      headers: { origin: 'https://evil.example' },
    })
    expect(headers['access-control-allow-credentials']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBe('*')
  })
})

describe('what a session would write', () => {
  const payload = { title: 'Forged' }

  test('needs its own CSRF token', async () => {
    const { browser, newBrowser } = await startWithUser()
    await browser.signIn()
    const other = newBrowser()
    await other.signIn()
    for (const token of [undefined, '', 'guess', other.csrfToken]) {
      const headers = token === undefined ? {} : { 'x-csrf-token': token }
      const reply = await browser.send('POST', '/v1/articles', { payload, headers })
      expect(reply.json()).toMatchObject({ code: 'forbidden', errors: [{ header: 'X-CSRF-Token' }] })
    }
    for (const method of ['PATCH', 'DELETE'] as const)
      expect((await browser.send(method, '/v1/articles/x', { payload })).statusCode).toBe(403)
    expect((await browser.send('DELETE', '/v1/session')).statusCode).toBe(403)
    expect((await browser.write('POST', '/v1/articles', { payload })).statusCode).toBe(201)
  })

  test('is refused to the page of another site, even with the token', async () => {
    const { browser } = await startWithUser()
    await browser.signIn()
    for (const [header, value] of [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Site', 'same-site'],
      ['Origin', 'https://evil.example'],
    ] as const) {
      const reply = await browser.write('POST', '/v1/articles', { payload, headers: { [header]: value } })
      expect(reply.json()).toMatchObject({ code: 'forbidden', errors: [{ header }] })
    }
    const own = { 'sec-fetch-site': 'same-origin' }
    expect((await browser.write('POST', '/v1/articles', { payload, headers: own })).statusCode).toBe(201)
  })

  test('goes by a key without a token where one is sent, with the rights of the key', async () => {
    const { browser, deps } = await startWithUser()
    await browser.signIn()
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'r' }))
    const headers = { authorization: `Bearer ${key}` }
    const reply = await browser.send('POST', '/v1/articles', { payload, headers })
    expect(reply.json()).toMatchObject({ code: 'forbidden', detail: 'This needs the role editor.' })
  })

  test('is sent by the client with the token it was given', async () => {
    const { app, browser } = await startWithUser()
    const { csrfToken } = await browser.signIn()
    const send = async (request: Request) => {
      const headers = { ...Object.fromEntries(request.headers), cookie: browser.cookie }
      const payload = await request.text()
      const reply = await app.inject({ method: 'POST', url: new URL(request.url).pathname, headers, payload })
      return new Response(reply.body, {
        status: reply.statusCode,
        headers: { 'content-type': String(reply.headers['content-type']) },
      })
    }
    const url = 'http://service.test'
    const article = await createClient({ url, csrfToken, send }).articles.create({ title: 'By a page' })
    expect(article.title).toBe('By a page')
    const refused = await problemOf(createClient({ url, send }).articles.create({ title: 'By a page' }))
    expect(refused.code).toBe('forbidden')
  })
})

describe('guessing', () => {
  const MINUTE_MS = 60_000
  const guess = { password: 'a wrong password' }

  test.each([EMAIL, 'nobody@example.org'])(
    'locks %s after five times, for longer each time',
    async (email) => {
      const { browser, pass } = await startWithUser()
      const guessOnce = async () => {
        const { statusCode, headers } = await browser.tryToSignIn({ ...guess, email })
        return [statusCode, headers['retry-after']]
      }
      for (let turn = 0; turn < 5; turn += 1) expect(await guessOnce()).toEqual([401, undefined])
      for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
        expect(await guessOnce()).toEqual([429, String(minutes * 60)])
        pass(minutes * MINUTE_MS - 1)
        expect(await guessOnce()).toEqual([429, '1'])
        pass(1)
        expect(await guessOnce()).toEqual([401, undefined])
      }
    },
  )

  test('keeps even the right password out while it is locked; in time it begins anew', async () => {
    const { browser, pass, deps } = await startWithUser()
    for (let turn = 0; turn < 5; turn += 1) await browser.tryToSignIn(guess)
    const locked = await browser.tryToSignIn()
    expect(locked.json()).toMatchObject({ code: 'too_many_requests' })
    expect(locked.headers['set-cookie']).toBeUndefined()
    pass(MINUTE_MS)
    expect((await browser.tryToSignIn()).statusCode).toBe(200)
    const keys = (await deps.store.read.select().from(signInFailures)).map(({ key }) => key)
    expect(keys).toEqual(['ip:127.0.0.1'])
    for (let turn = 0; turn < 4; turn += 1) expect((await browser.tryToSignIn(guess)).statusCode).toBe(401)
    expect((await browser.tryToSignIn()).statusCode).toBe(200)
  })

  test('locks nobody out of a browser in which they signed in before, however long it goes on', async () => {
    const { browser, newBrowser, pass } = await startWithUser()
    await browser.signIn()
    await browser.write('DELETE', '/v1/session')
    const guesser = newBrowser()
    for (let turn = 0; turn < 25; turn += 1) {
      await guesser.tryToSignIn(guess)
      pass(10 * MINUTE_MS)
      await guesser.tryToSignIn(guess)
    }
    expect((await guesser.tryToSignIn()).statusCode).toBe(429)
    expect((await newBrowser().tryToSignIn()).statusCode).toBe(429)
    expect((await browser.tryToSignIn()).statusCode).toBe(200)
    expect((await guesser.tryToSignIn()).statusCode).toBe(429)
  })

  test('in a browser that is known locks that one, and no other', async () => {
    const { browser, newBrowser } = await startWithUser()
    await browser.signIn()
    for (let turn = 0; turn < 5; turn += 1) expect((await browser.tryToSignIn(guess)).statusCode).toBe(401)
    expect((await browser.tryToSignIn()).statusCode).toBe(429)
    expect((await newBrowser().tryToSignIn()).statusCode).toBe(200)
  })

  test('is not made easier by the cookie of another user, an old one, or a made-up one', async () => {
    const service = await startWithUser()
    const { browser, newBrowser, pass } = service
    const email = 'eve@example.org'
    await addUser(service, { email })
    const known = newBrowser()
    await known.signIn()
    pass(DEVICE_MS)
    expect((await browser.tryToSignIn({ email })).statusCode).toBe(200)
    for (let turn = 0; turn < 5; turn += 1) await newBrowser().tryToSignIn(guess)
    expect((await browser.tryToSignIn()).statusCode).toBe(429)
    expect((await known.tryToSignIn()).statusCode).toBe(429)
    browser.device = '__Host-colloquy-device=made-up'
    expect((await browser.tryToSignIn()).statusCode).toBe(429)
  })

  test('is forgotten when the user is given another password', async () => {
    const { browser, deps, user } = await startWithUser()
    for (let turn = 0; turn < 5; turn += 1) await browser.tryToSignIn(guess)
    expect((await browser.tryToSignIn()).statusCode).toBe(429)
    const change = { passwordHash: await hashPassword('another long one'), by: { actor: 'test' } }
    await deps.store.write((tx) => changePassword(tx, deps, user.id, change))
    expect((await browser.tryToSignIn({ password: 'another long one' })).statusCode).toBe(200)
  })

  test('of many e-mail addresses locks the network it comes from, and no other', async () => {
    const { browser } = await startWithUser()
    const from = (remoteAddress: string, email: string) =>
      browser.tryToSignIn({ ...guess, email }, { remoteAddress }).then(({ statusCode }) => statusCode)
    for (let turn = 0; turn < 20; turn += 1)
      expect(await from(`2001:db8:1:2::${turn}`, `u${turn}@example.org`)).toBe(401)
    expect(await from('2001:db8:1:2:ffff::1', 'new@example.org')).toBe(429)
    expect((await browser.tryToSignIn({}, { remoteAddress: '2001:db8:1:2::1' })).statusCode).toBe(429)
    expect((await browser.tryToSignIn({}, { remoteAddress: '2001:db8:1:3::1' })).statusCode).toBe(200)
    expect(await from('::ffff:192.0.2.1', 'new@example.org')).toBe(401)
  })

  test('many at once are counted each', async () => {
    const { newBrowser } = await startWithUser()
    const replies = await Promise.all(Array.from({ length: 12 }, () => newBrowser().tryToSignIn(guess)))
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 401),
      ...Array.from({ length: 7 }, () => 429),
    ])
  })

  test('is not what people do who sign in often', async () => {
    const { browser } = await startWithUser()
    for (let turn = 0; turn < 25; turn += 1) expect((await browser.tryToSignIn()).statusCode).toBe(200)
    expect((await browser.tryToSignIn(guess)).statusCode).toBe(401)
    expect((await browser.tryToSignIn()).statusCode).toBe(200)
  })

  test('is forgotten after a day', async () => {
    const { browser, pass, deps } = await startWithUser()
    for (let turn = 0; turn < 4; turn += 1) await browser.tryToSignIn(guess)
    pass(24 * 60 * MINUTE_MS + 1)
    await browser.tryToSignIn({ ...guess, email: 'other@example.org' })
    const rows = await deps.store.read.select().from(signInFailures)
    expect(rows.map(({ key, count }) => [key, count])).toEqual([
      ['email:other@example.org', 1],
      ['ip:127.0.0.1', 1],
    ])
  })
})

describe('users', () => {
  const NEW = {
    email: 'Grace@Example.org',
    name: 'Grace',
    role: 'editor',
    password: 'a long enough one',
  } as const

  test('are made, changed and listed by admins', async () => {
    const { clientWith, browser } = await startWithUser()
    const admin = await clientWith('admin')
    const made = await admin.users.create(NEW)
    expect(made).toMatchObject({ type: 'user', email: 'grace@example.org', role: 'editor', disabledAt: null })
    expect((await browser.tryToSignIn({ email: NEW.email, password: NEW.password })).statusCode).toBe(200)
    expect(await admin.users.update(made.id, { name: 'Grace H.' })).toEqual({ ...made, name: 'Grace H.' })
    const { data } = await admin.users.list({ count: 'exact' })
    expect(data.map(({ email }) => email).sort()).toEqual([EMAIL, 'grace@example.org'])
    expect((await problemOf(admin.users.update('usr_never', { name: 'x' }))).code).toBe('not_found')
  })

  test('have one e-mail address each, in any case', async () => {
    const { clientWith } = await startWithUser()
    const admin = await clientWith('admin')
    const { code } = await problemOf(admin.users.create({ ...NEW, email: EMAIL.toUpperCase() }))
    expect(code).toBe('conflict')
  })

  test('choose any password of 12 to 200 characters', async () => {
    const { clientWith } = await startWithUser()
    const admin = await clientWith('admin')
    for (const password of ['eleven char', 'x'.repeat(201), '']) {
      const { problem } = await problemOf(admin.users.create({ ...NEW, password }))
      expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/password' }] })
      expect(JSON.stringify(problem)).not.toContain('eleven char')
    }
    await admin.users.create({ ...NEW, email: 'a@example.org', password: 'x'.repeat(12) })
    await admin.users.create({ ...NEW, email: 'b@example.org', password: '界'.repeat(200) })
  })

  test('are not made under an Idempotency-Key, for a hash of the password would be kept', async () => {
    const { browser } = await startWithUser('admin')
    await browser.signIn()
    const headers = { 'idempotency-key': 'once' }
    const reply = await browser.write('POST', '/v1/users', { payload: NEW, headers })
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ header: 'Idempotency-Key' }] })
  })

  test('who are disabled are out at once, in every browser, until they are enabled', async () => {
    const { clientWith, browser, newBrowser, user, deps } = await startWithUser()
    const admin = await clientWith('admin')
    const other = newBrowser()
    await browser.signIn()
    await other.signIn()
    const { disabledAt } = await admin.users.update(user.id, { disabled: true })
    expect(disabledAt).toBe('2026-11-24T12:00:00.000Z')
    expect(await deps.store.read.select().from(sessions)).toEqual([])
    expect((await browser.send('GET', '/v1/session')).statusCode).toBe(401)
    expect((await other.send('GET', '/v1/session')).statusCode).toBe(401)
    expect((await browser.tryToSignIn()).statusCode).toBe(401)
    await admin.users.update(user.id, { disabled: false })
    expect((await browser.tryToSignIn()).statusCode).toBe(200)
  })

  test('have another role at once, in sessions that there are, too', async () => {
    const { clientWith, browser, user } = await startWithUser('admin')
    await browser.signIn()
    expect((await browser.send('GET', '/v1/keys')).statusCode).toBe(200)
    await (await clientWith('admin')).users.update(user.id, { role: 'reader' })
    expect((await browser.send('GET', '/v1/keys')).statusCode).toBe(403)
  })
})
