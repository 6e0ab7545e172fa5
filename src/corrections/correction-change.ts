import { and, eq } from 'drizzle-orm'
import type { NewChange } from '../changes/append.ts'
import type { Db } from '../db/store.ts'
import { articleQaTopics, articleTopics } from '../db/list-tables.ts'

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
  const ids: string[] = []
  for (const table of [articleTopics, articleQaTopics]) {
    const isIts = and(eq(table.articleId, articleId), eq(table.isDirect, true))
    const rows = await db.select({ id: table.topicId }).from(table).where(isIts)
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}
