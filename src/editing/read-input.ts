import { inArray } from 'drizzle-orm'
import type { Db } from '../db/store.ts'
import { people } from '../db/tables.ts'
import { badMember } from '../problem.ts'
import { type ArticleDocument, EMPTY_DOCUMENT } from '../revisions/contract.ts'
import type { NewDocument, PairIdentity } from '../revisions/queries.ts'
import { slugOf } from '../slug.ts'
import type { ArticlePatch, NewArticle } from './contract.ts'
import { findTopics } from './find-topics.ts'

type Input = NewArticle | ArticlePatch
type DocumentPair = NewDocument['qa'][number]

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
  const old = before ?? { ...EMPTY_DOCUMENT, title: title ?? '' }
  const { dek, kind, language, publishedAt, intro, note } = { ...old, ...given(input) }
  const topicOf = await findTopics(db, [named ?? [], ...(qa ?? []).map((pair) => pair.topics ?? [])].flat())
  const readTopics = topicReader(topicOf, old)
  const listed = persons === undefined ? old.people : await readPeople(db, persons ?? [], old.people)
  const listedTopics = named === undefined ? old.topics : readTopics(named ?? [], '/topics')
  const { pairs, known } =
    qa === undefined ? { pairs: old.qa, known: old.qa } : readPairs(readTopics, qa ?? [], old.qa)
  const content: NewDocument = {
    ...{ title: title ?? old.title, dek, kind, language, publishedAt, intro, note },
    people: withSpeakers(listed, pairs),
    topics: listedTopics,
    source: source === null ? EMPTY_DOCUMENT.source : { ...old.source, ...given(source ?? {}) },
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

// A document may name who was deleted since: with the name that it has for them they are made anew.

async function readPeople(
  db: Db,
  input: NonNullable<Input['people']>,
  old: NewDocument['people'],
): Promise<NewDocument['people']> {
  const ids = input.flatMap(({ id }) => id ?? [])
  const rows =
    ids.length === 0
      ? []
      : await db.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, ids))
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return input.map(({ id, name, role, title = null }, index) => {
    const called = name ?? names.get(id ?? '')
    const isKnown = id === undefined || names.has(id) || old.some((person) => person.id === id)
    if (called === undefined || !isKnown)
      throw badMember(`/people/${index}/id`, 'Nobody has this id. Send a name to make a new person.')
    return { ...(id !== undefined && { id }), name: called, role, title }
  })
}

type ReadTopics = ReturnType<typeof topicReader>

function topicReader(topicOf: Awaited<ReturnType<typeof findTopics>>, old: NewDocument) {
  const named = [old.topics, ...old.qa.map((pair) => pair.topics)].flat()
  return (input: NonNullable<Input['topics']>, pointer: string): NewDocument['topics'] =>
    input.map((topic, index) => {
      const { id, slug, name } = topic
      const found = topicOf(topic)
      if (found) return { ...(id !== undefined && { id: found.id }), slug: found.slug, name: found.name }
      const isKnown = id === undefined || named.some((other) => other.id === id)
      if (name === undefined || !isKnown)
        throw badMember(`${pointer}/${index}`, 'There is no such topic. Send a name to make a new one.')
      return { ...(id !== undefined && { id }), slug: slug ?? slugOf(name), name }
    })
}

function readPairs(
  readTopics: ReadTopics,
  input: NonNullable<Input['qa']>,
  old: ArticleDocument['qa'],
): { pairs: DocumentPair[]; known: (PairIdentity | undefined)[] } {
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
      topics: pair.topics ? readTopics(pair.topics, `${pointer}/topics`) : (before?.topics ?? []),
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
