import { describe, expect, test } from 'vitest'
import type { Client } from '../src/client/index.ts'
import { QaPage } from '../src/qa/contract.ts'
import { plant, SEED_SLUG, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

type QaOptions = Parameters<Client['qa']['list']>[0]

async function numbers(client: Client, options: QaOptions): Promise<number[]> {
  return (await client.qa.list({ ...options, fields: ['number'] })).data.map(({ number }) => number)
}

describe('GET /v1/qa by topic', () => {
  test.each([
    ['drone-strikes', [4, 6]],
    ['nuclear-weapons', [2]],
    ['haqqani-network', [8]],
    ['bin-laden-raid', [7]],
    ['foreign-aid', [5]],
  ])('%s finds just the pairs that are about it', async (topic, expected) => {
    const { client } = await startSeeded()
    expect(await numbers(client, { topic })).toEqual(expected)
  })

  test('U.S.-Pakistan relations are what pairs 1 and 3 are about', async () => {
    const { client } = await startSeeded()
    expect(await numbers(client, { topic: 'us-pakistan-relations' })).toEqual(expect.arrayContaining([1, 3]))
  })

  test('a broader topic finds what is under any narrower one', async () => {
    const { client } = await startSeeded()
    for await (const { slug, broader } of client.topics.all())
      if (broader)
        expect(await numbers(client, { 'topic.under': broader.slug })).toEqual(
          expect.arrayContaining(await numbers(client, { topic: slug })),
        )
    const { broader } = await client.topics.get('drone-strikes')
    expect(await numbers(client, { 'topic.under': broader?.slug ?? '' })).toEqual(
      expect.arrayContaining([4, 6]),
    )
  })

  test('a comma means any, a repeated parameter means all, topic.not means none', async () => {
    const { client } = await startSeeded()
    expect(await numbers(client, { topic: 'drone-strikes,nuclear-weapons' })).toEqual([2, 4, 6])
    expect(await numbers(client, { topic: ['drone-strikes', 'nuclear-weapons'] })).toEqual([])
    const rest = await numbers(client, { 'topic.not': 'drone-strikes,nuclear-weapons' })
    expect(rest).toEqual([1, 3, 5, 7, 8])
  })

  test('a topic is named by its id, too', async () => {
    const { client } = await startSeeded()
    const { id } = await client.topics.get('drone-strikes')
    expect(await numbers(client, { topic: id })).toEqual([4, 6])
  })

  test('a name of nothing gives an empty list, not an error', async () => {
    const { client } = await startSeeded()
    for (const nothing of [
      { topic: 'no-such' },
      { person: 'no-one' },
      { article: 'never-was' },
      { language: 'xx' },
    ])
      expect(await numbers(client, nothing)).toEqual([])
  })
})

describe('GET /v1/qa', () => {
  test('each pair names its article', async () => {
    const { client } = await startSeeded()
    const [pair] = (await client.qa.list()).data
    expect(pair?.article).toMatchObject({
      slug: SEED_SLUG,
      url: `https://site.example/articles/${SEED_SLUG}`,
    })
    expect(await client.qa.get(pair?.id ?? '')).toEqual(pair)
  })

  test('newest article first, in reading order within it', async () => {
    const { client, deps } = await startSeeded()
    const publishedAt = '2020-01-01T00:00:00.000Z'
    await plant(deps, { title: 'Newer', publishedAt, qa: [{ question: 'First?' }, { question: 'Second?' }] })
    const { data } = await client.qa.list()
    expect(data.slice(0, 3).map(({ question }) => question.text.slice(0, 20))).toEqual([
      'First?',
      'Second?',
      'Defense Secretary Le',
    ])
  })

  test('person means asked or answered by; role narrows it; a mention does not count', async () => {
    const { client } = await startSeeded()
    expect(await numbers(client, { person: 'daniel-markey' })).toHaveLength(8)
    expect(await numbers(client, { person: 'daniel-markey', role: 'answerer' })).toHaveLength(8)
    expect(await numbers(client, { person: 'daniel-markey', role: 'asker' })).toEqual([])
    expect(await numbers(client, { person: ['daniel-markey', 'bernard-gwertzman'] })).toHaveLength(8)
    expect(await numbers(client, { person: 'leon-panetta' })).toEqual([])
  })

  test('dates narrow, from the first moment of a day', async () => {
    const { client } = await startSeeded()
    expect(await numbers(client, { 'publishedAt.gte': '2012-06-07' })).toHaveLength(8)
    expect(await numbers(client, { 'publishedAt.gte': '2012-06-07T22:01:00+02:00' })).toHaveLength(8)
    expect(await numbers(client, { 'publishedAt.gte': '2012-06-08' })).toEqual([])
    expect(await numbers(client, { 'publishedAt.lt': '2012-06-07T20:01:00Z' })).toEqual([])
    expect(await numbers(client, { 'updatedAt.gte': '2999-01-01' })).toEqual([])
  })

  test('kind, language and article narrow', async () => {
    const { client } = await startSeeded()
    expect(
      await numbers(client, { kind: 'interview,panel', language: 'en', article: SEED_SLUG }),
    ).toHaveLength(8)
    expect(await numbers(client, { kind: 'panel' })).toEqual([])
  })

  test('fields keeps those members, and id and type', async () => {
    const { client } = await startSeeded()
    const [pair] = (await client.qa.list({ fields: ['number', 'topics'] })).data
    expect(Object.keys(pair ?? {}).sort()).toEqual(['id', 'number', 'topics', 'type'])
  })

  test('count=exact adds the total of the filtered list', async () => {
    const { client } = await startSeeded()
    expect((await client.qa.list({ topic: 'drone-strikes', limit: 1, count: 'exact' })).page.total).toBe(2)
    expect((await client.qa.list({ q: 'haqqanis', limit: 1, count: 'exact' })).page.total).toBeGreaterThan(0)
    expect((await client.qa.list()).page.total).toBeUndefined()
  })

  test('Link leads to the next page and is absent on the last', async () => {
    const { app } = await startSeeded()
    const first = await app.inject('/v1/qa?limit=5&topic.not=nuclear-weapons')
    const target = /^<(.+)>; rel="next"$/.exec(String(first.headers.link))?.[1] ?? ''
    const second = await app.inject(target)
    expect([...QaPage.parse(first.json()).data, ...QaPage.parse(second.json()).data]).toHaveLength(7)
    expect(second.headers.link).toBeUndefined()
  })

  test('an unknown pair is a problem', async () => {
    const { client } = await startService()
    expect((await problemOf(client.qa.get('qa_00000000000000000000000000'))).code).toBe('not_found')
  })
})

describe('what GET /v1/qa refuses', () => {
  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=', 'limit'],
    ['limit=five', 'limit'],
    ['limit=1.5', 'limit'],
    ['colour=red', 'colour'],
    ['topic=', 'topic'],
    ['topic=a,,b', 'topic'],
    ['sort=length', 'sort'],
    ['sort=position', 'sort'],
    ['sort=-relevance', 'sort'],
    ['kind=poem', 'kind'],
    ['role=interviewer', 'role'],
    ['publishedAt.gte=yesterday', 'publishedAt.gte'],
    ['publishedAt.lt=2012-13-01', 'publishedAt.lt'],
    ['fields=shoe', 'fields'],
    ['count=roughly', 'count'],
    ['cursor=abc', 'cursor'],
    ['limit=1&limit=2', 'limit'],
    [`q=${'a'.repeat(1001)}`, 'q'],
  ])('%s is 400 and names the parameter', async (query, parameter) => {
    const { app } = await startService()
    const reply = await app.inject(`/v1/qa?${query}`)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ parameter }] })
  })

  test('a cursor of another list is cursor_mismatch', async () => {
    const { client } = await startSeeded()
    const cursor = (await client.qa.list({ limit: 2 })).page.nextCursor ?? ''
    expect((await problemOf(client.qa.list({ cursor, topic: 'drone-strikes' }))).code).toBe('cursor_mismatch')
    expect((await problemOf(client.qa.list({ cursor, sort: 'title' }))).code).toBe('cursor_mismatch')
    expect((await problemOf(client.articles.list({ cursor }))).code).toBe('cursor_mismatch')
    expect((await client.qa.list({ cursor, limit: 3, fields: ['number'] })).data).toHaveLength(3)
  })
})
