import { eq, inArray, and, ne } from 'drizzle-orm'
import { z } from 'zod'
import { filterBy, groupOf, NOUNS } from '../db/content-filter.ts'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import { findByRareWords } from '../db/rare-words.sqlite.ts'
import type { Db } from '../db/store.ts'
import { qaPeople, qaTopics } from '../db/list-tables.ts'
import { qaPairs } from '../db/tables.ts'
import { NEWEST, walkList } from '../db/walk-list.ts'
import { findPair, findPairs, type QaRow } from './queries.ts'

/** Of each thing that a pair may share with others, so many others are looked at, the newest. */
const CANDIDATES = 30
/** So many topics and so many people are followed, the rarest. */
const FOLLOWED = 2

const Asked = z.object({ question: z.object({ text: z.string() }), article: z.object({ id: z.string() }) })

/** Something that pairs may have in common; the rarer it is, the closer it brings them. */
interface Link {
  by: 'topic' | 'person'
  id: string
  weight: number
}

/**
 * Published pairs of other articles that are close to one, the closest first: by its topics, by who answers or is spoken
 * of, and by the rare words of its question. undefined where there is no such pair.
 */
export async function findRelated(db: Db, id: string, limit: number): Promise<QaRow[] | undefined> {
  const row = await findPair(db, id)
  if (!row) return undefined
  const { question, article } = Asked.parse(JSON.parse(row.pair))
  const [all] = await keptCounts(db, 'qa', EVERYTHING, { facets: ['all'], values: [''] })
  const weigh = (count: number) => Math.log(1 + (all?.count ?? 1) / Math.max(1, count))
  const links = await linksOf(db, id, weigh)

  const scores = new Map<string, number>()
  const add = (other: string, weight: number) => scores.set(other, (scores.get(other) ?? 0) + weight)
  for (const { texts, ids } of await findByRareWords(db, question.text, CANDIDATES))
    for (const other of ids) add(other, weigh(texts))
  for (const other of await followLinks(db, links)) add(other, 0)

  const candidates = await db
    .select({ id: qaPairs.id, publishedAt: qaPairs.publishedAt })
    .from(qaPairs)
    .where(and(inArray(qaPairs.id, [...scores.keys()]), ne(qaPairs.articleId, article.id)))
  const weights = new Map(links.map((link) => [link.id, link.weight]))
  for (const shared of await sharedLinks(
    db,
    candidates.map((other) => other.id),
    links,
  ))
    add(shared.qaId, weights.get(shared.linkId) ?? 0)
  const scoreOf = (other: { id: string }) => scores.get(other.id) ?? 0
  const closest = candidates.sort(
    (a, b) => scoreOf(b) - scoreOf(a) || (a.publishedAt < b.publishedAt ? 1 : -1) || (a.id < b.id ? -1 : 1),
  )
  return findPairs(
    db,
    closest.slice(0, limit).map((other) => other.id),
  )
}

/** The topics and people of a pair, the rarest first; not who asks, who may ask everybody. */
async function linksOf(db: Db, id: string, weigh: (count: number) => number): Promise<Link[]> {
  const topics = await db.select({ id: qaTopics.topicId }).from(qaTopics).where(eq(qaTopics.qaId, id))
  const people = await db
    .selectDistinct({ id: qaPeople.personId })
    .from(qaPeople)
    .where(and(eq(qaPeople.qaId, id), ne(qaPeople.role, 'asker')))
  const ofTopics = topics.map((topic) => ({ by: 'topic' as const, ...topic }))
  const ofPeople = people.map((person) => ({ by: 'person' as const, ...person }))
  const named = [...ofTopics, ...ofPeople]
  const values = named.map((link) => link.id)
  const counts = await keptCounts(db, 'qa', EVERYTHING, { facets: ['topic', 'person'], values })
  const countOf = new Map(counts.map(({ value, count }) => [value, count]))
  return named
    .map((link) => ({ ...link, weight: weigh(countOf.get(link.id) ?? 0) }))
    .sort((a, b) => b.weight - a.weight)
}

async function followLinks(db: Db, links: Link[]): Promise<string[]> {
  const followed = (['topic', 'person'] as const).flatMap((by) =>
    links.filter((link) => link.by === by).slice(0, FOLLOWED),
  )
  const ids: string[] = []
  for (const { by, id } of followed) {
    const known = filterBy(NOUNS.qa, groupOf(NOUNS.qa, by, id))
    const rows = await walkList(db, known, NEWEST, { after: undefined, limit: CANDIDATES })
    ids.push(...rows.map((row) => row.id))
  }
  return ids
}

async function sharedLinks(
  db: Db,
  ids: string[],
  links: Link[],
): Promise<{ qaId: string; linkId: string }[]> {
  const idsBy = (by: Link['by']) => links.filter((link) => link.by === by).map((link) => link.id)
  const topics = await db
    .select({ qaId: qaTopics.qaId, linkId: qaTopics.topicId })
    .from(qaTopics)
    .where(and(inArray(qaTopics.qaId, ids), inArray(qaTopics.topicId, idsBy('topic'))))
  const people = await db
    .selectDistinct({ qaId: qaPeople.qaId, linkId: qaPeople.personId })
    .from(qaPeople)
    .where(
      and(
        inArray(qaPeople.qaId, ids),
        inArray(qaPeople.personId, idsBy('person')),
        ne(qaPeople.role, 'asker'),
      ),
    )
  return [...topics, ...people]
}
