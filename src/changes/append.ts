import { changes, changeTopics } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import type { Change, ChangeType } from './contract.ts'

export interface NewChange extends Omit<Change, 'seq' | 'at' | 'type'> {
  type: ChangeType
  /** Ids of the topics that it has or had: what the filter `topic` looks at. */
  topicIds: string[]
}

/** Adds entries to the log, in order, in the transaction that they tell of. */
export async function appendChanges(tx: Db, world: World, entries: NewChange[]): Promise<void> {
  if (entries.length === 0) return
  const at = world.now().toISOString()
  const rows = await tx
    .insert(changes)
    .values(
      entries.map(({ type, resource, id, revision, deleted, cacheTags }) => {
        return { type, at, resource, resourceId: id, revision, deleted, cacheTags }
      }),
    )
    .returning({ seq: changes.seq })
  // SQLite gives the rows of one insert ascending numbers, and returns them in order.
  const topics = rows.flatMap(({ seq }, index) =>
    [...new Set(entries[index]?.topicIds)].map((topicId) => ({ topicId, seq })),
  )
  if (topics.length > 0) await tx.insert(changeTopics).values(topics)
}
