import { sql } from 'drizzle-orm'
import { insertRows } from '../db/insert-rows.ts'
import { keepQuery } from '../db/keep-query.ts'
import { changes, changeTopics } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import type { Change, ChangeType } from './contract.ts'

export interface NewChange extends Omit<Change, 'seq' | 'at' | 'type'> {
  type: ChangeType
  /** Ids of the topics that it has or had: what the filter `topic` looks at. */
  topicIds: string[]
}

const insertion = keepQuery((db) =>
  db
    .insert(changes)
    .values({
      type: sql.placeholder('type'),
      at: sql.placeholder('at'),
      resource: sql.placeholder('resource'),
      resourceId: sql.placeholder('resourceId'),
      revision: sql.placeholder('revision'),
      deleted: sql.placeholder('deleted'),
      cacheTags: sql.placeholder('cacheTags'),
    })
    .returning({ seq: changes.seq })
    .prepare(),
)

/** Adds entries to the log, in order, in the transaction that they tell of. */
export async function appendChanges(tx: Db, world: World, entries: NewChange[]): Promise<void> {
  const at = world.now().toISOString()
  const topics: (typeof changeTopics.$inferInsert)[] = []
  for (const { type, resource, id, revision, deleted, cacheTags, topicIds } of entries) {
    const row = { type, at, resource, resourceId: id, revision, deleted, cacheTags }
    const [added] = await insertion(tx).execute(row)
    if (!added) throw new Error('The log gave an entry no number.')
    for (const topicId of new Set(topicIds)) topics.push({ topicId, seq: added.seq })
  }
  await insertRows(tx, changeTopics, topics)
}
