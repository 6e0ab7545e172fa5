import { and, asc, inArray, isNull } from 'drizzle-orm'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { topics } from '../db/tables.ts'
import { badMember } from '../problem.ts'
import { findBySlugs, type TopicRecord } from '../topics/resolve.ts'

/** Most different topics that one document may name. */
const TOPICS_MAX = 5_000

interface NamedTopic {
  id?: string | undefined
  slug?: string | undefined
  name?: string | undefined
}

/**
 * The topics that an editor means, by id, else by slug, else by name: present ones, also where a former name or what
 * was merged is sent. Looked up all at once; gives what finds them, undefined where there is none.
 */
export async function findTopics(
  db: Db,
  named: NamedTopic[],
): Promise<(topic: NamedTopic) => TopicRecord | undefined> {
  const ids = distinct(named.map(({ id }) => id))
  const slugs = distinct(named.map(({ id, slug }) => (id === undefined ? slug : undefined)))
  const names = named.map(({ id, slug, name }) => ((id ?? slug) === undefined ? name : undefined))
  const nameKeys = distinct(names.map((name) => name && sortKey(name)))
  if (ids.length + slugs.length + nameKeys.length > TOPICS_MAX)
    throw badMember('', `names more than ${TOPICS_MAX} different topics.`)
  const byId = await findByIds(db, ids)
  const bySlug = slugs.length === 0 ? new Map<string, TopicRecord>() : await findBySlugs(db, slugs)
  const byName = await findByNames(db, nameKeys)
  return ({ id, slug, name }) =>
    id !== undefined ? byId.get(id) : slug !== undefined ? bySlug.get(slug) : byName.get(sortKey(name ?? ''))
}

/** By the ids of what was merged into them, too. */
async function findByIds(db: Db, ids: string[]): Promise<Map<string, TopicRecord>> {
  if (ids.length === 0) return new Map()
  const { id, mergedInto } = topics
  const known = await db.select({ id, mergedInto }).from(topics).where(inArray(id, ids))
  const presentIds = new Map(known.map((row) => [row.id, row.mergedInto ?? row.id]))
  const rows = await db
    .select()
    .from(topics)
    .where(inArray(id, [...presentIds.values()]))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    [...presentIds].flatMap(([given, presentId]) => {
      const row = byId.get(presentId)
      return row ? [[given, row]] : []
    }),
  )
}

/** Of several with one name the one that was first. */
async function findByNames(db: Db, nameKeys: string[]): Promise<Map<string, TopicRecord>> {
  if (nameKeys.length === 0) return new Map()
  const rows = await db
    .select()
    .from(topics)
    .where(and(inArray(topics.nameKey, nameKeys), isNull(topics.mergedInto)))
    .orderBy(asc(topics.createdAt), asc(topics.id))
  return new Map(rows.toReversed().map((row) => [row.nameKey, row]))
}

function distinct(texts: (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined))]
}
