import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../src/app.ts'
import type { Deps } from '../src/deps.ts'
import { ProblemDocument } from '../src/http/contract.ts'
import type { App, Workings } from '../src/http/server.ts'
import { createKey } from '../src/keys/queries.ts'
import { askInFront, SEED_SLUG, startSeeded, startService } from './harness.ts'

const ARTICLE = `/v1/articles/${SEED_SLUG}`

/** The same service once more, with other workings. */
async function again(deps: Deps, workings: Parameters<typeof buildApp>[1] = {}): Promise<App> {
  const app = await buildApp(deps, workings)
  onTestFinished(() => app.close())
  return app
}

/** The service with its article, at a moment that does not pass. */
async function startStill(settings: Record<string, string>): Promise<{ app: App; deps: Deps }> {
  const service = await startSeeded(settings)
  const deps = { ...service.deps, now: () => new Date('2026-11-25T12:00:00Z') }
  return { app: await again(deps), deps }
}

async function keyOf(deps: Deps, name = 'key'): Promise<string> {
  const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'editor', name }))
  return `Bearer ${key}`
}

describe('RATE_LIMIT_READ_PER_MIN', () => {
  test('counts each read of an address once, wherever it is answered', async () => {
    const { app } = await startStill({ RATE_LIMIT_READ_PER_MIN: '10' })
    const left = []
    // From its row, from memory, by its route, from memory, by no route at all.
    for (const url of [ARTICLE, ARTICLE, '/v1/qa', '/v1/qa', '/nowhere']) {
      const { headers } = await askInFront(app, { url })
      expect(headers['ratelimit-policy']).toBe('"read";q=10;w=60')
      left.push(headers.ratelimit)
    }
    expect(left).toEqual([9, 8, 7, 6, 5].map((r) => `"read";r=${r};t=60`))
  })

  test('refuses what is over it until the minute is over, what is in memory too', async () => {
    const { deps } = await startSeeded({ RATE_LIMIT_READ_PER_MIN: '2' })
    let time = Date.now()
    const app = await again({ ...deps, now: () => new Date(time) })
    for (const url of [ARTICLE, ARTICLE]) expect((await askInFront(app, { url })).statusCode).toBe(200)
    time += 20_500
    for (const url of [ARTICLE, '/v1/qa']) {
      const refused = await askInFront(app, { url })
      expect(ProblemDocument.parse(refused.json()).code).toBe('too_many_requests')
      expect(refused.headers).toMatchObject({
        'retry-after': '40',
        ratelimit: '"read";r=0;t=40',
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
      })
    }
    time += 39_500
    expect((await askInFront(app, { url: ARTICLE })).headers.ratelimit).toBe('"read";r=1;t=60')
  })

  test('is each address’s own, and each network’s of IPv6', async () => {
    const { app } = await startStill({ RATE_LIMIT_READ_PER_MIN: '5', TRUST_PROXY: '1' })
    const left = async (address: string) =>
      (await askInFront(app, { url: ARTICLE, headers: { 'x-forwarded-for': address } })).headers.ratelimit
    expect(await left('192.0.2.1')).toBe('"read";r=4;t=60')
    expect(await left('192.0.2.2')).toBe('"read";r=4;t=60')
    expect(await left('2001:db8:1:1::1')).toBe('"read";r=4;t=60')
    expect(await left('2001:db8:1:1::2')).toBe('"read";r=3;t=60')
    expect(await left('192.0.2.1')).toBe('"read";r=3;t=60')
  })

  test('is each key’s own, but not that of a key that nobody was given', async () => {
    const { app, deps } = await startStill({ RATE_LIMIT_READ_PER_MIN: '5' })
    const left = async (authorization?: string) =>
      (await askInFront(app, { url: '/v1/qa', headers: { ...(authorization && { authorization }) } })).headers
        .ratelimit
    const [one, other] = [await keyOf(deps, 'one'), await keyOf(deps, 'other')]
    expect([await left(one), await left(one), await left(other)]).toEqual(
      [4, 3, 4].map((r) => `"read";r=${r};t=60`),
    )
    expect([await left(), await left('Bearer made-up-1'), await left('Bearer made-up-2')]).toEqual(
      [4, 3, 2].map((r) => `"read";r=${r};t=60`),
    )
  })

  test('counts what is asked by POST and changes nothing', async () => {
    const { app } = await startStill({ RATE_LIMIT_READ_PER_MIN: '5', RATE_LIMIT_WRITE_PER_MIN: '1' })
    const payloads = {
      '/v1/quotes/verify': { text: 'drones' },
      '/mcp': { jsonrpc: '2.0', method: 'ping', id: 1 },
    }
    const left = []
    for (const [url, payload] of Object.entries(payloads))
      left.push((await askInFront(app, { method: 'POST', url, payload })).headers.ratelimit)
    expect(left).toEqual(['"read";r=4;t=60', '"read";r=3;t=60'])
  })

  test('is off at first, and no reply speaks of it', async () => {
    const { app } = await startSeeded()
    for (const url of [ARTICLE, ARTICLE, '/v1/qa'])
      expect(Object.keys((await askInFront(app, { url })).headers).join()).not.toContain('ratelimit')
  })

  test('does not hold for those who run the service, nor for what a browser asks first', async () => {
    const { app } = await startSeeded({ RATE_LIMIT_READ_PER_MIN: '1', RATE_LIMIT_WRITE_PER_MIN: '1' })
    const origin = 'https://other.example'
    const preflight = { origin, 'access-control-request-method': 'GET' }
    await askInFront(app, { url: ARTICLE })
    for (const url of ['/healthz', '/readyz', '/metrics'])
      expect((await askInFront(app, { url })).statusCode).toBe(200)
    for (let turn = 0; turn < 3; turn += 1)
      expect(
        (await askInFront(app, { method: 'OPTIONS', url: ARTICLE, headers: preflight })).statusCode,
      ).toBe(204)
  })
})

test('RATE_LIMIT_WRITE_PER_MIN counts writes, whether they go well or not, and beside the reads', async () => {
  const { app, deps } = await startStill({ RATE_LIMIT_WRITE_PER_MIN: '2', RATE_LIMIT_READ_PER_MIN: '9' })
  const headers = { authorization: await keyOf(deps) }
  const write = (payload: object) =>
    askInFront(app, { method: 'POST', url: '/v1/articles', headers, payload })
  expect((await write({ title: 'Wells' })).headers.ratelimit).toBe('"write";r=1;t=60')
  expect((await write({ colour: 'red' })).headers.ratelimit).toBe('"write";r=0;t=60')
  const refused = await write({ title: 'Rivers' })
  expect([refused.statusCode, refused.headers['ratelimit-policy']]).toEqual([429, '"write";q=2;w=60'])
  expect((await askInFront(app, { url: '/v1/qa', headers })).headers.ratelimit).toBe('"read";r=8;t=60')
})

describe('where the event loop is too late', () => {
  const lateBy = (delayMs: number): Required<Pick<Workings, 'eventLoop'>> => ({
    eventLoop: { delayMs: () => delayMs, stop: () => undefined },
  })

  test('what needs work is refused, what is in memory or of those who run the service is not', async () => {
    const { deps } = await startSeeded({ EVENT_LOOP_DELAY_MAX_MS: '200' })
    let delayMs = 0
    const app = await again(deps, { eventLoop: { delayMs: () => delayMs, stop: () => undefined } })
    await askInFront(app, { url: '/v1/qa' })
    delayMs = 201
    for (const url of ['/v1/qa', '/healthz', '/readyz', '/metrics'])
      expect([url, (await askInFront(app, { url })).statusCode]).toEqual([url, 200])
    for (const request of [
      { url: ARTICLE },
      { url: '/v1/topics' },
      { method: 'POST', url: '/v1/articles', payload: { title: 'Wells' } } as const,
    ]) {
      const refused = await askInFront(app, request)
      expect(ProblemDocument.parse(refused.json())).toMatchObject({ code: 'unavailable', status: 503 })
      expect(refused.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' })
    }
    delayMs = 200
    expect((await askInFront(app, { url: ARTICLE })).statusCode).toBe(200)
  })

  test('nothing is refused with EVENT_LOOP_DELAY_MAX_MS=0', async () => {
    const { deps } = await startSeeded({ EVENT_LOOP_DELAY_MAX_MS: '0' })
    const app = await again(deps, lateBy(60_000))
    expect((await askInFront(app, { url: ARTICLE })).statusCode).toBe(200)
  })
})

describe('who is slow', () => {
  /** What a service with little patience answers to these bytes, and no more. */
  async function answerTo(bytes: string): Promise<string> {
    const { deps } = await startService()
    const timeouts = { headersTimeout: 20, requestTimeout: 30, connectionsCheckingInterval: 5 }
    const app = await again(deps, { timeouts })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const address = app.server.address()
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.')
    const socket = connect(address.port, '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString()))
    await once(socket, 'close')
    return answer
  }

  test.each([
    ['with the headers', 'GET /v1/qa HTTP/1.1\r\nHost: x\r\n'],
    [
      'with the body',
      'POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    ],
  ])('%s is told so, and cut off', async (_, bytes) => {
    const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n')
    expect(head).toContain('HTTP/1.1 408 ')
    expect(ProblemDocument.parse(JSON.parse(body)).code).toBe('timeout')
  })

  test('has 20 s for the headers, two minutes for all, and 72 s until the next request', async () => {
    const { app } = await startService()
    const { headersTimeout, requestTimeout, keepAliveTimeout } = app.server
    expect({ headersTimeout, requestTimeout, keepAliveTimeout }).toEqual({
      headersTimeout: 20_000,
      requestTimeout: 120_000,
      keepAliveTimeout: 72_000,
    })
  })
})
