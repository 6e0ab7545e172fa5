import { eq } from 'drizzle-orm'
import type { Db } from '../db/store.ts'
import { articles } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { type ArticleState, getRevision } from '../revisions/queries.ts'
import { show } from './show.ts'

/** Shows readers the draft of an article, from the commit on. */
export async function publish(tx: Db, world: World, article: ArticleState): Promise<void> {
  const { id, slug, draftRevision: revision } = article
  const document = await getRevision(tx, id, revision)
  const updatedAt = world.now().toISOString()
  const firstPublishedAt = article.firstPublishedAt ?? updatedAt
  const publishedAt = document.publishedAt ?? firstPublishedAt
  await show(tx, world, { id, slug, revision, publishedAt, updatedAt }, document)
  await tx
    .update(articles)
    .set({ publishedRevision: revision, firstPublishedAt, updatedAt })
    .where(eq(articles.id, id))
}
