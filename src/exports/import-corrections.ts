import { eq } from 'drizzle-orm'
import { appendChanges } from '../changes/append.ts'
import { correctionChange } from '../corrections/correction-change.ts'
import { corrections } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import { articles } from '../db/tables.ts'
import type { World } from '../deps.ts'
import type { CorrectionLine } from './contract.ts'

/** Puts the corrections of an export into the ledger that are not in it, of articles that are there. */
export async function importCorrections(tx: Db, world: World, lines: CorrectionLine[]): Promise<void> {
  for (const line of lines) {
    const [article] = await tx
      .select({ articleId: articles.id, revision: articles.publishedRevision })
      .from(articles)
      .where(eq(articles.id, line.articleId))
    if (!article) continue
    const added = await tx
      .insert(corrections)
      .values(line)
      .onConflictDoNothing()
      .returning({ id: corrections.id })
    if (added.length > 0)
      await appendChanges(tx, world, [await correctionChange(tx, { ...article, kind: line.kind })])
  }
}
