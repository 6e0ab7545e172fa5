import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Client, ListedQaPair } from '../src/client/index.ts'
import { findMiscounted } from '../src/db/examine-counts.ts'
import { publish, unpublish } from '../src/publishing/publish.ts'
import { findArticleState, getRevision, updateArticle } from '../src/revisions/queries.ts'
import { plant, type Planted, type Service, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const FACETS = 'topic,person,kind,language,year'
const TOPICS = ['rivers', 'dams', 'treaties', 'borders']
const NAMES = ['Ada Byron', 'Max Born', 'Rosa Alba']
const named = (slugs: string[]) => slugs.map((slug) => ({ slug, name: slug }))

const article: fc.Arbitrary<Planted> = fc.record({
  title: fc.constant('On Water'),
  language: fc.constantFrom('en', 'de'),
  kind: fc.constantFrom('interview' as const, 'panel' as const),
  publishedAt: fc.constantFrom('2020-01-01T00:00:00.000Z', '2021-05-05T00:00:00.000Z'),
  people: fc.constant(NAMES.map((name) => ({ name, role: 'interviewee' as const, title: null }))),
  topics: fc.subarray(TOPICS).map(named),
  qa: fc.array(
    fc.record({
      topics: fc.subarray(TOPICS).map(named),
      askedBy: fc.constantFrom(null, ...NAMES),
      answeredBy: fc.subarray(NAMES),
    }),
    { maxLength: 4 },
  ),
})

/** A service with a tree of topics and some articles, the same at each start. */
async function startWorld(articles = 15): Promise<Service & { ids: string[] }> {
  const service = await startService()
  const editor = await service.clientWith('editor')
  for (const [name, broader] of [
    ['rivers', null],
    ['dams', 'rivers'],
    ['treaties', null],
    ['borders', 'treaties'],
  ] as const)
    await editor.topics.create({ name, slug: name, broader })
  const ids: string[] = []
  for (const planted of fc.sample(article, { numRuns: articles, seed: 11 }))
    ids.push(await plant(service.deps, planted))
  return { ...service, ids }
}

type QaOptions = NonNullable<Parameters<Client['qa']['list']>[0]>

/** What a reader would count by going through the list. */
async function countByHand(
  client: Client,
  options: QaOptions,
): Promise<Record<string, Record<string, number>>> {
  const counts: Record<string, Record<string, number>> = {}
  const add = (facet: string, value: string) => {
    const values = (counts[facet] ??= {})
    values[value] = (values[value] ?? 0) + 1
  }
  for await (const pair of client.qa.all(options)) {
    const { askedBy, answeredBy, topics, article: ref }: ListedQaPair = pair
    const speakers = [askedBy, ...answeredBy].flatMap((person) => person?.slug ?? [])
    for (const slug of new Set(speakers)) add('person', slug)
    for (const { slug } of topics) add('topic', slug)
    add('year', ref.publishedAt.slice(0, 4))
    const { kind, language } = await client.articles.get(ref.id)
    add('kind', kind)
    add('language', language)
  }
  return counts
}

async function countByFacets(
  client: Client,
  options: QaOptions,
): Promise<Record<string, Record<string, number>>> {
  const { facets = {}, page } = await client.qa.list({ ...options, facets: FACETS })
  expect(page.facetsCutAt).toBeUndefined()
  const counts = Object.entries(facets).map(([facet, values]): [string, Record<string, number>] => [
    facet,
    Object.fromEntries(values.map((each) => ['slug' in each ? each.slug : each.value, each.count])),
  ])
  return Object.fromEntries(counts.filter(([, values]) => Object.keys(values).length > 0))
}

describe('facets', () => {
  test.each<QaOptions>([
    {},
    { topic: 'rivers' },
    { 'topic.under': 'rivers' },
    { person: 'ada-byron' },
    { kind: 'panel' },
    { language: 'de' },
    { 'publishedAt.gte': '2020-01-01', 'publishedAt.lt': '2021-01-01' },
    { 'topic.under': 'rivers', person: 'ada-byron' },
    { 'topic.under': 'rivers', 'publishedAt.gte': '2021-01-01' },
    { 'topic.under': ['rivers', 'treaties'], language: 'en' },
    { topic: 'dams', kind: 'panel', person: 'max-born,rosa-alba' },
    { person: 'ada-byron', role: 'asker', 'publishedAt.lt': '2021-01-01' },
    { article: 'on-water,on-water-2', person: 'ada-byron' },
    { 'topic.not': 'dams', 'publishedAt.gte': '2020-06-01' },
    { topic: ['rivers', 'treaties'] },
    { topic: 'rivers,treaties' },
    { q: 'why' },
    { person: 'nobody' },
  ])('of %j count what the list has', async (options) => {
    const { client } = await startWorld()
    expect(await countByFacets(client, options)).toEqual(await countByHand(client, options))
  })

  test('of articles count each article once', async () => {
    const { client, deps } = await startService()
    const people = [
      { name: 'Ada Byron', role: 'interviewee' as const, title: null },
      { name: 'Ada Byron', role: 'author' as const, title: null },
    ]
    await plant(deps, { people, topics: named(['rivers']), publishedAt: '2020-02-02T00:00:00.000Z' })
    await plant(deps, {
      topics: named(['rivers', 'dams']),
      publishedAt: '2021-02-02T00:00:00.000Z',
      language: 'de',
    })
    const { facets } = await client.articles.list({ facets: FACETS })
    expect(facets).toEqual({
      topic: [
        { slug: 'rivers', name: 'rivers', count: 2 },
        { slug: 'dams', name: 'dams', count: 1 },
      ],
      person: [{ slug: 'ada-byron', name: 'Ada Byron', count: 1 }],
      kind: [{ value: 'interview', count: 2 }],
      language: [
        { value: 'de', count: 1 },
        { value: 'en', count: 1 },
      ],
      year: [
        { value: '2020', count: 1 },
        { value: '2021', count: 1 },
      ],
    })
  })

  test('are given as far as they are asked for, on every page of the list', async () => {
    const { client } = await startWorld()
    const first = await client.qa.list({ facets: 'kind', limit: 1 })
    const next = await client.qa.list({ facets: 'kind', limit: 1, cursor: first.page.nextCursor ?? '' })
    expect(Object.keys(first.facets ?? {})).toEqual(['kind'])
    expect(next.facets).toEqual(first.facets)
    expect((await client.qa.list()).facets).toBeUndefined()
  })

  test('of another name are refused', async () => {
    const { client } = await startService()
    const problem = await problemOf(client.qa.list({ facets: 'topic,colour' }))
    expect(problem.problem).toMatchObject({ status: 400, errors: [{ parameter: 'facets' }] })
  })
})

describe('kept counts', () => {
  test('are those of what is there after any publishing, withdrawing and moving in the tree', async () => {
    const { deps, ids, clientWith } = await startWorld()
    const editor = await clientWith('editor')
    const step = fc.oneof(
      fc.record({ do: fc.constant('publish' as const), at: fc.nat(14), content: article }),
      fc.record({ do: fc.constant('withdraw' as const), at: fc.nat(14) }),
      fc.record({
        do: fc.constant('move' as const),
        topic: fc.constantFrom(...TOPICS),
        broader: fc.constantFrom(null, ...TOPICS),
      }),
    )
    for (const each of fc.sample(step, { numRuns: 40, seed: 5 })) {
      if (each.do === 'move') {
        const { etag = '' } = await editor.topics.get(each.topic)
        await editor.topics
          .update(each.topic, { broader: each.broader }, { ifMatch: etag })
          .catch(() => undefined)
        continue
      }
      await deps.store.write(async (tx) => {
        const state = await findArticleState(tx, ids[each.at] ?? '')
        if (!state) return
        if (each.do === 'withdraw') {
          await unpublish(tx, deps, state)
          return
        }
        const { qa, ...before } = await getRevision(tx, state.id, state.draftRevision)
        const content = { ...before, ...each.content, qa: qa.slice(1) }
        await updateArticle(tx, deps, state, content, { author: 'test', reason: 'test' })
        const changed = await findArticleState(tx, state.id)
        if (changed) await publish(tx, deps, changed)
      })
    }
    const { etag = '' } = await editor.topics.get('dams')
    await editor.topics.merge('dams', 'borders', { ifMatch: etag }).catch(() => undefined)
    expect(await findMiscounted(deps.store.read)).toEqual([])
  })
})
