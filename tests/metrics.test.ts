import { describe, expect, test } from 'vitest'
import { createKey } from '../src/keys/queries.ts'
import type { App } from '../src/http/server.ts'
import { askInFront, plant, SEED_SLUG, startSeeded, startService } from './harness.ts'

const ARTICLE = `/v1/articles/${SEED_SLUG}`

/** The measurements of a service: name and labels, and the value. */
async function measured(app: App): Promise<Map<string, number>> {
  const { statusCode, body } = await askInFront(app, { url: '/metrics' })
  expect(statusCode).toBe(200)
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  )
}

const requests = (method: string, route: string, status: string) =>
  `http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`

describe('/metrics', () => {
  test('counts each request once, by the pattern of its route, wherever it was answered', async () => {
    const { app } = await startSeeded()
    // From its row, from memory, and by its route.
    for (const url of [ARTICLE, ARTICLE, `${ARTICLE}?fields=title`, '/v1/articles/never-was'])
      await askInFront(app, { url })
    for (let turn = 0; turn < 2; turn += 1) await askInFront(app, { url: '/v1/qa?q=drones' })
    await askInFront(app, { url: '/nowhere/at/all' })
    await askInFront(app, { method: 'POST', url: '/v1/articles', payload: {} })
    const counts = await measured(app)
    expect(counts.get(requests('GET', '/v1/articles/:idOrSlug', '2xx'))).toBe(3)
    expect(counts.get(requests('GET', '/v1/articles/:idOrSlug', '4xx'))).toBe(1)
    expect(counts.get(requests('GET', '/v1/qa', '2xx'))).toBe(2)
    expect(counts.get(requests('GET', '', '4xx'))).toBe(1)
    expect(counts.get(requests('POST', '/v1/articles', '4xx'))).toBe(1)
  })

  test('says how often a reply was in memory, and what these take', async () => {
    const { app } = await startSeeded()
    for (const url of [ARTICLE, ARTICLE, '/v1/qa', '/v1/qa', '/v1/qa', '/healthz'])
      await askInFront(app, { url })
    const values = await measured(app)
    expect(values.get('colloquy_reply_cache_total{result="hit"}')).toBe(3)
    expect(values.get('colloquy_reply_cache_total{result="miss"}')).toBe(2)
    expect(values.get('colloquy_reply_cache_bytes')).toBeGreaterThan(10_000)
  })

  test('a memory that is full takes an article where it is asked for again, and a list at once', async () => {
    const { app, deps } = await startService({ REPLY_CACHE_BYTES: '6000' })
    await plant(deps, { title: 'Wells' })
    await plant(deps, { title: 'Pumps' })
    const asked: [url: string, hits: number][] = [
      ['/v1/articles/wells', 0],
      ['/v1/articles/wells', 1],
      ['/v1/articles/pumps', 1],
      ['/v1/articles/wells', 2],
      ['/v1/articles/pumps', 2],
      ['/v1/articles/pumps', 3],
      ['/v1/corrections', 3],
      ['/v1/corrections', 4],
    ]
    for (const [url, hits] of asked) {
      await askInFront(app, { url })
      const values = await measured(app)
      expect([url, values.get('colloquy_reply_cache_total{result="hit"}') ?? 0]).toEqual([url, hits])
    }
  })

  test('measures the database, the process and its event loop', async () => {
    const { app, deps } = await startService()
    await plant(deps, { title: 'Wells' })
    const values = await measured(app)
    expect(values.get('colloquy_database_write_seconds_count')).toBe(1)
    expect(values.get('colloquy_database_write_wait_seconds_count')).toBe(1)
    expect(values.get('colloquy_database_statement_seconds_count')).toBeGreaterThan(1)
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'])
      expect([...values.keys()]).toContain(name)
  })

  test('says what waits for the jobs, and of drafts and plans nothing', async () => {
    const { app, deps, clientWith } = await startService()
    const editor = await clientWith('editor')
    const id = await plant(deps, { title: 'Secret wells' }, { draft: true })
    const before = await measured(app)
    const { etag } = await editor.articles.draft(id)
    await editor.articles.publish(id, { ifMatch: etag, at: '2099-01-01T00:00:00Z' })
    const after = await measured(app)
    for (const queue of ['deliveries', 'renames', 'publications']) {
      expect(before.get(`colloquy_queue_depth{queue="${queue}"}`)).toBe(0)
      expect(after.get(`colloquy_queue_depth{queue="${queue}"}`)).toBe(0)
    }
    expect((await askInFront(app, { url: '/metrics' })).body).not.toMatch(new RegExp(`wells|${id}`, 'i'))
  })

  test('counts what is due and not yet done', async () => {
    const { app, deps, clientWith } = await startService()
    const editor = await clientWith('editor')
    const id = await plant(deps, { title: 'Wells' }, { draft: true })
    const { etag } = await editor.articles.draft(id)
    await editor.articles.publish(id, { ifMatch: etag, at: '2099-01-01T00:00:00Z' })
    deps.now = () => new Date('2099-01-01T00:00:01Z')
    expect((await measured(app)).get('colloquy_queue_depth{queue="publications"}')).toBe(1)
  })

  test('is stored by nobody', async () => {
    const { app } = await startService()
    for (let turn = 0; turn < 2; turn += 1) {
      const { headers } = await askInFront(app, { url: '/metrics' })
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    }
  })

  test('is for keys with METRICS=key, and for nobody with METRICS=off', async () => {
    const { app, deps } = await startService({ METRICS: 'key' })
    expect((await askInFront(app, { url: '/metrics' })).statusCode).toBe(401)
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'prom' }))
    const headers = { authorization: `Bearer ${key}` }
    expect((await askInFront(app, { url: '/metrics', headers })).statusCode).toBe(200)
    const off = await startService({ METRICS: 'off' })
    expect((await askInFront(off.app, { url: '/metrics' })).statusCode).toBe(404)
  })
})

describe('Server-Timing', () => {
  test('says with SERVER_TIMING=true what came from memory, and what the database and all of it took', async () => {
    const { app, deps } = await startSeeded({ SERVER_TIMING: 'true' })
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'key' }))
    const timing = async (request: Parameters<typeof askInFront>[1]) =>
      String((await askInFront(app, request)).headers['server-timing'])
    const times = (text: string) => [...text.matchAll(/dur=([\d.]+)/g)].map(([, each]) => Number(each))
    const shape = (text: string) => text.replace(/dur=\d+\.\d{3}/g, 'dur=…')
    for (const url of [ARTICLE, '/v1/qa']) {
      const first = await timing({ url })
      expect(shape(first)).toBe('cache;desc=miss, db;dur=…, total;dur=…')
      const [db = 0, total = 0] = times(first)
      expect(db).toBeGreaterThan(0)
      expect(total).toBeGreaterThan(db)
      const again = await timing({ url })
      expect(again).toMatch(/^cache;desc=hit, db;dur=0\.000, total;dur=/)
    }
    const headers = { authorization: `Bearer ${key}` }
    const written = await timing({
      method: 'POST',
      url: '/v1/articles',
      headers,
      payload: { title: 'Wells' },
    })
    expect(shape(written)).toBe('db;dur=…, total;dur=…')
    expect(times(written)[0]).toBeGreaterThan(0)
  })

  test('is not sent unless it is wanted', async () => {
    const { app } = await startSeeded()
    for (const url of [ARTICLE, ARTICLE, '/v1/qa'])
      expect((await askInFront(app, { url })).headers['server-timing']).toBeUndefined()
  })
})
