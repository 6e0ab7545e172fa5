import { asc, eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Client } from '../src/client/index.ts'
import { audit, changes } from '../src/db/log-tables.ts'
import { searchTexts, slugs } from '../src/db/tables.ts'
import type { Deps } from '../src/deps.ts'
import { plant, type Planted, type Service, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

type Role = NonNullable<Planted['people']>[number]['role']
const stands = (name: string, role: Role = 'interviewee') => ({ name, role, title: null })
const interviewing = (name: string): Planted => ({
  title: `Talk with ${name}`,
  people: [stands(name)],
  qa: [{ answeredBy: [name] }],
})

async function startWithEditor(): Promise<Service & { editor: Client }> {
  const service = await startService()
  return { ...service, editor: await service.clientWith('editor') }
}

/** A person as an editor reads them, with the tag that a change takes. */
async function read(editor: Client, name: string): Promise<{ id: string; slug: string; ifMatch: string }> {
  const { id, slug, etag } = await editor.people.get(name)
  return { id, slug, ifMatch: etag ?? '' }
}

/** What the log says of people after an entry, in order. */
async function log({ store }: Deps, after = 0): Promise<[type: string, id: string, deleted: boolean][]> {
  const rows = await store.read.select().from(changes).orderBy(asc(changes.seq))
  return rows
    .filter(({ seq }) => seq > after)
    .map(({ type, resourceId, deleted }): [string, string, boolean] => [type, resourceId, deleted])
}

async function lastSeq({ store }: Deps): Promise<number> {
  const rows = await store.read.select({ seq: changes.seq }).from(changes)
  return Math.max(0, ...rows.map(({ seq }) => seq))
}

describe('POST /v1/people', () => {
  test('makes a person whom editors see and readers do not', async () => {
    const { app, deps, client, editor } = await startWithEditor()
    const before = await lastSeq(deps)
    const made = await editor.people.create({
      name: 'Jane Doe',
      title: 'Hydrologist',
      bio: 'Measures rivers.',
      aliases: ['J. Doe', 'Jane Doe', 'J. Doe'],
      sameAs: ['https://example.org/jane'],
    })
    expect(made).toMatchObject({ slug: 'jane-doe', aliases: ['J. Doe'], counts: { articles: 0 } })
    expect(await editor.people.get('jane-doe')).toEqual(made)
    expect((await editor.people.list({ q: 'rivers' })).data).toEqual([made])
    expect((await problemOf(client.people.get('jane-doe'))).code).toBe('not_found')
    expect((await client.people.list()).data).toEqual([])
    expect((await app.inject('/v1/people/jane-doe')).headers.etag).toBeUndefined()
    expect(await log(deps, before)).toEqual([])
  })

  test('answers with the address and the entity tag, and once for one Idempotency-Key', async () => {
    const { app, deps, editor, client } = await startWithEditor()
    const options = { idempotencyKey: 'one' }
    const made = await editor.people.create({ name: 'Jane Doe' }, options)
    expect(await editor.people.create({ name: 'Jane Doe' }, options)).toEqual(made)
    expect((await editor.people.list()).data).toHaveLength(1)
    expect((await editor.people.create({ name: 'Jane Doe' })).slug).toBe('jane-doe-2')
    expect((await problemOf(client.people.create({ name: 'X' }))).code).toBe('unauthenticated')
    await plant(deps, interviewing('Jane Doe'))
    expect((await client.people.get(made.id)).etag).toBeUndefined()
    expect((await app.inject(`/v1/people/${made.id}`)).statusCode).toBe(200)
  })

  test('finds the person in documents that name them, by an alias, too', async () => {
    const { deps, client, editor } = await startWithEditor()
    const { id } = await editor.people.create({ name: 'Jane Doe', aliases: ['J. D.'] })
    await plant(deps, interviewing('J. D.'))
    expect((await client.people.list()).data.map((person) => person.id)).toEqual([id])
  })

  test.each([
    ['/name', {}],
    ['/name', { name: '' }],
    ['/name', { name: 'x'.repeat(1_001) }],
    ['/colour', { name: 'X', colour: 'red' }],
    ['/sameAs/0', { name: 'X', sameAs: ['ftp://example.org'] }],
    ['/slug', { name: 'X', slug: 'No Slug' }],
    ['/bio', { name: 'X', bio: '\ud800' }],
    ['/aliases', { name: 'X', aliases: Array.from({ length: 101 }, () => 'Y') }],
  ])('refuses what is wrong at %s', async (pointer, body) => {
    const { editor } = await startWithEditor()
    // @ts-expect-error -- what the types forbid is what is tried.
    const { problem } = await problemOf(editor.people.create(body))
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['invalid_request', pointer])
  })

  test('refuses a slug that another has or had', async () => {
    const { editor } = await startWithEditor()
    await editor.people.create({ name: 'Jane Doe' })
    await editor.people.update('jane-doe', { slug: 'jane' }, await read(editor, 'jane-doe'))
    for (const slug of ['jane', 'jane-doe']) {
      const { problem } = await problemOf(editor.people.create({ name: 'X', slug }))
      expect([problem.code, problem.errors[0]?.pointer]).toEqual(['conflict', '/slug'])
    }
  })
})

describe('PATCH /v1/people/{idOrSlug}', () => {
  test('needs the present entity tag, and names it where another was sent', async () => {
    const { app, clientWith } = await startWithEditor()
    const editor = await clientWith('editor')
    const { etag = '' } = await editor.people.create({ name: 'Jane Doe' })
    const patched = await editor.people.update('jane-doe', { bio: 'B.' }, { ifMatch: etag })
    const stale = await problemOf(editor.people.update('jane-doe', { bio: 'C.' }, { ifMatch: etag }))
    expect([stale.status, stale.code]).toEqual([412, 'precondition_failed'])
    expect(stale.message).toContain(patched.etag)
    // @ts-expect-error -- without the tag.
    expect((await problemOf(editor.people.update('jane-doe', { bio: 'C.' }, {}))).status).toBe(428)
    expect((await editor.people.update('jane-doe', {}, { ifMatch: '*' })).bio).toBe('B.')
    expect((await app.inject({ method: 'PATCH', url: '/v1/people/jane-doe', payload: {} })).statusCode).toBe(
      401,
    )
    expect((await problemOf(editor.people.update('nobody', {}, { ifMatch: etag }))).code).toBe('not_found')
  })

  test('is a merge patch: null clears, what is not given stays', async () => {
    const { editor } = await startWithEditor()
    await editor.people.create({ name: 'Jane Doe', title: 'T', bio: 'B', sameAs: ['https://example.org/'] })
    const patched = await editor.people.update(
      'jane-doe',
      { title: null, bio: null, aliases: ['JD'] },
      await read(editor, 'jane-doe'),
    )
    expect(patched).toMatchObject({
      title: null,
      bio: null,
      aliases: ['JD'],
      sameAs: ['https://example.org/'],
    })
  })

  test('takes what it gave, and null for an empty list; refuses who it is not', async () => {
    const { editor } = await startWithEditor()
    const made = await editor.people.create({
      name: 'Jane Doe',
      aliases: ['JD'],
      sameAs: ['https://a.example/'],
    })
    const ifMatch = made.etag ?? ''
    expect(await editor.people.update(made.id, made, { ifMatch })).toEqual(made)
    const other = await editor.people.create({ name: 'Ann Roe' })
    const { problem } = await problemOf(editor.people.update(made.id, { id: other.id }, { ifMatch }))
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['invalid_request', '/id'])
    const cleared = await editor.people.update(made.id, { aliases: null, sameAs: null }, { ifMatch })
    expect(cleared).toMatchObject({ name: 'Jane Doe', aliases: [], sameAs: [] })
  })

  test('a new name is on every reply, the slug stays, and the old name is an alias', async () => {
    const { deps, client, editor } = await startWithEditor()
    const id = await plant(deps, {
      title: 'Talk',
      people: [stands('Jane Doe'), stands('Ann Asker', 'interviewer')],
      qa: [{ askedBy: 'Ann Asker', answeredBy: ['Jane Doe'], mentions: ['Jane Doe'] }],
    })
    const tag = await read(editor, 'jane-doe')
    const before = await lastSeq(deps)
    expect(await editor.people.update('jane-doe', { name: 'Janet Roe' }, tag)).toMatchObject({
      slug: 'jane-doe',
      aliases: ['Jane Doe'],
    })
    const { people, qa } = await client.articles.get(id)
    expect(people[0]).toEqual({
      id: tag.id,
      slug: 'jane-doe',
      name: 'Janet Roe',
      role: 'interviewee',
      title: null,
    })
    const ref = { id: tag.id, slug: 'jane-doe', name: 'Janet Roe' }
    expect(qa[0]).toMatchObject({ answeredBy: [ref], mentions: [ref] })
    expect((await client.qa.list()).data[0]?.answeredBy).toEqual([ref])
    expect((await client.articles.list()).data[0]?.people[0]?.name).toBe('Janet Roe')
    const markdown = await client.articles.getAs(id, 'md')
    expect([markdown.includes('Janet Roe'), markdown.includes('Jane Doe')]).toEqual([true, false])
    for (const q of ['Janet', 'Jane'])
      expect((await client.people.list({ q })).data.map((person) => person.id)).toEqual([tag.id])
    expect(await log(deps, before)).toEqual([
      ['person.updated', tag.id, false],
      ['article.updated', id, false],
      ['qa.updated', qa[0]?.id, false],
    ])
  })

  test('documents that name a person by a former name name them still', async () => {
    const { deps, client, editor } = await startWithEditor()
    await plant(deps, interviewing('Jane Doe'))
    const tag = await read(editor, 'jane-doe')
    await editor.people.update('jane-doe', { name: 'Janet Roe' }, tag)
    await plant(deps, { ...interviewing('Jane Doe'), title: 'Another talk' })
    expect((await client.people.list()).data.map(({ id, counts }) => [id, counts.articles])).toEqual([
      [tag.id, 2],
    ])
  })

  test('an article that is shown again shows whom it showed, though another has the name by now', async () => {
    const { deps, client, editor } = await startWithEditor()
    const article = await plant(deps, interviewing('Jane Doe'))
    const { id } = await editor.people.get('jane-doe')
    await editor.people.update('jane-doe', { name: 'Janet Roe', aliases: [] }, await read(editor, id))
    await editor.people.create({ name: 'Jane Doe' })
    await editor.people.update(id, { name: 'Janet Poe', aliases: [] }, await read(editor, id))
    expect((await client.articles.get(article)).people).toMatchObject([{ id, name: 'Janet Poe' }])
    expect((await client.people.list()).data.map((person) => person.id)).toEqual([id])
  })

  test('two who come to have one name stay two, on the Markdown page by their former names', async () => {
    const { deps, client, editor } = await startWithEditor()
    const article = await plant(deps, {
      title: 'Talk',
      people: [stands('Jane Doe'), stands('J. Doe', 'interviewer')],
      qa: [{ askedBy: 'J. Doe', answeredBy: ['Jane Doe'] }],
    })
    await editor.people.update('j-doe', { name: 'Jane Doe' }, await read(editor, 'j-doe'))
    const { people, qa } = await client.articles.get(article)
    expect(people.map(({ slug, name }) => [slug, name])).toEqual([
      ['jane-doe', 'Jane Doe'],
      ['j-doe', 'Jane Doe'],
    ])
    expect(qa[0]?.askedBy?.slug).toBe('j-doe')
    expect(await client.articles.getAs(article, 'md')).toContain(
      '"askedBy":"J. Doe","answeredBy":["Jane Doe"]',
    )
  })

  test('a title that is taken away stays away when the name changes', async () => {
    const { deps, editor } = await startWithEditor()
    await plant(deps, { title: 'Talk', people: [{ ...stands('Jane Doe'), title: 'Minister' }] })
    await editor.people.update('jane-doe', { title: null }, await read(editor, 'jane-doe'))
    const patched = await editor.people.update('jane-doe', { name: 'J. D.' }, await read(editor, 'jane-doe'))
    expect(patched.title).toBeNull()
  })

  test('a new slug is on every reply, and the old one leads to it', async () => {
    const { app, deps, client, editor } = await startWithEditor()
    const article = await plant(deps, interviewing('Jane Doe'))
    const tag = await read(editor, 'jane-doe')
    const before = await lastSeq(deps)
    await editor.people.update('jane-doe', { slug: 'jane' }, tag)
    const reply = await app.inject('/v1/people/jane-doe?fields=name')
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/v1/people/jane?fields=name'])
    expect((await client.articles.get(article)).people[0]?.slug).toBe('jane')
    expect((await client.qa.list({ person: 'jane-doe' })).data).toHaveLength(1)
    const [entry] = await deps.store.read
      .select()
      .from(changes)
      .where(eq(changes.seq, before + 1))
    expect(entry?.cacheTags).toEqual(['person:jane', 'person:jane-doe', 'list:people'])
    await editor.people.update('jane', { slug: 'jane-doe' }, await read(editor, 'jane'))
    expect((await app.inject('/v1/people/jane')).headers.location).toBe('/v1/people/jane-doe')
  })

  test('what readers cannot notice is in no log; who did it is in the audit', async () => {
    const { deps, editor } = await startWithEditor()
    const { id } = await editor.people.create({ name: 'Jane Doe' })
    const before = await lastSeq(deps)
    await editor.people.update(id, { name: 'Janet Roe' }, await read(editor, id))
    expect(await log(deps, before)).toEqual([])
    const deeds = await deps.store.read.select().from(audit).where(eq(audit.resourceId, id))
    expect(deeds.map(({ action }) => action)).toEqual(['person.create', 'person.update'])
    expect(deeds[0]?.actor).toMatch(/^key_\w+ editor$/)
  })
})

describe('DELETE /v1/people/{idOrSlug}', () => {
  test('is refused while a published article shows the person', async () => {
    const { deps, editor } = await startWithEditor()
    const article = await plant(deps, interviewing('Jane Doe'))
    const tag = await read(editor, 'jane-doe')
    expect((await problemOf(editor.people.delete('jane-doe', tag))).code).toBe('conflict')
    const { etag } = await editor.articles.draft(article)
    await editor.articles.unpublish(article, { ifMatch: etag })
    await editor.people.delete('jane-doe', tag)
    expect((await problemOf(editor.people.get(tag.id))).code).toBe('not_found')
  })

  test('leaves no trace but the audit, and a draft makes the person anew', async () => {
    const { deps, client, editor } = await startWithEditor()
    const draft = await plant(deps, interviewing('Jane Doe'), { draft: true })
    const { id } = await editor.people.create({ name: 'Jane Doe' })
    await editor.people.delete(id, await read(editor, id))
    const { read: db } = deps.store
    expect(await db.select().from(slugs).where(eq(slugs.kind, 'person'))).toEqual([])
    expect(await db.select().from(searchTexts).where(eq(searchTexts.kind, 'person'))).toEqual([])
    const { etag } = await editor.articles.draft(draft)
    await editor.articles.publish(draft, { ifMatch: etag })
    const anew = await client.people.get('jane-doe')
    expect(anew.id).not.toBe(id)
  })
})

describe('POST /v1/people/{idOrSlug}/merge', () => {
  async function startWithTwo() {
    const service = await startWithEditor()
    const { deps, editor } = service
    const first = await plant(deps, interviewing('Jane Doe'))
    const both = await plant(deps, {
      title: 'Both',
      people: [stands('Jane Doe'), stands('J. Doe'), stands('J. Doe', 'author')],
      qa: [{ askedBy: 'J. Doe', answeredBy: ['Jane Doe', 'J. Doe'], mentions: ['J. Doe', 'Jane Doe'] }],
    })
    return { ...service, first, both, jane: await read(editor, 'jane-doe'), j: await read(editor, 'j-doe') }
  }

  test('makes one person of two on every reply, once in each place', async () => {
    const { client, editor, both, jane, j } = await startWithTwo()
    const merged = await editor.people.merge('j-doe', 'jane-doe', j)
    expect(merged).toMatchObject({ id: jane.id, slug: 'jane-doe', aliases: ['J. Doe'] })
    expect(merged.counts).toMatchObject({
      articles: 2,
      asked: 1,
      answered: 2,
      roles: { interviewee: 2, author: 1 },
    })
    const ref = { id: jane.id, slug: 'jane-doe', name: 'Jane Doe' }
    const { people, qa } = await client.articles.get(both)
    expect(people).toEqual([
      { ...ref, role: 'interviewee', title: null },
      { ...ref, role: 'author', title: null },
    ])
    expect(qa[0]).toMatchObject({ askedBy: ref, answeredBy: [ref], mentions: [ref] })
    expect((await client.people.list()).data.map(({ id }) => id)).toEqual([jane.id])
    expect((await editor.people.list()).data.map(({ id }) => id)).toEqual([jane.id])
    expect(await client.articles.getAs(both, 'md')).not.toContain('J. Doe')
  })

  test('leads every name of the one to the other', async () => {
    const { app, client, editor, jane, j } = await startWithTwo()
    await editor.people.merge('j-doe', jane.id, j)
    for (const name of ['j-doe', j.id]) {
      const reply = await app.inject(`/v1/people/${name}`)
      expect([reply.statusCode, reply.headers.location]).toEqual([308, '/v1/people/jane-doe'])
      expect((await client.qa.list({ person: name })).data).toHaveLength(2)
      expect((await client.articles.list({ person: name })).data).toHaveLength(2)
    }
    const third = await editor.people.create({ name: 'Janet Roe' })
    await editor.people.merge('jane-doe', third.slug, await read(editor, 'jane-doe'))
    for (const name of ['j-doe', j.id, 'jane-doe', jane.id])
      expect((await app.inject(`/v1/people/${name}`)).headers.location).toBe('/v1/people/janet-roe')
    await editor.people.update(third.id, { slug: 'j-doe' }, await read(editor, third.id))
    expect((await client.people.get(j.id)).slug).toBe('j-doe')
  })

  test('documents that name the one, by id or name, in drafts and in the trash, name the other', async () => {
    const { deps, client, editor, jane, j } = await startWithTwo()
    const byName = await plant(deps, { ...interviewing('J. Doe'), title: 'By name' }, { draft: true })
    const byId = await plant(
      deps,
      { title: 'By id', people: [{ ...stands('Whoever'), id: j.id }] },
      { draft: true },
    )
    const draft = async (id: string) => ({ ifMatch: (await editor.articles.draft(id)).etag })
    await editor.articles.trash(byId, await draft(byId))
    await editor.people.merge('j-doe', 'jane-doe', j)
    await editor.articles.restore(byId, await draft(byId))
    for (const id of [byName, byId]) await editor.articles.publish(id, await draft(id))
    expect((await client.people.list()).data.map(({ id, counts }) => [id, counts.articles])).toEqual([
      [jane.id, 4],
    ])
  })

  test('keeps what is said of the one, where nothing is said of the other', async () => {
    const { editor } = await startWithEditor()
    const sameAs = ['https://example.org/1', 'https://example.org/2']
    const one = await editor.people.create({ name: 'A', title: 'T', bio: 'B', aliases: ['X'], sameAs })
    const other = await editor.people.create({ name: 'C', title: 'U', sameAs: sameAs.slice(1) })
    const merged = await editor.people.merge(one.id, other.id, { ifMatch: one.etag ?? '' })
    expect(merged).toMatchObject({ name: 'C', title: 'U', bio: 'B', aliases: ['A', 'X'] })
    expect(merged.sameAs).toEqual(sameAs.toReversed())
  })

  test('the log has a tombstone of the one and the change of the other; the audit has both', async () => {
    const { deps, editor, both, jane, j } = await startWithTwo()
    const before = await lastSeq(deps)
    await editor.people.merge('j-doe', 'jane-doe', j)
    const entries = await log(deps, before)
    expect(entries.filter(([type]) => type === 'person.updated')).toEqual([
      ['person.updated', jane.id, false],
      ['person.updated', j.id, true],
    ])
    expect(entries).toContainEqual(['article.updated', both, false])
    const deeds = await deps.store.read
      .select()
      .from(audit)
      .where(inArray(audit.resourceId, [jane.id, j.id]))
    expect(deeds.map(({ action }) => action)).toEqual(['person.merge', 'person.merge'])
  })

  test('into somebody whom readers did not see shows them', async () => {
    const { deps, client, editor, jane } = await startWithTwo()
    const { id } = await editor.people.create({ name: 'Janet Roe' })
    const before = await lastSeq(deps)
    await editor.people.merge('jane-doe', id, jane)
    expect((await log(deps, before)).filter(([type]) => type === 'person.updated')).toEqual([
      ['person.updated', id, false],
      ['person.updated', jane.id, true],
    ])
    expect((await client.people.get('jane-doe')).counts.articles).toBe(2)
  })

  test('into nobody or oneself is refused', async () => {
    const { editor, j } = await startWithTwo()
    for (const into of ['nobody', 'j-doe', j.id]) {
      const { problem } = await problemOf(editor.people.merge('j-doe', into, j))
      expect([problem.status, problem.errors[0]?.pointer]).toEqual([400, '/into'])
    }
    // @ts-expect-error -- without the tag.
    expect((await problemOf(editor.people.merge('j-doe', 'jane-doe', {}))).status).toBe(428)
    expect((await problemOf(editor.people.merge('j-doe', 'jane-doe', { ifMatch: '"x"' }))).status).toBe(412)
  })
})

// ---- A rule for all sequences ----------------------------------------------------------------------

const NAMES = ['Ada One', 'Bea Two', 'Cy Three', 'Di Four']
const ROLES: Role[] = ['interviewee', 'interviewer', 'mentioned']
const who = fc.nat({ max: NAMES.length - 1 })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('rename' as const),
    who,
    name: fc.constantFrom(...NAMES, 'Eve Five', 'Flo Six'),
  }),
  fc.record({
    kind: fc.constant('slug' as const),
    who,
    slug: fc.constantFrom('ada', 'bea', 'cy', 'ada-one'),
  }),
  fc.record({ kind: fc.constant('merge' as const), who, into: who }),
)
const article = fc.record({
  people: fc.uniqueArray(fc.record({ who, role: fc.constantFrom(...ROLES) }), {
    minLength: 1,
    selector: ({ who: one, role }) => `${one} ${role}`,
  }),
  pairs: fc.array(
    fc.record({ askedBy: who, answeredBy: fc.uniqueArray(who), mentions: fc.uniqueArray(who) }),
    {
      maxLength: 3,
    },
  ),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
type Drawn = typeof article extends fc.Arbitrary<infer T> ? T : never

/** The document of a drawn article; whoever speaks stands on it. */
function documentOf(
  { people, pairs }: Drawn,
  index: number,
  idOf: (who: number) => string | undefined,
): Planted {
  const spoken = pairs.flatMap(({ askedBy, answeredBy, mentions }) => [askedBy, ...answeredBy, ...mentions])
  const all = [...people, ...spoken.map((one) => ({ who: one, role: 'mentioned' as const }))]
  const nameOf = (one: number) => NAMES[one] ?? ''
  return {
    title: `Article ${index}`,
    people: all.map(({ who: one, role }) => {
      const id = idOf(one)
      return { ...stands(nameOf(one), role), ...(id !== undefined && { id }) }
    }),
    qa: pairs.map(({ askedBy, answeredBy, mentions }) => ({
      askedBy: nameOf(askedBy),
      answeredBy: answeredBy.map(nameOf),
      mentions: mentions.map(nameOf),
    })),
  }
}

/** All that readers see of who is who, without ids and times. */
async function pictureOf(client: Client): Promise<unknown> {
  const refs = (people: { slug: string; name: string; role?: string | undefined }[]) =>
    people.map(({ slug, name, role }) => ({ slug, name, role }))
  const articles = []
  for await (const { id } of client.articles.all({ sort: 'title' })) {
    const { title, people, qa } = await client.articles.get(id)
    const pairs = qa.map(({ askedBy, answeredBy, mentions }) => [
      refs(askedBy ? [askedBy] : []),
      refs(answeredBy),
      refs(mentions),
    ])
    articles.push({ title, people: refs(people), pairs })
  }
  const people = []
  for await (const { slug, name, counts } of client.people.all()) {
    const titles = (await client.articles.list({ person: slug, sort: 'title' })).data.map(
      ({ title }) => title,
    )
    const pairs = (await client.qa.list({ person: slug, sort: 'title' })).data
    people.push({ slug, name, counts, titles, pairs: pairs.map((pair) => [pair.article.title, pair.number]) })
  }
  return { articles, people: people.sort((a, b) => (a.slug < b.slug ? -1 : 1)) }
}

async function take(editor: Client, ids: string[], taken: Step): Promise<void> {
  const tag = await read(editor, ids[taken.who] ?? '')
  const refused = (error: unknown) => {
    expect(error).toMatchObject({ name: 'ProblemError' })
  }
  if (taken.kind === 'rename') await editor.people.update(tag.id, { name: taken.name }, tag)
  if (taken.kind === 'slug') await editor.people.update(tag.id, { slug: taken.slug }, tag).catch(refused)
  if (taken.kind === 'merge') await editor.people.merge(tag.id, ids[taken.into] ?? '', tag).catch(refused)
}

describe('after any renames and merges', () => {
  test('readers see what they would see had everyone always been called so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(article, { minLength: 1, maxLength: 3 }),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        async (drawn, steps) => {
          const { deps, client, editor, app } = await startWithEditor()
          const ids: string[] = []
          for (const name of NAMES) ids.push((await editor.people.create({ name })).id)
          for (const [index, each] of drawn.entries())
            await plant(
              deps,
              documentOf(each, index, () => undefined),
            )
          for (const taken of steps) await take(editor, ids, taken)

          const anew = await startWithEditor()
          const newIds = new Map<string, string>()
          const present = await Promise.all(ids.map((id) => editor.people.get(id)))
          for (const { id, name, slug } of present)
            if (!newIds.has(id)) newIds.set(id, (await anew.editor.people.create({ name, slug })).id)
          const idOf = (one: number) => newIds.get(present[one]?.id ?? '')
          for (const [index, each] of drawn.entries()) await plant(anew.deps, documentOf(each, index, idOf))
          expect(await pictureOf(client)).toEqual(await pictureOf(anew.client))

          const known = await deps.store.read.select().from(slugs).where(eq(slugs.kind, 'person'))
          for (const { slug, resourceId } of known) {
            const { etag, counts, ...person } = await editor.people.get(slug)
            expect([person.id, counts.articles > 0]).toEqual([
              resourceId,
              etag !== undefined && counts.articles > 0,
            ])
            const reply = await app.inject(`/v1/people/${slug}`)
            const expected = slug === person.slug ? 200 : 308
            expect(reply.statusCode).toBe(counts.articles > 0 ? expected : 404)
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)
})
