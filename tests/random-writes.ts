import fc from 'fast-check'
import { asc } from 'drizzle-orm'
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
import { emptyDocument, emptyPair } from './harness.ts'

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
export type Write = (tx: Db, deps: Deps) => Promise<unknown>

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

const linkPerson = fc.constantFrom('one', 'two').chain((name) =>
  ofTwo(people, async (tx, deps, [id]) => {
    const person = await findPersonRecord(tx, id)
    if (person) await updatePerson(tx, deps, person, { sameAs: [`https://${name}.example/`] })
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
/** Without unpublishing, naming and retracting. */
export const contentWrites = named({ create, edit })
export const editWrites = named({ edit })
const ofArticles = { create, edit, renameArticle, publishOne, unpublishOne, retract, clarify }
export const writesOfArticles = [...named(ofArticles), ...named({ create, edit })]
export const writesOfNames = named({
  renamePerson,
  linkPerson,
  mergePeople,
  removePerson,
  changeTopic,
  addTopic,
  enlargeVocabulary,
})
export const anyWrite = fc.oneof(
  ...writesOfArticles,
  ...writesOfNames,
  ...named({ mergeTopics, removeTopic }),
)

export async function carryOut(deps: Deps, write: Write): Promise<void> {
  await deps.store
    .write((tx) => write(tx, deps))
    .catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
    })
}
