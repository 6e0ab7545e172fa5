import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { people, slugs } from '../src/db/tables.ts'
import { keepNames } from '../src/people/resolve.ts'
import { plant, SEED_SLUG, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const interviewing = (name: string) => ({ people: [{ name, role: 'interviewee' as const, title: null }] })

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
    await plant(deps, { title: 'One', ...interviewing('Zoë Ádám') })
    await plant(deps, { title: 'Two', ...interviewing('Zoe Adam') })
    await plant(deps, { title: 'Three', ...interviewing('Adam') })
    const { data } = await client.people.list()
    expect(data.map(({ name, counts }) => [name, counts.articles])).toEqual([
      ['Adam', 1],
      ['Zoë Ádám', 2],
    ])
  })

  test.each([
    ['Dr. Jane Doe', 'Jane Doe'],
    ['Jane Doe', 'Prof. Dr. Jané Doe'],
  ])('are the same with honorifics and without: %s, %s', async (first, second) => {
    const { client, deps } = await startService()
    await plant(deps, { title: 'One', ...interviewing(first) })
    await plant(deps, { title: 'Two', ...interviewing(second) })
    const [person, ...others] = (await client.people.list()).data
    expect([person?.name, person?.counts.articles, others]).toEqual([first, 2, []])
  })

  test.each([
    ['Mr. Doe', 'Mrs. Doe'],
    ['Jane Doe', 'Dr. Doe'],
    ['Jane Doe', 'Jane A. Doe'],
    ['Gen. Lee', 'Lee'],
  ])('are two where a part of the name is the same: %s, %s', async (first, second) => {
    const { client, deps } = await startService()
    await plant(deps, { title: 'One', ...interviewing(first) })
    await plant(deps, { title: 'Two', ...interviewing(second) })
    expect((await client.people.list()).data).toHaveLength(2)
  })

  test('are found by an alias, after whoever has it for a name', async () => {
    const { client, deps } = await startService()
    await plant(deps, { title: 'One', ...interviewing('Jane Doe') })
    const jane = await client.people.get('jane-doe')
    await deps.store.write(async (tx) => {
      const aliases = ['Jané A. Doe', 'Ada Byron']
      await tx.update(people).set({ aliases }).where(eq(people.id, jane.id))
      await keepNames(tx, { ...jane, aliases })
    })
    await plant(deps, { title: 'Two', ...interviewing('Jane A. Doe') })
    expect((await client.people.get('jane-doe')).counts.articles).toBe(2)
    await plant(deps, { title: 'Three', ...interviewing('Ada Byron') })
    expect((await client.people.list()).data.map(({ name }) => name)).toEqual(['Jane Doe'])
    const ada = { id: 'per_00000000000000000000000000', slug: 'ada-byron', name: 'Ada Byron', aliases: [] }
    await deps.store.write(async (tx) => {
      const row = { ...ada, nameKey: 'ada byron', sameAs: [], createdAt: '2099', updatedAt: '2099' }
      await tx.insert(people).values(row)
      await keepNames(tx, ada)
    })
    await plant(deps, { title: 'Four', ...interviewing('Ada Byron') })
    expect((await client.people.get(ada.id)).counts.articles).toBe(1)
  })

  test('whom only a draft names are nobody to a reader', async () => {
    const { client, deps } = await startSeeded()
    await plant(deps, { title: 'Draft', ...interviewing('Nina Hidden') }, { draft: true })
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
