import { and, asc, eq, lte } from 'drizzle-orm'
import { appendAudit } from '../audit/append.ts'
import { articles } from '../db/tables.ts'
import type { Deps } from '../deps.ts'
import { publish } from './publish.ts'

/** So many are published in one turn; the others in the next. */
const BATCH_ARTICLES = 50

/**
 * Publishes what is due, each in a transaction of its own that looks again whether it still is: of two processes one
 * does it. Reads only where nothing is due.
 */
export async function publishDue(deps: Deps): Promise<void> {
  const { store, now } = deps
  const due = await store.read
    .select({ id: articles.id })
    .from(articles)
    .where(lte(articles.scheduledAt, now().toISOString()))
    .orderBy(asc(articles.scheduledAt), asc(articles.id))
    .limit(BATCH_ARTICLES)
  for (const { id } of due)
    await store.write(async (tx) => {
      const isDue = and(eq(articles.id, id), lte(articles.scheduledAt, now().toISOString()))
      const [article] = await tx.select().from(articles).where(isDue)
      if (!article) return
      const { publishedRevision, draftRevision } = article
      await publish(tx, deps, article)
      await appendAudit(tx, deps, {
        actor: article.scheduledBy ?? 'schedule',
        action: 'article.publish',
        resource: 'article',
        id,
        fromRevision: publishedRevision,
        toRevision: draftRevision,
      })
    })
}
