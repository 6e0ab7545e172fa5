import { reprojections } from '../db/reply-tables.ts'
import { and, eq } from 'drizzle-orm'
import { appendChanges, type NewChange } from '../changes/append.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { findArticleState } from '../revisions/queries.ts'
import { articlesShowing, type Named } from './articles-showing.ts'
import { showAgain } from './publish.ts'
import { standBeside } from './stand-beside.ts'

/** Who has another name on so many articles is shown again in the transaction that gave it; on more, by `reprojectDue`. */
export const AT_ONCE_ARTICLES_MAX = 20

/** A person or topic that has another name, or became part of the one that is named by `into`. */
interface Renamed extends Named {
  into?: string
}

/**
 * Lets readers see a person or topic by the present name wherever they are shown, and tells the log: of few articles in
 * this transaction, and who reads after it finds the old name nowhere. Of many it writes what is to be done; what the
 * log says of the one itself is then the last of it. Who names `into` in a filter finds what showed the other, and that
 * it is in use, from the commit on either way.
 */
export async function reproject(
  tx: Db,
  world: World,
  { kind, id, into }: Renamed,
  changes: NewChange[],
): Promise<void> {
  const articleIds = await articlesShowing(tx, { kind, id }, { limit: AT_ONCE_ARTICLES_MAX + 1 })
  if (articleIds.length <= AT_ONCE_ARTICLES_MAX) {
    await appendChanges(tx, world, changes)
    await showArticlesAgain(tx, world, articleIds)
    return
  }
  const isOwn = (change: NewChange) => change.id === id || change.id === into
  await appendChanges(
    tx,
    world,
    changes.filter((change) => !isOwn(change)),
  )
  await leaveToJob(tx, { kind, id }, changes.filter(isOwn))
  if (into !== undefined) await standBeside(tx, { kind, id }, into)
}

/** Shows readers these articles once more, under the present names. */
export async function showArticlesAgain(tx: Db, world: World, articleIds: string[]): Promise<void> {
  for (const id of articleIds) {
    const article = await findArticleState(tx, id)
    if (article) await showAgain(tx, world, article)
  }
}

/** Where there is such work already, it begins anew. */
async function leaveToJob(tx: Db, { kind, id }: Named, changes: NewChange[]): Promise<void> {
  const isThis = and(eq(reprojections.kind, kind), eq(reprojections.resourceId, id))
  const [left] = await tx.delete(reprojections).where(isThis).returning()
  const cacheTags = [
    ...new Set([...(left?.cacheTags ?? []), ...changes.flatMap((change) => change.cacheTags)]),
  ]
  await tx.insert(reprojections).values({ kind, resourceId: id, afterArticleId: '', cacheTags })
}
