import { reprojections } from '../db/reply-tables.ts'
import { setImmediate as otherWork } from 'node:timers/promises'
import { and, asc, eq, type SQL } from 'drizzle-orm'
import { appendChanges, type NewChange } from '../changes/append.ts'
import { leadChanges } from '../changes/lead-topic.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { people, topics } from '../db/tables.ts'
import type { Deps, World } from '../deps.ts'
import { personChange } from '../people/person-change.ts'
import { topicChange } from '../topics/topic-change.ts'
import { articlesShowing, type Named } from './articles-showing.ts'
import { showArticlesAgain } from './show-again.ts'

/** So many are shown again in one transaction: for so long other writers, and all requests, wait. */
const BATCH_ARTICLES = 2
/** So many are looked up at once. */
const LOOKED_UP_ARTICLES = 200
/** A new name on many articles begins to be shown so late at most. */
export const REPROJECT_INTERVAL_MS = 250

type Work = typeof reprojections.$inferSelect

/**
 * Shows readers again what shows people and topics that have another name or were merged, a few articles in each
 * transaction, with other work between; the last one tells the log. Each looks whether the work stands as it did: a
 * process that dies loses nothing, and two do nothing twice. Ends when all is done, or the signal came.
 */
export async function reprojectDue(deps: Deps, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const { kind, resourceId } = reprojections
  const inOrder = () => deps.store.read.select().from(reprojections).orderBy(asc(kind), asc(resourceId))
  for (;;) {
    const [work] = await inOrder().limit(1)
    if (!work || signal?.aborted) return
    await carryOn(deps, work, signal)
  }
}

/** The published articles that readers are still to be shown by present names. */
export async function articlesToReproject(db: Db): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const { kind, resourceId: id, afterArticleId: after } of await db.select().from(reprojections))
    for (const articleId of await articlesShowing(db, { kind, id }, { after })) ids.add(articleId)
  return ids
}

/** Does a part of what is left, until it stands otherwise than it should: it began anew, or another process is at it. */
async function carryOn(deps: Deps, work: Work, signal: AbortSignal | undefined): Promise<void> {
  const { store } = deps
  const part = { after: work.afterArticleId, limit: LOOKED_UP_ARTICLES }
  const articleIds = await articlesShowing(store.read, namedBy(work), part)
  if (articleIds.length === 0) await store.write((tx) => finish(tx, deps, work))
  let present: Work | undefined = work
  for (let index = 0; present && index < articleIds.length && !signal?.aborted; index += BATCH_ARTICLES) {
    const batch = articleIds.slice(index, index + BATCH_ARTICLES)
    const before: Work = present
    present = await store.write((tx) => showBatch(tx, deps, before, batch))
    await otherWork()
  }
}

async function showBatch(tx: Db, world: World, work: Work, articleIds: string[]): Promise<Work | undefined> {
  const afterArticleId = articleIds.at(-1) ?? work.afterArticleId
  const [after] = await tx.update(reprojections).set({ afterArticleId }).where(standsAs(work)).returning()
  if (after) await showArticlesAgain(tx, world, articleIds)
  return after
}

async function finish(tx: Db, world: World, work: Work): Promise<void> {
  const part = { after: work.afterArticleId, limit: 1 }
  if ((await articlesShowing(tx, namedBy(work), part)).length > 0) return
  const [done] = await tx.delete(reprojections).where(standsAs(work)).returning()
  if (done) await tellDone(tx, world, namedBy(done), done.cacheTags)
}

function namedBy({ kind, resourceId }: Work): Named {
  return { kind, id: resourceId }
}

function standsAs({ kind, resourceId, afterArticleId }: Work): SQL | undefined {
  return and(
    eq(reprojections.kind, kind),
    eq(reprojections.resourceId, resourceId),
    eq(reprojections.afterArticleId, afterArticleId),
  )
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
