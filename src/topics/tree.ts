import { and, eq, inArray, notInArray } from 'drizzle-orm'
import { insertRows } from '../db/insert-rows.ts'
import { inPlaces, keepQuery, placeholders } from '../db/keep-query.ts'
import type { Db } from '../db/store.ts'
import { topicClosure } from '../db/tables.ts'
import { deriveAbove } from './derive-above.ts'

/** A topic and everything above it. */
export async function idsAbove(db: Db, topicId: string): Promise<string[]> {
  const rows = await db
    .select({ id: topicClosure.ancestorId })
    .from(topicClosure)
    .where(eq(topicClosure.descendantId, topicId))
  return rows.map(({ id }) => id)
}

/** Of topics what is above each, itself left out. */
export type TopicsAbove = Map<string, string[]>

const above = keepQuery((db, count: number) =>
  db
    .select()
    .from(topicClosure)
    .where(inArray(topicClosure.descendantId, placeholders(count)))
    .prepare(),
)

/** What is above these topics. */
export async function topicsAbove(db: Db, topicIds: string[]): Promise<TopicsAbove> {
  const ids = [...new Set(topicIds)]
  const rows = ids.length === 0 ? [] : await above(db, ids.length).execute(inPlaces(ids))
  const others = rows.filter(({ ancestorId, descendantId }) => ancestorId !== descendantId)
  const byTopic = Map.groupBy(others, ({ descendantId }) => descendantId)
  return new Map([...byTopic].map(([id, pairs]) => [id, pairs.map(({ ancestorId }) => ancestorId)]))
}

/** A topic and everything under it. */
export async function idsUnder(db: Db, topicId: string): Promise<string[]> {
  const rows = await db
    .select({ id: topicClosure.descendantId })
    .from(topicClosure)
    .where(eq(topicClosure.ancestorId, topicId))
  return rows.map(({ id }) => id)
}

/**
 * Puts a topic with everything under it to another place in the tree; null is the top. `broaderId` is for the caller to
 * keep. Lists and counts by the topics above are derived anew, which takes as long as there are articles under them. The new place must not be under the topic.
 */
export async function hangUnder(tx: Db, topicId: string, broaderId: string | null): Promise<void> {
  const moved = await idsUnder(tx, topicId)
  const aboveBefore = (await idsAbove(tx, topicId)).filter((id) => !moved.includes(id))
  const isMoved = inArray(topicClosure.descendantId, moved)
  await tx.delete(topicClosure).where(and(isMoved, notInArray(topicClosure.ancestorId, moved)))
  const aboveNow = broaderId === null ? [] : await idsAbove(tx, broaderId)
  await insertRows(
    tx,
    topicClosure,
    aboveNow.flatMap((ancestorId) => moved.map((descendantId) => ({ ancestorId, descendantId }))),
  )
  await deriveAbove(tx, moved, [...aboveBefore, ...aboveNow])
}

/** Takes a topic without narrower ones out of the tree. */
export async function takeOut(tx: Db, topicId: string): Promise<void> {
  const ids = await idsAbove(tx, topicId)
  await tx.delete(topicClosure).where(eq(topicClosure.descendantId, topicId))
  await deriveAbove(tx, [topicId], ids)
}
