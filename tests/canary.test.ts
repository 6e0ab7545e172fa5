import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import type { Client } from '../src/client/index.ts'
import { lastSeqOf } from '../src/changes/queries.ts'
import { MEDIA_TYPES } from '../src/representations/contract.ts'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { type Service, startService } from './harness.ts'
import { startReceiver } from './receiver.ts'

const CANARY = 'kanarienvogel'
const HOST = '127.0.0.1'

const Paths = z.record(
  z.string(),
  z.record(z.string(), z.looseObject({ security: z.array(z.looseObject({})) })),
)
const { paths } = z
  .object({ paths: Paths })
  .parse(JSON.parse(readFileSync(new URL('../openapi/openapi.json', import.meta.url), 'utf8')))
/** What anybody may ask. */
const open = Object.entries(paths).flatMap(([path, { get }]) =>
  get !== undefined &&
  (get.security.length === 0 || get.security.some((way) => Object.keys(way).length === 0))
    ? [path]
    : [],
)

/** What of an article its readers saw is in the log for ever: who and what it named, by slug. Its texts are not. */
const texts = {
  title: `A ${CANARY} sings`,
  dek: `${CANARY}s`,
  intro: `The ${CANARY}.`,
  note: `Recorded by a ${CANARY}.`,
  source: { name: `The ${CANARY} Post`, url: `https://${CANARY}.example/talk`, language: 'en' },
}
const topic = { name: `The ${CANARY}` }
const hidden = {
  ...texts,
  reason: `for the ${CANARY}`,
  people: [
    { name: `Anna ${CANARY}`, role: 'interviewee' as const, title: `keeper of ${CANARY}s` },
    { name: `Ben ${CANARY}`, role: 'mentioned' as const },
  ],
  topics: [topic, { slug: `${CANARY}-keeping`, name: 'Keeping' }],
  qa: [
    {
      question: `Why ${CANARY}?`,
      answer: `It is a ${CANARY}.`,
      answeredBy: [`Anna ${CANARY}`],
      mentions: [`Ben ${CANARY}`],
      topics: [{ name: `Of a ${CANARY}` }],
    },
  ],
}

/** An article of each kind that readers may not see; gives every id and slug that leads or led to one, or to its parts. */
async function plantHidden(editor: Client): Promise<string[]> {
  const { articles } = editor
  const names = new Set<string>()
  const note = (made: { id: string; slug: string; qa: { id: string }[] }) => {
    for (const name of [made.id, made.slug, ...made.qa.map(({ id }) => id)]) names.add(name)
    return made
  }
  const draft = await articles.create({ ...hidden, slug: `${CANARY}-former` })
  note(draft)
  note(await articles.update(draft.id, { slug: `${CANARY}-present` }, { ifMatch: draft.etag }))
  const scheduled = await articles.create(hidden)
  note(scheduled)
  await articles.publish(scheduled.id, { ifMatch: scheduled.etag, at: '2100-01-01T00:00:00.000Z' })
  const trashed = await articles.create(hidden)
  note(trashed)
  await articles.trash(trashed.id, { ifMatch: trashed.etag })
  const beside = await articles.create({ title: 'Seen', qa: [{ question: 'Who?', answer: 'Me.' }] })
  const seen = await articles.publish(beside.id, { ifMatch: beside.etag })
  note(await articles.update(beside.id, hidden, { ifMatch: seen.etag }))
  const [pair] = hidden.qa
  for (const hide of ['trash', 'unpublish', 'retract']) {
    const { question, answer } = pair ?? { question: '', answer: '' }
    const made = await articles.create({ ...texts, qa: [{ question, answer }] })
    note(made)
    const shown = await articles.publish(made.id, { ifMatch: made.etag })
    const match = { ifMatch: shown.etag }
    if (hide === 'trash') await articles.trash(made.id, match)
    else if (hide === 'unpublish') await articles.unpublish(made.id, match)
    else await articles.correct(made.id, { kind: 'retraction', text: 'Taken back.' }, match)
  }
  for (const name of [`anna-${CANARY}`, `ben-${CANARY}`, `the-${CANARY}`, `${CANARY}-keeping`])
    names.add(name)
  return [...names]
}

/** Pages of readers. */
const pagesOf = (name: string) => [
  ...[`/articles/${name}`, `/people/${name}`, `/people/${name}?show=mentioned`, `/topics/${name}`],
]
const pages = ['/', '/articles', '/people', '/topics', '/topics?cursor=no']

/** Every address that anybody may ask about something, and those of lists with what may narrow them to it. */
function addressesOf(names: string[]): string[] {
  const asked = open.flatMap((path) => {
    return path.includes('{')
      ? names.map((name) => path.replace(/\{\w+\}/g, name))
      : [path, `${path}?limit=100`]
  })
  const searches = ['articles', 'qa', 'people', 'topics'].flatMap((list) =>
    [CANARY, `${CANARY.slice(0, 6)}*`].map((q) => `/v1/${list}?limit=100&q=${encodeURIComponent(q)}`),
  )
  const narrowed = names.flatMap((name) =>
    [
      `articles?article=${name}`,
      `articles?topic=${name}`,
      `qa?person=${name}`,
      `changes?topic=${name}`,
      `corrections?article=${name}`,
    ].map((each) => `/v1/${each}`),
  )
  const feeds = ['articles', 'answers', ...names.flatMap((name) => feedsNamed(name))].flatMap((feed) =>
    ['rss', 'atom', 'json'].map((format) => `/feeds/${feed}.${format}`),
  )
  const malformed = ['articles?sort=no', 'articles?cursor=no', 'qa?no=no', 'changes?since=999999']
  const others = ['/openapi.json', '/docs', '/no/such/route', '/v1/topics?tree=true']
  const read = [...pages, ...names.flatMap(pagesOf)]
  return [
    ...[...asked, ...read, ...feeds, ...searches, ...narrowed],
    ...[...malformed.map((each) => `/v1/${each}`), ...others],
  ]
}

const feedsNamed = (name: string) =>
  ['topics', 'people'].flatMap((subject) => [`${subject}/${name}`, `${subject}/${name}/articles`])
const OF_ONE = /^\/v1\/(?:articles|qa)\/[^/?.]+$/
/** Texts and lists for crawlers and language models, and embeds. */
function crawledAddressesOf(names: string[]): string[] {
  const year = new Date().getUTCFullYear()
  const parts = ['', '-news', `-articles-${year}-1`, '-people-1', '-topics-1']
  return [
    ...parts.map((part) => `/sitemap${part}.xml`),
    ...['/robots.txt', '/llms.txt', '/llms-full.txt'],
    ...names.map((name) => `/oembed?url=${encodeURIComponent(`https://site.example/articles/${name}`)}`),
  ]
}

/** The same of Ghost's API. */
function ghostAddressesOf(names: string[]): string[] {
  const all = 'limit=all&formats=html,plaintext&include=tags,authors'
  const named = names.flatMap((name) => [
    ...['posts', 'pages', 'tags', 'authors'].flatMap((each) => [`${each}/${name}/`, `${each}/slug/${name}/`]),
    ...['slug', 'tag', 'primary_tag', 'author', 'primary_author'].map(
      (field) => `posts/?filter=${encodeURIComponent(`${field}:${name}`)}`,
    ),
    ...['tags', 'authors'].map((each) => `${each}/?filter=${encodeURIComponent(`slug:${name}`)}`),
  ])
  const lists = [
    `posts/?${all}`,
    `pages/?${all}`,
    'tags/?limit=all&include=count.posts',
    'authors/?limit=all',
  ]
  return [...lists, 'settings/', 'tiers/', 'no-such/', 'posts/?filter=no:no', ...named].map(
    (each) => `/ghost/api/content/${each}`,
  )
}

/** The same of WordPress's API; what is hidden has one of the first numbers, too. */
function wordPressAddressesOf(names: string[]): string[] {
  const lists = ['posts', 'pages', 'tags', 'categories', 'users']
  const numbers = Array.from({ length: 99 }, (_, number) => String(number))
  const asked = [
    ...lists.flatMap((list) => [`${list}?per_page=100&_embed`, `${list}?search=${CANARY}`]),
    ...lists.flatMap((list) => names.map((name) => `${list}?slug=${name}`)),
    ...lists.flatMap((list) => numbers.map((number) => `${list}/${number}?_embed`)),
    ...numbers.flatMap((number) => [`tags?post=${number}`, `posts?author=${number}`]),
    ...[`search?search=${CANARY}&_embed`, 'types', 'posts?status=any', 'posts?orderby=no', 'no-such'],
  ]
  return ['/wp-json/', ...asked.map((each) => `/wp-json/wp/v2/${each}`)]
}

/** What an agent asks, and what of it a reply may say again. */
interface Call {
  tool: string
  args: Record<string, string>
  said: string
}

/** What agents may ask by a name, or of the hidden texts. */
function callsOf(names: string[]): Call[] {
  const [pair] = hidden.qa
  const texts = [pair?.question, pair?.answer, `It is a ${CANARY}.`].map(
    (text) => `${text} It sings, they say.`,
  )
  const named = names.flatMap((said): Call[] => [
    { tool: 'get_article', args: { article: said }, said },
    { tool: 'get_answer', args: { id: said }, said },
    { tool: 'search_answers', args: { q: 'Why?', topic: said }, said },
    { tool: 'search_answers', args: { q: 'Why?', person: said }, said },
    { tool: 'list_topics', args: { under: said }, said },
    { tool: 'verify_quote', args: { text: 'It is a bird, they say.', speaker: said }, said },
  ])
  const quoted = texts.flatMap((text): Call[] => [
    { tool: 'who_said', args: { text }, said: text },
    { tool: 'verify_quote', args: { text }, said: text },
  ])
  const searched = ['search_answers', 'who_said'].map((tool) => ({ tool, args: { q: CANARY }, said: '' }))
  return [...named, ...quoted, ...searched, { tool: 'list_topics', args: {}, said: '' }]
}

/** The media types that are worth asking for there. */
function acceptedAt(url: string): string[] {
  if (OF_ONE.test(url)) return Object.values(MEDIA_TYPES)
  return url.startsWith('/v1/changes') ? ['application/json', 'application/x-ndjson'] : ['application/json']
}

/** The log as it is streamed, to its end. */
async function readStream({ app, deps }: Service): Promise<string> {
  await app.listen({ host: HOST, port: 0 })
  const { port } = z.object({ port: z.int() }).parse(app.server.address())
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const { body } = await fetch(`http://${HOST}:${port}/v1/changes?since=0`, {
    headers: { accept: 'text/event-stream' },
    signal: leaving.signal,
  })
  const end = `\nid: ${await lastSeqOf(deps.store.read)}\n`
  let text = ''
  for await (const part of (body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream())) {
    text += part
    if (text.includes(end)) break
  }
  return text
}

test('nothing of what readers may not see is in any public reply, search, event or log line', async () => {
  const lines: string[] = []
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  const service = await startService({ LOG_LEVEL: 'debug', WEBHOOK_ALLOW_PRIVATE: 'true' })
  const { app, deps, clientWith } = service
  const [editor, { webhooks }] = [await clientWith('editor'), await clientWith('admin')]
  const receiver = await startReceiver()
  const webhook = await webhooks.create({ url: receiver.url })
  const names = await plantHidden(editor)

  const innocent = await editor.articles.create({ title: 'A draft of no birds' })
  const { token } = await editor.articles.createPreviewLink(innocent.id)
  const previews = [innocent.id, ...names].map((name) => `/v1/articles/${name}?preview=${token}`)

  const own = await editor.articles.createPreviewLink(names[0] ?? '')
  const draft = await app.inject(`/v1/articles/${names[0]}?preview=${own.token}`)
  expect(draft.body).toContain(CANARY)

  const found: string[] = []
  // Who asks by a name is told which name they asked by.
  const look = (where: string, text: string, said = '') => {
    if (text.replaceAll(said, '').toLowerCase().includes(CANARY)) found.push(`${where}: ${text}`)
  }
  const asked = [
    ...addressesOf(names),
    ...crawledAddressesOf(names),
    ...ghostAddressesOf(names),
    ...wordPressAddressesOf(names),
    ...previews,
  ]
  const statuses = new Set<number>()
  for (const url of asked)
    for (const accept of acceptedAt(url)) {
      const { statusCode, body, headers } = await app.inject({ url, headers: { accept } })
      statuses.add(statusCode)
      const [path = ''] = url.split('?')
      look(`${accept} ${url} ${statusCode}`, `${JSON.stringify(headers)} ${body}`, path)
    }
  expect([...statuses].sort()).toEqual([200, 308, 400, 401, 404, 410])

  for (const { tool, args, said } of callsOf(names)) {
    const { statusCode, body } = await app.inject({
      ...{ method: 'POST', url: '/mcp', headers: { accept: 'application/json, text/event-stream' } },
      payload: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: args } },
    })
    expect([tool, args, statusCode, body.includes('"result"')]).toEqual([tool, args, 200, true])
    look(`${tool} ${JSON.stringify(args)}`, body, said)
  }

  const stream = await readStream(service)
  expect(stream).toContain('event: article.unpublished')
  look('stream', stream)

  await deliverDue(deps)
  expect(receiver.received.map(({ payload }) => payload.type)).toContain('article.unpublished')
  for (const { headers, body } of receiver.received) look('receiver', `${JSON.stringify(headers)} ${body}`)
  const { data: deliveries } = await webhooks.deliveries(webhook.id, { limit: 100 })
  expect(deliveries).toHaveLength(receiver.received.length)
  for (const { id } of deliveries)
    look('delivery log', JSON.stringify(await webhooks.delivery(webhook.id, id)))

  stderr.mockRestore()
  expect(lines.length).toBeGreaterThan(asked.length)
  // A line says what was asked for, which is no secret of ours.
  for (const line of lines) look('log line', line.replace(/"url":"[^"]*"/, ''))
  expect(found).toEqual([])
})
