import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { asc } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { type Client, ProblemError } from '../src/client/index.ts'
import { correct } from '../src/corrections/correct.ts'
import type { Db } from '../src/db/store.ts'
import { articles, people, topics } from '../src/db/tables.ts'
import type { Deps } from '../src/deps.ts'
import { patchDraft } from '../src/editing/edit-article.ts'
import { deletePerson, findPersonRecord, updatePerson } from '../src/people/edit-people.ts'
import { mergePerson } from '../src/people/merge.ts'
import { Problem } from '../src/problem.ts'
import { publish, unpublish } from '../src/publishing/publish.ts'
import {
  type ArticleState,
  createArticle,
  findArticleState,
  getRevision,
  identifyPairs,
  type NewDocument,
  updateArticle,
} from '../src/revisions/queries.ts'
import { createTopic, deleteTopic, findTopicRecord, updateTopic } from '../src/topics/edit-topics.ts'
import { mergeTopic } from '../src/topics/merge.ts'
import { addVocabulary } from '../src/topics/resolve.ts'
import { emptyDocument, emptyPair, startService } from './harness.ts'

// ---- Writes --------------------------------------------------------------------------------------

const NAMES = ['Ada Byron', 'Grace Hopper', 'Alan Turing', 'Emmy Noether']
const TOPICS = ['rivers', 'dams', 'law'].map((slug) => ({ slug, name: slug.toUpperCase() }))
const signature = { author: 'test', reason: 'test' }

const place = fc.nat({ max: 5 })
const pair = fc.record({
  question: fc.constantFrom('Why?', 'How?', 'When?'),
  askedBy: fc.option(fc.constantFrom(...NAMES)),
  answeredBy: fc.subarray(NAMES, { maxLength: 1 }),
  topics: fc.subarray(TOPICS, { maxLength: 2 }),
})
const content = fc
  .record({
    title: fc.constantFrom('Water', 'Stone', 'Wind'),
    names: fc.subarray(NAMES),
    topics: fc.subarray(TOPICS, { maxLength: 2 }),
    qa: fc.array(pair, { maxLength: 3 }),
  })
  .map(({ title, names, topics: given, qa }): NewDocument => {
    const stand = names.map((name) => ({ name, role: 'interviewee' as const, title: null }))
    const pairs = qa.map((each) => ({ ...emptyPair, answer: 'So.', ...each }))
    return { ...emptyDocument, title, people: stand, topics: given, qa: pairs }
  })

/** One transaction of an editor; a `Problem` where the contract refuses it. */
type Write = (tx: Db, deps: Deps) => Promise<unknown>

const ofArticle = (act: (tx: Db, deps: Deps, article: ArticleState) => Promise<unknown>) =>
  place.map((index): Write => async (tx, deps) => {
    const rows = await tx.select().from(articles).orderBy(asc(articles.createdAt), asc(articles.id))
    const article = rows[index % Math.max(rows.length, 1)]
    if (article && article.retractedAt === null) await act(tx, deps, article)
  })

const create = content.map((document): Write => async (tx, deps) => {
  const id = await createArticle(tx, deps, document, signature)
  const state = await findArticleState(tx, id)
  if (state) await publish(tx, deps, state)
})

const edit = fc
  .tuple(content, fc.shuffledSubarray([0, 1, 2]), fc.boolean())
  .chain(([document, kept, isPublished]) =>
    ofArticle(async (tx, deps, article) => {
      const before = await getRevision(tx, article.id, article.draftRevision)
      const known = kept.map((index) => before.qa[index])
      const { lastPairNumber } = article
      const after = identifyPairs(deps, document, { known, lastPairNumber })
      await updateArticle(tx, deps, article, after, signature)
      const state = await findArticleState(tx, article.id)
      if (state && isPublished) await publish(tx, deps, state)
    }),
  )

const renameArticle = fc.constantFrom('one', 'two').chain((slug) =>
  ofArticle(async (tx, deps, article) => {
    const patch = { slug: `${slug}-${article.id.slice(-4)}` }
    await patchDraft(tx, deps, article, { patch, author: 'test' })
  }),
)

const retract = ofArticle(async (tx, deps, article) => {
  if (article.publishedRevision !== null)
    await correct(tx, deps, article, { kind: 'retraction', text: 'It was wrong.', author: 'test' })
})

const clarify = ofArticle(async (tx, deps, article) => {
  if (article.publishedRevision !== null)
    await correct(tx, deps, article, { kind: 'clarification', text: 'It is so.', author: 'test' })
})

const ofTwo = (
  table: typeof people | typeof topics,
  act: (tx: Db, deps: Deps, ids: [string, string]) => Promise<unknown>,
) =>
  fc.tuple(place, place).map(([first, second]): Write => async (tx, deps) => {
    const rows = await tx.select({ id: table.id }).from(table).orderBy(asc(table.createdAt), asc(table.id))
    const [one, other] = [first, second].map((index) => rows[index % Math.max(rows.length, 1)]?.id)
    if (one !== undefined && other !== undefined) await act(tx, deps, [one, other])
  })

const renamePerson = fc.constantFrom('Ada Lovelace', 'Somebody', 'Ada Byron').chain((name) =>
  ofTwo(people, async (tx, deps, [id]) => {
    const person = await findPersonRecord(tx, id)
    if (person) await updatePerson(tx, deps, person, { name, slug: `was-${person.slug}`.slice(0, 40) })
  }),
)

const mergePeople = ofTwo(people, async (tx, deps, [id, intoId]) => {
  const [person, into] = [await findPersonRecord(tx, id), await findPersonRecord(tx, intoId)]
  if (person && into) await mergePerson(tx, deps, person, into)
})

const removePerson = ofTwo(people, async (tx, _deps, [id]) => {
  const person = await findPersonRecord(tx, id)
  if (person) await deletePerson(tx, person)
})

const changeTopic = fc
  .record(
    { name: fc.constantFrom('Water law', 'Stones'), broader: fc.constantFrom('rivers', 'law', null) },
    { requiredKeys: [] },
  )
  .chain((patch) =>
    ofTwo(topics, async (tx, deps, [id]) => {
      const topic = await findTopicRecord(tx, id)
      if (topic) await updateTopic(tx, deps, topic, patch)
    }),
  )

const mergeTopics = ofTwo(topics, async (tx, deps, [id, intoId]) => {
  const [topic, into] = [await findTopicRecord(tx, id), await findTopicRecord(tx, intoId)]
  if (topic && into) await mergeTopic(tx, deps, topic, into)
})

const removeTopic = ofTwo(topics, async (tx, deps, [id]) => {
  const topic = await findTopicRecord(tx, id)
  if (topic) await deleteTopic(tx, deps, topic)
})

const addTopic = fc.constantFrom('Springs', 'Wells').map((name): Write => async (tx, deps) => {
  await createTopic(tx, deps, { name, broader: 'rivers' })
})

const enlargeVocabulary = fc.constantFrom('canals', 'lakes').map((slug): Write => async (tx, deps) => {
  const said = { description: null, altLabels: [], sameAs: [] }
  const above = { ...said, slug: 'rivers', name: 'RIVERS', broader: null }
  await addVocabulary(tx, deps, [above, { ...said, slug, name: slug, broader: 'rivers' }])
})

const publishOne = ofArticle((tx, deps, article) => publish(tx, deps, article))
const unpublishOne = ofArticle((tx, deps, article) => unpublish(tx, deps, article))
const named = (writes: Record<string, fc.Arbitrary<Write>>) =>
  Object.entries(writes).map(([name, write]) =>
    write.map((each) => Object.assign(each, { [fc.toStringMethod]: () => name })),
  )
const ofArticles = { create, edit, renameArticle, publishOne, unpublishOne, retract, clarify }
const writesOfArticles = [...named(ofArticles), ...named({ create, edit })]
const writesOfNames = named({
  renamePerson,
  mergePeople,
  removePerson,
  changeTopic,
  addTopic,
  enlargeVocabulary,
})
const anyWrite = fc.oneof(...writesOfArticles, ...writesOfNames, ...named({ mergeTopics, removeTopic }))

async function carryOut(deps: Deps, write: Write): Promise<void> {
  await deps.store
    .write((tx) => write(tx, deps))
    .catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
    })
}

// ---- Consumers -----------------------------------------------------------------------------------

type State = Map<string, unknown>

/** What one has and another has not, or otherwise. */
function differences(state: State, other: State): unknown[] {
  const ids = new Set([...state.keys(), ...other.keys()])
  return [...ids]
    .map((id) => [state.get(id), other.get(id)])
    .filter(([one, another]) => !isDeepStrictEqual(one, another))
}

interface Kept {
  state: State
  since: number
}

async function load(client: Client): Promise<Kept> {
  const state: State = new Map()
  let since = 0
  for await (const line of client.changes.load())
    if (line.resource === 'cursor') since = line.seq
    else state.set(line.id, line.data)
  return { state, since }
}

/** What a reader finds under an id, without counts; undefined where it is gone or leads to another. */
async function find(client: Client, resource: string, id: string): Promise<unknown> {
  try {
    if (resource === 'article') return await client.articles.get(id)
    if (resource === 'qa') return await client.qa.get(id)
    const found = resource === 'person' ? await client.people.get(id) : await client.topics.get(id)
    if (found.id !== id) return undefined
    return Object.fromEntries(Object.entries(found).filter(([name]) => name !== 'counts'))
  } catch (error) {
    if (error instanceof ProblemError && ['not_found', 'gone'].includes(error.code)) return undefined
    throw error
  }
}

type Filter = NonNullable<Parameters<Client['changes']['list']>[0]>

async function follow(
  client: Client,
  kept: Kept,
  filter: Filter,
  takes: (resource: string) => boolean,
): Promise<void> {
  let hasMore = true
  while (hasMore) {
    const page = await client.changes.list({ ...filter, since: kept.since, limit: 7 })
    for (const { resource, id } of page.data) {
      if (!takes(resource)) continue
      const found = await find(client, resource, id)
      if (found === undefined) kept.state.delete(id)
      else kept.state.set(id, found)
    }
    kept.since = page.lastSeq
    hasMore = page.hasMore
  }
}

const isNoPair = (resource: string) => resource !== 'qa'
const isPair = (resource: string) => resource === 'qa'
const QA_TYPES = ['qa.published', 'qa.updated', 'qa.removed'] as const

async function allPairs(client: Client, filter: { topic?: string } = {}): Promise<State> {
  const state: State = new Map()
  for await (const each of client.qa.all({ ...filter, limit: 100 })) state.set(each.id, each)
  return state
}

// ---- The promises --------------------------------------------------------------------------------

describe('a consumer that follows the log', () => {
  test('from any load, taken while others write, ends with what a fresh load gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyWrite, fc.boolean()), { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept[] = []
        for (const [write, isLoaded] of steps) {
          const loading = isLoaded ? load(client) : undefined
          await carryOut(deps, write)
          if (loading) kept.push(await loading)
        }
        const fresh = await load(client)
        for (const each of kept) {
          await follow(client, each, {}, isNoPair)
          expect([each.since, differences(each.state, fresh.state)]).toEqual([fresh.since, []])
        }
      }),
      { numRuns: 30 },
    )
  })

  test('from the beginning, now and then or again from any place, ends with what a full load gives', async () => {
    const step = fc.tuple(anyWrite, fc.boolean(), fc.boolean())
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept = { state: new Map(), since: 0 }
        for (const [write, isRead, isRepeated] of steps) {
          await carryOut(deps, write)
          if (isRead) await follow(client, kept, {}, isNoPair)
          if (isRepeated) kept.since = Math.floor(kept.since / 2)
        }
        await follow(client, kept, {}, isNoPair)
        const fresh = await load(client)
        expect([kept.since, differences(kept.state, fresh.state)]).toEqual([fresh.since, []])
      }),
      { numRuns: 30 },
    )
  })

  test('by the pairs alone ends with every pair of every published article', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyWrite, fc.boolean()), { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept = { state: new Map(), since: 0 }
        for (const [write, isRead] of steps) {
          await carryOut(deps, write)
          if (isRead) await follow(client, kept, { types: QA_TYPES }, isPair)
        }
        await follow(client, kept, { types: QA_TYPES }, isPair)
        expect(differences(kept.state, await allPairs(client))).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  test('by one topic hears of every pair that has it or had it', async () => {
    const write = fc.oneof(...named({ create, edit, editMore: edit }), ...writesOfArticles, ...writesOfNames)
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept = { state: new Map(), since: 0 }
        const filter = { topic: 'rivers', types: QA_TYPES }
        for (const each of steps) {
          await carryOut(deps, each)
          await follow(client, kept, filter, isPair)
        }
        const about = await allPairs(client, { topic: 'rivers' })
        expect(new Map([...kept.state].filter(([id]) => about.has(id)))).toEqual(about)
        const all = await allPairs(client)
        for (const [id, known] of kept.state) expect(known).toEqual(all.get(id))
      }),
      { numRuns: 100 },
    )
  })
})
