import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '../src/client/index.ts'
import { plant, type Planted, type Service, startService } from './harness.ts'

// A small world with many ties: few dates, few titles, few topics.
const TOPICS = ['drone-strikes', 'nuclear-weapons', 'foreign-aid', 'haqqani-network'] as const
const NAMES = ['Ada Byron', 'Max Born', 'Rosa Alba']
const WORDS = ['drought', 'harvest', 'border', 'treaty', 'harbour']
const DATES = ['2020-01-01', '2020-01-02', '2021-05-05'].map((day) => `${day}T00:00:00.000Z`)

const pair = fc.record({
  question: fc.subarray(WORDS, { minLength: 1 }).map((words) => `${words.join(' ')}?`),
  answer: fc.subarray(WORDS).map((words) => `It is ${words.join(' and ')}.`),
  topics: fc.subarray([...TOPICS]).map((slugs) => slugs.map((slug) => ({ slug, name: slug }))),
  answeredBy: fc.subarray(NAMES, { maxLength: 2 }),
})
const article: fc.Arbitrary<Planted> = fc.record({
  title: fc.constantFrom('On Rain', 'on rain', 'Ärger', 'Zeal'),
  language: fc.constantFrom('en', 'de'),
  kind: fc.constantFrom('interview' as const, 'panel' as const),
  publishedAt: fc.constantFrom(...DATES),
  people: fc.constant(NAMES.map((name) => ({ name, role: 'interviewee' as const, title: null }))),
  qa: fc.array(pair, { maxLength: 4 }),
})

const filter = fc.record(
  {
    topic: fc.oneof(
      fc.constantFrom(...TOPICS),
      fc.shuffledSubarray([...TOPICS], { minLength: 2, maxLength: 2 }),
    ),
    'topic.not': fc.constantFrom(...TOPICS),
    person: fc.constantFrom('ada-byron', 'max-born,rosa-alba'),
    language: fc.constantFrom('en', 'de', 'en,de'),
    kind: fc.constant('panel'),
    'publishedAt.gte': fc.constant('2020-01-02'),
    q: fc.constantFrom(
      'drought',
      'harvest treaty',
      'why is there a border or a harbour?',
      '-drought',
      'har*',
    ),
  },
  { requiredKeys: [] },
)
const sort = fc.constantFrom('-publishedAt', 'publishedAt', 'title', '-updatedAt', undefined)
const limit = fc.integer({ min: 1, max: 7 })

let service: Service
beforeEach(async () => {
  service = await startService()
  for (const planted of fc.sample(article, { numRuns: 25, seed: 7 })) await plant(service.deps, planted)
})

/** Every id of a list, page by page, with something happening between the pages. */
async function walk(
  fetchPage: (cursor?: string) => Promise<{ data: { id: string }[]; page: { nextCursor: string | null } }>,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const { data, page } = await fetchPage(cursor)
    ids.push(...data.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
    if (cursor !== undefined) await between()
  } while (cursor !== undefined)
  return ids
}

type QaOptions = Parameters<Client['qa']['list']>[0]

describe('pages', () => {
  test('are together the whole list, in order, each item once, whatever the filter, sort and limit', async () => {
    const { client } = service
    await fc.assert(
      fc.asyncProperty(filter, sort, limit, async (filters, order, size) => {
        const options: QaOptions = { ...filters, sort: order }
        const whole = await client.qa.list({ ...options, limit: 100, count: 'exact' })
        expect(whole.page).toMatchObject({ nextCursor: null, total: whole.data.length })
        const ids = await walk((cursor) => client.qa.list({ ...options, limit: size, cursor }))
        expect(ids).toEqual(whole.data.map(({ id }) => id))
      }),
      { numRuns: 60 },
    )
  })

  test('neither lose nor repeat nor reorder an item while others publish between them', async () => {
    const { client, deps } = service
    const newcomers = fc.sample(article, { numRuns: 400, seed: 11 })
    await fc.assert(
      fc.asyncProperty(filter, sort, limit, async (filters, order, size) => {
        const options: QaOptions = { ...filters, sort: order }
        const before = (await client.qa.list({ ...options, limit: 100 })).data.map(({ id }) => id)
        let writes = 3
        const ids = await walk(
          (cursor) => client.qa.list({ ...options, limit: size, cursor }),
          async () => {
            const newcomer = newcomers.pop()
            if (newcomer && writes-- > 0) await plant(deps, newcomer)
          },
        )
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids.filter((id) => before.includes(id)).slice(0, before.length)).toEqual(before)
      }),
      { numRuns: 12 },
    )
  })

  test('hold for articles as for pairs', async () => {
    const { client } = service
    await fc.assert(
      fc.asyncProperty(filter, sort, limit, async (filters, order, size) => {
        const options = { ...filters, sort: order }
        const whole = await client.articles.list({ ...options, limit: 100, count: 'exact' })
        expect(whole.page.total).toBe(whole.data.length)
        const ids = await walk((cursor) => client.articles.list({ ...options, limit: size, cursor }))
        expect(ids).toEqual(whole.data.map(({ id }) => id))
      }),
      { numRuns: 40 },
    )
  })

  test('hold for people and topics', async () => {
    const { client } = service
    await fc.assert(
      fc.asyncProperty(limit, fc.constantFrom(undefined, 'a*', 'rosa'), async (size, q) => {
        const people = await client.people.list({ q, limit: 100, count: 'exact' })
        const personIds = await walk((cursor) => client.people.list({ q, limit: size, cursor }))
        expect(personIds).toEqual(people.data.map(({ id }) => id))
        expect(people.page.total).toBe(personIds.length)
        const topics = await client.topics.list({ q, limit: 100, count: 'exact' })
        const topicIds = await walk((cursor) => client.topics.list({ q, limit: size, cursor }))
        expect(topicIds).toEqual(topics.data.map(({ id }) => id))
        expect(topics.page.total).toBe(topicIds.length)
      }),
      { numRuns: 15 },
    )
  })

  test('hold the pairs that the filters name, and no others', async () => {
    const { client } = service
    const everything = (await client.qa.list({ limit: 100 })).data
    const articles = new Map((await client.articles.list({ limit: 100 })).data.map((each) => [each.id, each]))
    await fc.assert(
      fc.asyncProperty(filter, async ({ q, ...filters }) => {
        // What words find is search's promise.
        fc.pre(q === undefined)
        const { data } = await client.qa.list({ ...filters, limit: 100 })
        const expected = everything.filter((item) => matches(item, articles.get(item.article.id), filters))
        expect(data.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
      }),
      { numRuns: 60 },
    )
  })

  test('the iterator of the client gives every item once', async () => {
    const { client } = service
    const ids: string[] = []
    for await (const { id } of client.qa.all({ limit: 3, fields: ['number'] })) ids.push(id)
    expect(ids).toEqual((await client.qa.list({ limit: 100 })).data.map(({ id }) => id))
  })
})

type Pair = Awaited<ReturnType<Client['qa']['list']>>['data'][number]
type Article = Awaited<ReturnType<Client['articles']['list']>>['data'][number]
interface Filters {
  topic?: string | string[]
  'topic.not'?: string
  person?: string
  language?: string
  kind?: string
  'publishedAt.gte'?: string
}

/** The filters said again, without a database. */
function matches(item: Pair, of: Article | undefined, filters: Filters): boolean {
  const topics = item.topics.map(({ slug }) => slug)
  const people = item.answeredBy.map(({ slug }) => slug)
  if (!of) return false
  return (
    [filters.topic ?? []].flat().every((slug) => topics.includes(slug)) &&
    !topics.includes(filters['topic.not'] ?? '') &&
    (!filters.person || filters.person.split(',').some((slug) => people.includes(slug))) &&
    (!filters.language || filters.language.split(',').includes(of.language)) &&
    (!filters.kind || filters.kind === of.kind) &&
    of.publishedAt >= (filters['publishedAt.gte'] ?? '')
  )
}
