import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examineWhole } from '../src/cli/doctor.ts'
import type { Client } from '../src/client/index.ts'
import type { Deps } from '../src/deps.ts'
import { reprojectDue } from '../src/publishing/reproject-due.ts'
import { AT_ONCE_ARTICLES_MAX } from '../src/publishing/show-again.ts'
import { plant, type Planted, type Service, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'
import { openDatabase } from './templates.ts'

/** More than are shown again at once. */
const MANY = AT_ONCE_ARTICLES_MAX + 5
const RIVERS = { slug: 'rivers', name: 'Rivers' }

function article(name: string, index: number): Planted {
  return {
    title: `Talk ${index}`,
    people: [{ name, role: 'interviewee', title: null }],
    topics: index % 2 === 0 ? [RIVERS] : [],
    qa: [{ answeredBy: [name], topics: [RIVERS] }],
  }
}

/** A service that shows many articles, each of which has an answer of Jane Doe on rivers. */
async function startWithMany(): Promise<Service & { editor: Client; articles: string[] }> {
  const service = await startService()
  const articles: string[] = []
  for (let index = 0; index < MANY; index += 1)
    articles.push(await plant(service.deps, article('Jane Doe', index)))
  return { ...service, articles, editor: await service.clientWith('editor') }
}

async function tagOf(read: Promise<{ etag?: string | undefined }>): Promise<{ ifMatch: string }> {
  return { ifMatch: (await read).etag ?? '' }
}

async function lastSeq(client: Client): Promise<number> {
  let last = 0
  for await (const { seq } of client.changes.all()) last = seq
  return last
}

async function changesAfter(client: Client, since: number) {
  const all = []
  for await (const each of client.changes.all({ since })) all.push(each)
  return all
}

/** Does one batch of what is left, as a process that is stopped in the midst of it. */
async function doOneBatch(deps: Deps): Promise<void> {
  const stopping = new AbortController()
  const done = reprojectDue(deps, { signal: stopping.signal })
  // The first time that it gives way to other work is to this.
  setImmediate(() => {
    stopping.abort()
  })
  await done
}

/** What the doctor finds, who comes from outside: SQLite's check of the index is not for a connection that read before. */
async function faultsOf(deps: Deps): Promise<unknown[]> {
  const { store } = openDatabase(deps.config.databasePath)
  const findings = await examineWhole({ ...deps, store })
  await store.close()
  return findings.filter(({ fault }) => fault !== null)
}

/** How many answers readers see by each name. */
async function answersByName(client: Client): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for await (const { answeredBy } of client.qa.all({ limit: 100 })) {
    const name = answeredBy[0]?.name ?? ''
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

describe('a new name on many articles', () => {
  test('is on the person at once, on the articles batch by batch, and in the log when it is on all', async () => {
    const { deps, client, editor, articles } = await startWithMany()
    const { id } = await client.people.get('jane-doe')
    const before = await lastSeq(client)
    const match = await tagOf(editor.people.get(id))
    const patched = await editor.people.update(id, { name: 'Janet Roe', slug: 'janet-roe' }, match)
    expect([patched.name, (await client.people.get(id)).name]).toEqual(['Janet Roe', 'Janet Roe'])
    expect(await changesAfter(client, before)).toEqual([])
    expect(await faultsOf(deps)).toEqual([])

    await doOneBatch(deps)
    const halfway = await answersByName(client)
    expect(Object.keys(halfway).sort()).toEqual(['Jane Doe', 'Janet Roe'])
    expect((await client.qa.list({ person: 'jane-doe', count: 'exact' })).page.total).toBe(MANY)
    expect((await changesAfter(client, before)).filter(({ resource }) => resource === 'person')).toEqual([])
    expect(await faultsOf(deps)).toEqual([])

    await reprojectDue(deps)
    expect(await answersByName(client)).toEqual({ 'Janet Roe': MANY })
    for (const each of articles) expect(await client.articles.getAs(each, 'md')).not.toContain('Jane Doe')
    const entries = await changesAfter(client, before)
    const updated = entries.filter(({ type }) => type === 'article.updated').map((entry) => entry.id)
    expect(updated).toEqual(articles)
    expect(entries.filter(({ resource }) => resource === 'person')).toEqual([entries.at(-1)])
    const tags = ['person:janet-roe', 'list:people', 'person:jane-doe']
    expect(entries.at(-1)).toMatchObject({ type: 'person.updated', id, deleted: false, cacheTags: tags })
    expect(await faultsOf(deps)).toEqual([])
    await reprojectDue(deps)
    expect(await changesAfter(client, before)).toEqual(entries)
  })

  test('gives way to a newer one, also where some articles show it already', async () => {
    const { deps, client, editor } = await startWithMany()
    const { id } = await client.people.get('jane-doe')
    const before = await lastSeq(client)
    const rename = async (slug: string) =>
      editor.people.update(id, { name: slug, slug }, await tagOf(editor.people.get(id)))
    await rename('first')
    await doOneBatch(deps)
    await rename('second')
    await doOneBatch(deps)
    expect(await faultsOf(deps)).toEqual([])
    await reprojectDue(deps)
    expect(await answersByName(client)).toEqual({ second: MANY })
    const [entry, ...others] = (await changesAfter(client, before)).filter(
      ({ type }) => type === 'person.updated',
    )
    expect(others).toEqual([])
    expect(new Set(entry?.cacheTags)).toEqual(
      new Set(['person:second', 'person:first', 'person:jane-doe', 'list:people']),
    )
    expect(await faultsOf(deps)).toEqual([])
  })

  test('is told as gone where readers see the person no more when its turn comes', async () => {
    const { deps, client, editor, articles } = await startWithMany()
    const { id } = await client.people.get('jane-doe')
    await editor.people.update(id, { name: 'Janet Roe' }, await tagOf(editor.people.get(id)))
    for (const each of articles)
      await editor.articles.unpublish(each, await tagOf(editor.articles.draft(each)))
    await editor.people.delete(id, await tagOf(editor.people.get(id)))
    await reprojectDue(deps)
    const ofPerson = (await changesAfter(client, 0)).filter((entry) => entry.id === id)
    expect(ofPerson.at(-1)?.deleted).toBe(true)
    expect(await faultsOf(deps)).toEqual([])
  })

  test('is shown once by each of several processes', async () => {
    const { deps, client, editor, articles } = await startWithMany()
    const before = await lastSeq(client)
    const match = await tagOf(editor.topics.get('rivers'))
    const { id } = await editor.topics.update('rivers', { name: 'Streams' }, match)
    const script = fileURLToPath(new URL('jobs-process.ts', import.meta.url))
    const now = new Date().toISOString()
    const run = () => promisify(execFile)(process.execPath, [script, deps.config.databasePath, now])
    await Promise.all([run(), run()])
    const entries = await changesAfter(client, before)
    const ofArticles = entries.filter(({ resource }) => resource === 'article')
    expect(ofArticles.map((entry) => entry.id)).toEqual(articles)
    expect(entries.filter(({ resource }) => resource === 'topic')).toMatchObject([{ id }])
    for await (const { topics } of client.qa.all())
      expect(topics).toEqual([{ ...RIVERS, id, name: 'Streams' }])
  })
})

describe('merging what many articles show', () => {
  test('makes one person of two in filters and rules at once, on the articles and in counts in time', async () => {
    const { app, deps, client, editor, articles } = await startWithMany()
    const { id: janeId } = await client.people.get('jane-doe')
    const { id } = await editor.people.create({ name: 'Janet Roe' })
    const before = await lastSeq(client)
    await editor.people.merge('jane-doe', id, await tagOf(editor.people.get('jane-doe')))
    await doOneBatch(deps)
    for (const name of ['jane-doe', janeId, 'janet-roe']) {
      expect((await client.articles.list({ person: name, count: 'exact' })).page.total).toBe(MANY)
      expect((await client.qa.list({ person: name, count: 'exact' })).page.total).toBe(MANY)
    }
    expect((await client.people.list()).data.map((person) => person.id)).toEqual([id])
    const last = await client.articles.get(articles.at(-1) ?? '')
    const reply = await app.inject(`/v1/people/${last.people[0]?.id ?? ''}`)
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/v1/people/janet-roe'])
    const refused = editor.people.delete(id, await tagOf(editor.people.get(id)))
    expect((await problemOf(refused)).code).toBe('conflict')
    expect(await faultsOf(deps)).toEqual([])

    await reprojectDue(deps)
    expect(await answersByName(client)).toEqual({ 'Janet Roe': MANY })
    const { counts } = await client.people.get(id)
    expect(counts).toMatchObject({ articles: MANY, answered: MANY, roles: { interviewee: MANY } })
    const told = (await changesAfter(client, before)).filter(({ resource }) => resource === 'person')
    expect(told.map((entry) => [entry.id, entry.deleted])).toEqual([
      [id, false],
      [janeId, true],
      [id, false],
    ])
    expect(await faultsOf(deps)).toEqual([])
  })

  test('goes on where the one is merged into a third meanwhile', async () => {
    const { deps, client, editor } = await startWithMany()
    const second = await editor.people.create({ name: 'Second' })
    const third = await editor.people.create({ name: 'Third' })
    await editor.people.merge('jane-doe', second.id, await tagOf(editor.people.get('jane-doe')))
    await doOneBatch(deps)
    await editor.people.merge(second.id, third.id, await tagOf(editor.people.get(second.id)))
    await doOneBatch(deps)
    expect((await client.qa.list({ person: 'third', count: 'exact' })).page.total).toBe(MANY)
    await reprojectDue(deps)
    expect((await client.people.get(second.id)).counts.answered).toBe(MANY)
    expect(await answersByName(client)).toEqual({ Third: MANY })
    expect((await client.people.list()).data.map(({ id }) => id)).toEqual([third.id])
    expect(await faultsOf(deps)).toEqual([])
  })

  test('makes one topic of two, and the log tells of both when it is done', async () => {
    const { deps, client, editor, articles } = await startWithMany()
    const rivers = await editor.topics.get('rivers')
    const lakes = await editor.topics.create({ name: 'Lakes', broader: 'education' })
    const before = await lastSeq(client)
    await editor.topics.merge('rivers', 'lakes', { ifMatch: rivers.etag ?? '' })
    for (const filter of ['topic', 'topic.under']) {
      const { page } = await client.qa.list({ [filter]: 'rivers', count: 'exact' })
      expect(page.total).toBe(MANY)
    }
    const refused = editor.topics.delete('lakes', await tagOf(editor.topics.get('lakes')))
    expect((await problemOf(refused)).code).toBe('conflict')
    await reprojectDue(deps)
    const entries = await changesAfter(client, before)
    expect(entries.slice(-2).map((entry) => [entry.id, entry.deleted])).toEqual([
      [rivers.id, true],
      [lakes.id, false],
    ])
    const ref = { id: lakes.id, slug: 'lakes', name: 'Lakes' }
    for await (const { topics } of client.qa.all()) expect(topics).toEqual([ref])
    expect((await client.articles.get(articles[0] ?? '')).topics).toEqual([ref])
    const page = await client.changes.list({ since: before, topic: 'lakes', limit: 1_000 })
    expect(page.data.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq))
    expect(await faultsOf(deps)).toEqual([])
  })
})

// ---- A rule for all sequences ----------------------------------------------------------------------

const NAMES = ['Jane Doe', 'Ada One', 'Bea Two']
const who = fc.constantFrom(...NAMES)
const step = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), who, name: fc.constantFrom('Cy', 'Di') }),
  fc.record({ kind: fc.constant('merge' as const), who, into: who }),
  fc.record({ kind: fc.constant('withdraw' as const), index: fc.nat({ max: MANY - 1 }) }),
  fc.record({ kind: fc.constant('publish' as const), index: fc.nat({ max: MANY - 1 }) }),
  fc.record({ kind: fc.constant('batch' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function take(
  service: Awaited<ReturnType<typeof startWithMany>>,
  taken: Step,
  ids: Map<string, string>,
) {
  const { deps, editor, articles } = service
  if (taken.kind === 'batch') return doOneBatch(deps)
  if (taken.kind === 'withdraw' || taken.kind === 'publish') {
    const id = articles[taken.index] ?? ''
    const match = await tagOf(editor.articles.draft(id))
    const done =
      taken.kind === 'publish' ? editor.articles.publish(id, match) : editor.articles.unpublish(id, match)
    return done.catch(refused)
  }
  const id = ids.get(taken.who) ?? ''
  const match = await tagOf(editor.people.get(id))
  if (taken.kind === 'rename') return editor.people.update(id, { name: taken.name }, match)
  return editor.people.merge(id, ids.get(taken.into) ?? '', match).catch(refused)
}

function refused(error: unknown): void {
  expect(error).toMatchObject({ name: 'ProblemError' })
}

/** What a load gives, by ids; without counts, which the log does not tell of. */
async function load(client: Client): Promise<{ state: Map<string, unknown>; since: number }> {
  const state = new Map<string, unknown>()
  let since = 0
  for await (const line of client.changes.load())
    if (line.resource === 'cursor') since = line.seq
    else state.set(line.id, line.data)
  return { state, since }
}

test('whatever else happens meanwhile, who follows the log ends with present names everywhere', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const service = await startWithMany()
      const { deps, client, editor } = service
      const ids = new Map([['Jane Doe', (await client.people.get('jane-doe')).id]])
      for (const name of NAMES.slice(1)) ids.set(name, (await editor.people.create({ name })).id)
      const { state, since } = await load(client)
      for (const taken of steps) {
        await take(service, taken, ids)
        expect(await faultsOf(deps)).toEqual([])
      }
      await reprojectDue(deps)
      expect(await faultsOf(deps)).toEqual([])
      const fresh = await load(client)
      for (const { resource, id, deleted } of await changesAfter(client, since))
        if (resource !== 'qa' && deleted) state.delete(id)
        else if (resource !== 'qa') state.set(id, fresh.state.get(id))
      expect(state).toEqual(fresh.state)
      const people = new Map((await client.people.list()).data.map((person) => [person.id, person.name]))
      for await (const { answeredBy } of client.qa.all({ limit: 100 }))
        for (const { id, name } of answeredBy) expect(name).toBe(people.get(id))
    }),
    { numRuns: 6 },
  )
})
