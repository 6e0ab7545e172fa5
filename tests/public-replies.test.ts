import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import CachePolicy from 'http-cache-semantics'
import type { Response } from 'light-my-request'
import { Agent, request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { buildApp } from '../src/app.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import type { App } from '../src/http/server.ts'
import { askInFront, plant, SEED_SLUG, type Service, startSeeded, startService } from './harness.ts'
import { listen } from './listen.ts'
import { anyWrite, carryOut } from './random-writes.ts'

const ARTICLE = `/v1/articles/${SEED_SLUG}`
const PUBLIC = [
  ARTICLE,
  `${ARTICLE}.json`,
  `${ARTICLE}.md`,
  `${ARTICLE}/qa`,
  `${ARTICLE}?fields=title`,
  '/v1/articles',
  '/v1/qa?topic=drone-strikes',
  '/v1/qa?q=drones',
  '/v1/people',
  '/v1/people/daniel-markey',
  '/v1/topics?tree=true',
  '/v1/topics/drone-strikes',
  '/v1/corrections',
  '/feeds/articles.rss',
  '/feeds/topics/drone-strikes.json',
]

/** Headers of one moment, and not of the reply. */
function lasting({ headers }: Response): object {
  const { date, 'x-request-id': id, connection, ...others } = headers
  expect([typeof date, typeof id, connection]).toEqual(['string', 'string', 'keep-alive'])
  return others
}

describe.each(PUBLIC)('GET %s', (url) => {
  test('has a strong validator for each encoding, and no body for who has that state', async () => {
    const { app } = await startSeeded()
    const plain = await askInFront(app, { url })
    expect(plain.headers['cache-control']).toMatch(/^public/)
    expect(plain.headers.vary).toContain('Accept-Encoding')
    expect(plain.headers['last-modified']).toMatch(/GMT$/)
    const tags = new Set([plain.headers.etag])
    for (const [encoding, decode] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const packed = await askInFront(app, { url, headers: { 'accept-encoding': encoding } })
      if (plain.rawPayload.length < 1_024) continue
      expect(packed.headers['content-encoding']).toBe(encoding)
      expect(decode(packed.rawPayload).equals(plain.rawPayload)).toBe(true)
      tags.add(packed.headers.etag)
    }
    expect(tags.size).toBe(plain.rawPayload.length < 1_024 ? 1 : 3)
    for (const etag of [plain.headers.etag, `"other", W/${String(plain.headers.etag)}`, '*']) {
      const same = await askInFront(app, { url, headers: { 'if-none-match': etag } })
      expect([same.statusCode, same.rawPayload.length, same.headers.etag]).toEqual([
        304,
        0,
        plain.headers.etag,
      ])
    }
    const headers = { 'if-none-match': plain.headers.etag }
    const [routed, kept] = [await app.inject({ url, headers }), await askInFront(app, { url, headers })]
    expect(lasting(kept)).toEqual(lasting(routed))
    expect((await askInFront(app, { url, headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200)
  })

  test('answers the same from the route, from its row, from memory, and to HEAD', async () => {
    const { app } = await startSeeded()
    const routed = await app.inject({ url })
    const first = await askInFront(app, { url })
    const again = await askInFront(app, { url })
    const head = await askInFront(app, { method: 'HEAD', url })
    expect(first.body).toBe(routed.body)
    expect(again.body).toBe(routed.body)
    expect(head.body).toBe('')
    for (const reply of [first, again, head]) expect(lasting(reply)).toEqual(lasting(routed))
  })

  test('is stored by a strict cache, and found unchanged there (RFC 9111)', async () => {
    const { app } = await startSeeded()
    const request = { url, method: 'GET', headers: {} }
    const asIs = ({ statusCode: status, headers }: Response) => ({
      status,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    })
    const policy = new CachePolicy(request, asIs(await askInFront(app, { url })), { shared: true })
    expect([policy.storable(), policy.timeToLive() > 50_000]).toEqual([true, true])
    const asks = policy.revalidationHeaders(request)
    const { modified } = policy.revalidatedPolicy(
      request,
      asIs(await askInFront(app, { url, headers: { 'if-none-match': String(asks['if-none-match']) } })),
    )
    expect(modified).toBe(false)
  })
})

test('what is not for everybody is stored nowhere', async () => {
  const { app, clientWith } = await startSeeded()
  await clientWith('editor')
  for (const url of ['/v1/articles/none', '/v1/articles?limit=0', '/v1/audit'])
    expect((await askInFront(app, { url })).headers['cache-control']).toBe('no-store')
})

test('says what it shows in the headers that are wanted, in ASCII', async () => {
  const service = await startService({ CACHE_TAG_HEADERS: 'Surrogate-Key, Cache-Groups' })
  const topics = [{ slug: '水', name: '水' }]
  const id = await plant(service.deps, { title: 'Wells', topics })
  const { headers } = await askInFront(service.app, { url: '/v1/articles/wells' })
  expect(headers['cache-tag']).toBeUndefined()
  expect(headers['surrogate-key']).toBe(`article:${id} topic:%E6%B0%B4`)
  expect(headers['cache-groups']).toBe(`"article:${id}", "topic:%E6%B0%B4"`)
})

test('where reading needs a key, nothing is answered without one, or kept by others', async () => {
  const { app } = await startSeeded({ READ_ACCESS: 'key' })
  expect((await askInFront(app, { url: ARTICLE })).statusCode).toBe(401)
})

/** Stands in an address for the id of a pair. */
const A_PAIR = 'A_PAIR'
const IdPage = z.object({ data: z.array(z.object({ id: z.string() })) })

describe('nothing is answered with what a write has made untrue', () => {
  const GHOST = [
    ...['posts/?include=tags,authors', 'posts/?filter=tag:rivers', 'posts/?filter=author:ada-byron'],
    ...['posts/slug/water/?include=tags,authors', 'tags/?include=count.posts', 'tags/slug/rivers/'],
    ...['authors/?include=count.posts', 'authors/slug/ada-byron/', 'settings/'],
  ]
  const WORDPRESS = [
    ...['posts?_embed', 'posts?slug=water&_embed', 'posts?search=why', 'posts?author=50,51,52,53,54'],
    ...['posts?tags=51,52,53,54,55,56', 'tags?hide_empty=1', 'tags?orderby=count&order=desc', 'users'],
    ...['users?slug=ada-byron', 'categories', 'search?search=why', 'posts/51?_embed', 'posts/52', 'tags/53'],
  ]
  const asked = fc.constantFrom(
    ...[
      '/v1/articles?facets=topic,person',
      '/v1/qa?facets=year,kind&count=exact',
      '/v1/topics',
      '/v1/topics?tree=true',
      '/v1/people',
      '/v1/corrections',
    ],
    ...['/v1/qa?topic=rivers', '/v1/qa?topic.under=rivers', '/v1/articles?person=somebody', '/v1/qa?q=why'],
    ...['/v1/qa?topic=water-law', '/v1/articles?topic.not=law', '/v1/people/ada-byron', '/v1/topics/rivers'],
    ...['/feeds/articles.json', '/feeds/topics/rivers.json', '/feeds/people/ada-byron/articles.json'],
    ...['/', '/articles', '/people', '/topics', '/articles/water', '/articles/stone', '/people/ada-byron'],
    ...['/people/ada-byron?show=mentioned', '/topics/rivers', '/topics/rivers?show=articles'],
    ...['/sitemap.xml', '/sitemap-people-1.xml', '/sitemap-topics-1.xml', '/llms.txt', '/llms-full.txt'],
    ...[`/oembed?url=https://site.example/articles/water`],
    ...['/v1/articles/water', '/v1/articles/stone', '/v1/articles/water.md', '/v1/articles/water-2/qa'],
    ...[
      '/v1/articles/water.html',
      '/v1/articles/water.jsonld',
      `/v1/qa/${A_PAIR}.html`,
      `/v1/qa/${A_PAIR}.jsonld`,
    ],
    ...GHOST.map((path) => `/ghost/api/content/${path}`),
    ...WORDPRESS.map((path) => `/wp-json/wp/v2/${path}`),
  )
  const step = fc.oneof(
    fc.record({ write: anyWrite, inOther: fc.boolean() }),
    fc.record({ url: asked, accept: fc.constantFrom('identity', 'br') }),
  )

  /** The pair that is now the first of all; none where there is none. */
  async function aPairOf({ app }: { app: App }): Promise<string> {
    const { data } = IdPage.parse((await app.inject('/v1/qa?limit=1&fields=id')).json())
    return data[0]?.id ?? 'none'
  }

  /** The same database in another process, as far as it can tell: nothing is shared, and nothing kept. */
  async function beside({ deps }: Service): Promise<{ app: App; deps: Service['deps'] }> {
    const store = openSqliteStore(deps.config.databasePath)
    const others = { ...deps, store, config: { ...deps.config, replyCacheBytes: 0 } }
    const app = await buildApp(others)
    onTestFinished(async () => {
      await app.close()
      await store.close()
    })
    return { app, deps: others }
  }

  test('by this process or another, however writes and reads take turns', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const service = await startService()
        const other = await beside(service)
        for (const each of steps) {
          if ('write' in each) {
            await carryOut(each.inOther ? other.deps : service.deps, each.write)
            continue
          }
          const { accept } = each
          const url = each.url.replace(A_PAIR, await aPairOf(other))
          const headers = { 'accept-encoding': accept }
          const [mine, theirs] = [
            await askInFront(service.app, { url, headers }),
            await other.app.inject({ url, headers }),
          ]
          expect([mine.statusCode, url]).toEqual([theirs.statusCode, url])
          if (mine.statusCode !== 200) continue
          expect(mine.rawPayload.equals(theirs.rawPayload), url).toBe(true)
          expect(mine.headers.etag).toBe(theirs.headers.etag)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('to none of those who ask at once, over connections that the event loop finds waiting together', async () => {
    const asks = fc.array(asked, { minLength: 1, maxLength: 6 })
    const turn = fc.record({ write: anyWrite, inOther: fc.boolean(), asks })
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 5, maxLength: 15 }), async (turns) => {
        const service = await startService()
        const other = await beside(service)
        const address = await listen(service)
        const dispatcher = new Agent({ pipelining: 1 })
        onTestFinished(() => dispatcher.close())
        const askAtOnce = (urls: string[]) =>
          Promise.all(
            urls.map(async (url) => {
              const { statusCode, body } = await request(address + url, { dispatcher })
              const sent = await body.text()
              return { url, statusCode, sent: statusCode === 200 ? sent : '' }
            }),
          )
        for (const { write, inOther, asks } of turns) {
          const pair = await aPairOf(other)
          const urls = asks.map((url) => url.replace(A_PAIR, pair))
          await askAtOnce(urls)
          await carryOut(inOther ? other.deps : service.deps, write)
          const theirs = urls.map(async (url) => {
            const { statusCode, body } = await other.app.inject({ url })
            return { url, statusCode, sent: statusCode === 200 ? body : '' }
          })
          expect(await askAtOnce(urls)).toEqual(await Promise.all(theirs))
        }
      }),
      { numRuns: 12 },
    )
  })

  /** Gives every article another title, at once, as another process would. */
  function retitle(elsewhere: Sqlite.Database, from: string, to: string): void {
    elsewhere.exec(
      `update article_replies set article = replace(article, '"title":"${from}', '"title":"${to}')`,
    )
    elsewhere.exec(`insert into changes (type, at, resource, resource_id, deleted, cache_tags)
      select 'article.updated', '2026-01-01T00:00:00.000Z', 'article', article_id, 0, json_array('article:' || article_id)
      from article_replies`)
  }

  test('to what comes second over one connection, or by none, though the event loop did not look in between', async () => {
    const { app, deps } = await startSeeded()
    const { hostname, port } = new URL(await listen({ app }))
    const elsewhere = new Sqlite(deps.config.databasePath)
    onTestFinished(() => void elsewhere.close())
    await askInFront(app, { url: ARTICLE })
    expect((await askInFront(app, { url: ARTICLE })).body).not.toContain('"title":"First ')
    retitle(elsewhere, '', 'First ')
    expect((await askInFront(app, { url: ARTICLE })).body).toContain('"title":"First ')

    const requests: string[] = []
    app.server.prependListener('request', ({ url = '' }) => {
      if (requests.push(url) === 2) retitle(elsewhere, 'First ', 'Second ')
    })
    const socket = connect(Number(port), hostname)
    socket.write(`GET ${ARTICLE} HTTP/1.1\r\nHost: test\r\n\r\n`)
    socket.write(`GET ${ARTICLE} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`)
    const [, first, second] = (await text(socket)).split('HTTP/1.1 200 OK')
    expect(first).toContain('"title":"First ')
    expect(second).toContain('"title":"Second ')
  })
})
