import { asc, eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Client } from '../src/client/index.ts'
import { audit, changes, changeTopics } from '../src/db/log-tables.ts'
import type { Db } from '../src/db/store.ts'
import { slugs, topicClosure, topics } from '../src/db/tables.ts'
import type { Deps } from '../src/deps.ts'
import { plant, type Planted, type Service, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const about = (...names: string[]): Planted => ({
  title: `About ${names.join(' and ')}`,
  qa: [{ topics: names.map((name) => ({ slug: name.toLowerCase(), name })) }],
})

async function startWithEditor(): Promise<Service & { editor: Client }> {
  const service = await startService()
  return { ...service, editor: await service.clientWith('editor') }
}

/** A topic as an editor reads it, with the tag that a change takes. */
async function read(editor: Client, name: string): Promise<{ id: string; slug: string; ifMatch: string }> {
  const { id, slug, etag } = await editor.topics.get(name)
  return { id, slug, ifMatch: etag ?? '' }
}

async function newChanges({ store }: Deps, after: number): Promise<[string, string, boolean][]> {
  const rows = await store.read.select().from(changes).orderBy(asc(changes.seq))
  return rows
    .filter(({ seq }) => seq > after)
    .map(({ type, resourceId, deleted }): [string, string, boolean] => [type, resourceId, deleted])
}

async function lastSeq({ store }: Deps): Promise<number> {
  const rows = await store.read.select({ seq: changes.seq }).from(changes)
  return Math.max(0, ...rows.map(({ seq }) => seq))
}

/** Fails where the closure is not what `broader` says. */
async function checkClosure(db: Db): Promise<void> {
  const all = (await db.select().from(topics)).filter(({ mergedInto }) => mergedInto === null)
  const broaderOf = new Map(all.map(({ id, broaderId }) => [id, broaderId]))
  const expected = all.flatMap(({ id }) => {
    const above: string[] = []
    for (let up: string | null = id; up !== null; up = broaderOf.get(up) ?? null) above.push(up)
    return above.map((ancestorId) => `${ancestorId} ${id}`)
  })
  const kept = await db.select().from(topicClosure)
  expect(kept.map(({ ancestorId, descendantId }) => `${ancestorId} ${descendantId}`).sort()).toEqual(
    expected.sort(),
  )
}

describe('POST /v1/topics', () => {
  test('makes a topic at its place in the tree, and readers see it', async () => {
    const { deps, client, editor } = await startWithEditor()
    const made = await editor.topics.create({
      name: 'Rivers',
      description: 'Running water.',
      altLabels: ['Streams'],
      broader: 'education',
      sameAs: ['https://example.org/rivers'],
    })
    expect(made).toMatchObject({ slug: 'rivers', broader: { slug: 'education' }, altLabels: ['Streams'] })
    const { etag, ...seen } = made
    expect(etag).toMatch(/^"\w+"$/)
    expect(await client.topics.get('rivers')).toEqual(seen)
    expect((await client.topics.list({ q: 'streams' })).data).toEqual([seen])
    expect((await client.topics.get('education')).narrower.map(({ slug }) => slug)).toContain('rivers')
    await checkClosure(deps.store.read)
  })

  test('gives one answer for one Idempotency-Key, and another slug for the same name', async () => {
    const { editor } = await startWithEditor()
    const made = await editor.topics.create({ name: 'Rivers' }, { idempotencyKey: 'k' })
    expect(await editor.topics.create({ name: 'Rivers' }, { idempotencyKey: 'k' })).toEqual(made)
    expect((await editor.topics.create({ name: 'Rivers' })).slug).toBe('rivers-2')
  })

  test.each([
    ['/name', { name: '' }],
    ['/name', { name: 'x'.repeat(1_001) }],
    ['/colour', { name: 'X', colour: 'red' }],
    ['/broader', { name: 'X', broader: 'no-such' }],
    ['/description', { name: 'X', description: 'x'.repeat(10_001) }],
    ['/sameAs/0', { name: 'X', sameAs: ['nowhere'] }],
  ])('refuses what is wrong at %s', async (pointer, body) => {
    const { editor } = await startWithEditor()
    const { problem } = await problemOf(editor.topics.create(body))
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['invalid_request', pointer])
  })

  test('refuses a slug that another has, and readers', async () => {
    const { client, editor } = await startWithEditor()
    const { problem } = await problemOf(editor.topics.create({ name: 'X', slug: 'education' }))
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['conflict', '/slug'])
    expect((await problemOf(client.topics.create({ name: 'X' }))).status).toBe(401)
  })
})

describe('PATCH /v1/topics/{idOrSlug}', () => {
  test('needs the present entity tag, and names it where another was sent', async () => {
    const { editor } = await startWithEditor()
    const { etag = '' } = await editor.topics.create({ name: 'Rivers' })
    const patched = await editor.topics.update('rivers', { description: 'D.' }, { ifMatch: etag })
    const stale = await problemOf(editor.topics.update('rivers', { description: null }, { ifMatch: etag }))
    expect([stale.status, stale.message.includes(patched.etag ?? '?')]).toEqual([412, true])
    // @ts-expect-error -- without the tag.
    expect((await problemOf(editor.topics.update('rivers', {}, {}))).status).toBe(428)
    const cleared = await editor.topics.update(
      'rivers',
      { description: null },
      { ifMatch: patched.etag ?? '' },
    )
    expect(cleared.description).toBeNull()
  })

  test('takes what it gave, and null for an empty list', async () => {
    const { editor } = await startWithEditor()
    await editor.topics.create({ name: 'Rivers', broader: 'education', altLabels: ['Streams'] })
    await editor.topics.create({ name: 'Nile', broader: 'rivers' })
    const { etag = '', ...given } = await editor.topics.get('rivers')
    expect(await editor.topics.update('rivers', { ...given, etag }, { ifMatch: etag })).toEqual({
      ...given,
      etag,
    })
    const cleared = await editor.topics.update(
      'rivers',
      { altLabels: null, broader: null },
      { ifMatch: etag },
    )
    expect(cleared).toMatchObject({ name: 'Rivers', altLabels: [], broader: null })
  })

  test('a new name and slug are on every reply, and the old ones lead there', async () => {
    const { app, deps, client, editor } = await startWithEditor()
    await editor.topics.create({ name: 'Lakes' })
    await editor.topics.create({ name: 'Rivers', broader: 'lakes' })
    const id = await plant(deps, { ...about('Rivers'), topics: [{ slug: 'rivers', name: 'Rivers' }] })
    const tag = await read(editor, 'rivers')
    const lakes = await read(editor, 'lakes')
    const before = await lastSeq(deps)
    const patched = await editor.topics.update('rivers', { name: 'Streams', slug: 'streams' }, tag)
    expect(patched).toMatchObject({ name: 'Streams', slug: 'streams', altLabels: ['Rivers'] })
    const ref = { id: tag.id, slug: 'streams', name: 'Streams' }
    const article = await client.articles.get(id)
    expect([article.topics, article.qa[0]?.topics]).toEqual([[ref], [ref]])
    expect((await client.qa.list({ topic: 'rivers' })).data[0]?.topics).toEqual([ref])
    expect((await client.topics.get('lakes')).narrower).toEqual([ref])
    expect(await client.articles.getAs(id, 'md')).not.toMatch(/(slug|name): rivers$/im)
    const reply = await app.inject('/v1/topics/rivers')
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/v1/topics/streams'])
    expect(await newChanges(deps, before)).toEqual([
      ['topic.updated', tag.id, false],
      ['topic.updated', lakes.id, false],
      ['article.updated', id, false],
      ['qa.updated', article.qa[0]?.id, false],
    ])
    const [entry] = await deps.store.read
      .select()
      .from(changes)
      .where(eq(changes.seq, before + 1))
    expect(entry?.cacheTags).toEqual(['topic:streams', 'list:topics', 'topic:rivers'])
  })

  test('a former slug that is a part of the address, too, leads on all the same', async () => {
    const { app, editor } = await startWithEditor()
    const { slug } = await editor.topics.create({ name: 'Topics' })
    await editor.topics.update(slug, { slug: 'themes' }, await read(editor, slug))
    const reply = await app.inject('/v1/topics/topics')
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/v1/topics/themes'])
  })

  test('documents that name a topic by a former slug, a former name or a label name it still', async () => {
    const { deps, client, editor } = await startWithEditor()
    const { id } = await editor.topics.create({ name: 'Rivers', altLabels: ['Creeks'] })
    await plant(deps, { title: 'By name', topics: [{ slug: 'other', name: 'Rivers' }] })
    await editor.topics.update(
      'rivers',
      { name: 'Streams', slug: 'streams', altLabels: [] },
      await read(editor, id),
    )
    await plant(deps, { title: 'By slug', topics: [{ slug: 'rivers', name: 'What' }] })
    await plant(deps, { title: 'By label', topics: [{ slug: 'what', name: 'rivers' }] })
    await plant(deps, { title: 'As before', topics: [{ slug: 'other', name: 'No' }] })
    expect((await client.topics.get('streams')).counts.articles).toBe(4)
  })

  test('moves everything under the topic along', async () => {
    const { deps, client, editor } = await startWithEditor()
    for (const [name, broader] of [['A'], ['B', 'a'], ['C', 'b'], ['D', 'c'], ['E']] as const)
      await editor.topics.create({ name, broader: broader ?? null })
    await plant(deps, about('D'))
    expect((await client.qa.list({ 'topic.under': 'a' })).data).toHaveLength(1)
    await editor.topics.update('b', { broader: 'e' }, await read(editor, 'b'))
    expect((await client.qa.list({ 'topic.under': 'a' })).data).toEqual([])
    expect((await client.qa.list({ 'topic.under': 'e' })).data).toHaveLength(1)
    expect((await client.topics.get('e')).counts).toMatchObject({ qa: 0, qaUnder: 1 })
    await editor.topics.update('c', { broader: null }, await read(editor, 'c'))
    expect((await client.qa.list({ 'topic.under': 'e' })).data).toEqual([])
    await checkClosure(deps.store.read)
  })

  test('refuses to put a topic under itself', async () => {
    const { deps, editor } = await startWithEditor()
    await editor.topics.create({ name: 'A' })
    await editor.topics.create({ name: 'B', broader: 'a' })
    for (const broader of ['a', 'b', 'no-such']) {
      const { problem } = await problemOf(editor.topics.update('a', { broader }, await read(editor, 'a')))
      expect([problem.code, problem.errors[0]?.pointer]).toEqual(['invalid_request', '/broader'])
    }
    await checkClosure(deps.store.read)
  })
})

describe('DELETE /v1/topics/{idOrSlug}', () => {
  test('is refused while something published has the topic, or something is under it', async () => {
    const { deps, editor } = await startWithEditor()
    await editor.topics.create({ name: 'A' })
    await editor.topics.create({ name: 'B', broader: 'a' })
    const article = await plant(deps, about('B'))
    for (const name of ['a', 'b'])
      expect((await problemOf(editor.topics.delete(name, await read(editor, name)))).code).toBe('conflict')
    const { etag } = await editor.articles.draft(article)
    await editor.articles.unpublish(article, { ifMatch: etag })
    const [a, b] = [await read(editor, 'a'), await read(editor, 'b')]
    const before = await lastSeq(deps)
    await editor.topics.delete('b', b)
    expect(await newChanges(deps, before)).toEqual([
      ['topic.updated', b.id, true],
      ['topic.updated', a.id, false],
    ])
    await editor.topics.delete('a', a)
    await checkClosure(deps.store.read)
    expect((await problemOf(editor.topics.get(b.id))).code).toBe('not_found')
    expect((await editor.topics.create({ name: 'B' })).slug).toBe('b')
    const deeds = await deps.store.read.select().from(audit).where(eq(audit.resourceId, b.id))
    expect(deeds.map(({ action }) => action)).toEqual(['topic.create', 'topic.delete'])
  })
})

describe('POST /v1/topics/{idOrSlug}/merge', () => {
  async function startWithTwo() {
    const service = await startWithEditor()
    const { deps, editor } = service
    await editor.topics.create({ name: 'Top' })
    await editor.topics.create({ name: 'Rivers', broader: 'top', altLabels: ['Creeks'], description: 'D.' })
    await editor.topics.create({ name: 'Nile', broader: 'rivers' })
    await editor.topics.create({ name: 'Lakes' })
    const both = await plant(deps, about('Rivers', 'Lakes'))
    const narrow = await plant(deps, about('Nile'))
    return {
      ...service,
      both,
      narrow,
      rivers: await read(editor, 'rivers'),
      lakes: await read(editor, 'lakes'),
    }
  }

  test('makes one topic of two, and what was narrower is narrower than it', async () => {
    const { deps, client, editor, both, rivers, lakes } = await startWithTwo()
    const merged = await editor.topics.merge('rivers', 'lakes', rivers)
    expect(merged).toMatchObject({
      id: lakes.id,
      description: 'D.',
      altLabels: ['Rivers', 'Creeks'],
      broader: null,
    })
    expect(merged.narrower.map(({ slug }) => slug)).toEqual(['nile'])
    expect(merged.counts).toEqual({ articles: 0, qa: 1, articlesUnder: 0, qaUnder: 2 })
    const ref = { id: lakes.id, slug: 'lakes', name: 'Lakes' }
    expect((await client.articles.get(both)).qa[0]?.topics).toEqual([ref])
    expect((await client.topics.get('nile')).broader).toEqual(ref)
    expect((await client.topics.get('top')).narrower).toEqual([])
    const listed = (await client.topics.list({ limit: 100, count: 'exact' })).data.map(({ id }) => id)
    expect(listed).not.toContain(rivers.id)
    expect(JSON.stringify(await client.topics.tree())).not.toContain(rivers.id)
    expect((await client.topics.list({ q: 'creeks' })).data.map(({ id }) => id)).toEqual([lakes.id])
    await checkClosure(deps.store.read)
  })

  test('leads every name of the one to the other', async () => {
    const { app, deps, client, editor, rivers } = await startWithTwo()
    await editor.topics.merge('rivers', 'lakes', rivers)
    await plant(deps, { title: 'By id', topics: [{ id: rivers.id, slug: 'whatever', name: 'Whatever' }] })
    await plant(deps, { title: 'By label', topics: [{ slug: 'x', name: 'Rivers' }] })
    for (const name of ['rivers', rivers.id]) {
      expect((await app.inject(`/v1/topics/${name}`)).headers.location).toBe('/v1/topics/lakes')
      expect((await client.qa.list({ 'topic.under': name })).data).toHaveLength(2)
      expect((await client.qa.list({ 'topic.not': name })).data).toHaveLength(1)
      expect((await client.articles.list({ topic: name })).data).toHaveLength(2)
    }
  })

  test('the log has a tombstone of the one, and tells of it under the other', async () => {
    const { deps, editor, both, rivers, lakes } = await startWithTwo()
    const before = await lastSeq(deps)
    await editor.topics.merge('rivers', 'lakes', rivers)
    const entries = await newChanges(deps, before)
    expect(entries.slice(0, 2)).toEqual([
      ['topic.updated', rivers.id, true],
      ['topic.updated', lakes.id, false],
    ])
    expect(entries).toContainEqual(['article.updated', both, false])
    const links = await deps.store.read
      .select()
      .from(changeTopics)
      .where(inArray(changeTopics.topicId, [rivers.id, lakes.id]))
    expect(new Set(links.map(({ topicId }) => topicId))).toEqual(new Set([lakes.id]))
    expect(links.map(({ seq }) => seq)).toContain(before + 1)
  })

  test('into nothing, itself or what is under it is refused; into what is above it is not', async () => {
    const { deps, editor, rivers } = await startWithTwo()
    for (const into of ['no-such', 'rivers', 'nile']) {
      const { problem } = await problemOf(editor.topics.merge('rivers', into, rivers))
      expect([problem.status, problem.errors[0]?.pointer]).toEqual([400, '/into'])
    }
    expect((await editor.topics.merge('rivers', 'top', rivers)).narrower.map(({ slug }) => slug)).toEqual([
      'nile',
    ])
    await checkClosure(deps.store.read)
  })
})

// ---- A rule for all sequences ----------------------------------------------------------------------

const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon']
const which = fc.nat({ max: NAMES.length - 1 })
const step = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), which, name: fc.constantFrom(...NAMES, 'Zeta', 'Eta') }),
  fc.record({
    kind: fc.constant('slug' as const),
    which,
    slug: fc.constantFrom('one', 'two', 'alpha', 'beta'),
  }),
  fc.record({ kind: fc.constant('move' as const), which, under: fc.option(which) }),
  fc.record({ kind: fc.constant('merge' as const), which, into: which }),
)
const article = fc.record({
  topics: fc.uniqueArray(which),
  pairs: fc.array(fc.uniqueArray(which), { maxLength: 3 }),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
type Drawn = typeof article extends fc.Arbitrary<infer T> ? T : never

function documentOf(
  { topics: whole, pairs }: Drawn,
  index: number,
  idOf: (which: number) => string | undefined,
) {
  const named = (all: number[]) =>
    all.map((one) => {
      const name = NAMES[one] ?? ''
      const id = idOf(one)
      return { slug: name.toLowerCase(), name, ...(id !== undefined && { id }) }
    })
  return {
    title: `Article ${index}`,
    topics: named(whole),
    qa: pairs.map((each) => ({ topics: named(each) })),
  }
}

/** All that readers see of topics, without ids and times. */
async function pictureOf(client: Client, ids: Iterable<string>): Promise<unknown> {
  const refs = (all: { slug: string; name: string }[]) => all.map(({ slug, name }) => `${slug} ${name}`)
  const articles = []
  for await (const { id } of client.articles.all({ sort: 'title' })) {
    const whole = await client.articles.get(id)
    articles.push([whole.title, refs(whole.topics), whole.qa.map((pair) => refs(pair.topics))])
  }
  const known = []
  for (const id of new Set(ids)) {
    const { slug, name, counts, broader, narrower } = await client.topics.get(id)
    const found = []
    for (const filter of ['topic', 'topic.under', 'topic.not']) {
      const pairs = (await client.qa.list({ [filter]: slug, sort: 'title' })).data
      const wholes = (await client.articles.list({ [filter]: slug, sort: 'title' })).data
      found.push([pairs.map((pair) => [pair.article.title, pair.number]), wholes.map(({ title }) => title)])
    }
    known.push({
      slug,
      name,
      counts,
      broader: refs(broader ? [broader] : []),
      narrower: refs(narrower).sort(),
      found,
    })
  }
  const { total } = (await client.topics.list({ count: 'exact' })).page
  return { articles, total, known: known.sort((a, b) => (a.slug < b.slug ? -1 : 1)) }
}

async function take(editor: Client, ids: string[], taken: Step): Promise<void> {
  const tag = await read(editor, ids[taken.which] ?? '')
  const patch = {
    rename: 'name' in taken ? { name: taken.name } : {},
    slug: 'slug' in taken ? { slug: taken.slug } : {},
    move: 'under' in taken ? { broader: taken.under === null ? null : (ids[taken.under] ?? null) } : {},
  }
  const done =
    taken.kind === 'merge'
      ? editor.topics.merge(tag.id, ids[taken.into] ?? '', tag)
      : editor.topics.update(tag.id, patch[taken.kind], tag)
  await done.catch((error: unknown) => {
    expect(error).toMatchObject({ name: 'ProblemError' })
  })
}

/** Makes the same topics in another service; gives their ids there by their ids here. */
async function makeAnew(from: Client, to: Client, ids: string[]): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  const make = async (id: string): Promise<string> => {
    const { id: own, name, slug, broader } = await from.topics.get(id)
    const known = made.get(own)
    if (known !== undefined) return known
    const above = broader ? await make(broader.id) : null
    const { id: there } = await to.topics.create({ name, slug, broader: above })
    made.set(own, there)
    return there
  }
  for (const id of ids) made.set(id, await make(id))
  return made
}

describe('after any renames, merges and moves in the tree', () => {
  test('readers see what they would see had the topics always been so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(article, { minLength: 1, maxLength: 3 }),
        fc.array(step, { minLength: 1, maxLength: 7 }),
        async (drawn, steps) => {
          const { app, deps, client, editor } = await startWithEditor()
          const ids: string[] = []
          for (const name of NAMES) ids.push((await editor.topics.create({ name })).id)
          for (const [index, each] of drawn.entries())
            await plant(
              deps,
              documentOf(each, index, () => undefined),
            )
          for (const taken of steps) {
            await take(editor, ids, taken)
            await checkClosure(deps.store.read)
          }

          const anew = await startWithEditor()
          const newIds = await makeAnew(client, anew.editor, ids)
          for (const [index, each] of drawn.entries())
            await plant(
              anew.deps,
              documentOf(each, index, (one) => newIds.get(ids[one] ?? '')),
            )
          const present = await Promise.all(ids.map(async (id) => (await client.topics.get(id)).id))
          expect(await pictureOf(client, present)).toEqual(await pictureOf(anew.client, newIds.values()))

          for (const { slug, resourceId } of await deps.store.read
            .select()
            .from(slugs)
            .where(eq(slugs.kind, 'topic'))) {
            const present = await client.topics.get(slug)
            expect(present.id).toBe(resourceId)
            expect((await app.inject(`/v1/topics/${slug}`)).statusCode).toBe(
              slug === present.slug ? 200 : 308,
            )
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)
})
