import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { findArticleState } from '../revisions/queries.ts'
import { showAgain } from './publish.ts'

/**
 * Shows readers these articles once more, in the transaction that renamed or merged what they show: who reads after it
 * finds the old name nowhere. Takes as long as publishing them all.
 */
export async function reproject(tx: Db, world: World, articleIds: string[]): Promise<void> {
  for (const id of articleIds) {
    const article = await findArticleState(tx, id)
    if (article) await showAgain(tx, world, article)
  }
}
