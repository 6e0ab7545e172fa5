import { and, eq, inArray } from 'drizzle-orm'
import { changeTopics } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'

/** Lets the filter `topic` find under one topic what the log tells of another that was merged into it. */
export async function leadChanges(tx: Db, from: string, into: string): Promise<void> {
  const known = tx.select({ seq: changeTopics.seq }).from(changeTopics).where(eq(changeTopics.topicId, into))
  await tx.delete(changeTopics).where(and(eq(changeTopics.topicId, from), inArray(changeTopics.seq, known)))
  await tx.update(changeTopics).set({ topicId: into }).where(eq(changeTopics.topicId, from))
}
