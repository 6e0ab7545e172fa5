import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { buildApp } from '../src/app.ts'
import { exportFolder } from '../src/cli/export.ts'
import { importExport } from '../src/cli/import-export.ts'
import { examineWhole } from '../src/cli/doctor.ts'
import { type Client, createClient } from '../src/client/index.ts'
import { ProblemError } from '../src/client/request.ts'
import { articles, people, slugs, topics } from '../src/db/tables.ts'
import { type Deps, world } from '../src/deps.ts'
import type { App } from '../src/http/server.ts'
import { createKey } from '../src/keys/queries.ts'
import { openDatabase, temporary } from './templates.ts'

const quiet = () => undefined

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(temporary, 'colloquy-round-trip-'))
  return () => {
    rmSync(folder, { recursive: true })
  }
})

interface Archive {
  app: App
  deps: Deps
  editor: Client
  close: () => Promise<void>
}

/** A service on a database with nothing in it, and an editor's client of it. */
async function openArchive(): Promise<Archive> {
  const { config, store } = openDatabase(join(folder, `${world.newId('art')}.db`))
  const deps = { ...world, config, store }
  const app = await buildApp(deps)
  const { key } = await store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'editor' }))
  const send = async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    const payload = request.body ? await request.text() : undefined
    const { statusCode, body, headers } = await app.inject({
      method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']).parse(request.method),
      ...{ url: pathname + search, headers: Object.fromEntries(request.headers) },
      ...(payload !== undefined && { payload }),
    })
    const type = String(headers['content-type'])
    return new Response(statusCode === 204 ? null : body, {
      status: statusCode,
      headers: { 'content-type': type },
    })
  }
  const editor = createClient({ url: 'http://archive.test', key, send })
  const close = async () => {
    await app.close()
    await store.close()
  }
  return { app, deps, editor, close }
}

const NAMES = ['Ada Byron', 'Dr. Ada Byron', 'Ben Weir', 'María', '李 雷']
const TOPICS = ['Water', 'Rivers', 'Engines', '水']
const name = fc.constantFrom(...NAMES)
const topicName = fc.constantFrom(...TOPICS)
const text = fc
  .array(fc.constantFrom('a ', 'Why?', '\n\n', '- b\n', '*c*', '<!-- answer -->', '水', '---\n', '## d\n'), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''))
const time = fc.constantFrom('2020-01-01T00:00:00.000Z', '2021-06-01T12:00:00.000Z')
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const content = fc
  .record({
    title: fc.constantFrom('A talk', 'Another talk', '話'),
    dek: nullable(text),
    intro: nullable(text),
    note: nullable(text),
    publishedAt: nullable(time),
    people: fc.uniqueArray(name, { maxLength: 3 }),
    titled: fc.boolean(),
    topics: fc.uniqueArray(topicName, { maxLength: 2 }),
    qa: fc.array(
      fc.record({ question: text, answer: text, topics: fc.uniqueArray(topicName, { maxLength: 1 }) }),
      {
        maxLength: 3,
      },
    ),
  })
  .map(({ people, titled, topics, qa, ...rest }) => ({
    ...rest,
    people: people.map((each, index) => ({
      ...{ name: each, role: index === 0 ? ('interviewee' as const) : ('mentioned' as const) },
      title: titled ? 'poet' : null,
    })),
    topics: topics.map((each) => ({ name: each })),
    qa: qa.map((pair) => ({
      ...pair,
      answeredBy: people.slice(0, 1),
      topics: pair.topics.map((each) => ({ name: each })),
    })),
  }))

const which = fc.nat(5)
const create = fc.record({ do: fc.constant('create' as const), content })
/** What an editor may do next; `which` counts through what there is. */
const deed = fc.oneof(
  create,
  fc.record({ do: fc.constant('edit' as const), which, content }),
  fc.record({ do: fc.constant('publish' as const), which }),
  fc.record({ do: fc.constant('publish' as const), which }),
  fc.record({ do: fc.constant('schedule' as const), which }),
  fc.record({ do: fc.constant('unpublish' as const), which }),
  fc.record({ do: fc.constant('trash' as const), which }),
  fc.record({ do: fc.constant('restore' as const), which }),
  fc.record({ do: fc.constant('rename' as const), which, slug: fc.constantFrom('one', 'two', 'three') }),
  fc.record({
    do: fc.constant('correct' as const),
    which,
    kind: fc.constantFrom('correction', 'retraction'),
  }),
  fc.record({
    do: fc.constant('describe' as const),
    which,
    title: nullable(fc.constant('dean')),
    bio: nullable(text),
  }),
  fc.record({ do: fc.constant('call' as const), which, name }),
  fc.record({ do: fc.constant('mergePeople' as const), which, other: which }),
  fc.record({ do: fc.constant('hang' as const), which, other: which }),
  fc.record({ do: fc.constant('mergeTopics' as const), which, other: which }),
)
/** There is something to begin with. */
const deeds = fc
  .tuple(fc.array(create, { minLength: 2, maxLength: 4 }), fc.array(deed, { minLength: 6, maxLength: 30 }))
  .map(([first, next]) => [
    ...first,
    ...first.map((_, which) => ({ do: 'publish' as const, which })),
    ...next,
  ])
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

async function perform({ editor }: Archive, ids: string[], next: Deed): Promise<void> {
  const { articles, people, topics } = editor
  if (next.do === 'create') {
    ids.push((await articles.create(next.content)).id)
    return
  }
  const pick = <T>(all: T[], index: number): T | undefined => all[index % all.length]
  const person = async (index: number) => pick((await people.list({ limit: 100 })).data, index)?.id
  const topic = async (index: number) => pick((await topics.list({ limit: 100 })).data, index)?.id
  if (next.do === 'describe' || next.do === 'call' || next.do === 'mergePeople') {
    const id = await person(next.which)
    if (id === undefined) return
    const { etag = '' } = await people.get(id)
    if (next.do === 'call') await people.update(id, { name: next.name }, { ifMatch: etag })
    else if (next.do === 'describe')
      await people.update(
        id,
        { title: next.title, bio: next.bio, sameAs: ['https://ada.example'] },
        { ifMatch: etag },
      )
    else await people.merge(id, (await person(next.other)) ?? id, { ifMatch: etag })
    return
  }
  if (next.do === 'hang' || next.do === 'mergeTopics') {
    const id = await topic(next.which)
    const other = await topic(next.other)
    if (id === undefined || other === undefined) return
    const { etag = '' } = await topics.get(id)
    if (next.do === 'hang')
      await topics.update(id, { broader: other, altLabels: ['Streams'] }, { ifMatch: etag })
    else await topics.merge(id, other, { ifMatch: etag })
    return
  }
  const id = pick(ids, next.which)
  if (id === undefined) return
  const match = { ifMatch: (await articles.draft(id)).etag }
  if (next.do === 'edit') await articles.update(id, next.content, match)
  else if (next.do === 'publish') await articles.publish(id, match)
  else if (next.do === 'schedule') await articles.publish(id, { ...match, at: '2100-01-01T00:00:00.000Z' })
  else if (next.do === 'unpublish') await articles.unpublish(id, match)
  else if (next.do === 'trash') await articles.trash(id, match)
  else if (next.do === 'restore') await articles.restore(id, match)
  else if (next.do === 'rename') await articles.update(id, { slug: next.slug }, match)
  else
    await articles.correct(
      id,
      { kind: next.kind === 'retraction' ? 'retraction' : 'correction', text: 'It was *wrong*.' },
      match,
    )
}

/** Does what the article, person or topic allows as it stands; the rest is refused, and changes nothing. */
async function live(archive: Archive, deeds: Deed[]): Promise<void> {
  const ids: string[] = []
  for (const next of deeds)
    await perform(archive, ids, next).catch((error: unknown) => {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error
    })
}

async function exported(deps: Deps): Promise<Record<string, string>> {
  const path = join(folder, world.newId('art'))
  await exportFolder(deps.store.read, path, quiet)
  return filesOf(path)
}

function filesOf(path: string): Record<string, string> {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(files.map((file) => [file.slice(path.length + 1), readFileSync(file, 'utf8')]))
}

/** Every id, and every slug, present or former. */
async function namesIn({ deps: { store } }: Archive): Promise<string[]> {
  const ids = [articles, people, topics].map((table) => store.read.select({ id: table.id }).from(table))
  const found = [...(await Promise.all(ids)).flat().map(({ id }) => id)]
  const named = await store.read.select({ slug: slugs.slug }).from(slugs)
  return [...new Set([...found, ...named.map(({ slug }) => slug)])]
}

/** What readers are answered, by address. Revisions count anew in another database: the history stays behind. */
async function repliesOf({ app }: Archive, names: string[]): Promise<Record<string, string>> {
  const lists = ['articles', 'articles?sort=-updatedAt', 'qa', 'people', 'topics', 'corrections', 'qa?q=why']
  const urls = [
    ...lists.map((list) => `${list}${list.includes('?') ? '&' : '?'}limit=100&count=exact`),
    'topics?tree=true',
    ...names.flatMap((each) => [`articles/${each}`, `articles/${each}.md`, `articles/${each}/qa`]),
    ...names.flatMap((each) => [`people/${each}`, `topics/${each}`]),
  ]
  const replies: Record<string, string> = {}
  for (const url of urls) {
    const { statusCode, body, headers } = await app.inject(`/v1/${encodeURI(url)}`)
    const masked = body.replace(/"revision":\d+/g, '').replace(/"requestId":"[^"]+"/g, '')
    replies[url] = `${statusCode} ${headers.location ?? ''} ${masked}`
  }
  return replies
}

test('whatever editors did: another database gives the same bytes and the same replies after an import', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (done) => {
      const [first, second] = [await openArchive(), await openArchive()]
      try {
        await live(first, done)
        const path = join(folder, world.newId('art'))
        await exportFolder(first.deps.store.read, path, quiet)
        await importExport(second.deps, path, {
          ...{ author: 'test', onProgress: quiet },
          report: (outcome) => {
            expect(outcome).toMatchObject({ status: 'created' })
          },
        })
        const files = filesOf(path)
        expect(await exported(second.deps)).toEqual(files)
        const names = await namesIn(first)
        expect(await repliesOf(second, names)).toEqual(await repliesOf(first, names))
        expect((await examineWhole(second.deps)).filter(({ fault }) => fault !== null)).toEqual([])
      } finally {
        await first.close()
        await second.close()
      }
    }),
    // Before the test's time is over: what fails is told, as small as it got by then.
    { numRuns: 6, plugins: [fc.interruptAfterTimeLimit(25_000, { failOnInterrupt: true })] },
  )
})
