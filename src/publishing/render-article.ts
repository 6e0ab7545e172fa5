import type { RenderedArticle } from '../articles/present.ts'
import type { PersonRef, TopicRef } from '../contract.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { type NamedPerson, resolvePerson } from '../people/resolve.ts'
import type { RenderedPair } from '../qa/present.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import { findBySlugs, type NamedTopic, resolveTopic } from '../topics/resolve.ts'
import { countWords } from './count-words.ts'
import { renderRichText } from './rich-text.ts'

/** Which article is shown, and since when. */
export interface Published {
  id: string
  slug: string
  revision: number
  publishedAt: string
  updatedAt: string
}

/** An article as readers see it, without addresses. */
export interface Rendered extends RenderedArticle {
  /** Who the people of the document are, in its order. */
  personIds: string[]
}

/** Says who and what the names of a document stand for. */
export interface Names {
  person: (tx: Db, world: World, named: NamedPerson) => Promise<Omit<PersonRef, 'role' | 'title'>>
  topic: (tx: Db, world: World, named: NamedTopic) => Promise<TopicRef>
}

/** People and topics that are new are made. */
const lastingNames: Names = { person: resolvePerson, topic: resolveTopic }

/**
 * What readers are to see of a document. People and topics that are new are made on the way, unless `names` does without.
 * `personIds` says who its people are where that is settled.
 */
export async function renderArticle(
  tx: Db,
  world: World,
  published: Published,
  document: ArticleDocument,
  personIds: string[] = [],
  names = lastingNames,
): Promise<Rendered> {
  const people = await resolvePeople(tx, world, names, document.people, personIds)
  const topicOf = await resolveTopics(tx, world, names, document)
  const intro = document.intro === null ? null : renderRichText(document.intro)
  const note = document.note === null ? null : renderRichText(document.note)
  const pairTexts = document.qa.flatMap(({ question, answer }) => [question, answer])
  const words = [document.title, document.dek ?? '', intro?.text ?? '', note?.text ?? '', ...pairTexts]
  const { title, dek, kind, language, source } = document
  const { id, slug, revision, publishedAt, updatedAt } = published
  return {
    summary: {
      ...{ id, type: 'article', kind, slug, title, dek, language, publishedAt, updatedAt, revision },
      people: standing(people),
      topics: distinct(document.topics.flatMap((topic) => topicOf(topic.slug))),
      source,
      wordCount: words.reduce((sum, text) => sum + countWords(text), 0),
      qaCount: document.qa.length,
    },
    body: {
      intro,
      note,
      qa: document.qa.map((pair, index) => renderPair(pair, index + 1, people, topicOf)),
    },
    personIds: people.map(({ ref }) => ref.id),
  }
}

type Person = ArticleDocument['people'][number] & { ref: PersonRef }
type TopicOf = (slug: string) => TopicRef[]

async function resolvePeople(
  tx: Db,
  world: World,
  names: Names,
  people: ArticleDocument['people'],
  personIds: string[],
): Promise<Person[]> {
  const resolved: Person[] = []
  for (const [index, person] of people.entries()) {
    const known = personIds[index]
    // Who was shown before has been introduced: a title that was taken from them since does not come back.
    const named = known === undefined ? person : { ...person, id: known, title: null }
    const { id, slug, name } = await names.person(tx, world, named)
    resolved.push({ ...person, ref: { id, slug, name } })
  }
  return resolved
}

/** Who stands on the article, each once in a role, though a document may give somebody several names. */
function standing(people: Person[]): PersonRef[] {
  const stands = new Map<string, PersonRef>()
  for (const { ref, role, title } of people) {
    const key = `${ref.id} ${role}`
    if (!stands.has(key)) stands.set(key, { ...ref, role, title })
  }
  return [...stands.values()]
}

async function resolveTopics(
  tx: Db,
  world: World,
  names: Names,
  document: ArticleDocument,
): Promise<TopicOf> {
  const named = [...document.topics, ...document.qa.flatMap((pair) => pair.topics)]
  const known = await findBySlugs(tx, [...new Set(named.map(({ slug }) => slug))])
  const refs = new Map<string, TopicRef>()
  for (const topic of named) {
    if (refs.has(topic.slug)) continue
    const bySlug = topic.id === undefined ? known.get(topic.slug) : undefined
    const { id, slug, name } = bySlug ?? (await names.topic(tx, world, topic))
    refs.set(topic.slug, { id, slug, name })
  }
  return (slug) => {
    const ref = refs.get(slug)
    return ref ? [ref] : []
  }
}

function renderPair(
  pair: ArticleDocument['qa'][number],
  position: number,
  people: Person[],
  topicOf: TopicOf,
): RenderedPair {
  const refsOf = (names: string[]) =>
    distinct(names.flatMap((name) => people.find((person) => person.name === name)?.ref ?? []))
  return {
    id: pair.id,
    type: 'qa',
    number: pair.number,
    position,
    anchor: `q${pair.number}`,
    question: renderRichText(pair.question),
    answer: renderRichText(pair.answer),
    askedBy: refsOf(pair.askedBy === null ? [] : [pair.askedBy])[0] ?? null,
    answeredBy: refsOf(pair.answeredBy),
    mentions: refsOf(pair.mentions),
    topics: distinct(pair.topics.flatMap((topic) => topicOf(topic.slug))),
  }
}

function distinct<T extends { id: string }>(refs: T[]): T[] {
  return [...new Map(refs.map((ref) => [ref.id, ref])).values()]
}
