import { describe, expect, test } from 'vitest'
import { appendChanges } from '../src/changes/append.ts'
import { CHANGES_LOOKED_AT_MAX, LoadLine } from '../src/changes/contract.ts'
import { type Client, createClient } from '../src/client/index.ts'
import { getArticleState } from '../src/editing/edit-article.ts'
import { personChange } from '../src/people/person-change.ts'
import { unpublish } from '../src/publishing/publish.ts'
import { plant, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const LOAD = 'application/x-ndjson'

async function end(client: Client): Promise<number> {
  return (await client.changes.list({ types: ['article.corrected'] })).lastSeq
}

async function typesSince(client: Client, since: number): Promise<string[]> {
  return (await client.changes.list({ since })).data.map(({ type }) => type)
}

const rivers = { slug: 'rivers', name: 'Rivers' }
const ada = { name: 'Ada Byron', role: 'interviewee' as const, title: null }

describe('GET /v1/changes', () => {
  test('tells in order what readers may have noticed, from the beginning', async () => {
    const { client } = await startSeeded()
    const { data } = await client.changes.list({ limit: 1000 })
    const seqs = data.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    const types = data.map(({ type }) => type)
    expect(types.filter((type) => type === 'article.published')).toHaveLength(1)
    expect(types.filter((type) => type === 'qa.published')).toHaveLength(8)
  })

  test('what is taken from readers is a tombstone, of each pair and of whom nobody shows any more', async () => {
    const { client, deps } = await startService()
    const id = await plant(deps, { people: [ada], qa: [{}] })
    const since = await end(client)
    await deps.store.write(async (tx) => unpublish(tx, deps, await getArticleState(tx, id)))
    const { data } = await client.changes.list({ since })
    expect(data).toMatchObject([
      { type: 'article.unpublished', resource: 'article', id, deleted: true },
      { type: 'qa.removed', resource: 'qa', deleted: true },
      { type: 'person.updated', resource: 'person', deleted: true },
    ])
  })

  test('a read made after an entry never shows older data', async () => {
    const { client, deps } = await startService()
    const id = await plant(deps, { title: 'First' })
    const [entry] = (await client.changes.list({ types: ['article.published'] })).data
    expect(entry?.revision).toBe((await client.articles.get(id)).revision)
  })

  test('since is exclusive; at the end there is nothing, and the end is named', async () => {
    const { client } = await startSeeded()
    const first = await client.changes.list({ limit: 1 })
    const second = await client.changes.list({ since: first.lastSeq, limit: 1 })
    expect(second.data[0]?.seq).toBeGreaterThan(first.data[0]?.seq ?? Infinity)
    const lastSeq = await end(client)
    expect(await client.changes.list({ since: lastSeq })).toEqual({ data: [], lastSeq, hasMore: false })
  })

  test.each([1, 2, 7, 1000])('pages of %i give every entry once', async (limit) => {
    const { client } = await startSeeded()
    const seqs: number[] = []
    for (let since = 0, hasMore = true; hasMore;) {
      const page = await client.changes.list({ since, limit })
      seqs.push(...page.data.map(({ seq }) => seq))
      since = page.lastSeq
      hasMore = page.hasMore
    }
    const all: number[] = []
    for await (const { seq } of client.changes.all()) all.push(seq)
    expect([seqs, new Set(seqs).size]).toEqual([all, all.length])
  })

  test('a consumer goes on even where its filter hides everything', async () => {
    const { client } = await startSeeded()
    const page = await client.changes.list({ types: ['article.corrected'] })
    expect(page.data).toEqual([])
    expect(page.hasMore).toBe(false)
    expect((await client.changes.list({ since: page.lastSeq })).data).toEqual([])
  })

  test('one request looks at so many entries at most, and says that there is more', async () => {
    const { client, deps } = await startService()
    const since = await end(client)
    const person = { id: deps.newId('per'), slug: 'x' }
    const many = Array.from({ length: CHANGES_LOOKED_AT_MAX }, () => personChange(person, true))
    await deps.store.write((tx) => appendChanges(tx, deps, many))
    await plant(deps, {})
    const page = await client.changes.list({ since, types: ['article.published'] })
    expect(page).toEqual({ data: [], lastSeq: since + CHANGES_LOOKED_AT_MAX, hasMore: true })
    const next = await client.changes.list({ since: page.lastSeq, types: ['article.published'] })
    expect(next).toMatchObject({ data: [{ type: 'article.published' }], hasMore: false })
  })

  test('types narrow', async () => {
    const { client } = await startSeeded()
    const { data } = await client.changes.list({ types: ['article.published', 'person.updated'] })
    expect(new Set(data.map(({ type }) => type))).toEqual(new Set(['article.published', 'person.updated']))
  })

  test('a topic narrows to corrections and retractions of what has it, too', async () => {
    const { client, clientWith, deps } = await startService()
    const editor = await clientWith('editor')
    const own = await plant(deps, { topics: [rivers] })
    const ofPair = await plant(deps, { qa: [{ topics: [rivers] }] })
    await plant(deps, {})
    const since = await end(client)
    for (const [id, kind] of [
      [own, 'correction'],
      [ofPair, 'retraction'],
    ] as const) {
      const { etag } = await editor.articles.draft(id)
      await editor.articles.correct(id, { kind, text: 'Put right.' }, { ifMatch: etag })
    }
    const { data } = await client.changes.list({ since, types: ['article.corrected'], topic: 'rivers' })
    expect(data.map(({ id, deleted }) => [id, deleted])).toEqual([
      [own, false],
      [ofPair, true],
    ])
  })

  test('a topic narrows to what has it or had it, by slug or id; a comma means any, again means all', async () => {
    const { client, deps } = await startService()
    const since = await end(client)
    const dams = { slug: 'dams', name: 'Dams' }
    const both = await plant(deps, { topics: [rivers, dams] })
    const one = await plant(deps, { topics: [rivers] })
    await plant(deps, {})
    const { id } = await client.topics.get('rivers')
    const found = async (topic: string | string[]) => {
      const { data } = await client.changes.list({ since, types: ['article.published'], topic })
      return data.map((entry) => entry.id)
    }
    expect(await found('rivers')).toEqual([both, one])
    expect(await found(id)).toEqual([both, one])
    expect(await found('dams,rivers')).toEqual([both, one])
    expect(await found(['dams', 'rivers'])).toEqual([both])
    expect(await found('no-such')).toEqual([])
  })

  test('is to be asked again, never taken from a cache unasked', async () => {
    const { app } = await startService()
    const { headers } = await app.inject('/v1/changes')
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers.vary).toContain('Accept')
  })

  test('needs a key where reading does', async () => {
    const { client, clientWith } = await startService({ READ_ACCESS: 'key' })
    expect((await problemOf(client.changes.list())).code).toBe('unauthenticated')
    const reader = await clientWith('reader')
    expect((await reader.changes.list({ limit: 1 })).data).toHaveLength(1)
  })

  test('a new draft and a new import are no news for readers', async () => {
    const { client, deps } = await startService()
    const since = await end(client)
    await plant(deps, {}, { draft: true })
    expect(await typesSince(client, since)).toEqual([])
  })
})

describe('what GET /v1/changes refuses', () => {
  test.each([
    ['since=', 'since'],
    ['since=-1', 'since'],
    ['since=1.5', 'since'],
    ['since=1e1', 'since'],
    ['since=two', 'since'],
    ['since=1&since=2', 'since'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['types=article.eaten', 'types'],
    ['types=', 'types'],
    ['topic=', 'topic'],
    ['cursor=abc', 'cursor'],
  ])('%s', async (query, parameter) => {
    const { app } = await startService()
    const reply = await app.inject(`/v1/changes?${query}`)
    expect(reply.json()).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ parameter }] })
  })

  test('a seq after the end: it is of another log, and going on from it would lose something', async () => {
    const { client } = await startService()
    const since = (await end(client)) + 1
    expect((await problemOf(client.changes.list({ since }))).code).toBe('cursor_mismatch')
  })

  test.each([
    [LOAD, 'since=0', 'since'],
    [LOAD, 'topic=rivers', 'topic'],
    [LOAD, 'limit=5', 'limit'],
    ['text/event-stream', 'limit=5', 'limit'],
  ])('%s with %s', async (accept, query, parameter) => {
    const { app } = await startService()
    const reply = await app.inject({ url: `/v1/changes?${query}`, headers: { accept } })
    expect(reply.json()).toMatchObject({ status: 400, errors: [{ parameter }] })
  })
})

describe('what a request accepts', () => {
  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['image/png', 'application/json'],
    ['application/x-ndjson', LOAD],
    ['application/json;q=0.5, application/x-ndjson', LOAD],
    ['application/x-ndjson;q=0, */*', 'application/json'],
    ['Application/X-NDJSON', LOAD],
  ])('%s gets %s', async (accept, type) => {
    const { app } = await startService()
    const { headers } = await app.inject({ url: '/v1/changes', headers: accept ? { accept } : {} })
    expect(String(headers['content-type'])).toContain(type)
  })

  test('HEAD says what GET would, and reads nothing', async () => {
    const { app } = await startService()
    for (const accept of ['text/event-stream', LOAD]) {
      const reply = await app.inject({ method: 'HEAD', url: '/v1/changes', headers: { accept } })
      expect([reply.statusCode, reply.body]).toEqual([200, ''])
      expect(String(reply.headers['content-type'])).toContain(accept)
    }
  })
})

describe('a full load', () => {
  test('has every topic, person and published article as readers see it, and ends with a cursor', async () => {
    const { client, deps } = await startSeeded()
    await plant(deps, { title: 'Draft', people: [ada] }, { draft: true })
    const lines: LoadLine[] = []
    for await (const line of client.changes.load()) lines.push(line)
    expect(lines.at(-1)).toEqual({ resource: 'cursor', seq: await end(client) })
    const of = (wanted: string) => lines.filter(({ resource }) => resource === wanted)
    const withoutCounts = (each: object) =>
      Object.fromEntries(Object.entries(each).filter(([name]) => name !== 'counts'))
    const articles: unknown[] = []
    for await (const { id } of client.articles.all())
      articles.push({ resource: 'article', id, data: await client.articles.get(id) })
    expect(of('article')).toEqual(articles)
    const people: unknown[] = []
    for await (const each of client.people.all())
      people.push({ resource: 'person', id: each.id, data: withoutCounts(each) })
    expect(of('person')).toEqual(people)
    const topics: unknown[] = []
    for await (const each of client.topics.all())
      topics.push({ resource: 'topic', id: each.id, data: withoutCounts(each) })
    expect(of('topic')).toEqual(topics)
  })

  test('is more than one batch of articles', async () => {
    const { client, deps } = await startService()
    const ids: string[] = []
    for (let count = 0; count < 25; count += 1) ids.push(await plant(deps, { title: `No ${count}` }))
    const loaded: string[] = []
    for await (const line of client.changes.load()) if (line.resource === 'article') loaded.push(line.id)
    expect(loaded).toEqual(ids.toSorted())
  })

  test('that breaks off throws in the client, who would take a part for the whole', async () => {
    const line: LoadLine = { resource: 'cursor', seq: 1 }
    const send = () =>
      Promise.resolve(new Response(JSON.stringify(line).slice(0, 9), { headers: { 'content-type': LOAD } }))
    const client = createClient({ url: 'http://service.test', send })
    const load = async () => {
      for await (const { resource } of client.changes.load()) expect(resource).toBe('never')
    }
    await expect(load()).rejects.toThrow('Load again')
  })
})
