import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendChanges } from '../src/changes/append.ts'
import { articlesLoader, peopleLoader, qaLoader, topicsLoader } from '../src/astro/loader.ts'
import type { Client } from '../src/client/index.ts'
import { getArticleState } from '../src/editing/edit-article.ts'
import { personChange } from '../src/people/person-change.ts'
import { unpublish } from '../src/publishing/publish.ts'
import { type Front, Site, startFront } from './astro-site.ts'
import { plant, type Service, SEED_SLUG, startSeeded, startService } from './harness.ts'
import { anyWrite, carryOut } from './random-writes.ts'

const rivers = { slug: 'rivers', name: 'Rivers' }
const dams = { slug: 'dams', name: 'Dams' }
const ada = { name: 'Ada Byron', role: 'interviewee' as const, title: null }

function wholeSite({ url }: Front): Site {
  return new Site({
    articles: articlesLoader({ url }),
    qa: qaLoader({ url }),
    people: peopleLoader({ url }),
    topics: topicsLoader({ url }),
  })
}

async function startBuilt(service: Service): Promise<{ front: Front; site: Site }> {
  const front = await startFront(service)
  const site = wholeSite(front)
  await site.build()
  return { front, site }
}

/** What is asked while this is done. */
async function askedFor(front: Front, act: () => Promise<unknown>): Promise<string[]> {
  front.asked.length = 0
  await act()
  return [...front.asked]
}

const LOG: unknown = expect.stringMatching(/^\/v1\/changes\?since=\d+/)

async function change(client: Client, name: string, patch: object): Promise<void> {
  const { etag } = await client.articles.draft(name)
  const draft = await client.articles.update(name, patch, { ifMatch: etag })
  await client.articles.publish(name, { ifMatch: draft.etag })
}

describe('a first build', () => {
  test('fills all collections of a site by one request', async () => {
    const service = await startSeeded()
    const front = await startFront(service)
    const site = wholeSite(front)
    expect(await askedFor(front, () => site.build())).toEqual(['/v1/changes'])
    const article = await service.client.articles.get(SEED_SLUG)
    expect(site.entries('articles').map(({ id, data }) => [id, data])).toEqual([[SEED_SLUG, article]])
    const pairs = await service.client.qa.list()
    expect(new Map(site.entries('qa').map(({ id, data }) => [id, data]))).toEqual(
      new Map(pairs.data.map((pair) => [pair.id, pair])),
    )
    expect(site.ids('people')).toEqual(article.people.map(({ slug }) => slug).toSorted())
    expect(site.ids('topics')).toContain('drone-strikes')
  })

  test('renders an article with its permalinks and headings, and a pair as its answer', async () => {
    const service = await startService()
    await plant(service.deps, { title: 'Stone', qa: [{ question: 'Is 1 < 2 & true?', answer: '*Yes.*' }] })
    const { site } = await startBuilt(service)
    const [article, pair] = ['articles', 'qa'].map((name) => site.entries(name)[0]?.rendered)
    const answer = '<p><em>Yes.</em></p>'
    expect(article?.html).toContain(`<section id="q1">\n<h2>Is 1 &lt; 2 &amp; true?</h2>\n${answer}`)
    expect(article?.metadata).toEqual({
      headings: [{ depth: 2, slug: 'q1', text: 'Is 1 < 2 & true?' }],
    })
    expect(pair?.html.trim()).toBe(answer)
  })
})

describe('a later build', () => {
  test('where nothing changed asks for the log alone, once for all collections', async () => {
    const { front, site } = await startBuilt(await startSeeded())
    const before = site.entries('qa')
    expect(await askedFor(front, () => site.build())).toEqual([LOG])
    expect(site.entries('qa')).toEqual(before)
  })

  test('fetches the one article that was edited, and the log does not come up again', async () => {
    const service = await startSeeded()
    await plant(service.deps, { title: 'Stone', qa: [{}] })
    const { front, site } = await startBuilt(service)
    const { id, qa } = await service.client.articles.get(SEED_SLUG)
    const edited = qa.map((pair, index) => ({ id: pair.id, ...(index === 2 && { answer: 'Edited.' }) }))
    await change(await service.clientWith('editor'), SEED_SLUG, { qa: edited })
    expect(await askedFor(front, () => site.build())).toEqual([LOG, `/v1/articles/${id}`])
    const pair = site.entries('qa').find((entry) => entry.id === qa[2]?.id)
    expect(pair).toMatchObject({ data: { answer: { text: 'Edited.' } } })
    expect(site.entries('qa')).toHaveLength(9)
    expect(await askedFor(front, () => site.build())).toEqual([LOG])
  })

  test('fetches nothing of what was unpublished: its pairs and people go with it', async () => {
    const service = await startService()
    const { deps } = service
    const id = await plant(deps, { title: 'Stone', people: [ada], qa: [{}] })
    const { front, site } = await startBuilt(service)
    expect(site.ids('people')).toEqual(['ada-byron'])
    await deps.store.write(async (tx) => unpublish(tx, deps, await getArticleState(tx, id)))
    expect(await askedFor(front, () => site.build())).toEqual([LOG])
    expect(['articles', 'qa', 'people'].map((name) => site.ids(name))).toEqual([[], [], []])
  })

  test('finds an article under its new slug alone', async () => {
    const service = await startService()
    await plant(service.deps, { title: 'Stone' })
    const { site } = await startBuilt(service)
    await change(await service.clientWith('editor'), 'stone', { slug: 'granite' })
    await site.build()
    expect(site.ids('articles')).toEqual(['granite'])
  })

  test('shows the new name of a topic where the topic is shown, and fetches no other article', async () => {
    const service = await startService()
    const id = await plant(service.deps, { title: 'Stone', topics: [rivers], qa: [{ topics: [rivers] }] })
    await plant(service.deps, { title: 'Wind' })
    const { front, site } = await startBuilt(service)
    const editor = await service.clientWith('editor')
    const topic = await editor.topics.get('rivers')
    await editor.topics.update('rivers', { name: 'Streams' }, { ifMatch: topic.etag ?? '' })
    const asked = await askedFor(front, () => site.build())
    expect(asked.toSorted()).toEqual([`/v1/articles/${id}`, LOG, `/v1/topics/${topic.id}`])
    const renamed = { topics: [{ slug: 'rivers', name: 'Streams' }] }
    expect(site.entries('articles').at(0)).toMatchObject({ data: renamed })
    expect(site.entries('qa').at(0)).toMatchObject({ data: renamed })
    expect(site.entries('topics').find((entry) => entry.id === 'rivers')).toMatchObject({
      data: { name: 'Streams' },
    })
  })

  test('loads everything where the log is another one', async () => {
    const service = await startSeeded()
    const { front, site } = await startBuilt(service)
    const other = await startService()
    await plant(other.deps, { title: 'Stone' })
    front.lead(other)
    expect(await askedFor(front, () => site.build())).toEqual([LOG, '/v1/changes'])
    expect(site.ids('articles')).toEqual(['stone'])
    expect(site.ids('qa')).toEqual([])
  })

  test('loads everything where more happened than is worth to be fetched one by one', async () => {
    const service = await startSeeded()
    const { deps } = service
    const { front, site } = await startBuilt(service)
    const many = Array.from({ length: 201 }, () => personChange({ id: deps.newId('per'), slug: 'x' }, true))
    await deps.store.write((tx) => appendChanges(tx, deps, many))
    expect(await askedFor(front, () => site.build())).toEqual([LOG, '/v1/changes'])
    expect(site.ids('articles')).toEqual([SEED_SLUG])
    expect(await askedFor(front, () => site.build())).toEqual([LOG])
  })

  test('has after any writes exactly what a fresh one has, with filters or without', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyWrite, { minLength: 1, maxLength: 6 }), { maxLength: 5 }),
        async (rounds) => {
          const service = await startService()
          const front = await startFront(service)
          const { url } = front
          const makeSite = () =>
            new Site({
              articles: articlesLoader({ url }),
              qa: qaLoader({ url }),
              people: peopleLoader({ url }),
              topics: topicsLoader({ url }),
              'articles under rivers': articlesLoader({ url, filter: { 'topic.under': 'rivers' } }),
              'pairs under rivers': qaLoader({ url, filter: { 'topic.under': 'rivers' } }),
              'pairs of Ada': qaLoader({ url, filter: { person: 'ada-byron', role: 'answerer' } }),
              interviewees: peopleLoader({ url, filter: { role: 'interviewee' } }),
            })
          const site = makeSite()
          for (const writes of rounds) {
            for (const write of writes) await carryOut(service.deps, write)
            await site.build()
            const fresh = makeSite()
            await fresh.build()
            for (const name of site.names)
              expect([name, site.entries(name)]).toEqual([name, fresh.entries(name)])
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('a filter', () => {
  test('takes what it finds; where nothing changed only the log is asked', async () => {
    const service = await startService()
    await plant(service.deps, { title: 'Stone', qa: [{ topics: [rivers] }, { topics: [dams] }] })
    await plant(service.deps, { title: 'Wind', topics: [rivers] })
    const front = await startFront(service)
    const site = new Site({
      articles: articlesLoader({ url: front.url, filter: { topic: 'rivers' } }),
      qa: qaLoader({ url: front.url, filter: { topic: 'dams' } }),
    })
    await site.build()
    expect(site.ids('articles')).toEqual(['wind'])
    expect(site.entries('qa')).toMatchObject([{ data: { position: 2, article: { slug: 'stone' } } }])
    expect(await askedFor(front, () => site.build())).toEqual([LOG])
  })

  test('finds and loses what a change of the tree of topics moves', async () => {
    const service = await startService()
    await plant(service.deps, { title: 'Wind', topics: [rivers] })
    const id = await plant(service.deps, { title: 'Stone', topics: [dams], qa: [{ topics: [dams] }, {}] })
    const front = await startFront(service)
    const options = { url: front.url, filter: { 'topic.under': 'rivers' } }
    const site = new Site({ articles: articlesLoader(options), qa: qaLoader(options) })
    await site.build()
    const editor = await service.clientWith('editor')
    const move = async (broader: string | null) => {
      const { etag = '' } = await editor.topics.get('dams')
      await editor.topics.update('dams', { broader }, { ifMatch: etag })
      const asked = await askedFor(front, () => site.build())
      expect(site.ids('qa')).toHaveLength(broader === null ? 0 : 1)
      return { asked, articles: site.ids('articles') }
    }
    const inside = await move('rivers')
    expect(inside.articles).toEqual(['stone', 'wind'])
    expect(inside.asked.filter((path) => path.startsWith('/v1/articles/'))).toEqual([`/v1/articles/${id}`])
    expect(await move(null)).toMatchObject({ articles: ['wind'] })
  })

  test('that is another than that of the last build makes it load anew', async () => {
    const service = await startSeeded()
    const { url } = await startFront(service)
    const filter: { topic?: string } = {}
    const site = new Site({ articles: articlesLoader({ url, filter }) })
    await site.build()
    filter.topic = 'no-such-topic'
    await site.build()
    expect(site.ids('articles')).toEqual([])
  })
})

describe('where the service is away', () => {
  test('a build fails, says why, and leaves everything as it was', async () => {
    const service = await startSeeded()
    const { front, site } = await startBuilt(service)
    front.lead(undefined)
    await expect(site.build()).rejects.toThrow(`colloquy/astro: ${front.url}/v1/changes`)
    expect(site.ids('articles')).toEqual([SEED_SLUG])
    const nowhere = new Site({ articles: articlesLoader({ url: 'http://127.0.0.1:1' }) })
    await expect(nowhere.build()).rejects.toThrow('colloquy/astro: http://127.0.0.1:1 cannot be read: ')
  })

  test('a build that may goes on with what an earlier one left, with a warning; a first one fails', async () => {
    const front = await startFront(await startSeeded())
    const makeSite = () => new Site({ articles: articlesLoader({ url: front.url, whenAway: 'keep' }) })
    const site = makeSite()
    await site.build()
    front.lead(undefined)
    await site.build()
    expect(site.ids('articles')).toEqual([SEED_SLUG])
    expect(site.said.at(-1)).toContain('articles stays as an earlier build left it')
    await expect(makeSite().build()).rejects.toThrow('colloquy/astro: ')
  })

  test('what refuses is not away', async () => {
    const front = await startFront(await startSeeded({ READ_ACCESS: 'key' }))
    const site = new Site({ articles: articlesLoader({ url: front.url, whenAway: 'keep' }) })
    await expect(site.build()).rejects.toThrow('refuses')
  })

  test('an address that is none is said to be none', async () => {
    const site = new Site({ articles: articlesLoader({ url: '' }) })
    await expect(site.build()).rejects.toThrow('`url` has to be the address of a service')
  })
})
