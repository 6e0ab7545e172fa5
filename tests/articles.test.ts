import { describe, expect, test } from 'vitest'
import { slugs } from '../src/db/tables.ts'
import { plant, SEED_SLUG, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

describe('GET /v1/articles/{idOrSlug}', () => {
  test('the seed is one article with its eight pairs in reading order', async () => {
    const { client } = await startSeeded()
    const article = await client.articles.get(SEED_SLUG)
    expect(article.title).toBe('The Widening U.S.-Pakistan Rift')
    expect(article.publishedAt).toBe('2012-06-07T20:01:00.000Z')
    expect(article.dek).toMatch(/^The U\.S\. drone attack .* says CFR’s Daniel Markey\.$/)
    expect(article.note?.text).toMatch(/^To help readers better understand/)
    expect(article.intro?.text).toMatch(/^The CIA drone attack June 4 .* in the region\.$/)
    expect(article.topics.map(({ name }) => name)).toEqual(['Terrorism and Counterterrorism'])
    expect(article.qa.map(({ position, number, anchor }) => [position, number, anchor])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [n, n, `q${n}`]),
    )
    expect(article.qa[5]?.question.text).toBe('Civilian deaths often accompany these drone attacks.')
    expect(article.qa[6]?.question.text).toMatch(/relations have been bad since then\.$/)
    expect(article.url).toBe(`https://site.example/articles/${SEED_SLUG}`)
    expect(article.qa[2]?.url).toBe(`https://site.example/articles/${SEED_SLUG}#q3`)
  })

  test('the seed says who asks, who answers and who is spoken of', async () => {
    const { client } = await startSeeded()
    const { people, qa } = await client.articles.get(SEED_SLUG)
    const titled = people.map(({ name, role, title }) => ({ name, role, title }))
    expect(titled).toContainEqual({
      name: 'Daniel Markey',
      role: 'interviewee',
      title: 'CFR South Asia expert',
    })
    expect(titled).toContainEqual({
      name: 'Bernard Gwertzman',
      role: 'interviewer',
      title: 'Consulting Editor',
    })
    const mentioned = people.filter(({ role }) => role === 'mentioned').map(({ name }) => name)
    expect(mentioned).toEqual(
      expect.arrayContaining(['Leon Panetta', 'Abu Yahya al-Libi', 'Osama bin Laden', 'Mohammed Zia ul-Haq']),
    )
    expect(mentioned).not.toContain('Emmanuel Macron')
    expect(qa.every(({ askedBy }) => askedBy?.name === 'Bernard Gwertzman')).toBe(true)
    expect(qa.every(({ answeredBy }) => answeredBy.map(({ name }) => name).join() === 'Daniel Markey')).toBe(
      true,
    )
    expect(qa[0]?.mentions.map(({ name }) => name)).toContain('Leon Panetta')
  })

  test('an article is found by its id as by its slug', async () => {
    const { client } = await startSeeded()
    const bySlug = await client.articles.get(SEED_SLUG)
    expect(await client.articles.get(bySlug.id)).toEqual(bySlug)
  })

  test('a former slug answers 308 to the present one and keeps the query', async () => {
    const { app, client, deps } = await startSeeded()
    const { id } = await client.articles.get(SEED_SLUG)
    await deps.store.write(async (tx) => {
      await tx.insert(slugs).values({ kind: 'article', slug: 'an-older-name', resourceId: id })
    })
    const reply = await app.inject('/v1/articles/an-older-name/qa?fields=number')
    expect(reply.statusCode).toBe(308)
    expect(reply.headers.location).toBe(`/v1/articles/${SEED_SLUG}/qa?fields=number`)
    expect((await client.articles.get('an-older-name')).id).toBe(id)
  })

  test('a draft is indistinguishable from nothing', async () => {
    const { app, deps, client } = await startService()
    const id = await plant(deps, { title: 'Secret canary', qa: [{ question: 'Canary?' }] }, { draft: true })
    const never = 'art_00000000000000000000000000'
    const answerTo = async (name: string) => {
      const headers = { 'x-request-id': 'same' }
      const reply = await app.inject({ url: `/v1/articles/${name}`, headers })
      return { ...reply.headers, date: '', 'content-length': '', body: reply.body.replaceAll(name, never) }
    }
    expect(await answerTo('secret-canary')).toEqual(await answerTo(never))
    expect(await answerTo(id)).toEqual(await answerTo(never))
    expect((await client.articles.list()).data).toEqual([])
    expect((await client.qa.list({ q: 'canary' })).data).toEqual([])
    expect((await client.qa.list({ article: 'secret-canary' })).data).toEqual([])
  })

  test('an article without a date in its source is dated by its first publication', async () => {
    const { client, deps } = await startService()
    await plant({ ...deps, now: () => new Date('2026-03-01T08:00:00Z') }, { title: 'Undated' })
    expect((await client.articles.get('undated')).publishedAt).toBe('2026-03-01T08:00:00.000Z')
  })

  test('HEAD answers as GET without the body', async () => {
    const { app } = await startSeeded()
    const get = await app.inject(`/v1/articles/${SEED_SLUG}`)
    const head = await app.inject({ method: 'HEAD', url: `/v1/articles/${SEED_SLUG}` })
    expect([head.statusCode, head.body]).toEqual([200, ''])
    expect(head.headers['content-length']).toBe(get.headers['content-length'])
  })
})

describe('GET /v1/articles/{idOrSlug}/qa', () => {
  test('gives the pairs of the article', async () => {
    const { client } = await startSeeded()
    const { qa } = await client.articles.get(SEED_SLUG)
    expect((await client.articles.qa(SEED_SLUG)).data).toEqual(qa)
    expect((await client.articles.qa(SEED_SLUG, { fields: ['number'] })).data[7]).toEqual({
      id: qa[7]?.id,
      type: 'qa',
      number: 8,
    })
  })

  test('an unknown article is a problem', async () => {
    const { client } = await startService()
    expect((await problemOf(client.articles.qa('never-was'))).code).toBe('not_found')
  })
})

describe('GET /v1/articles', () => {
  test('a summary is the article without its text', async () => {
    const { client } = await startSeeded()
    const { intro, note, qa, ...summary } = await client.articles.get(SEED_SLUG)
    expect((await client.articles.list()).data).toEqual([summary])
    expect([intro?.text, note?.text, qa.length]).toEqual([
      expect.any(String),
      expect.any(String),
      summary.qaCount,
    ])
  })

  test('sorts by date, title and change', async () => {
    const { client, deps } = await startService()
    const at = (day: string) => ({ ...deps, now: () => new Date(`2026-01-${day}T00:00:00Z`) })
    await plant(at('03'), { title: 'écho', publishedAt: '2020-01-01T00:00:00.000Z' })
    await plant(at('01'), { title: 'Zebra', publishedAt: '2021-01-01T00:00:00.000Z' })
    await plant(at('02'), { title: 'apple', publishedAt: '2019-01-01T00:00:00.000Z' })
    const titles = async (sort?: 'publishedAt' | '-publishedAt' | 'title' | '-updatedAt') =>
      (await client.articles.list({ sort })).data.map(({ title }) => title)
    expect(await titles()).toEqual(['Zebra', 'écho', 'apple'])
    expect(await titles('publishedAt')).toEqual(['apple', 'écho', 'Zebra'])
    expect(await titles('title')).toEqual(['apple', 'écho', 'Zebra'])
    expect(await titles('-updatedAt')).toEqual(['écho', 'apple', 'Zebra'])
  })
})
