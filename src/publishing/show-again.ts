import { reprojections } from '../db/reply-tables.ts'
import { and, eq, sql } from 'drizzle-orm'
import { appendChanges, type NewChange } from '../changes/append.ts'
import type { Db } from '../db/store.ts'
import { articlePeople, articleTopics, qaPeople, qaTopics } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { findArticleState } from '../revisions/queries.ts'
import { articlesShowing, type Named } from './articles-showing.ts'
import { showAgain } from './publish.ts'

/** Who has another name on so many articles is shown again in the transaction that gave it; on more, by `reprojectDue`. */
export const AT_ONCE_ARTICLES_MAX = 20

const LISTS = ['list:articles', 'list:qa']

/** A person or topic that has another name, or became part of the one that is named by `into`. */
interface Renamed extends Named {
  into?: string
  /** What is to be told where `into` stands beside it at once, and no article tells of it. */
  comesIntoSight?: NewChange[]
}

/**
 * Lets readers see a person or topic by the present name wherever they are shown, and tells the log: of few articles in
 * this transaction, and who reads after it finds the old name nowhere. Of many it writes what is to be done; the log then
 * tells of the one itself at once, and again when the last article is shown by the present name. Who names `into` in a filter finds what showed the other, and that
 * it is in use, from the commit on either way.
 */
export async function reproject(
  tx: Db,
  world: World,
  { kind, id, into, comesIntoSight = [] }: Renamed,
  changes: NewChange[],
): Promise<void> {
  const articleIds = await articlesShowing(tx, { kind, id }, { limit: AT_ONCE_ARTICLES_MAX + 1 })
  if (articleIds.length <= AT_ONCE_ARTICLES_MAX) {
    await appendChanges(tx, world, changes)
    await showArticlesAgain(tx, world, articleIds)
    return
  }
  // No article tells of the lists that are filtered by these names already.
  const ofLists = (change: NewChange) => ({ ...change, cacheTags: [...change.cacheTags, ...LISTS] })
  await appendChanges(tx, world, [...changes, ...comesIntoSight].map(ofLists))
  const isOwn = (change: NewChange) => change.id === id || change.id === into
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

/**
 * Lets what was merged into another stand beside it wherever it is shown. Its own rows stay until the articles are shown
 * again: they say which these are.
 */
async function standBeside(tx: Db, { kind, id }: Named, into: string): Promise<void> {
  const other = sql<string>`${into}`.as('into')
  if (kind === 'person') {
    const { articleId, personId, role } = articlePeople
    const onArticles = tx.select({ articleId, personId: other, role }).from(articlePeople)
    await tx
      .insert(articlePeople)
      .select(onArticles.where(eq(personId, id)))
      .onConflictDoNothing()
    const onPairs = tx.select({ qaId: qaPeople.qaId, personId: other, role: qaPeople.role }).from(qaPeople)
    await tx
      .insert(qaPeople)
      .select(onPairs.where(eq(qaPeople.personId, id)))
      .onConflictDoNothing()
    return
  }
  const { articleId, topicId } = articleTopics
  const ofArticles = tx.select({ articleId, topicId: other }).from(articleTopics)
  await tx
    .insert(articleTopics)
    .select(ofArticles.where(eq(topicId, id)))
    .onConflictDoNothing()
  const ofPairs = tx.select({ qaId: qaTopics.qaId, topicId: other }).from(qaTopics)
  await tx
    .insert(qaTopics)
    .select(ofPairs.where(eq(qaTopics.topicId, id)))
    .onConflictDoNothing()
}
