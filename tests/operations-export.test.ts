import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { asc, eq, isNull } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { examineWhole } from '../src/cli/doctor.ts'
import { exportFolder } from '../src/cli/export.ts'
import { type FileOutcome, importExport } from '../src/cli/import-export.ts'
import { changes, corrections } from '../src/db/log-tables.ts'
import { giveSlug, idsOf } from '../src/db/names.ts'
import { articles, people, publishedArticles, qaPairs, topics } from '../src/db/tables.ts'
import { type Deps, world } from '../src/deps.ts'
import { seed } from '../src/imports/seed.ts'
import { mergePerson } from '../src/people/merge.ts'
import { publish, unpublish } from '../src/publishing/publish.ts'
import type { ArticleDocument } from '../src/revisions/contract.ts'
import {
  type ArticleState,
  changeState,
  findArticleState,
  getRevision,
  updateArticle,
} from '../src/revisions/queries.ts'
import { plant, SEED_SLUG } from './harness.ts'
import { insertTopic } from '../src/topics/resolve.ts'
import { Place } from './running.ts'
import { openDatabase, temporary } from './templates.ts'

const SIGNATURE = { author: 'test', reason: 'test' }
const quiet = () => undefined

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(temporary, 'colloquy-export-'))
  return () => {
    rmSync(folder, { recursive: true })
  }
})

/** A database of its own, with nothing in it. */
function emptyDatabase(): Deps {
  const { config, store } = openDatabase(join(folder, `${world.newId('art')}.db`))
  onTestFinished(() => store.close())
  return { ...world, config, store }
}

async function exported(deps: Deps, name: string): Promise<Record<string, string>> {
  await exportFolder(deps.store.read, join(folder, name), quiet)
  return filesOf(join(folder, name))
}

function filesOf(path: string): Record<string, string> {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(files.map((file) => [file.slice(path.length + 1), readFileSync(file, 'utf8')]))
}

async function imported(deps: Deps, name: string): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = []
  const report = (outcome: FileOutcome) => void outcomes.push(outcome)
  await importExport(deps, join(folder, name), { author: 'test', onProgress: quiet, report })
  return outcomes
}

async function change(
  deps: Deps,
  id: string,
  edit: (document: ArticleDocument) => ArticleDocument,
  { publishing = false } = {},
): Promise<void> {
  await deps.store.write(async (tx) => {
    const state = await stateOf(deps, id, tx)
    await updateArticle(tx, deps, state, edit(await getRevision(tx, id, state.draftRevision)), SIGNATURE)
    if (publishing) await publish(tx, deps, await stateOf(deps, id, tx))
  })
}

async function stateOf(deps: Deps, id: string, db = deps.store.read): Promise<ArticleState> {
  const state = await findArticleState(db, id)
  if (!state) throw new Error(`${id} is gone.`)
  return state
}

/** Everything that an archive may have come to. */
async function liveALittle(deps: Deps): Promise<void> {
  const { store } = deps
  await seed(deps)
  await plant(deps, { title: 'Only a draft', qa: [{ question: 'Who?' }] }, { draft: true })
  const talk = await plant(deps, {
    title: 'A talk',
    people: [
      { name: 'Dr. Ada Byron', role: 'interviewee', title: 'poet' },
      { name: 'Ben', role: 'interviewer', title: null },
    ],
    topics: [{ slug: 'engines', name: 'Engines' }],
    qa: [
      { askedBy: 'Ben', answeredBy: ['Dr. Ada Byron'] },
      { topics: [{ slug: 'engines', name: 'Machines' }] },
      {},
    ],
  })
  // A pair goes, whose number nobody gets again, and readers see that; then a draft that they do not see.
  await change(deps, talk, (document) => ({ ...document, qa: document.qa.slice(0, 2) }), { publishing: true })
  await change(deps, talk, (document) => ({
    ...document,
    title: 'A better talk',
    intro: '\n\n two lines \n',
  }))
  const hidden = await plant(deps, { title: 'Taken back', publishedAt: '2020-01-01T00:00:00.000Z' })
  const trashed = await plant(deps, { title: 'Thrown away' }, { draft: true })
  const planned = await plant(deps, { title: 'Tomorrow' }, { draft: true })
  await plant(deps, { title: '水について', language: 'ja', qa: [{ question: '誰？', answer: '- 私\n- 君' }] })
  await plant(deps, { title: 'Ada again', people: [{ name: 'Ada B.', role: 'author', title: null }] })
  await store.write(async (tx) => {
    await unpublish(tx, deps, await stateOf(deps, hidden, tx), { retractedAt: '2026-02-01T00:00:00.000Z' })
    await tx.insert(corrections).values({
      ...{
        id: deps.newId('cor'),
        articleId: hidden,
        qaId: null,
        kind: 'retraction',
        text: 'It was *wrong*.',
      },
      ...{ author: 'test', at: '2026-02-01T00:00:00.000Z' },
    })
    await changeState(tx, deps, await stateOf(deps, trashed, tx), { trashedAt: '2026-02-01T00:00:00.000Z' })
    const at = { scheduledAt: '2099-01-01T00:00:00.000Z', scheduledBy: 'key_1 Night desk' }
    await changeState(tx, deps, await stateOf(deps, planned, tx), at)
    await giveSlug(tx, 'article', 'what-it-was-called', talk)
    const [ada, other] = await Promise.all(
      ['Dr. Ada Byron', 'Ada B.'].map(
        async (name) => (await tx.select().from(people).where(eq(people.name, name)))[0],
      ),
    )
    if (ada && other) await mergePerson(tx, deps, other, ada)
  })
}

/** The log of changes, in order. */
const logOf = ({ store: { read } }: Deps) => read.select().from(changes).orderBy(asc(changes.seq))

/** Who and what is there, and what readers see of it but for when it was last changed. */
async function identitiesIn({ store: { read } }: Deps): Promise<unknown> {
  const { articleId, slug, title, publishedAt, personIds } = publishedArticles
  return {
    articles: (await read.select({ id: articles.id }).from(articles)).length,
    people: await read.select({ id: people.id, slug: people.slug }).from(people).orderBy(asc(people.id)),
    topics: await read
      .select({ id: topics.id, slug: topics.slug, broaderId: topics.broaderId })
      .from(topics)
      .orderBy(asc(topics.id)),
    shown: await read
      .select({ articleId, slug, title, publishedAt, personIds })
      .from(publishedArticles)
      .orderBy(asc(articleId)),
    pairs: await read.select({ id: qaPairs.id, pair: qaPairs.pair }).from(qaPairs).orderBy(asc(qaPairs.id)),
  }
}

describe('export and import', () => {
  test('into an empty database give the same ids, names and readers’ view, and the same bytes again', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await liveALittle(first)
    const files = await exported(first, 'a')
    const outcomes = await imported(second, 'a')
    expect(new Set(outcomes.map((outcome) => ('status' in outcome ? outcome.status : outcome)))).toEqual(
      new Set(['created']),
    )
    expect(await exported(second, 'b')).toEqual(files)
    expect(await identitiesIn(second)).toEqual(await identitiesIn(first))
    for (const deps of [first, second])
      expect((await examineWhole(deps)).filter(({ fault }) => fault !== null)).toEqual([])
  })

  test('hold for any text', async () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '---', '\0', '\\', '"', '<!-- answer -->', '水', '\u2028', ' '))
      .map((parts) => parts.join(''))
    const name = text.map((some) => `x${some}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ title: name, intro: text, who: name, answer: text }), { maxLength: 4 }),
        async (talks) => {
          const [first, second] = [emptyDatabase(), emptyDatabase()]
          for (const { title, intro, who, answer } of talks)
            await plant(first, {
              ...{ title, intro },
              people: [{ name: who, role: 'interviewee', title: intro }],
              qa: [{ question: title, answer, answeredBy: [who], topics: [{ slug: 'any', name: who }] }],
            })
          const run = world.newId('art')
          const files = await exported(first, `${run}-a`)
          await imported(second, `${run}-a`)
          expect(await exported(second, `${run}-b`)).toEqual(files)
        },
      ),
      { numRuns: 15 },
    )
  })

  test('into the database itself change nothing', async () => {
    const deps = emptyDatabase()
    await liveALittle(deps)
    const files = await exported(deps, 'a')
    const before = await identitiesIn(deps)
    const statuses = (await imported(deps, 'a')).map((outcome) =>
      'status' in outcome ? outcome.status : outcome,
    )
    expect(new Set(statuses)).toEqual(new Set(['unchanged']))
    expect([await identitiesIn(deps), await exported(deps, 'a')]).toEqual([before, files])
  })
})

describe('import of an export', () => {
  const path = (slug: string) => join(folder, 'a', 'articles', `${slug}.md`)

  test('brings an article up to date that a person edited in its file', async () => {
    const deps = emptyDatabase()
    const id = await plant(deps, { title: 'A talk', qa: [{ answer: 'Old words.' }, {}] })
    await exported(deps, 'a')
    writeFileSync(path('a-talk'), readFileSync(path('a-talk'), 'utf8').replace('Old words.', 'New words.'))
    const before = await getRevision(deps.store.read, id, 1)
    expect(await imported(deps, 'a')).toMatchObject([{ status: 'updated', articleId: id, slug: 'a-talk' }])
    const { draftRevision, publishedRevision } = await stateOf(deps, id)
    expect([draftRevision, publishedRevision]).toEqual([2, 2])
    const { qa } = await getRevision(deps.store.read, id, 2)
    expect(qa.map(({ answer }) => answer)).toEqual(['New words.', 'Because.'])
    expect(qa.map(({ id: ofPair, number }) => [ofPair, number])).toEqual(
      before.qa.map(({ id: ofPair, number }) => [ofPair, number]),
    )
  })

  test('lets no file claim a pair of another article', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    const id = await plant(first, { title: 'A talk', qa: [{}, {}] })
    await exported(first, 'a')
    const text = readFileSync(path('a-talk'), 'utf8')
    const thief = world.newId('art')
    writeFileSync(path('thief'), text.replace(id, thief).replace('slug: a-talk', 'slug: thief'))
    await imported(second, 'a')
    const pairsOf = async (articleId: string) => (await getRevision(second.store.read, articleId, 1)).qa
    const own = (await getRevision(first.store.read, id, 1)).qa.map((pair) => pair.id)
    expect((await pairsOf(id)).map((pair) => pair.id)).toEqual(own)
    for (const pair of await pairsOf(thief)) expect(own).not.toContain(pair.id)
    expect((await pairsOf(thief)).map(({ number }) => number)).toEqual([1, 2])
  })

  test('gives a new file without ids an article, and a broken one is told of while the others are imported', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await plant(first, { title: 'A talk' })
    await exported(first, 'a')
    writeFileSync(
      path('new'),
      '---\ncolloquy: 1\ntitle: By hand\n---\n\n<!-- question -->\n\n## Why?\n\n<!-- answer -->\n\nSo.\n',
    )
    writeFileSync(path('broken'), '---\ncolloquy: 1\nkind: chat\n---\n')
    const outcomes = await imported(second, 'a')
    expect(outcomes).toMatchObject([
      { status: 'created', slug: 'a-talk' },
      { problem: { code: 'unreadable_text' } },
      { status: 'created', slug: 'by-hand' },
    ])
  })

  test('leaves an article in the trash where it is, and takes no other text for it', async () => {
    const deps = emptyDatabase()
    const id = await plant(deps, { title: 'A talk', qa: [{ answer: 'Old words.' }] }, { draft: true })
    const trashedAt = '2026-01-01T00:00:00.000Z'
    await deps.store.write(async (tx) => changeState(tx, deps, await stateOf(deps, id, tx), { trashedAt }))
    await exported(deps, 'a')
    expect(await imported(deps, 'a')).toMatchObject([{ status: 'unchanged' }])
    writeFileSync(path('a-talk'), readFileSync(path('a-talk'), 'utf8').replace('Old words.', 'New words.'))
    expect(await imported(deps, 'a')).toMatchObject([{ problem: { code: 'conflict' } }])
    const other = emptyDatabase()
    expect(await imported(other, 'a')).toMatchObject([{ status: 'created' }])
    expect((await stateOf(other, id)).trashedAt).toBe(trashedAt)
  })

  test('shows nobody what was retracted or thrown away, whatever else its file says', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await plant(first, { title: 'A talk' })
    await exported(first, 'a')
    const at = '2026-01-01T00:00:00.000Z'
    const said = readFileSync(path('a-talk'), 'utf8')
    writeFileSync(
      path('a-talk'),
      said.replace('\ntitle:', `\nretractedAt: ${at}\nscheduledAt: ${at}\ntitle:`),
    )
    await imported(second, 'a')
    expect(await second.store.read.select().from(publishedArticles)).toEqual([])
    expect((await examineWhole(second)).filter(({ fault }) => fault !== null)).toEqual([])
  })

  test('refuses a second file with the id of another', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await plant(first, { title: 'A talk' })
    await exported(first, 'a')
    writeFileSync(path('copy'), readFileSync(path('a-talk'), 'utf8'))
    const [, copy] = await imported(second, 'a')
    expect(copy).toMatchObject({ problem: { code: 'conflict', message: /the id of a-talk\.md/ } })
  })

  test('tells of an article that is not UTF-8, and imports the others', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    for (const title of ['A talk', 'Bees', 'Cats']) await plant(first, { title })
    await exported(first, 'a')
    writeFileSync(path('bees'), Buffer.concat([readFileSync(path('bees')), Buffer.from([0xff])]))
    expect(await imported(second, 'a')).toMatchObject([
      { status: 'created', slug: 'a-talk' },
      { problem: { code: 'unreadable_text' } },
      { status: 'created', slug: 'cats' },
    ])
  })

  test.each([
    ['people.jsonl', '{"id":"per_', /people\.jsonl, line \d+ is no JSON\. Nothing was imported/],
    ['people.jsonl', '{"id":"top_1","name":"x"}', /people\.jsonl, line \d+ cannot be read/],
    ['corrections.jsonl', '{}', /corrections\.jsonl, line \d+ cannot be read/],
    ['numbers.jsonl', '{}', /numbers\.jsonl, line \d+ cannot be read/],
    ['topics.jsonl', Buffer.from([0xff]), /topics\.jsonl is not UTF-8/],
  ])('of a folder with a damaged %s changes nothing', async (name, damage, message) => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await liveALittle(first)
    await exported(first, 'a')
    appendFileSync(join(folder, 'a', name), damage)
    const before = await identitiesIn(second)
    await expect(imported(second, 'a')).rejects.toThrow(message)
    expect(await identitiesIn(second)).toEqual(before)
  })

  test('of topics that are above themselves is refused', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await seed(first)
    await exported(first, 'a')
    const file = join(folder, 'a', 'topics.jsonl')
    const [top, under] = await first.store.read.select().from(topics).orderBy(asc(topics.id))
    const hung = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) =>
        line.startsWith(`{"id":"${top?.id}"`)
          ? line.replace(/"broader":[^,]+/, `"broader":"${under?.id}"`)
          : line.startsWith(`{"id":"${under?.id}"`)
            ? line.replace(/"broader":[^,]+/, `"broader":"${top?.id}"`)
            : line,
      )
    writeFileSync(file, hung.join('\n'))
    await expect(imported(second, 'a')).rejects.toThrow(/is above itself/)
    expect(await second.store.read.select().from(topics)).toEqual([])
  })

  test('leads the ids of people who are there under others to these, and of those who were merged', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await liveALittle(first)
    await plant(second, { title: 'Mine', people: [{ name: 'Dr. Ada Byron', role: 'author', title: null }] })
    await exported(first, 'a')
    await imported(second, 'a')
    const named = async (deps: Deps, name: string) =>
      (await deps.store.read.select().from(people).where(eq(people.name, name)))[0]?.id ?? ''
    const own = await named(second, 'Dr. Ada Byron')
    for (const name of ['Dr. Ada Byron', 'Ada B.'])
      expect(await idsOf(second.store.read, 'person', [await named(first, name)])).toEqual([own])
    expect((await examineWhole(second)).filter(({ fault }) => fault !== null)).toEqual([])
  })

  test('tells in the log of corrections, and of topics that have come to have narrower ones', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    for (const deps of [first, second]) await seed(deps)
    await liveALittle(first)
    await first.store.write(async (tx) => {
      const [broader] = await tx.select().from(topics).where(eq(topics.slug, 'south-asia'))
      if (broader)
        await insertTopic(tx, first, { ...broader, slug: 'delta', name: 'Delta', broaderId: broader.id })
    })
    const before = (await logOf(second)).length
    await exported(first, 'a')
    await imported(second, 'a')
    const told = (await logOf(second)).slice(before)
    const [broader] = await second.store.read.select().from(topics).where(eq(topics.slug, 'south-asia'))
    expect(told.map(({ type, resourceId }) => `${type} ${resourceId}`)).toContain(
      `topic.updated ${broader?.id}`,
    )
    expect(told.map(({ type }) => type)).toContain('article.corrected')
  })

  test('into a database with the same topics under other ids takes those', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    await seed(first)
    await seed(second)
    await plant(first, { title: 'A talk', topics: [{ slug: 'water', name: 'Water' }] })
    const present = async () => second.store.read.select().from(topics).where(isNull(topics.mergedInto))
    const before = await present()
    await exported(first, 'a')
    await imported(second, 'a')
    expect(await present()).toEqual(before)
    // The ids of the export lead there, too.
    for (const { id, slug } of await first.store.read.select().from(topics)) {
      const [known] = before.filter((topic) => topic.slug === slug)
      expect(await idsOf(second.store.read, 'topic', [id])).toEqual([known?.id])
    }
    expect((await examineWhole(second)).filter(({ fault }) => fault !== null)).toEqual([])
  })
})

describe('export', () => {
  test('takes the place of an earlier one, and leaves what is not its own', async () => {
    const deps = emptyDatabase()
    const id = await plant(deps, { title: 'A talk' })
    await exported(deps, 'a')
    writeFileSync(join(folder, 'a', 'notes.txt'), 'mine')
    writeFileSync(join(folder, 'a', 'articles', 'draft-of-mine.md'), 'mine')
    await deps.store.write(async (tx) => {
      await changeState(tx, deps, await stateOf(deps, id, tx), { slug: 'its-other-name' })
    })
    await plant(deps, { title: 'Another talk' })
    expect(Object.keys(await exported(deps, 'a'))).toEqual([
      ...[
        'articles/another-talk.md',
        'articles/draft-of-mine.md',
        'articles/its-other-name.md',
        'colloquy.json',
        'corrections.jsonl',
      ],
      ...['notes.txt', 'numbers.jsonl', 'people.jsonl', 'topics.jsonl'],
    ])
  })

  test('goes on where an earlier one was broken off', async () => {
    const deps = emptyDatabase()
    for (const title of ['One', 'Two', 'Three']) await plant(deps, { title })
    const breakOff = ({ done }: { done: number }) => {
      if (done === 5) throw new Error('The disk is full.')
    }
    await expect(exportFolder(deps.store.read, join(folder, 'a'), breakOff)).rejects.toThrow(
      'The disk is full.',
    )
    const files = await exported(deps, 'a')
    expect(await exported(deps, 'b')).toEqual(files)
  })

  test('is refused into a folder of others, and over a file of others', async () => {
    const deps = emptyDatabase()
    await plant(deps, { title: 'A talk' })
    mkdirSync(join(folder, 'mine'))
    writeFileSync(join(folder, 'mine', 'notes.txt'), 'mine')
    await expect(exported(deps, 'mine')).rejects.toThrow(/is not empty, and holds no export of ours/)
    await exported(deps, 'a')
    await plant(deps, { title: 'Another talk' })
    writeFileSync(join(folder, 'a', 'articles', 'another-talk.md'), 'mine')
    await expect(exported(deps, 'a')).rejects.toThrow(/another-talk\.md is no file of the export/)
    expect(readFileSync(join(folder, 'a', 'articles', 'another-talk.md'), 'utf8')).toBe('mine')
  })

  test('names the article’s file by its id where its slug is too long for one', async () => {
    const [first, second] = [emptyDatabase(), emptyDatabase()]
    const id = await plant(first, { title: 'A talk' })
    await first.store.write(async (tx) => {
      const slug = '水'.repeat(120)
      await giveSlug(tx, 'article', slug, id)
      await publish(tx, first, await changeState(tx, first, await stateOf(first, id, tx), { slug }))
    })
    const files = await exported(first, 'a')
    expect(Object.keys(files)).toContain(`articles/${id}.md`)
    await imported(second, 'a')
    expect(await exported(second, 'b')).toEqual(files)
  })
})

test('the command line exports, and imports what it exported', async () => {
  const [one, two] = [new Place(), new Place()]
  onTestFinished(async () => {
    await one.leave()
    await two.leave()
  })
  await one.run(['seed'])
  const target = join(one.folder, 'content')
  const made = await one.run(['export', target, '--json'])
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(made.stdout)).toEqual({ folder: target, files: 6, removed: 0 })
  expect(readFileSync(join(target, 'articles', `${SEED_SLUG}.md`), 'utf8')).toContain('\npublished: true\n')
  const refused = await two.run(['import', target, '--publish'])
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/no option but --json/)])
  expect(await two.run(['import', target])).toMatchObject({ code: 0, stdout: '1 articles: 1 created.\n' })
  const again = join(two.folder, 'content')
  await two.run(['export', again])
  expect(filesOf(again)).toEqual(filesOf(target))
}, 60_000)
