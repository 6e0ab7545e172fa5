import { eq, inArray } from 'drizzle-orm'
import type { NewChange } from '../changes/append.ts'
import type { Db } from '../db/store.ts'
import { articleTopics, qaPairs, qaTopics } from '../db/tables.ts'

/** What the log says of a new entry in the ledger, with the topics that readers see on the article and its pairs. */
export async function correctionChange(
  db: Db,
  { articleId, revision, kind }: { articleId: string; revision: number | null; kind: string },
): Promise<NewChange> {
  return {
    type: 'article.corrected',
    resource: 'article',
    id: articleId,
    revision,
    deleted: kind === 'retraction',
    cacheTags: [`article:${articleId}`, 'list:corrections'],
    topicIds: await topicIdsOf(db, articleId),
  }
}

async function topicIdsOf(db: Db, articleId: string): Promise<string[]> {
  const pairIds = db.select({ id: qaPairs.id }).from(qaPairs).where(eq(qaPairs.articleId, articleId))
  const rows = [
    ...(await db
      .select({ id: articleTopics.topicId })
      .from(articleTopics)
      .where(eq(articleTopics.articleId, articleId))),
    ...(await db.select({ id: qaTopics.topicId }).from(qaTopics).where(inArray(qaTopics.qaId, pairIds))),
  ]
  return rows.map(({ id }) => id)
}
