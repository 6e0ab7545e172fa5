import { and, eq, ne, notExists, sql } from 'drizzle-orm'
import { FACETS } from '../contract.ts'
import { addChange, type Changes, writeChanges } from '../db/change-counts.ts'
import { NOUNS, onlyUnder } from '../db/content-filter.ts'
import { countFacets } from '../db/count-facets.ts'
import { EVERYTHING, keptCounts, keptFacets, nameCounts, type Scope } from '../db/facet-counts.ts'
import { alias } from '../db/kit.sqlite.ts'
import type { Db } from '../db/store.ts'
import { articleQaTopics, articleTopics } from '../db/list-tables.ts'
import { topicClosure } from '../db/tables.ts'
import { countIds, idsBy } from '../db/walk-list.ts'

/**
 * Derives anew what is listed and counted under the topics `above` after `moved` came or went under them, from what the
 * articles and pairs have themselves.
 */
export async function deriveAbove(tx: Db, moved: string[], above: string[]): Promise<void> {
  const ids = [...new Set(above)].filter((id) => !moved.includes(id))
  if (ids.length === 0 || !(await isUsed(tx, moved))) return
  for (const id of ids) {
    for (const table of [articleTopics, articleQaTopics]) await deriveRows(tx, table, id)
    await deriveCounts(tx, id)
  }
}

async function isUsed(db: Db, values: string[]): Promise<boolean> {
  for (const list of ['article', 'qa'] as const)
    if ((await keptCounts(db, list, EVERYTHING, { facets: ['topic'], values })).length > 0) return true
  return false
}

async function deriveRows(
  tx: Db,
  table: typeof articleTopics | typeof articleQaTopics,
  id: string,
): Promise<void> {
  const narrower = alias(table, 'narrower')
  const own = alias(table, 'own')
  const hasItself = tx
    .select({ one: sql`1` })
    .from(own)
    .where(and(eq(own.articleId, narrower.articleId), eq(own.topicId, id)))
  await tx.delete(table).where(and(eq(table.topicId, id), eq(table.isDirect, false)))
  await tx.insert(table).select(
    tx
      .selectDistinct({
        articleId: narrower.articleId,
        topicId: sql`${id}`.as('topic_id'),
        isDirect: sql`${0}`.as('is_direct'),
        publishedAt: narrower.publishedAt,
      })
      .from(topicClosure)
      .innerJoin(narrower, eq(narrower.topicId, topicClosure.descendantId))
      .where(
        and(
          eq(topicClosure.ancestorId, id),
          ne(topicClosure.descendantId, id),
          eq(narrower.isDirect, true),
          notExists(hasItself),
        ),
      ),
  )
}

async function deriveCounts(tx: Db, id: string): Promise<void> {
  const changes: Changes = new Map()
  const scope: Scope = { scope: 'above', scopeId: id }
  const itself = { facet: 'above', value: id }
  for (const list of ['article', 'qa'] as const) {
    const known = onlyUnder(tx, NOUNS[list], id)
    const before = await nameCounts(tx, await keptFacets(tx, list, scope, FACETS))
    for (const mark of before) addChange(changes, list, scope, mark, -mark.count)
    const after = await countFacets(tx, list, idsBy(tx, known), FACETS)
    for (const mark of after) addChange(changes, list, scope, mark, mark.count)
    const [total] = await keptCounts(tx, list, EVERYTHING, { facets: [itself.facet], values: [id] })
    addChange(changes, list, EVERYTHING, itself, (await countIds(tx, known)) - (total?.count ?? 0))
  }
  await writeChanges(tx, changes)
}
