import { and, desc, sql } from 'drizzle-orm'
import type { KnownFilter } from './content-filter.ts'
import { keyset, type KeyValue } from './keyset.ts'
import { tuplesOf } from './kit.sqlite.ts'
import { everyArticle, onTheWay, pathOf } from './list-paths.ts'
import { articleMarks, type MarkedItems } from './list-tables.ts'
import type { Db } from './store.ts'
import { type Columns, merged } from './walk-list.ts'

/** An article with what of it is listed and what that is counted under. */
export type MarkedRow = [
  articleId: string,
  publishedAt: string,
  kind: number,
  language: number,
  year: number,
  items: MarkedItems[],
]

/**
 * The articles in which a filter may find something, the newest first, so many from the one on that is after `after`.
 * What `others` say is not asked.
 */
export async function walkMarked(
  db: Db,
  filter: KnownFilter,
  { after, limit }: { after: MarkedRow | undefined; limit: number },
): Promise<MarkedRow[]> {
  const [narrowest] = filter.groups
  const path = narrowest ? pathOf(filter, narrowest) : everyArticle
  const keys = [path.publishedAt, path.articleId].map((column) => ({ column, descending: true }))
  const { where } = keyset(keys, after && { key: [after[1], after[0]] })
  const columns: Columns = {
    publishedAt: sql<KeyValue>`${path.publishedAt}`.as('walked_at'),
    articleId: sql<KeyValue>`${path.articleId}`.as('walked_id'),
  }
  const walks = path.arms.map((arm) =>
    db
      .select(columns)
      .from(path.table)
      .$dynamic()
      .where(and(arm, where, ...onTheWay(db, filter, path))),
  )
  const newest = [desc(sql`walked_at`), desc(sql`walked_id`)]
  const { articleId, kind, language, year, article, pairs } = articleMarks
  const items = filter.noun.list === 'article' ? article : pairs
  const walked = merged(walks)
    .orderBy(...newest)
    .limit(limit)
    .as('walked')
  const ids = [articleId, sql`walked_at`].map((text) => sql`json_quote(${text})`)
  const [found] = await db
    .select({ rows: tuplesOf<MarkedRow>([...ids, kind, language, year, items]) })
    .from(walked)
    .innerJoin(articleMarks, sql`${articleId} = walked_id`)
  const isNewer = ([id, at]: MarkedRow, [otherId, otherAt]: MarkedRow) =>
    at > otherAt || (at === otherAt && id > otherId)
  return (found?.rows ?? []).sort((one, other) => (isNewer(one, other) ? -1 : 1))
}
