import { inArray } from 'drizzle-orm'
import { inPlaces, keepQuery, placeholders } from '../db/keep-query.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { people } from '../db/tables.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import { findBySlugs } from '../topics/resolve.ts'
import type { Rendered } from './render-article.ts'

/**
 * A document that calls people and topics as they are called now; another spelling of the present name (`sortKey`) stays.
 * What is thereby named twice is named once.
 */
export async function withPresentNames(
  tx: Db,
  document: ArticleDocument,
  { personIds }: Rendered,
): Promise<ArticleDocument> {
  const nameOf = await presentNames(tx, document.people, personIds)
  const topicOf = await presentTopics(tx, document)
  if (nameOf.size + topicOf.size === 0) return document
  const called = (name: string) => nameOf.get(name) ?? name
  const about = (named: Topic[]) =>
    distinct(
      named.map((topic) => topicOf.get(topic) ?? topic),
      ({ slug }) => slug,
    )
  return {
    ...document,
    people: distinct(
      document.people.map((person) => ({ ...person, name: called(person.name) })),
      ({ name, role }) => `${role} ${name}`,
    ),
    topics: about(document.topics),
    qa: document.qa.map((pair) => ({
      ...pair,
      askedBy: pair.askedBy === null ? null : called(pair.askedBy),
      answeredBy: [...new Set(pair.answeredBy.map(called))],
      mentions: [...new Set(pair.mentions.map(called))],
      topics: about(pair.topics),
    })),
  }
}

type Topic = ArticleDocument['topics'][number]

const byIds = keepQuery((db, count: number) =>
  db
    .select({ id: people.id, name: people.name, nameKey: people.nameKey })
    .from(people)
    .where(inArray(people.id, placeholders(count)))
    .prepare(),
)

/** The present names of those whom the document calls otherwise, by what it calls them. */
async function presentNames(
  tx: Db,
  named: ArticleDocument['people'],
  personIds: string[],
): Promise<Map<string, string>> {
  const rows = await byIds(tx, personIds.length).execute(inPlaces(personIds))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const names = new Map<string, string>()
  for (const [index, { name }] of named.entries()) {
    const person = byId.get(personIds[index] ?? '')
    // The name would be two people's in this document.
    const isTaken = named.some(
      (other, place) => other.name === person?.name && personIds[place] !== person.id,
    )
    if (person && person.nameKey !== sortKey(name) && !isTaken) names.set(name, person.name)
  }
  return names
}

async function presentTopics(tx: Db, document: ArticleDocument): Promise<Map<Topic, Topic>> {
  const all = [...document.topics, ...document.qa.flatMap((pair) => pair.topics)]
  const bySlug = await findBySlugs(tx, [...new Set(all.map(({ slug }) => slug))])
  const present = new Map<Topic, Topic>()
  for (const topic of all) {
    const known = bySlug.get(topic.slug)
    if (!known) continue
    const name = known.nameKey === sortKey(topic.name) ? topic.name : known.name
    if (known.slug !== topic.slug || name !== topic.name)
      present.set(topic, { ...topic, slug: known.slug, name })
  }
  return present
}

function distinct<T>(all: T[], keyOf: (one: T) => string): T[] {
  const seen = new Map(all.map((one) => [keyOf(one), one]))
  return [...seen.values()]
}
