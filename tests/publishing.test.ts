import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Article } from '../src/articles/contract.ts'
import { presentArticle } from '../src/articles/present.ts'
import type { Deps } from '../src/deps.ts'
import { changes } from '../src/db/log-tables.ts'
import { publishDue } from '../src/publishing/publish-due.ts'
import { renderPreview } from '../src/publishing/preview.ts'
import { seedText, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const RIVER = {
  title: 'Talking of Rivers',
  publishedAt: '2020-05-01T10:00:00.000Z',
  qa: [{ question: 'Who owns a river?', answer: 'Nobody.', answeredBy: ['Ada Byron'] }],
}

const FUTURE = '2100-01-01T00:00:00.000Z'

async function startEditing(settings?: Record<string, string>) {
  const service = await startService(settings)
  const editor = await service.clientWith('editor')
  const draft = await editor.articles.create(RIVER)
  return { ...service, editor, draft }
}

/** The same service at another time. */
function at(deps: Deps, time: string): Deps {
  return { ...deps, now: () => new Date(time) }
}

/** Ids of people and topics, and times, are others each time: which of them are the same stays. */
function withoutNewIds(article: Article): unknown {
  const places = new Map<string, string>()
  return JSON.parse(JSON.stringify(article), (name, value: unknown) => {
    if (name === 'updatedAt' || name === 'publishedAt') return undefined
    if (typeof value !== 'string' || !/^(per|top)_/.test(value)) return value
    if (!places.has(value)) places.set(value, `the id of place ${places.size}`)
    return places.get(value)
  })
}

describe('publishing', () => {
  test('shows readers the draft, and a newer draft stays beside it unseen', async () => {
    const { editor, client, draft } = await startEditing()
    const published = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    expect(published).toMatchObject({ status: 'published', publishedRevision: 1 })
    const edited = await editor.articles.update(draft.id, { title: 'Lakes' }, { ifMatch: published.etag })
    expect((await client.articles.get(draft.id)).title).toBe(RIVER.title)
    expect(edited).toMatchObject({ status: 'published', draftRevision: 2, publishedRevision: 1 })
    await editor.articles.publish(draft.id, { ifMatch: edited.etag })
    expect(await client.articles.get(draft.id)).toMatchObject({ title: 'Lakes', revision: 2 })
  })

  test('ends with unpublishing, and the draft stays', async () => {
    const { editor, client, draft } = await startEditing()
    const published = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    const hidden = await editor.articles.unpublish(draft.id, { ifMatch: published.etag })
    expect(hidden).toMatchObject({ status: 'draft', publishedRevision: null, title: RIVER.title })
    expect((await problemOf(client.articles.get(draft.id))).code).toBe('not_found')
    expect((await client.people.list()).data).toEqual([])
    const again = await problemOf(editor.articles.unpublish(draft.id, { ifMatch: hidden.etag }))
    expect(again.code).toBe('conflict')
  })

  test('of a new slug leads readers on from the old one, which no other article is given', async () => {
    const { editor, client, app, draft } = await startEditing()
    const published = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    await editor.articles.update(draft.id, { slug: 'rivers' }, { ifMatch: published.etag })
    const reply = await app.inject('/v1/articles/talking-of-rivers')
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/v1/articles/rivers'])
    expect((await client.articles.get('rivers')).slug).toBe('rivers')
    const taken = await problemOf(editor.articles.create({ title: 'T', slug: 'talking-of-rivers' }))
    expect(taken.code).toBe('conflict')
  })

  test('of a correction changes the rows of its pairs where they are', async () => {
    const { editor, client, deps } = await startEditing()
    const pairs = ['Ada Byron', 'Max Born'].map((name) => {
      return { question: `What of ${name}?`, answer: 'Much.', answeredBy: [name] }
    })
    const draft = await editor.articles.create({ ...RIVER, qa: pairs })
    const published = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    // What is put in anew comes after this one's.
    const { id, etag } = await editor.articles.create(RIVER)
    await editor.articles.publish(id, { ifMatch: etag })
    const places = () => deps.store.read.all(sql`select rowid, id, position from qa_pairs order by id`)
    const before = await places()
    const qa = draft.qa.map((pair) => ({ ...pair, answer: pair.number === 2 ? 'More.' : pair.answer }))
    const edited = await editor.articles.update(draft.id, { qa }, { ifMatch: published.etag })
    await editor.articles.publish(draft.id, { ifMatch: edited.etag })
    const shown = await client.articles.get(draft.id)
    expect(shown.qa.map(({ answer }) => answer.text)).toEqual(['Much.', 'More.'])
    expect(await places()).toEqual(before)
  })

  test('at a time happens at that time', async () => {
    const { editor, client, deps, draft } = await startEditing()
    const scheduled = await editor.articles.publish(draft.id, { ifMatch: draft.etag, at: FUTURE })
    expect(scheduled).toMatchObject({ status: 'scheduled', scheduledAt: FUTURE })
    await publishDue(at(deps, '2099-12-31T23:59:59.999Z'))
    expect((await client.articles.list()).data).toEqual([])
    await publishDue(at(deps, FUTURE))
    expect((await client.articles.get(draft.id)).title).toBe(RIVER.title)
    expect(await editor.articles.draft(draft.id)).toMatchObject({ status: 'published', scheduledAt: null })
  })

  test('at a time happens once, however many processes are at it, and after a restart', async () => {
    const { editor, deps } = await startEditing()
    const ids: string[] = []
    for (let count = 0; count < 30; count += 1) {
      const { id, etag } = await editor.articles.create(RIVER)
      await editor.articles.publish(id, { ifMatch: etag, at: FUTURE })
      ids.push(id)
    }
    const script = fileURLToPath(new URL('jobs-process.ts', import.meta.url))
    const run = () => promisify(execFile)(process.execPath, [script, deps.config.databasePath, FUTURE])
    await Promise.all([run(), run(), run()])
    const published = await deps.store.read
      .select({ id: changes.resourceId })
      .from(changes)
      .where(eq(changes.type, 'article.published'))
    expect(published.map(({ id }) => id).sort()).toEqual(ids.sort())
  })

  test('at a time that is past happens at once, and unpublishing forgets a time that is set', async () => {
    const { editor, deps, draft } = await startEditing()
    const scheduled = await editor.articles.publish(draft.id, {
      ifMatch: draft.etag,
      at: FUTURE,
    })
    const forgotten = await editor.articles.unpublish(draft.id, { ifMatch: scheduled.etag })
    expect(forgotten).toMatchObject({ status: 'draft', scheduledAt: null })
    await publishDue(at(deps, '2100-01-02T00:00:00.000Z'))
    expect((await editor.articles.draft(draft.id)).status).toBe('draft')
    const past = { ifMatch: forgotten.etag, at: '2001-01-01T00:00:00.000Z' }
    expect((await editor.articles.publish(draft.id, past)).status).toBe('published')
  })
})

test('a time that is set for the draft of a published article is taken back, and readers see what they saw', async () => {
  const { editor, client, deps, draft, clientWith } = await startEditing()
  const shown = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
  const { etag } = await editor.articles.update(draft.id, { title: 'Of Lakes' }, { ifMatch: shown.etag })
  const scheduled = await editor.articles.publish(draft.id, { ifMatch: etag, at: FUTURE })
  const kept = await editor.articles.publish(draft.id, { ifMatch: scheduled.etag, at: null })
  expect(kept).toMatchObject({ status: 'published', scheduledAt: null, title: 'Of Lakes' })
  await publishDue(at(deps, '2100-01-02T00:00:00.000Z'))
  expect((await client.articles.get(draft.id)).title).toBe(RIVER.title)
  const again = await problemOf(editor.articles.publish(draft.id, { ifMatch: kept.etag, at: null }))
  expect(again.code).toBe('conflict')
  const admin = await clientWith('admin')
  const [deed] = (await admin.audit.list({ id: draft.id })).data
  expect(deed?.action).toBe('article.unschedule')
})

describe('the trash', () => {
  test('takes an article from readers, and gives it back as a draft', async () => {
    const { editor, client, draft } = await startEditing()
    const published = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    await editor.articles.trash(draft.id, { ifMatch: published.etag })
    expect((await problemOf(client.articles.get(draft.id))).code).toBe('not_found')
    const trashed = await editor.articles.draft(draft.id)
    expect(trashed.status).toBe('trashed')
    const match = { ifMatch: trashed.etag }
    const edited = await problemOf(editor.articles.update(draft.id, { dek: 'x' }, match))
    const shown = await problemOf(editor.articles.publish(draft.id, match))
    expect([edited.code, shown.code]).toEqual(['conflict', 'conflict'])
    const restored = await editor.articles.restore(draft.id, { ifMatch: trashed.etag })
    expect(restored).toMatchObject({ status: 'draft', qa: draft.qa })
  })
})

test('what is in the trash or was retracted is not brought back by importing its text', async () => {
  const { editor, client } = await startEditing()
  const { articleId, slug } = await editor.imports.create(seedText, { publish: true })
  const name = articleId ?? ''
  const { etag } = await editor.articles.draft(name)
  await editor.articles.trash(name, { ifMatch: etag })
  for (const text of [seedText, seedText.replace('drones', 'drone planes')])
    expect((await problemOf(editor.imports.create(text, { publish: true }))).code).toBe('conflict')
  expect((await problemOf(client.articles.get(slug ?? ''))).code).toBe('not_found')
})

describe('corrections', () => {
  test('are listed in public with the article and the pair that they are about', async () => {
    const { editor, client, draft } = await startEditing()
    const entry = { kind: 'correction', text: 'It is *not* so.', qa: draft.qa[0]?.id } as const
    const unseen = await problemOf(editor.articles.correct(draft.id, entry, { ifMatch: draft.etag }))
    expect(unseen.code).toBe('conflict')
    const published = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    const correction = await editor.articles.correct(draft.id, entry, { ifMatch: published.etag })
    const { data } = await client.corrections.list({ article: draft.slug })
    expect(data).toEqual([correction])
    expect(correction).toMatchObject({
      qa: draft.qa[0]?.id,
      text: { html: '<p>It is <em>not</em> so.</p>' },
      article: { slug: draft.slug },
    })
  })

  test('a retracted article answers 410 with the notice, and is in no list', async () => {
    const { editor, client, app, draft } = await startEditing()
    const published = await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    const entry = { kind: 'retraction', text: 'The interview was made up.' } as const
    await editor.articles.correct(draft.id, entry, { ifMatch: published.etag })
    for (const path of ['', '.json', '.md', '/qa']) {
      const reply = await app.inject(`/v1/articles/${draft.slug}${path}`)
      expect([reply.statusCode, reply.json<{ detail: string }>().detail]).toEqual([410, entry.text])
    }
    expect((await client.articles.list()).data).toEqual([])
    expect((await client.corrections.list()).data).toMatchObject([{ kind: 'retraction', article: null }])
    const present = await editor.articles.draft(draft.id)
    expect(present.status).toBe('retracted')
    const again = await problemOf(editor.articles.publish(draft.id, { ifMatch: present.etag }))
    expect(again.code).toBe('conflict')
  })
})

describe('a preview link', () => {
  test('shows the draft through the read API until it is revoked, and leaves no trace', async () => {
    const { editor, client, app, draft } = await startEditing()
    const link = await editor.articles.createPreviewLink(draft.id)
    const { pathname, search } = new URL(link.url)
    const reply = await app.inject(pathname + search)
    expect(reply.json()).toMatchObject({ title: RIVER.title, qa: [{ answer: { text: 'Nobody.' } }] })
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
    expect((await client.people.list()).data).toEqual([])
    await editor.articles.revokePreviewLink(draft.id, link.id)
    expect((await app.inject(pathname + search)).statusCode).toBe(404)
  })

  test('shows people and topics that are new as publishing shows them, and takes no turn at writing', async () => {
    const { editor, client, deps } = await startEditing()
    await editor.people.create({ name: 'Somebody Else', slug: 'max-weir' })
    const draft = await editor.articles.create({
      title: 'New faces',
      people: [
        { name: 'Ada Byron', role: 'interviewee', title: 'Countess' },
        { name: 'Dr. Ada Byron', role: 'author' },
        { name: 'Max Weir', role: 'interviewer' },
      ],
      topics: [{ name: 'Looms' }, { name: 'LOOMS', slug: 'weaving' }, { name: 'Drone Strikes' }],
      qa: [{ question: 'Who?', answer: 'Me.', askedBy: 'Max Weir', answeredBy: ['Dr. Ada Byron'] }],
    })
    const { token } = await editor.articles.createPreviewLink(draft.id)
    const write = () => Promise.reject(new Error('Somebody writes.'))
    const reading = { ...deps, store: { ...deps.store, write } }
    const row = await renderPreview(reading, token, draft.id)
    await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    const shown = presentArticle(row, deps.config.siteUrl)
    const slugs = [...shown.people, ...shown.topics].map(({ slug }) => slug)
    expect(slugs).toEqual(['ada-byron', 'ada-byron', 'max-weir-2', 'looms', 'drone-strikes'])
    expect(withoutNewIds(shown)).toEqual(withoutNewIds(await client.articles.get(draft.id)))
  })

  test('is of one article and one time, and not to be forged', async () => {
    const { editor, app, deps, draft } = await startEditing()
    const other = await editor.articles.create({ title: 'Another' })
    const { token } = await editor.articles.createPreviewLink(draft.id, { expiresIn: 60 })
    const statusOf = async (id: string, preview: string) =>
      (await app.inject({ url: `/v1/articles/${id}`, query: { preview } })).statusCode
    expect(await statusOf(draft.id, token)).toBe(200)
    expect(await statusOf(other.id, token)).toBe(404)
    expect(await statusOf(draft.id, `${token.slice(0, -2)}xx`)).toBe(404)
    expect(await statusOf(draft.id, 'x')).toBe(404)
    const later = new Date(Date.now() + 61_000).toISOString()
    await expect(renderPreview(at(deps, later), token, draft.id)).rejects.toThrow('is over')
  })

  test('is enough to read that article where READ_ACCESS=key, and nothing else', async () => {
    const { editor, app, draft } = await startEditing({ READ_ACCESS: 'key' })
    const other = await editor.articles.create({ title: 'Another' })
    await editor.articles.publish(other.id, { ifMatch: other.etag })
    const { token } = await editor.articles.createPreviewLink(draft.id)
    const statusOf = async (url: string, query: Record<string, string> = {}) =>
      (await app.inject({ url, query: { preview: token, ...query } })).statusCode
    const name = `/v1/articles/${draft.id}`
    expect(await statusOf(name)).toBe(200)
    expect(await statusOf(name, { preview: 'x' })).toBe(404)
    expect(await statusOf(name, { version: 'draft' })).toBe(401)
    for (const hidden of [other.id, other.slug, 'never-was'])
      expect(await statusOf(`/v1/articles/${hidden}`)).toBe(404)
    for (const path of ['', `/${other.id}/qa`, `/${draft.id}/qa`, `/${draft.id}.json`, `/${draft.slug}.md`])
      expect(await statusOf(`/v1/articles${path}`)).toBe(401)
    for (const url of ['/v1/qa', '/v1/people', '/v1/topics', '/v1/changes', '/v1/corrections'])
      expect(await statusOf(url)).toBe(401)
    expect((await app.inject(name)).statusCode).toBe(401)
  })
})
