import { and, eq, inArray, isNull } from 'drizzle-orm'
import { idsOf } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { people, topics } from '../db/tables.ts'
import { badMember } from '../problem.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import type { NewDocument, PairIdentity } from '../revisions/queries.ts'
import { slugOf } from '../slug.ts'
import type { ArticlePatch, NewArticle } from './contract.ts'

type Input = NewArticle | ArticlePatch
type DocumentPair = NewDocument['qa'][number]

const EMPTY: Omit<NewDocument, 'title'> = {
  dek: null,
  kind: 'interview',
  language: 'en',
  publishedAt: null,
  intro: null,
  note: null,
  people: [],
  topics: [],
  source: { name: null, url: null, language: null },
  qa: [],
}

/** What an article is to say, and which of its pairs are known ones, by their places. */
export interface ReadInput {
  content: NewDocument
  known: (PairIdentity | undefined)[]
}

/**
 * The content that editors sent makes of a document, or of nothing. Ids and slugs must be of something; who asks or
 * answers and is not listed is added to `people`. `Problem` with a pointer to what is wrong.
 */
export async function readInput(
  db: Db,
  input: Input,
  before: ArticleDocument | undefined,
): Promise<ReadInput> {
  const { people: persons, topics: named, qa, source, title } = input
  const old = before ?? { ...EMPTY, title: title ?? '', qa: [] }
  const { dek, kind, language, publishedAt, intro, note } = { ...old, ...given(input) }
  const read = await Promise.all([
    persons === undefined ? old.people : readPeople(db, persons),
    named === undefined ? old.topics : readTopics(db, named, '/topics'),
    qa === undefined ? { pairs: old.qa, known: old.qa } : readPairs(db, qa, old.qa),
  ])
  const [listed, listedTopics, { pairs, known }] = read
  const content: NewDocument = {
    ...{ title: title ?? old.title, dek, kind, language, publishedAt, intro, note },
    people: withSpeakers(listed, pairs),
    topics: listedTopics,
    source: { ...old.source, ...given(source ?? {}) },
    qa: pairs.map(({ question, answer, askedBy, answeredBy, mentions, topics: about }) => {
      return { question, answer, askedBy, answeredBy, mentions, topics: about }
    }),
  }
  return { content, known }
}

function given<T extends object>(input: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined)
  // What is filtered out is what the type leaves out.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

async function readPeople(db: Db, input: NonNullable<Input['people']>): Promise<NewDocument['people']> {
  const ids = input.flatMap(({ id }) => id ?? [])
  const rows =
    ids.length === 0
      ? []
      : await db.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, ids))
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return input.map(({ id, name, role, title = null }, index) => {
    const called = name ?? names.get(id ?? '')
    if (called === undefined || (id !== undefined && !names.has(id)))
      throw badMember(`/people/${index}/id`, 'Nobody has this id. Send a name to make a new person.')
    return { ...(id !== undefined && { id }), name: called, role, title }
  })
}

async function readTopics(
  db: Db,
  input: NonNullable<Input['topics']>,
  pointer: string,
): Promise<NewDocument['topics']> {
  const read: NewDocument['topics'] = []
  for (const [index, topic] of input.entries()) {
    const { id, slug, name } = topic
    const found = await findTopic(db, topic)
    if (found) read.push(id === undefined ? { slug: found.slug, name: found.name } : found)
    else if (id !== undefined || name === undefined)
      throw badMember(`${pointer}/${index}`, 'There is no such topic. Send a name to make a new one.')
    else read.push({ slug: slug ?? slugOf(name), name })
  }
  return read
}

async function findTopic(
  db: Db,
  { id, slug, name }: { id?: string | undefined; slug?: string | undefined; name?: string | undefined },
): Promise<{ id: string; slug: string; name: string } | undefined> {
  const wanted = id ?? slug
  const ids = wanted === undefined ? [] : await idsOf(db, 'topic', [wanted])
  const isNamed = and(eq(topics.nameKey, sortKey(name ?? '')), isNull(topics.mergedInto))
  const isWanted = wanted === undefined ? isNamed : inArray(topics.id, ids)
  const [found] = await db
    .select({ id: topics.id, slug: topics.slug, name: topics.name })
    .from(topics)
    .where(isWanted)
    .limit(1)
  return found
}

async function readPairs(
  db: Db,
  input: NonNullable<Input['qa']>,
  old: ArticleDocument['qa'],
): Promise<{ pairs: DocumentPair[]; known: (PairIdentity | undefined)[] }> {
  const byId = new Map(old.map((pair) => [pair.id, pair]))
  const pairs: DocumentPair[] = []
  const known: (PairIdentity | undefined)[] = []
  for (const [index, pair] of input.entries()) {
    const pointer = `/qa/${index}`
    const before = byId.get(pair.id ?? '')
    if (pair.id !== undefined && !before)
      throw badMember(`${pointer}/id`, 'is no pair of this article, or stands twice. A new pair has no id.')
    if (before && pair.number !== undefined && pair.number !== before.number)
      throw badMember(`${pointer}/number`, `is read-only: this pair has the number ${before.number}.`)
    byId.delete(pair.id ?? '')
    const question = pair.question ?? before?.question
    const answer = pair.answer ?? before?.answer
    if (question === undefined || answer === undefined)
      throw badMember(`${pointer}/${question === undefined ? 'question' : 'answer'}`, 'is needed.')
    pairs.push({
      question,
      answer,
      askedBy: pair.askedBy === undefined ? (before?.askedBy ?? null) : pair.askedBy,
      answeredBy: pair.answeredBy ?? before?.answeredBy ?? [],
      mentions: pair.mentions ?? before?.mentions ?? [],
      topics: pair.topics ? await readTopics(db, pair.topics, `${pointer}/topics`) : (before?.topics ?? []),
    })
    known.push(before && { id: before.id, number: before.number })
  }
  return { pairs, known }
}

function withSpeakers(listed: NewDocument['people'], pairs: DocumentPair[]): NewDocument['people'] {
  const all = [...listed]
  const add = (names: string[], role: 'interviewer' | 'interviewee' | 'mentioned') => {
    for (const name of names)
      if (!all.some((person) => person.name === name)) all.push({ name, role, title: null })
  }
  for (const { askedBy, answeredBy, mentions } of pairs) {
    add(askedBy === null ? [] : [askedBy], 'interviewer')
    add(answeredBy, 'interviewee')
    add(mentions, 'mentioned')
  }
  return all
}
