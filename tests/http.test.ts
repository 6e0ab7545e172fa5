import { like } from 'drizzle-orm'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import { signInFailures } from '../src/db/access-tables.ts'
import { ProblemDocument } from '../src/http/contract.ts'
import { askInFront, SEED_SLUG, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

describe('every reply', () => {
  test('carries security headers and may be read by any page', async () => {
    const { app } = await startService()
    for (const url of ['/v1/articles', '/nowhere', '/healthz', '/openapi.json']) {
      const { headers } = await app.inject({ url, headers: { origin: 'https://other.example' } })
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'access-control-allow-origin': '*',
      })
    }
  })

  test('carries the id of its request, or a new one where that is none', async () => {
    const { app } = await startService()
    const idFor = async (id: string) =>
      (await app.inject({ url: '/healthz', headers: { 'x-request-id': id } })).headers['x-request-id']
    expect(await idFor('abc-123')).toBe('abc-123')
    expect(await idFor('no spaces please')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await idFor('a'.repeat(500))).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('goes to the origins that CORS_ORIGINS names and no others', async () => {
    const { app } = await startService({ CORS_ORIGINS: 'https://one.example, https://two.example' })
    const allowed = async (origin: string) =>
      (await app.inject({ url: '/v1/articles', headers: { origin } })).headers['access-control-allow-origin']
    expect(await allowed('https://two.example')).toBe('https://two.example')
    expect(await allowed('https://three.example')).toBeUndefined()
  })
})

test('a preflight is answered', async () => {
  const { app } = await startService()
  const headers = { origin: 'https://other.example', 'access-control-request-method': 'GET' }
  const reply = await app.inject({ method: 'OPTIONS', url: '/v1/articles', headers })
  expect(reply.statusCode).toBe(204)
})

test('405 lists the methods that are taken', async () => {
  const { app } = await startService()
  const reply = await app.inject({ method: 'DELETE', url: '/v1/imports' })
  expect([reply.statusCode, reply.headers.allow]).toEqual([405, 'POST'])
})

test('the service says that it lives and whether it is ready', async () => {
  const { app, client } = await startService()
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' })
  expect(await client.ready()).toEqual({ status: 'ok' })
})

test('where the database cannot be read, the service lives, and says that it is not ready', async () => {
  const { app, deps } = await startSeeded()
  await askInFront(app, { url: '/v1/articles' })
  await deps.store.close()
  const statuses = ['/healthz', '/readyz', '/v1/articles'].map(
    async (url) => (await askInFront(app, { url })).statusCode,
  )
  expect(await Promise.all(statuses)).toEqual([200, 503, 500])
})

test('with READ_ACCESS=key reading needs a key of any role', async () => {
  const { app, client, clientWith } = await startSeeded({ READ_ACCESS: 'key' })
  expect((await problemOf(client.articles.get(SEED_SLUG))).code).toBe('unauthenticated')
  expect((await problemOf(client.qa.list())).code).toBe('unauthenticated')
  const reader = await clientWith('reader')
  expect((await reader.qa.list()).data).toHaveLength(8)
  expect((await app.inject('/healthz')).statusCode).toBe(200)
})

describe('who sends a request, and so is counted when a password is wrong,', () => {
  const PROXY = '10.1.2.3'

  /** Guesses a password once; gives the network that it was counted for. */
  async function counted(settings: Record<string, string>, forwardedFor: string, remoteAddress = PROXY) {
    const { app, deps } = await startService(settings)
    const payload = { email: 'ada@example.org', password: 'a wrong password' }
    const headers = { 'x-forwarded-for': forwardedFor }
    await app.inject({ method: 'POST', url: '/v1/session', payload, headers, remoteAddress })
    const rows = await deps.store.read.select().from(signInFailures).where(like(signInFailures.key, 'ip:%'))
    return rows.map(({ key }) => key)
  }

  test('is who connects: X-Forwarded-For is not believed', async () => {
    expect(await counted({}, '192.0.2.1')).toEqual([`ip:${PROXY}`])
  })

  test.each(['true', '1', '10.0.0.0/8', '192.168.0.1, 10.1.2.3'])(
    'is who X-Forwarded-For names with TRUST_PROXY=%s',
    async (proxies) => {
      expect(await counted({ TRUST_PROXY: proxies }, '192.0.2.1:4711')).toEqual(['ip:192.0.2.1'])
    },
  )

  test.each(['1', '10.0.0.0/8'])(
    'is not what a client made up before it came to the proxy, with TRUST_PROXY=%s',
    async (proxies) => {
      expect(await counted({ TRUST_PROXY: proxies }, '127.0.0.1, 192.0.2.1')).toEqual(['ip:192.0.2.1'])
    },
  )

  test('is who connects where that is none of the proxies', async () => {
    const stranger = '198.51.100.1'
    expect(await counted({ TRUST_PROXY: '10.0.0.0/8' }, '192.0.2.1', stranger)).toEqual([`ip:${stranger}`])
  })

  test.each(['yes', '0', '11', '-1', '10.0.0.0/33', 'proxy.example', '10.0.0.1,', '999.1.1.1'])(
    'is not settled by TRUST_PROXY=%s',
    (proxies) => {
      expect(() => readConfig({ TRUST_PROXY: proxies })).toThrow(/^ {2}TRUST_PROXY: /m)
    },
  )
})

describe('the log', () => {
  /** What is logged from now on. */
  function listen(): () => Record<string, unknown>[] {
    const lines: string[] = []
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
    onTestFinished(() => {
      spy.mockRestore()
    })
    const Line = z.record(z.string(), z.unknown())
    return () => lines.filter((line) => line.startsWith('{')).map((line) => Line.parse(JSON.parse(line)))
  }

  test('has one line for each request, wherever it was answered: who, what, with which id, how long', async () => {
    const logged = listen()
    const { app } = await startSeeded({ LOG_LEVEL: 'info', TRUST_PROXY: '1' })
    const urls = [`/v1/articles/${SEED_SLUG}`, `/v1/articles/${SEED_SLUG}`, '/v1/qa', '/nowhere']
    for (const [index, url] of urls.entries())
      await askInFront(app, { url, headers: { 'x-request-id': `r${index}`, 'x-forwarded-for': '192.0.2.7' } })
    const lines = logged().filter(({ msg }) => msg === 'request completed')
    expect(lines).toMatchObject(
      urls.map((url, index) => ({
        reqId: `r${index}`,
        req: { method: 'GET', url, remoteAddress: '192.0.2.7' },
        res: { statusCode: url === '/nowhere' ? 404 : 200 },
      })),
    )
    for (const { responseTime } of lines) expect(responseTime).toBeGreaterThan(0)
  })

  test('has only what broke with LOG_LEVEL=error, with the id that the problem has', async () => {
    const logged = listen()
    const { app, deps } = await startSeeded({ LOG_LEVEL: 'error' })
    await askInFront(app, { url: '/v1/articles' })
    await deps.store.close()
    const { requestId } = ProblemDocument.parse((await askInFront(app, { url: '/v1/qa' })).json())
    expect(logged()).toMatchObject([{ level: 50, reqId: requestId, err: {} }])
  })
})

describe('/docs', () => {
  test('is a page that asks no other server for anything', async () => {
    const { app } = await startService()
    const page = await app.inject('/docs/')
    const scripts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
    expect(scripts.length).toBeGreaterThan(2)
    for (const address of scripts) {
      expect(address).not.toMatch(/^(https?:)?\/\//)
      expect((await app.inject(new URL(address, 'http://x/docs/').pathname)).statusCode).toBe(200)
    }
    expect(String(page.headers['content-security-policy'])).toContain("default-src 'self'")
  })

  test('has what every reply has, also where there is no page', async () => {
    const { app } = await startService()
    for (const [url, status] of [
      ['/docs', 200],
      ['/docs/nowhere', 404],
    ] as const) {
      const { statusCode, headers } = await app.inject(url)
      expect([url, statusCode, headers['x-content-type-options']]).toEqual([url, status, 'nosniff'])
      expect(headers['x-request-id']).toBeDefined()
    }
    const { code } = ProblemDocument.parse((await app.inject('/docs/nowhere')).json())
    expect(code).toBe('not_found')
  })
})
