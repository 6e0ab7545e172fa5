import { setImmediate as otherWork } from 'node:timers/promises'
import { and, asc, eq } from 'drizzle-orm'
import { appendChanges, type NewChange } from '../changes/append.ts'
import { leadChanges } from '../changes/lead-topic.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { people, reprojections, topics } from '../db/tables.ts'
import type { Deps, World } from '../deps.ts'
import { personChange } from '../people/person-change.ts'
import { topicChange } from '../topics/topic-change.ts'
import { articlesShowing, type Named } from './articles-showing.ts'
import { showArticlesAgain } from './show-again.ts'

/** So many are shown again in one transaction: for so long other writers wait. */
const BATCH_ARTICLES = 5
/** A new name on many articles begins to be shown so late at most. */
export const REPROJECT_INTERVAL_MS = 250

/**
 * Shows readers again what shows people and topics that have another name or were merged, a batch of articles in each
 * transaction, with other work between; the last one tells the log. What is left to do, and that it is, is read anew in
 * each: a process that dies loses nothing, and two do nothing twice. Ends when all is done, or the signal came.
 */
export async function reprojectDue(deps: Deps, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const { store } = deps
  const isLeft = async () => (await store.read.select().from(reprojections).limit(1)).length > 0
  while (!signal?.aborted && (await isLeft())) {
    await store.write((tx) => reprojectBatch(tx, deps))
    await otherWork()
  }
}

/** The published articles that readers are still to be shown by present names. */
export async function articlesToReproject(db: Db): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const { kind, resourceId: id, afterArticleId: after } of await db.select().from(reprojections))
    for (const articleId of await articlesShowing(db, { kind, id }, { after })) ids.add(articleId)
  return ids
}

async function reprojectBatch(tx: Db, world: World): Promise<void> {
  const { kind, resourceId } = reprojections
  const [work] = await tx.select().from(reprojections).orderBy(asc(kind), asc(resourceId)).limit(1)
  if (!work) return
  const named: Named = { kind: work.kind, id: work.resourceId }
  const part = { after: work.afterArticleId, limit: BATCH_ARTICLES }
  const articleIds = await articlesShowing(tx, named, part)
  await showArticlesAgain(tx, world, articleIds)
  const isThis = and(eq(kind, work.kind), eq(resourceId, work.resourceId))
  const last = articleIds[BATCH_ARTICLES - 1]
  if (last !== undefined) {
    await tx.update(reprojections).set({ afterArticleId: last }).where(isThis)
    return
  }
  await tx.delete(reprojections).where(isThis)
  await tellDone(tx, world, named, work.cacheTags)
}

/** What is no more, or whom readers see no more, is told as gone: once more, where that was told already. */
async function tellDone(tx: Db, world: World, { kind, id }: Named, cacheTags: string[]): Promise<void> {
  const [presentId = id] = await idsOf(tx, kind, [id])
  // That a person is gone is told by the last article that showed them.
  const toldIds = kind === 'person' ? [presentId] : [...new Set([id, presentId])]
  for (const toldId of toldIds) {
    const change = await presentChange(tx, { kind, id: toldId })
    const tags = [...new Set([...change.cacheTags, ...cacheTags])]
    await appendChanges(tx, world, [{ ...change, cacheTags: tags }])
  }
  if (kind === 'topic' && presentId !== id) await leadChanges(tx, id, presentId)
}

async function presentChange(db: Db, { kind, id }: Named): Promise<NewChange> {
  const table = kind === 'person' ? people : topics
  const [row] = await db
    .select({ id: table.id, slug: table.slug, mergedInto: table.mergedInto })
    .from(table)
    .where(eq(table.id, id))
  const isThere = row?.mergedInto === null
  if (kind === 'topic') return topicChange(row ?? { id, slug: id }, !isThere)
  const isSeen = isThere && (await articlesShowing(db, { kind, id }, { limit: 1 })).length > 0
  return personChange(row ?? { id, slug: id }, !isSeen)
}
