import { and, desc, eq, exists, inArray, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import { keepQuery } from '../db/keep-query.ts'
import { valuesOf } from '../db/kit.sqlite.ts'
import { articleQaTopics, articleSpeakers, qaPeople, qaTopics } from '../db/list-tables.ts'
import { findByRareWords } from '../db/rare-words.sqlite.ts'
import type { Db } from '../db/store.ts'
import { qaPairs } from '../db/tables.ts'
import { findPair, findPairs, type QaRow } from './queries.ts'

/** Of each thing that a pair may share with others, so many others are looked at, the newest. */
const CANDIDATES = 30
/** So many topics and so many people are followed, the rarest. */
const FOLLOWED = 2

const Asked = z.object({ question: z.object({ text: z.string() }), article: z.object({ id: z.string() }) })

/** A pair that may be close. */
interface Candidate {
  id: string
  articleId: string
  publishedAt: string
}

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

  const candidates = new Map<string, Candidate & { score: number }>()
  const add = (other: Candidate, weight: number) => {
    const { score } = candidates.get(other.id) ?? { score: 0 }
    if (other.articleId !== article.id) candidates.set(other.id, { ...other, score: score + weight })
  }
  for (const { texts, pairs } of await findByRareWords(db, question.text, CANDIDATES))
    for (const other of pairs) add(other, weigh(texts))
  for (const other of await followLinks(db, links)) add(other, 0)

  const weights = new Map(links.map((link) => [link.id, link.weight]))
  for (const { qaId, linkId } of await sharedLinks(db, [...candidates.keys()], links)) {
    const other = candidates.get(qaId)
    if (other) add(other, weights.get(linkId) ?? 0)
  }
  const closest = [...candidates.values()].sort(
    (a, b) => b.score - a.score || (a.publishedAt < b.publishedAt ? 1 : -1) || (a.id < b.id ? -1 : 1),
  )
  return findPairs(
    db,
    closest.slice(0, limit).map((other) => other.id),
  )
}

const linked = {
  topic: keepQuery((db) =>
    db
      .select({ id: qaTopics.topicId })
      .from(qaTopics)
      .where(eq(qaTopics.qaId, sql.placeholder('id')))
      .prepare(),
  ),
  person: keepQuery((db) =>
    db
      .selectDistinct({ id: qaPeople.personId })
      .from(qaPeople)
      .where(and(eq(qaPeople.qaId, sql.placeholder('id')), ne(qaPeople.role, 'asker')))
      .prepare(),
  ),
}

/** The topics and people of a pair, the rarest first; not who asks, who may ask everybody. */
async function linksOf(db: Db, id: string, weigh: (count: number) => number): Promise<Link[]> {
  const topics = await linked.topic(db).execute({ id })
  const people = await linked.person(db).execute({ id })
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

/** The newest pairs with a topic, or in which a person answers. */
const newest = {
  topic: keepQuery((db) => {
    const { topicId, isDirect, articleId, publishedAt } = articleQaTopics
    const isOfPair = and(eq(qaTopics.qaId, qaPairs.id), eq(qaTopics.topicId, sql.placeholder('id')))
    return db
      .select({ id: qaPairs.id, articleId, publishedAt })
      .from(articleQaTopics)
      .innerJoin(qaPairs, eq(qaPairs.articleId, articleId))
      .where(
        and(
          eq(topicId, sql.placeholder('id')),
          eq(isDirect, true),
          exists(
            db
              .select({ one: sql`1` })
              .from(qaTopics)
              .where(isOfPair),
          ),
        ),
      )
      .orderBy(desc(publishedAt), desc(articleId), qaPairs.position)
      .limit(CANDIDATES)
      .prepare()
  }),
  person: keepQuery((db) => {
    const { personId, role, articleId, publishedAt } = articleSpeakers
    const isOfPair = and(
      eq(qaPeople.qaId, qaPairs.id),
      eq(qaPeople.personId, sql.placeholder('id')),
      eq(qaPeople.role, 'answerer'),
    )
    return db
      .select({ id: qaPairs.id, articleId, publishedAt })
      .from(articleSpeakers)
      .innerJoin(qaPairs, eq(qaPairs.articleId, articleId))
      .where(
        and(
          eq(personId, sql.placeholder('id')),
          eq(role, 'answerer'),
          exists(
            db
              .select({ one: sql`1` })
              .from(qaPeople)
              .where(isOfPair),
          ),
        ),
      )
      .orderBy(desc(publishedAt), desc(articleId), qaPairs.position)
      .limit(CANDIDATES)
      .prepare()
  }),
}

async function followLinks(db: Db, links: Link[]): Promise<Candidate[]> {
  const followed = (['topic', 'person'] as const).flatMap((by) =>
    links.filter((link) => link.by === by).slice(0, FOLLOWED),
  )
  const found: Candidate[] = []
  for (const { by, id } of followed) found.push(...(await newest[by](db).execute({ id })))
  return found
}

async function sharedLinks(
  db: Db,
  ids: string[],
  links: Link[],
): Promise<{ qaId: string; linkId: string }[]> {
  const idsBy = (by: Link['by']) => valuesOf(links.filter((link) => link.by === by).map((link) => link.id))
  const topics = await db
    .select({ qaId: qaTopics.qaId, linkId: qaTopics.topicId })
    .from(qaTopics)
    .where(
      and(
        inArray(qaTopics.qaId, sql`(${valuesOf(ids)})`),
        inArray(qaTopics.topicId, sql`(${idsBy('topic')})`),
      ),
    )
  const people = await db
    .selectDistinct({ qaId: qaPeople.qaId, linkId: qaPeople.personId })
    .from(qaPeople)
    .where(
      and(
        inArray(qaPeople.qaId, sql`(${valuesOf(ids)})`),
        inArray(qaPeople.personId, sql`(${idsBy('person')})`),
        ne(qaPeople.role, 'asker'),
      ),
    )
  return [...topics, ...people]
}
