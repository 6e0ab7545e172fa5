import { and, eq, exists, inArray, not, type SQL } from 'drizzle-orm'
import { contentConditions, type ContentColumns, type ContentFilter } from './content-filter.ts'
import { idsOf } from './names.ts'
import type { Db } from './store.ts'
import { topicClosure } from './tables.ts'

/**
 * The same as `contentConditions`, for rows that something else has found: topics and people are looked up for each of
 * these, and not all that have them gathered first.
 */
export async function hitConditions(
  db: Db,
  filter: ContentFilter,
  columns: ContentColumns,
  roles: string[] | undefined,
): Promise<SQL[]> {
  const { topics, people } = columns
  const hasTopic = (ids: string[]) =>
    exists(
      db
        .select({ id: topics.id })
        .from(topics.table)
        .where(and(eq(topics.id, columns.id), inArray(topics.topicId, ids))),
    )
  const hasPerson = (where: SQL | undefined) =>
    exists(
      db
        .select({ id: people.id })
        .from(people.table)
        .where(and(eq(people.id, columns.id), where)),
    )
  const { topic, 'topic.under': under, 'topic.not': without, person, ...plain } = filter
  const conditions = await contentConditions(db, plain, columns, undefined)
  for (const names of topic ?? []) conditions.push(hasTopic(await idsOf(db, 'topic', names)))
  for (const names of under ?? [])
    conditions.push(hasTopic(await topicsUnder(db, await idsOf(db, 'topic', names))))
  if (without) conditions.push(not(hasTopic(await idsOf(db, 'topic', without))))
  const inRoles = roles && inArray(people.role, roles)
  for (const names of person ?? []) {
    const ids = await idsOf(db, 'person', names)
    conditions.push(hasPerson(and(inArray(people.personId, ids), inRoles)))
  }
  if (inRoles && !person) conditions.push(hasPerson(inRoles))
  return conditions
}

/** These topics and all that are narrower. */
export async function topicsUnder(db: Db, ids: string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: topicClosure.descendantId })
    .from(topicClosure)
    .where(inArray(topicClosure.ancestorId, ids))
  return rows.map(({ id }) => id)
}
