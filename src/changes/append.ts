import { insertCounted, insertRows } from '../db/insert-rows.ts'
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
  const rows = entries.map(({ type, resource, id, revision, deleted, cacheTags }) => {
    return { type, at, resource, resourceId: id, revision, deleted, cacheTags }
  })
  const seqs = await insertCounted(tx, changes, changes.seq, rows)
  const topics = seqs.flatMap((seq, index) =>
    [...new Set(entries[index]?.topicIds)].map((topicId) => ({ topicId, seq })),
  )
  await insertRows(tx, changeTopics, topics)
}
