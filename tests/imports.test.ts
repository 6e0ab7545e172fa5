import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { articles, imports, matchKeys, revisions } from '../src/db/tables.ts'
import { createKey } from '../src/keys/queries.ts'
import { SEED_SLUG, seedText, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const TALK = `A Talk About Wells

Q: Who digs the wells?

A: The village does, every spring.

Q: And who pays?

A: Nobody. We share the work.
`

describe('POST /v1/imports', () => {
  test('makes a draft that readers do not see, and says what it read', async () => {
    const { client, clientWith } = await startService()
    const editor = await clientWith('editor')
    const result = await editor.imports.create(TALK)
    expect(result).toMatchObject({ status: 'created', slug: 'a-talk-about-wells', published: false })
    expect(result.article.qa.map(({ question, answer }) => [question, answer])).toEqual([
      ['Who digs the wells?', 'The village does, every spring.'],
      ['And who pays?', 'Nobody. We share the work.'],
    ])
    expect((await client.articles.list()).data).toEqual([])
    expect((await problemOf(client.articles.get('a-talk-about-wells'))).code).toBe('not_found')
  })

  test('with publish readers see it at once', async () => {
    const { client, clientWith } = await startService()
    const editor = await clientWith('editor')
    const { articleId } = await editor.imports.create(TALK, { publish: true })
    expect(await client.articles.get('a-talk-about-wells')).toMatchObject({
      id: articleId,
      revision: 1,
      qaCount: 2,
    })
  })

  test('the same bytes again are unchanged, and may be published so', async () => {
    const { client, clientWith } = await startService()
    const editor = await clientWith('editor')
    const first = await editor.imports.create(TALK)
    const again = await editor.imports.create(TALK, { publish: true })
    expect(again).toEqual({ ...first, status: 'unchanged', published: true })
    expect((await client.articles.list()).data).toHaveLength(1)
  })

  test('the same bytes at the same moment make one article', async () => {
    const { client, clientWith } = await startService()
    const editor = await clientWith('editor')
    const results = await Promise.all([1, 2, 3].map(() => editor.imports.create(TALK, { publish: true })))
    expect(results.map(({ status }) => status).sort()).toEqual(['created', 'unchanged', 'unchanged'])
    expect((await client.articles.list()).data).toHaveLength(1)
  })

  test('dryRun keeps nothing', async () => {
    const { deps, clientWith } = await startService()
    const editor = await clientWith('editor')
    const result = await editor.imports.create(TALK, { dryRun: true, publish: true })
    expect(result).toMatchObject({
      status: 'preview',
      articleId: null,
      slug: null,
      published: false,
      changes: null,
    })
    for (const table of [articles, imports, matchKeys, revisions])
      expect(await deps.store.read.select().from(table)).toEqual([])
  })

  test('an import is read again by its id', async () => {
    const { app, clientWith } = await startService()
    const editor = await clientWith('editor')
    const result = await editor.imports.create(TALK)
    expect(await editor.imports.get(result.id)).toEqual(result)
    expect((await problemOf(editor.imports.get('imp_00000000000000000000000000'))).code).toBe('not_found')
    expect((await app.inject(`/v1/imports/${result.id}`)).statusCode).toBe(401)
  })

  test('the bytes are kept as they came', async () => {
    const { deps, clientWith } = await startService()
    const bytes = new Uint8Array(Buffer.from(`\ufeff${TALK.replaceAll('\n', '\r\n')}`))
    await (await clientWith('editor')).imports.create(bytes, { contentType: 'text/plain' })
    const [kept] = await deps.store.read.select().from(imports)
    expect(new Uint8Array(kept?.source ?? [])).toEqual(bytes)
  })

  test('editors get them back, with their digest', async () => {
    const { app, deps, clientWith } = await startService()
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'editor' }))
    const bytes = new Uint8Array(Buffer.from(TALK.replaceAll('village', 'cité'), 'latin1'))
    const { slug } = await (await clientWith('editor')).imports.create(bytes, { contentType: 'text/plain' })
    const url = `/v1/articles/${slug}/source`
    const reply = await app.inject({ url, headers: { authorization: `Bearer ${key}` } })
    expect(new Uint8Array(reply.rawPayload)).toEqual(bytes)
    const digest = createHash('sha256').update(bytes).digest('base64')
    expect(reply.headers).toMatchObject({
      'content-digest': `sha-256=:${digest}:`,
      'content-type': 'text/plain; charset=windows-1252',
      'cache-control': 'no-store',
    })
    expect((await app.inject(url)).statusCode).toBe(401)
    const nothing = await app.inject({
      url: url.replace('wells', 'walls'),
      headers: { authorization: `Bearer ${key}` },
    })
    expect(nothing.statusCode).toBe(404)
  })

  test('a second article of the same title gets a slug of its own', async () => {
    const { clientWith } = await startService()
    const editor = await clientWith('editor')
    await editor.imports.create(TALK)
    const other = await editor.imports.create(
      'A Talk About Wells\n\nQ: Where are they?\n\nA: Behind the mill.\n',
    )
    expect(other.slug).toBe('a-talk-about-wells-2')
  })

  test('url and language are the sender’s word', async () => {
    const { clientWith } = await startService()
    const editor = await clientWith('editor')
    const url = 'https://paper.example/wells'
    const { article } = await editor.imports.create(TALK, { url, language: 'en-GB', dryRun: true })
    expect([article.source.url, article.language]).toEqual([url, 'en-GB'])
  })

  test('a text without an interview is an article without pairs', async () => {
    const { client, clientWith } = await startService()
    const essay =
      'On Salt\n\nSalt was once money. Roads were built for it.\n\nToday it is cheap, and nobody thanks it.\n'
    await (await clientWith('editor')).imports.create(essay, { publish: true })
    const article = await client.articles.get('on-salt')
    expect([article.kind, article.qa]).toEqual(['article', []])
    expect(article.intro?.text).toContain('nobody thanks it')
  })
})

describe('the receipt of the seed', () => {
  test('tiles the text and loses nothing', async () => {
    const { clientWith } = await startService()
    const { receipt } = await (await clientWith('editor')).imports.create(seedText, { dryRun: true })
    let end = 0
    for (const segment of receipt.segments) {
      expect(segment.start).toBe(end)
      expect(segment.end).toBeGreaterThan(segment.start)
      end = segment.end
    }
    expect(end).toBe(seedText.length)
    const { characters, kept, dropped, lost } = receipt.coverage
    expect([characters, kept + dropped, lost]).toEqual([seedText.length, seedText.length, 0])
  })

  test('says of every line that is left out why', async () => {
    const { clientWith } = await startService()
    const { receipt } = await (await clientWith('editor')).imports.create(seedText, { dryRun: true })
    const kindOf = (words: string, nth = 0) => {
      let at = -1
      for (let count = 0; count <= nth; count += 1) at = seedText.indexOf(words, at + 1)
      return receipt.segments.find(({ start, end }) => start <= at && at < end)?.kind
    }
    expect(kindOf('There is an underlying anti-Americanism')).toBe('pull-quote')
    expect(kindOf('There is an underlying anti-Americanism', 1)).toBe('answer')
    expect(kindOf('The Pakistanis, at least the more sophisticated')).toBe('pull-quote')
    expect(kindOf('The Pakistanis, at least the more sophisticated', 1)).toBe('answer')
    expect(kindOf('Top Stories on CFR')).not.toBe('answer')
    expect(kindOf('United Kingdom')).toBe('related')
    expect(receipt.diagnostics.map(({ code }) => code)).toContain('question.statement')
  })
})

describe('what the importer refuses', () => {
  test.each([
    ['an empty text', '', 'text/plain', 'unreadable_text'],
    ['white space', ' \n\t\n', 'text/plain', 'unreadable_text'],
    ['binary data', '\u0000\u0001PNG\u0000', 'text/plain', 'unsupported_media_type'],
    ['a kind that is not read', '%PDF', 'application/pdf', 'unsupported_media_type'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 'unsupported_media_type'],
    ['no kind at all', 'x', 'nonsense', 'unsupported_media_type'],
    ['a charset that is none', TALK, 'text/plain; charset=klingon', 'unreadable_text'],
  ])('%s', async (_, text, contentType, code) => {
    const { deps, clientWith } = await startService()
    const editor = await clientWith('editor')
    expect((await problemOf(editor.imports.create(text, { contentType }))).code).toBe(code)
    expect(await deps.store.read.select().from(articles)).toEqual([])
  })

  test('bytes that are not in the charset they claim', async () => {
    const { clientWith } = await startService()
    const editor = await clientWith('editor')
    const latin1 = new Uint8Array(Buffer.from('Où est le café ?', 'latin1'))
    const refused = editor.imports.create(latin1, { contentType: 'text/plain; charset=utf-8' })
    expect((await problemOf(refused)).code).toBe('unreadable_text')
  })

  test.each(['windows-1252', 'utf-16le', 'utf-16be'])('UTF-8 that is called %s', async (charset) => {
    const { clientWith } = await startService()
    const editor = await clientWith('editor')
    const refused = editor.imports.create('Où est le café ?!', {
      contentType: `text/plain; charset=${charset}`,
    })
    expect((await problemOf(refused)).code).toBe('unreadable_text')
  })

  test('more bytes than IMPORT_BYTES_MAX', async () => {
    const { clientWith } = await startService({ IMPORT_BYTES_MAX: '1000' })
    const editor = await clientWith('editor')
    const refused = await problemOf(editor.imports.create('word '.repeat(201)))
    expect([refused.code, refused.status]).toEqual(['payload_too_large', 413])
    expect((await editor.imports.create('word '.repeat(200))).status).toBe('created')
  })

  test('who has no key, a key of a reader, a revoked or invented one', async () => {
    const { client, clientWith, app } = await startService()
    expect((await problemOf(client.imports.create(TALK))).code).toBe('unauthenticated')
    const reader = await clientWith('reader')
    expect((await problemOf(reader.imports.create(TALK))).code).toBe('forbidden')
    const headers = { authorization: 'Bearer clq_invented', 'content-type': 'text/plain' }
    const reply = await app.inject({ method: 'POST', url: '/v1/imports', headers, payload: TALK })
    expect([reply.statusCode, reply.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  })
})

describe('charsets', () => {
  const text = 'Über Brücken\n\nQ: Warum “Brücken”?\n\nA: Sie führen – hinüber.\n'
  const windows1252 = Buffer.from(
    text.replaceAll('“', '\u0093').replaceAll('”', '\u0094').replaceAll('–', '\u0096'),
    'latin1',
  )
  test.each([
    ['UTF-8', Buffer.from(text), undefined],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), undefined],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), undefined],
    ['Windows-1252 as the header says', windows1252, 'windows-1252'],
    ['Windows-1252 by its bytes', windows1252, undefined],
  ])('%s is read', async (_, bytes, charset) => {
    const { clientWith } = await startService()
    const contentType = charset === undefined ? 'text/plain' : `text/plain; charset=${charset}`
    const editor = await clientWith('editor')
    const { article } = await editor.imports.create(new Uint8Array(bytes), { contentType, dryRun: true })
    expect(article.title).toBe('Über Brücken')
    expect(article.qa[0]?.question).toBe('Warum “Brücken”?')
    expect(article.qa[0]?.answer).toBe('Sie führen – hinüber.')
  })
})

test('the seed is imported by the code that imports any text', async () => {
  const { client } = await startSeeded()
  const { clientWith } = await startService()
  const { article } = await (await clientWith('editor')).imports.create(seedText, { dryRun: true })
  const shown = await client.articles.get(SEED_SLUG)
  expect(shown.qa.map(({ topics }) => topics.map(({ slug }) => slug))).toEqual(
    article.qa.map(({ topics }) => topics.map(({ slug }) => slug)),
  )
})

describe('POST /v1/imports with an Idempotency-Key', () => {
  const CHALK = 'Chalk\n\nQ: Who digs?\n\nA: The village.\n'
  const headers = { 'idempotency-key': 'one', 'content-type': 'text/plain' }

  async function startSending() {
    const { app, deps, clientWith } = await startService()
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'desk' }))
    const authorization = `Bearer ${key}`
    const send = (payload: string | Buffer, { query = '', ...more }: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url: `/v1/imports${query}`,
        headers: { authorization, ...headers, ...more },
        payload,
      })
    return { send, deps, editor: await clientWith('editor') }
  }

  test('is made once, however often the same bytes are sent', async () => {
    const { send, deps } = await startSending()
    const first = await send(CHALK)
    const again = await send(CHALK)
    expect(first.statusCode).toBe(201)
    expect([again.statusCode, again.body]).toEqual([201, first.body])
    expect(again.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: first.headers.location,
      'cache-control': 'no-store',
    })
    expect(await deps.store.read.select().from(imports)).toHaveLength(1)
  })

  test('is refused with other bytes, another query and another type', async () => {
    const { send, deps } = await startSending()
    await send(CHALK)
    const others = [
      await send(CHALK.replace('village', 'town')),
      await send(Buffer.from([...Buffer.from(CHALK), 0x0a])),
      await send(CHALK, { query: '?publish=true' }),
      await send(CHALK, { 'content-type': 'text/markdown' }),
    ]
    for (const other of others)
      expect(other.json()).toMatchObject({ status: 422, code: 'idempotency_mismatch' })
    expect(await deps.store.read.select().from(imports)).toHaveLength(1)
  })

  test('may be tried again after what failed, and is taken by a dry run and the client', async () => {
    const { send, editor } = await startSending()
    expect((await send('')).statusCode).toBe(422)
    const dry = await send(CHALK, { query: '?dryRun=true' })
    expect((await send(CHALK, { query: '?dryRun=true' })).body).toBe(dry.body)
    const once = { idempotencyKey: 'two' }
    expect(await editor.imports.create(CHALK, once)).toEqual(await editor.imports.create(CHALK, once))
  })
})
