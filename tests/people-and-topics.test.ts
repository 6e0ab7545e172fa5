import { describe, expect, test } from 'vitest'
import { slugs } from '../src/db/tables.ts'
import { plant, SEED_SLUG, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

describe('people', () => {
  test('have counts per role, of pairs asked and of pairs answered', async () => {
    const { client } = await startSeeded()
    const markey = await client.people.get('daniel-markey')
    expect(markey).toMatchObject({ name: 'Daniel Markey', title: 'CFR South Asia expert' })
    expect(markey.counts).toMatchObject({ articles: 1, asked: 0, answered: 8 })
    expect(markey.counts.roles).toMatchObject({ interviewee: 1, interviewer: 0, mentioned: 0 })
    expect((await client.people.get('bernard-gwertzman')).counts).toMatchObject({ asked: 8, answered: 0 })
  })

  test('are listed by name and narrowed by role', async () => {
    const { client } = await startSeeded()
    const names = (await client.people.list()).data.map(({ name }) => name)
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)))
    expect((await client.people.list({ role: 'interviewee' })).data.map(({ name }) => name)).toEqual([
      'Daniel Markey',
    ])
    expect((await client.people.list({ role: 'interviewee,interviewer' })).data).toHaveLength(2)
  })

  test('of two articles are one person when the whole name is the same, and two when a part is', async () => {
    const { client, deps } = await startService()
    const named = (name: string) => ({ people: [{ name, role: 'interviewee' as const, title: null }] })
    await plant(deps, { title: 'One', ...named('Zoë Ádám') })
    await plant(deps, { title: 'Two', ...named('Zoe Adam') })
    await plant(deps, { title: 'Three', ...named('Adam') })
    const people = (await client.people.list()).data
    expect(people.map(({ name, counts }) => [name, counts.articles])).toEqual([
      ['Adam', 1],
      ['Zoë Ádám', 2],
    ])
  })

  test('whom only a draft names are nobody to a reader', async () => {
    const { client, deps } = await startSeeded()
    const people = [{ name: 'Nina Hidden', role: 'interviewee' as const, title: null }]
    await plant(deps, { title: 'Draft', people }, { draft: true })
    expect((await client.people.list({ q: 'hidden' })).data).toEqual([])
    expect((await problemOf(client.people.get('nina-hidden'))).code).toBe('not_found')
  })

  test('keep their former slugs as redirects', async () => {
    const { app, client, deps } = await startSeeded()
    const { id } = await client.people.get('daniel-markey')
    await deps.store.write(async (tx) => {
      await tx.insert(slugs).values({ kind: 'person', slug: 'dan-markey', resourceId: id })
    })
    const reply = await app.inject('/v1/people/dan-markey')
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/v1/people/daniel-markey'])
    expect((await client.qa.list({ person: 'dan-markey' })).data).toHaveLength(8)
  })
})

describe('topics', () => {
  test('count what the filters find', async () => {
    const { client } = await startSeeded()
    for await (const { slug, counts } of client.topics.all({ limit: 100 })) {
      const total = async (filter: object) => (await client.qa.list({ ...filter, count: 'exact' })).page.total
      const articles = async (filter: object) =>
        (await client.articles.list({ ...filter, count: 'exact' })).page.total
      expect([slug, counts]).toEqual([
        slug,
        {
          qa: await total({ topic: slug }),
          qaUnder: await total({ 'topic.under': slug }),
          articles: await articles({ topic: slug }),
          articlesUnder: await articles({ 'topic.under': slug }),
        },
      ])
    }
  })

  test('form a tree, which is the list nested', async () => {
    const { client } = await startSeeded()
    const { data } = await client.topics.tree()
    const slugsIn = (nodes: typeof data): string[] =>
      nodes.flatMap(({ slug, narrower }) => [slug, ...slugsIn(narrower)])
    const listed: string[] = []
    for await (const { slug } of client.topics.all()) listed.push(slug)
    expect(slugsIn(data).sort()).toEqual(listed.sort())
    expect(listed.length).toBeGreaterThanOrEqual(25)
    expect(data.every(({ broader }) => broader === null)).toBe(true)
  })

  test('name their neighbours in the tree', async () => {
    const { client } = await startSeeded()
    const topic = await client.topics.get('drone-strikes')
    const broader = await client.topics.get(topic.broader?.slug ?? '')
    expect(broader.narrower).toContainEqual({ id: topic.id, slug: topic.slug, name: topic.name })
  })

  test('the tree takes no other parameter', async () => {
    const { app } = await startSeeded()
    const reply = await app.inject('/v1/topics?tree=true&limit=5')
    expect(reply.json()).toMatchObject({ status: 400, errors: [{ parameter: 'limit' }] })
  })

  test('of an article are found on the article', async () => {
    const { client } = await startSeeded()
    const { data } = await client.articles.list({ topic: 'terrorism-and-counterterrorism' })
    expect(data.map(({ slug }) => slug)).toEqual([SEED_SLUG])
  })

  test('an unknown one is a problem', async () => {
    const { client } = await startService()
    expect((await problemOf(client.topics.get('no-such'))).code).toBe('not_found')
  })
})
