import { describe, expect, test } from 'vitest'
import { ARTICLE_STATUSES } from '../src/contract.ts'
import { startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const FUTURE = '2100-01-01T00:00:00.000Z'

/** One article of each status, named after it, changed in this order, a second after one another. */
async function startWithOneOfEach() {
  const service = await startService()
  let now = new Date('2026-11-24T12:00:00.000Z')
  service.deps.now = () => (now = new Date(now.getTime() + 1000))
  const editor = await service.clientWith('editor')
  const { articles } = editor
  const match = ({ etag }: { etag: string }) => ({ ifMatch: etag })
  await articles.create({ title: 'draft' })
  const scheduled = await articles.create({ title: 'scheduled' })
  await articles.publish(scheduled.id, { at: FUTURE, ...match(scheduled) })
  const published = await articles.create({ title: 'published' })
  await articles.publish(published.id, match(published))
  const retracted = await articles.create({ title: 'retracted' })
  const shown = await articles.publish(retracted.id, match(retracted))
  await articles.correct(retracted.id, { kind: 'retraction', text: 'It was not so.' }, match(shown))
  const trashed = await articles.create({ title: 'trashed' })
  await articles.trash(trashed.id, match(trashed))
  return { ...service, editor, published }
}

const titlesOf = ({ data }: { data: { title: string }[] }) => data.map(({ title }) => title)

describe('GET /v1/articles?version=draft', () => {
  test('lists every article as it stands, what was changed last first', async () => {
    const { editor, published } = await startWithOneOfEach()
    const before = await editor.articles.drafts({ count: 'exact' })
    expect(titlesOf(before)).toEqual(['trashed', 'retracted', 'published', 'scheduled', 'draft'])
    expect(before.data.map(({ status }) => status)).toEqual(titlesOf(before))
    expect(before.page).toEqual({ limit: 20, nextCursor: null, total: 5 })
    const present = await editor.articles.draft(published.id)
    const edited = await editor.articles.update(
      published.id,
      { title: 'a newer draft' },
      { ifMatch: present.etag },
    )
    const { id, slug, createdAt, updatedAt, etag } = edited
    expect((await editor.articles.drafts()).data[0]).toEqual({
      ...{ id, type: 'article', slug, title: 'a newer draft', status: 'published', etag },
      ...{ draftRevision: 2, publishedRevision: 1, createdAt, updatedAt },
      ...{ scheduledAt: null, trashedAt: null, retractedAt: null },
    })
  })

  test.each(ARTICLE_STATUSES)('lists those that are %s alone', async (status) => {
    const { editor } = await startWithOneOfEach()
    const { data, page } = await editor.articles.drafts({ status, count: 'exact' })
    expect(data).toMatchObject([{ title: status, status }])
    expect(page.total).toBe(1)
  })

  test('goes on page by page, each article once, whatever is written meanwhile', async () => {
    const { editor } = await startWithOneOfEach()
    const titles: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await editor.articles.drafts({ limit: 2, ...(cursor && { cursor }) })
      titles.push(...titlesOf(page))
      cursor = page.page.nextCursor
      await editor.articles.create({ title: 'meanwhile' })
    } while (cursor)
    expect(titles).toEqual(['trashed', 'retracted', 'published', 'scheduled', 'draft'])
    const { nextCursor } = (await editor.articles.drafts({ limit: 1 })).page
    const other = editor.articles.drafts({ status: 'draft', ...(nextCursor && { cursor: nextCursor }) })
    expect((await problemOf(other)).code).toBe('cursor_mismatch')
  })

  test('is for editors: a reader gets what the draft of one article gives him', async () => {
    const { app, client, clientWith, editor } = await startWithOneOfEach()
    expect((await problemOf(client.articles.drafts())).code).toBe('unauthenticated')
    expect((await problemOf((await clientWith('reader')).articles.drafts())).code).toBe('forbidden')
    expect((await (await clientWith('admin')).articles.drafts()).data).toHaveLength(5)
    expect((await app.inject('/v1/articles?version=draft')).headers['cache-control']).toBe('no-store')
    expect(titlesOf(await client.articles.list())).toEqual(['published'])
    expect(titlesOf(await editor.articles.list())).toEqual(['published'])
  })

  test.each([
    ['version=draft&topic=rivers', 'topic'],
    ['version=draft&q=rivers', 'q'],
    ['version=draft&sort=title', 'sort'],
    ['version=draft&fields=title', 'fields'],
    ['version=draft&status=lost', 'status'],
    ['status=draft', 'status'],
    ['version=published&status=draft', 'status'],
    ['version=newest', 'version'],
  ])('refuses %s', async (query, parameter) => {
    const { app } = await startService()
    const reply = await app.inject(`/v1/articles?${query}`)
    expect(reply.json()).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ parameter }] })
  })
})
