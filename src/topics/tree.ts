import { and, eq, inArray, notInArray } from 'drizzle-orm'
import { insertRows } from '../db/insert-rows.ts'
import type { Db } from '../db/store.ts'
import { topicClosure } from '../db/tables.ts'

/** A topic and everything above it. */
export async function idsAbove(db: Db, topicId: string): Promise<string[]> {
  const rows = await db
    .select({ id: topicClosure.ancestorId })
    .from(topicClosure)
    .where(eq(topicClosure.descendantId, topicId))
  return rows.map(({ id }) => id)
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
 * Puts a topic with everything under it to another place in the tree; null is the top. Only the closure: `broaderId` is
 * for the caller to keep. The new place must not be under the topic.
 */
export async function hangUnder(tx: Db, topicId: string, broaderId: string | null): Promise<void> {
  const moved = await idsUnder(tx, topicId)
  const isMoved = inArray(topicClosure.descendantId, moved)
  await tx.delete(topicClosure).where(and(isMoved, notInArray(topicClosure.ancestorId, moved)))
  const above = broaderId === null ? [] : await idsAbove(tx, broaderId)
  await insertRows(
    tx,
    topicClosure,
    above.flatMap((ancestorId) => moved.map((descendantId) => ({ ancestorId, descendantId }))),
  )
}

/** Takes a topic without narrower ones out of the tree. */
export async function takeOut(tx: Db, topicId: string): Promise<void> {
  await tx.delete(topicClosure).where(eq(topicClosure.descendantId, topicId))
}
