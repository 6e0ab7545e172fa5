import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { type ArticleState, changeState, getRevision } from '../revisions/queries.ts'
import { show, withdraw } from './show.ts'

/** What was settled when an article was published elsewhere, and is to stay so. */
export interface Settled {
  updatedAt: string
  /** Who the people of the document are, in its order; empty: whoever has their names. */
  personIds: string[]
}

/** Shows readers the draft of an article, from the commit on; gives how it stands then. */
export async function publish(
  tx: Db,
  world: World,
  article: ArticleState,
  settled: Partial<Settled> = {},
): Promise<ArticleState> {
  const { id, slug, draftRevision: revision } = article
  const document = await getRevision(tx, id, revision)
  const { updatedAt = world.now().toISOString(), personIds } = settled
  const firstPublishedAt = article.firstPublishedAt ?? updatedAt
  const publishedAt = document.publishedAt ?? firstPublishedAt
  await show(tx, world, { id, slug, revision, publishedAt, updatedAt }, document, personIds)
  const published = { publishedRevision: revision, firstPublishedAt, scheduledAt: null, scheduledBy: null }
  return changeState(tx, world, article, published)
}

/** Shows readers an article no more, nor at a time to come; what else changes in its state goes along. */
export async function unpublish(
  tx: Db,
  world: World,
  article: ArticleState,
  change: Partial<ArticleState> = {},
): Promise<ArticleState> {
  await withdraw(tx, world, article.id)
  const unseen = { publishedRevision: null, scheduledAt: null, scheduledBy: null }
  return changeState(tx, world, article, { ...unseen, ...change })
}

/** Shows readers what they see of an article once more, under its present names. Nothing happens where they see none. */
export async function showAgain(tx: Db, world: World, article: ArticleState): Promise<void> {
  const { id, slug, publishedRevision: revision, firstPublishedAt } = article
  if (revision === null) return
  const document = await getRevision(tx, id, revision)
  const updatedAt = world.now().toISOString()
  const publishedAt = document.publishedAt ?? firstPublishedAt ?? updatedAt
  await show(tx, world, { id, slug, revision, publishedAt, updatedAt }, document)
}
