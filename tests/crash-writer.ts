// Writes and publishes without end, and says each time what it is about to do and what is done. To be killed.
import { writeSync } from 'node:fs'
import './fast-resolve.ts'
import type { NewDocument } from '../src/revisions/queries.ts'

const [{ openSqliteStore }, { articles }, { world }, { publish, unpublish }, revisions] = await Promise.all([
  import('../src/db/store.sqlite.ts'),
  import('../src/db/tables.ts'),
  import('../src/deps.ts'),
  import('../src/publishing/publish.ts'),
  import('../src/revisions/queries.ts'),
])
const SIGNATURE = { author: 'test', reason: 'test' }
const PAIRS = 3
/** So many articles are worked on at once: enough that some are changed again and again. */
const ARTICLES = 12

/** So many write at once, so that some of their writes come to the disk together. */
const EDITORS = 3

const store = openSqliteStore(process.argv[2] ?? '')
const known = (await store.read.select({ id: articles.id }).from(articles))
  .map(({ id }) => id)
  .slice(-ARTICLES)
await Promise.all(Array.from({ length: EDITORS }, (_, editor) => writeOn(editor)))

/** Each has articles of its own. */
async function writeOn(editor: number): Promise<never> {
  const ids = known.filter((_, index) => index % EDITORS === editor)
  for (;;) {
    const id = ids.length < ARTICLES / EDITORS || Math.random() < 0.3 ? undefined : pick(ids)
    if (id === undefined) ids.push(await create())
    else await change(id)
    if (ids.length > ARTICLES / EDITORS) ids.shift()
  }
}

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

function pick<T>(items: T[]): T | undefined {
  return items[Math.floor(Math.random() * items.length)]
}

/** A word that occurs nowhere else, to be found by. */
function newMark(): string {
  return `m${world.newId('art').slice(4)}`
}

async function create(): Promise<string> {
  const mark = newMark()
  const id = await store.write(async (tx) => {
    const made = await revisions.createArticle(tx, world, documentOf(mark), SIGNATURE)
    say({ about: made, draft: 1, shown: 1, mark })
    const state = await revisions.findArticleState(tx, made)
    if (state) await publish(tx, world, state)
    say({ inside: made })
    return made
  })
  say({ done: id, draft: 1, shown: 1, mark })
  return id
}

/** A new draft of an article, shown or not, or the end of what is shown. */
async function change(id: string): Promise<void> {
  const mark = newMark()
  const kind = pick(['edit', 'publish', 'unpublish'])
  const became = await store.write(async (tx) => {
    const state = await revisions.findArticleState(tx, id)
    if (!state) throw new Error(`${id} is gone.`)
    const { draftRevision, publishedRevision } = state
    const draft = kind === 'unpublish' ? draftRevision : draftRevision + 1
    const shown = { edit: publishedRevision, publish: draft, unpublish: null }[kind ?? 'edit']
    say({ about: id, draft, shown, mark: kind === 'unpublish' ? null : mark })
    if (kind === 'unpublish') await unpublish(tx, world, state)
    else {
      const before = await revisions.getRevision(tx, id, draftRevision)
      const [pair] = documentOf(mark).qa
      const qa = before.qa.map((known) => (known.number === 1 ? { ...known, ...pair } : known))
      await revisions.updateArticle(tx, world, state, { ...before, qa }, SIGNATURE)
      say({ inside: id })
      const updated = await revisions.findArticleState(tx, id)
      if (updated && kind === 'publish') await publish(tx, world, updated)
    }
    say({ inside: id })
    return { draft, shown }
  })
  say({ done: id, ...became, mark: kind === 'unpublish' ? null : mark })
}

function documentOf(mark: string): NewDocument {
  return {
    ...{
      title: `On ${mark.slice(-4)}`,
      dek: null,
      kind: 'interview',
      language: 'en',
      publishedAt: null,
      intro: null,
    },
    note: null,
    people: [{ name: `Guest ${mark.slice(-1)}`, role: 'interviewee', title: null }],
    topics: [{ slug: 'rivers', name: 'Rivers' }],
    source: { name: null, url: null, language: null },
    qa: Array.from({ length: PAIRS }, (_, index) => ({
      question: `What of ${index === 0 ? mark : 'the rest'}?`,
      answer: 'Much could be said of it. '.repeat(40),
      ...{ askedBy: null, answeredBy: [`Guest ${mark.slice(-1)}`], mentions: [] },
      topics: [{ slug: 'rivers', name: 'Rivers' }],
    })),
  }
}
