import RssParser from 'rss-parser'
import { describe, expect, test } from 'vitest'
import { FEED_CHARS_MAX, FEED_ITEMS_MAX } from '../../src/feeds/contract.ts'
import { createKey } from '../../src/keys/queries.ts'
import { askInFront, plant, type Planted, type Service, startService } from '../harness.ts'
import { readJsonFeed } from './parsers.ts'

const SITE = { SITE_URL: 'https://example.org', PUBLIC_URL: 'https://api.example.org' }
const HUB = { WEBSUB_HUB_URL: 'https://hub.example/' }
const TYPES = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
}
const ALL = ['/feeds/articles', '/feeds/answers']
const OF_NAMES = [
  '/feeds/topics/springs',
  '/feeds/topics/springs/articles',
  '/feeds/people/ada-byron',
  '/feeds/people/ada-byron/articles',
]

const topics = [{ slug: 'springs', name: 'Springs' }]
const talk: Planted = {
  title: 'Talking of Springs',
  dek: 'On borders.',
  publishedAt: '2024-03-01T08:00:00.000Z',
  people: [
    { name: 'Max Weir', role: 'interviewer', title: null },
    { name: 'Ada Byron', role: 'interviewee', title: null },
  ],
  topics,
  source: { name: 'The Post', url: 'https://post.example/springs', language: null },
  qa: [
    {
      question: 'Who *owns* a spring?',
      answer: 'Nobody, [see](/law).',
      askedBy: 'Max Weir',
      answeredBy: ['Ada Byron'],
      topics,
    },
  ],
}

async function bodyOf({ app }: Service, url: string): Promise<string> {
  const { statusCode, body } = await askInFront(app, { url })
  expect([url, statusCode]).toEqual([url, 200])
  return body
}

const itemsOf = async (service: Service, feed: string) =>
  readJsonFeed(await bodyOf(service, `${feed}.json`)).items
const titlesOf = async (service: Service, feed: string) =>
  (await itemsOf(service, feed)).map(({ title }) => title)

describe.each(Object.entries(TYPES))('as %s', (format, type) => {
  test.each([...ALL, ...OF_NAMES])('%s has its type, and is sent once to who has it', async (feed) => {
    const { app, deps } = await startService()
    await plant(deps, talk)
    const url = `${feed}.${format}`
    const { statusCode, headers, body } = await askInFront(app, { url })
    expect([statusCode, headers['content-type']]).toEqual([200, type])
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(body).toContain(`http://127.0.0.1:3000${url}`)
    const head = await askInFront(app, { method: 'HEAD', url })
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', headers.etag])
    const known = await askInFront(app, { url, headers: { 'if-none-match': headers.etag } })
    expect([known.statusCode, known.body]).toEqual([304, ''])
  })

  test('a feed of nothing yet is a feed', async () => {
    const service = await startService({ SITE_NAME: 'Wells' })
    for (const feed of [...ALL, '/feeds/topics/drone-strikes', '/feeds/topics/drone-strikes/articles']) {
      const body = await bodyOf(service, `${feed}.${format}`)
      const parsed = format === 'json' ? readJsonFeed(body) : await new RssParser().parseString(body)
      expect(parsed.title).toMatch(/^Wells: (Answers|Articles)/)
      expect(parsed.items).toEqual([])
      if (format === 'atom') expect(body).toContain('<updated>1970-01-01T00:00:00.000Z</updated>')
    }
  })

  test('former slugs lead on, and what nothing is called is a problem', async () => {
    const { app, deps, clientWith } = await startService()
    await plant(deps, talk)
    const editor = await clientWith('editor')
    const [person, topic] = [await editor.people.get('ada-byron'), await editor.topics.get('springs')]
    await editor.people.update(person.id, { slug: 'ada-lovelace' }, { ifMatch: person.etag ?? '' })
    await editor.topics.update(topic.id, { slug: 'wells' }, { ifMatch: topic.etag ?? '' })
    for (const [former, present] of [
      ['people/ada-byron', 'people/ada-lovelace'],
      ['people/ada-byron/articles', 'people/ada-lovelace/articles'],
      ['topics/springs', 'topics/wells'],
      ['topics/springs/articles', 'topics/wells/articles'],
    ]) {
      const moved = await askInFront(app, { url: `/feeds/${former}.${format}` })
      expect([moved.statusCode, moved.headers.location]).toEqual([308, `/feeds/${present}.${format}`])
      const shown = await askInFront(app, { url: `/feeds/${present}.${format}` })
      expect([shown.statusCode, shown.body.includes(`/feeds/${present}.${format}`)]).toEqual([200, true])
    }
    for (const unknown of ['topics/nothing', 'people/nobody/articles', 'wells', 'topics/wells/springs']) {
      const { statusCode, headers } = await askInFront(app, { url: `/feeds/${unknown}.${format}` })
      expect([unknown, statusCode, headers['content-type']]).toEqual([
        ...[unknown, 404, 'application/problem+json'],
      ])
    }
    const unasked = await askInFront(app, { url: `/feeds/articles.${format}?limit=5` })
    expect([unasked.statusCode, unasked.body]).toEqual([400, expect.stringContaining('"parameter":"limit"')])
  })
})

test('an item says where it is read, who speaks, what about, in which language and where it comes from', async () => {
  const service = await startService(SITE)
  await plant(service.deps, talk)
  const url = 'https://example.org/articles/talking-of-springs'
  const rss = await bodyOf(service, '/feeds/articles.rss')
  for (const part of [
    `<link>${url}</link>`,
    '<description>On borders.</description>',
    '<dc:creator>Max Weir</dc:creator>',
    '<dc:contributor>Ada Byron</dc:contributor>',
    '<dc:language>en</dc:language>',
    '<dc:source>https://post.example/springs</dc:source>',
    '<category domain="https://example.org/topics">Springs</category>',
    '<pubDate>Fri, 01 Mar 2024 08:00:00 GMT</pubDate>',
    '<h3>Who <em>owns</em> a spring?</h3>\n<p>Nobody, <a href="https://example.org/law">see</a>.</p>',
    '<atom:link href="https://api.example.org/feeds/articles.rss" rel="self" type="application/rss+xml"/>',
  ])
    expect(rss).toContain(part)
  const atom = await bodyOf(service, '/feeds/topics/springs.atom')
  for (const part of [
    `<link href="${url}#q1" rel="alternate" type="text/html"/>`,
    '<link href="https://post.example/springs" rel="via" title="The Post"/>',
    '<uri>https://example.org/people/ada-byron</uri>',
    '<category term="springs" scheme="https://example.org/topics" label="Springs"/>',
    '<published>2024-03-01T08:00:00.000Z</published>',
    '<entry xml:lang="en">',
    '<link href="https://example.org/topics/springs" rel="alternate" type="text/html"/>',
    '<title type="text">Who owns a spring?</title>',
  ])
    expect(atom).toContain(part)
  const json: unknown = JSON.parse(await bodyOf(service, '/feeds/people/ada-byron.json'))
  expect(json).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: 'https://api.example.org/feeds/people/ada-byron.json',
    home_page_url: 'https://example.org/people/ada-byron',
    language: 'en',
    items: [
      { url: `${url}#q1`, summary: 'Nobody, see.', tags: ['Springs'], authors: [{ name: 'Ada Byron' }] },
    ],
  })
})

test('names are said where several people answer, and each feed of a person has their own answers', async () => {
  const service = await startService()
  const people = ['Ada Byron', 'Eve Marsh'].map((name) => ({
    name,
    role: 'interviewee' as const,
    title: null,
  }))
  const qa = people.map(({ name }) => ({ question: `${name}?`, answer: 'Yes.', answeredBy: [name] }))
  await plant(service.deps, { ...talk, people, qa })
  const [article] = await itemsOf(service, '/feeds/articles')
  expect(article?.html).toContain('<h3>Eve Marsh?</h3>\n<p><b>Eve Marsh</b></p>\n<p>Yes.</p>')
  expect(await titlesOf(service, '/feeds/people/eve-marsh')).toEqual(['Eve Marsh?'])
  expect(await titlesOf(service, '/feeds/people/eve-marsh/articles')).toEqual(['Talking of Springs'])
})

test('a feed of a topic has what is on anything narrower, too', async () => {
  const service = await startService()
  await plant(service.deps, talk)
  const editor = await service.clientWith('editor')
  await editor.topics.create({ name: 'Aquifers' })
  expect(await titlesOf(service, '/feeds/topics/aquifers')).toEqual([])
  const { id, etag = '' } = await editor.topics.get('springs')
  await editor.topics.update(id, { broader: 'aquifers' }, { ifMatch: etag })
  expect(await titlesOf(service, '/feeds/topics/aquifers')).toEqual(['Who owns a spring?'])
  expect(await titlesOf(service, '/feeds/topics/aquifers/articles')).toEqual(['Talking of Springs'])
})

test('an id stays when the slug and every word change, and is the same in every feed', async () => {
  const service = await startService()
  const id = await plant(service.deps, talk)
  const before = [await itemsOf(service, '/feeds/articles'), await itemsOf(service, '/feeds/answers')].flat()
  const editor = await service.clientWith('editor')
  const { etag, qa } = await editor.articles.draft(id)
  const patch = {
    slug: 'wells',
    title: 'Wells',
    qa: qa.map((pair) => ({ id: pair.id, question: 'Who digs?' })),
  }
  const edited = await editor.articles.update(id, patch, { ifMatch: etag })
  await editor.articles.publish(id, { ifMatch: edited.etag })
  for (const [articles, answers] of [
    ['/feeds/articles', '/feeds/answers'],
    ['/feeds/topics/springs/articles', '/feeds/topics/springs'],
  ] as const) {
    const after = [await itemsOf(service, articles), await itemsOf(service, answers)].flat()
    expect(after.map(({ title }) => title)).toEqual(['Wells', 'Who digs?'])
    expect(after.map((item) => item.url.replace('https://site.example', ''))).toEqual([
      ...['/articles/wells', '/articles/wells#q1'],
    ])
    expect(after.map((item) => item.id)).toEqual(before.map((item) => item.id))
  }
})

test.each(['unpublished', 'retracted', 'trashed'])('what is %s is in no feed any more', async (how) => {
  const service = await startService()
  const id = await plant(service.deps, talk)
  await plant(service.deps, { ...talk, title: 'Another' })
  const editor = await service.clientWith('editor')
  for (const feed of [...ALL, ...OF_NAMES]) expect(await titlesOf(service, feed)).toHaveLength(2)
  const { etag: ifMatch } = await editor.articles.draft(id)
  if (how === 'unpublished') await editor.articles.unpublish(id, { ifMatch })
  else if (how === 'trashed') await editor.articles.trash(id, { ifMatch })
  else await editor.articles.correct(id, { kind: 'retraction', text: 'Wrong.' }, { ifMatch })
  for (const feed of [...ALL, ...OF_NAMES]) expect(await titlesOf(service, feed)).toHaveLength(1)
})

test('a feed has the newest, no more than its limit, and of very long ones fewer', async () => {
  const service = await startService()
  const day = (index: number) => new Date(Date.UTC(2020, 0, 1 + index)).toISOString()
  for (let index = 0; index <= FEED_ITEMS_MAX; index += 1)
    await plant(service.deps, { ...talk, title: `Talk ${index}`, publishedAt: day(index) })
  for (const feed of ALL) {
    const items = await itemsOf(service, feed)
    const days = items.map(({ publishedAt }) => publishedAt)
    expect(days).toEqual(
      Array.from({ length: FEED_ITEMS_MAX }, (_, index) => day(FEED_ITEMS_MAX - index).slice(0, 19)),
    )
  }
  const qa = [{ answer: 'water '.repeat(FEED_CHARS_MAX / 10) }]
  for (const title of ['Long', 'Longer'])
    await plant(service.deps, { ...talk, title, publishedAt: day(100), qa })
  expect(await titlesOf(service, '/feeds/articles')).toEqual(['Longer'])
  expect(await titlesOf(service, '/feeds/answers')).toEqual(['Why?'])
})

test('a slug in any script is an address', async () => {
  const service = await startService()
  await plant(service.deps, { ...talk, topics: [{ slug: '水', name: '水' }] })
  const body = await bodyOf(service, '/feeds/topics/%E6%B0%B4/articles.atom')
  expect(body).toContain('/feeds/topics/%E6%B0%B4/articles.atom" rel="self"')
  expect(body).toContain('https://site.example/topics/%E6%B0%B4" rel="alternate"')
})

test('software that looks for a feed is led to one', async () => {
  const { app } = await startService()
  for (const [path, feed] of Object.entries({
    '/feed': '/feeds/articles.rss',
    '/rss.xml': '/feeds/articles.rss',
    '/atom.xml': '/feeds/articles.atom',
    '/feed.json': '/feeds/articles.json',
  })) {
    const { statusCode, headers } = await askInFront(app, { url: path })
    expect([path, statusCode, headers.location]).toEqual([path, 308, feed])
  }
})

test('names a hub where there is one, in the feed and in the header', async () => {
  const service = await startService({ ...SITE, ...HUB })
  const link = (format: string) =>
    `<https://hub.example/>; rel="hub", <https://api.example.org/feeds/answers.${format}>; rel="self"`
  for (const format of Object.keys(TYPES)) {
    const { headers, body } = await askInFront(service.app, { url: `/feeds/answers.${format}` })
    expect(headers.link).toBe(link(format))
    expect(body).toContain('https://hub.example/')
  }
  const without = await startService(SITE)
  const { headers, body } = await askInFront(without.app, { url: '/feeds/answers.atom' })
  expect([headers.link, body.includes('rel="hub"')]).toEqual([undefined, false])
})

test('where reading needs a key, feeds do, and there is no hub', async () => {
  const { app, deps } = await startService({ READ_ACCESS: 'key' })
  expect((await askInFront(app, { url: '/feeds/articles.rss' })).statusCode).toBe(401)
  const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'reader' }))
  const headers = { authorization: `Bearer ${key}` }
  expect((await askInFront(app, { url: '/feeds/articles.rss', headers })).statusCode).toBe(200)
  await expect(startService({ READ_ACCESS: 'key', ...HUB })).rejects.toThrow('WEBSUB_HUB_URL')
})
