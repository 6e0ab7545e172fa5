import { appendChanges } from '../changes/append.ts'
import { corrections } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { badMember } from '../problem.ts'
import { unpublish } from '../publishing/publish.ts'
import { type ArticleState, changeState, getRevision } from '../revisions/queries.ts'
import type { NewCorrection } from './contract.ts'
import { correctionChange } from './correction-change.ts'

/**
 * Adds to the public ledger what was put right in an article that readers see; a retraction takes the article from
 * them. Gives the id of the entry. `Problem` where the pair that is named is none of the article.
 */
export async function correct(
  tx: Db,
  world: World,
  article: ArticleState,
  { kind, text, qa, author }: NewCorrection & { author: string },
): Promise<string> {
  const { id: articleId, publishedRevision: revision } = article
  if (qa !== undefined && revision !== null) {
    const { qa: pairs } = await getRevision(tx, articleId, revision)
    if (!pairs.some(({ id }) => id === qa)) throw badMember('/qa', 'is no pair of what readers see of it.')
  }
  const id = world.newId('cor')
  const at = world.now().toISOString()
  await tx.insert(corrections).values({ id, articleId, qaId: qa ?? null, kind, text, author, at })
  await appendChanges(tx, world, [await correctionChange(tx, { articleId, revision, kind })])
  if (kind === 'retraction') await unpublish(tx, world, article, { retractedAt: at })
  else await changeState(tx, world, article, {})
  return id
}
