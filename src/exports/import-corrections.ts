import { eq } from 'drizzle-orm'
import { corrections } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import { articles } from '../db/tables.ts'
import type { CorrectionLine } from './contract.ts'

/** Puts the corrections of an export into the ledger that are not in it, of articles that are there. */
export async function importCorrections(tx: Db, lines: CorrectionLine[]): Promise<void> {
  for (const line of lines) {
    const [article] = await tx
      .select({ id: articles.id })
      .from(articles)
      .where(eq(articles.id, line.articleId))
    if (article) await tx.insert(corrections).values(line).onConflictDoNothing()
  }
}
