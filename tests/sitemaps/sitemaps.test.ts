import parser from 'robots-parser'
import { describe, expect, test } from 'vitest'
import { askInFront, plant, SEED_SLUG, type Service, startSeeded, startService } from '../harness.ts'
import { readXml, textsOf } from '../read-xml.ts'

// The package says that it is an ES module, which it is not.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions
const robotsParser = parser as unknown as typeof parser.default
const PUBLIC = 'https://cms.example'
const SITE = 'https://site.example'
const settings = { PUBLIC_URL: PUBLIC, SITE_URL: SITE }
const PERSON = { name: 'Ada Byron', role: 'interviewee' as const, title: null }

async function readAt({ app }: Service, url: string) {
  const reply = await askInFront(app, { url })
  expect([reply.statusCode, url]).toEqual([200, url])
  return { ...reply, xml: reply.headers['content-type']?.includes('xml') ? readXml(reply.body) : undefined }
}

async function locationsAt(service: Service, url: string): Promise<string[]> {
  const { xml } = await readAt(service, url)
  return xml ? textsOf(xml, 'loc') : []
}

describe('the sitemap', () => {
  test('is an index whose parts have every page that shows something, once, and nothing else', async () => {
    const service = await startService(settings)
    const { deps } = service
    await plant(deps, {
      ...{ title: 'Wells', people: [PERSON], topics: [{ slug: 'groundwater', name: 'Groundwater' }] },
      publishedAt: '2012-06-07T20:01:00.000Z',
    })
    await plant(deps, { title: '水', publishedAt: '2012-12-31T23:59:59.999Z' })
    await plant(deps, { title: 'Dams & <Rivers>', publishedAt: '2013-01-01T00:00:00.000Z' })
    await plant(deps, { title: 'Hidden', people: [{ ...PERSON, name: 'Nobody Yet' }] }, { draft: true })
    const { xml } = await readAt(service, '/sitemap.xml')
    expect([xml?.name, xml?.attributes.xmlns]).toEqual([
      'sitemapindex',
      'http://www.sitemaps.org/schemas/sitemap/0.9',
    ])
    const parts = await locationsAt(service, '/sitemap.xml')
    expect(parts).toEqual([
      `${PUBLIC}/sitemap-articles-2012-1.xml`,
      `${PUBLIC}/sitemap-articles-2013-1.xml`,
      `${PUBLIC}/sitemap-people-1.xml`,
      `${PUBLIC}/sitemap-topics-1.xml`,
    ])
    const listed: string[] = []
    for (const part of parts) listed.push(...(await locationsAt(service, part.slice(PUBLIC.length))))
    expect(listed).toEqual([
      `${SITE}/articles/wells`,
      `${SITE}/articles/%E6%B0%B4`,
      `${SITE}/articles/dams-and-rivers`,
      `${SITE}/people/ada-byron`,
      `${SITE}/topics/groundwater`,
    ])
  })

  test('says when an article last changed for its readers, and of a part the last of these', async () => {
    const service = await startService(settings)
    const changed: string[] = []
    for (const [index, title] of ['One', 'Two', 'Three'].entries()) {
      service.deps.now = () => new Date(Date.UTC(2020, 0, 10 - index))
      changed.push(service.deps.now().toISOString())
      await plant(service.deps, { title, publishedAt: `2012-06-0${index + 1}T00:00:00.000Z` })
    }
    const { xml } = await readAt(service, '/sitemap-articles-2012-1.xml')
    expect(xml && textsOf(xml, 'lastmod')).toEqual(changed)
    const index = await readAt(service, '/sitemap.xml')
    expect(index.xml && textsOf(index.xml, 'lastmod')).toEqual([changed[0]])
  })

  test('stays as it is for the years in which nothing changed', async () => {
    const service = await startService(settings)
    await plant(service.deps, { title: 'Old', publishedAt: '2012-01-01T00:00:00.000Z' })
    const old = await readAt(service, '/sitemap-articles-2012-1.xml')
    await plant(service.deps, { title: 'New', publishedAt: '2013-01-01T00:00:00.000Z' })
    const headers = { 'if-none-match': String(old.headers.etag) }
    for (const method of ['GET', 'HEAD'] as const) {
      const again = await askInFront(service.app, { method, url: '/sitemap-articles-2012-1.xml', headers })
      expect([again.statusCode, again.body]).toEqual([304, ''])
    }
  })

  test.each([
    '/sitemap-articles-2011-1.xml',
    '/sitemap-people-2.xml',
    '/sitemap-drafts-1.xml',
    '/sitemap-.xml',
  ])('has no part %s', async (url) => {
    const { app } = await startSeeded(settings)
    expect((await askInFront(app, { url })).statusCode).toBe(404)
  })

  test('of nothing is an index of nothing', async () => {
    const service = await startService(settings)
    expect(await locationsAt(service, '/sitemap.xml')).toEqual([])
    expect(await locationsAt(service, '/sitemap-news.xml')).toEqual([])
  })
})

describe('the news sitemap', () => {
  const now = Date.UTC(2026, 10, 25, 12)
  const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString()

  test('has the articles of the last 48 hours, and loses them by the clock alone', async () => {
    const service = await startService({ ...settings, SITE_NAME: 'Rivers & Dams' })
    const { deps } = service
    deps.now = () => new Date(now)
    await plant(deps, { title: 'Past', publishedAt: hoursAgo(49) })
    await plant(deps, { title: 'Going', publishedAt: hoursAgo(47), language: 'pt-BR' })
    await plant(deps, { title: 'Fresh <b>', publishedAt: hoursAgo(1), language: 'zh-Hant' })
    await plant(deps, { title: 'To come', publishedAt: hoursAgo(-1) })
    const { xml } = await readAt(service, '/sitemap-news.xml')
    expect(xml?.attributes['xmlns:news']).toBe('http://www.google.com/schemas/sitemap-news/0.9')
    const of = (name: string) => (xml ? textsOf(xml, name) : [])
    expect(of('loc')).toEqual([`${SITE}/articles/fresh-b`, `${SITE}/articles/going`])
    expect(of('news:name')).toEqual(['Rivers & Dams', 'Rivers & Dams'])
    expect(of('news:language')).toEqual(['zh-tw', 'pt'])
    expect(of('news:publication_date')).toEqual([hoursAgo(1), hoursAgo(47)])
    expect(of('news:title')).toEqual(['Fresh <b>', 'Going'])

    deps.now = () => new Date(now + 2 * 3_600_000)
    expect(await locationsAt(service, '/sitemap-news.xml')).toEqual([
      `${SITE}/articles/to-come`,
      `${SITE}/articles/fresh-b`,
    ])
    deps.now = () => new Date(now + 100 * 3_600_000)
    expect(await locationsAt(service, '/sitemap-news.xml')).toEqual([])
  })
})

describe('robots.txt', () => {
  async function robotsOf(given: Record<string, string>) {
    const { app } = await startSeeded(given)
    const { statusCode, headers, body } = await askInFront(app, { url: '/robots.txt' })
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    return robotsParser(`${new URL(PUBLIC).origin}/robots.txt`, body)
  }

  test('lets crawlers read pages and what they link to, and keeps them off what has no end', async () => {
    const robots = await robotsOf(settings)
    const paths = [
      ...[
        '/',
        `/articles/${SEED_SLUG}`,
        '/people/daniel-markey',
        '/topics/drone-strikes',
        '/feeds/articles.rss',
      ],
      ...['/sitemap.xml', '/llms.txt', `/v1/articles/${SEED_SLUG}.md`, '/v1/qa?topic=drone-strikes', '/docs'],
      `/oembed?url=${encodeURIComponent(`${SITE}/articles/${SEED_SLUG}`)}&format=json`,
    ]
    for (const path of paths) expect([robots.isAllowed(PUBLIC + path), path]).toEqual([true, path])
    const kept = [
      ...[
        '/v1/qa?q=why',
        '/search?q=why',
        '/search?a=b&q=why',
        '/v1/qa?topic=a&person=b',
        '/v1/articles?a=b&c=d',
      ],
      ...['/v1/imports', '/v1/audit', '/v1/keys', '/v1/changes?since=1', '/metrics'],
    ]
    for (const path of kept) expect([robots.isAllowed(PUBLIC + path), path]).toEqual([false, path])
    expect(robots.getSitemaps()).toEqual([`${PUBLIC}/sitemap.xml`, `${PUBLIC}/sitemap-news.xml`])
  })

  test('names what is under the path of the service, where it has one', async () => {
    const robots = await robotsOf({ PUBLIC_URL: `${PUBLIC}/cms` })
    expect(robots.isAllowed(`${PUBLIC}/cms/v1/qa?q=why`)).toBe(false)
    expect(robots.getSitemaps()[0]).toBe(`${PUBLIC}/cms/sitemap.xml`)
  })

  test('forbids all where reading needs a key, and is the one thing that needs none', async () => {
    const given = { ...settings, READ_ACCESS: 'key' }
    expect((await robotsOf(given)).isAllowed(`${PUBLIC}/articles/${SEED_SLUG}`)).toBe(false)
    const { app } = await startSeeded(given)
    for (const url of [
      '/sitemap.xml',
      '/sitemap-news.xml',
      '/sitemap-people-1.xml',
      '/llms.txt',
      '/llms-full.txt',
    ])
      expect([(await askInFront(app, { url })).statusCode, url]).toEqual([401, url])
  })
})
