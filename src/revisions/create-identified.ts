import { giveSlug, takeSlug } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articles, revisions } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { slugOf } from '../slug.ts'
import type { ArticleDocument, Signature } from './contract.ts'
import { keepMatchKeys } from './match-keys.ts'
import type { ArticleState } from './queries.ts'

/** Who an article was before it came here. */
export interface Identity {
  id: string
  slug: string | null
  formerSlugs: string[]
  firstPublishedAt: string | null
  lastPairNumber: number | null
}

/**
 * Makes an article that has its identity already, with its first revision, a draft. Nothing may have the id; of its slugs
 * it gets those that are free.
 */
export async function createIdentified(
  tx: Db,
  world: World,
  { id, slug: wanted, formerSlugs, firstPublishedAt, lastPairNumber }: Identity,
  document: ArticleDocument,
  { author, reason }: Signature,
): Promise<ArticleState> {
  const slug = await takeSlug(tx, 'article', wanted ?? slugOf(document.title), id)
  for (const former of formerSlugs) await giveSlug(tx, 'article', former, id)
  const createdAt = world.now().toISOString()
  const last = document.qa.reduce((highest, { number }) => Math.max(highest, number), lastPairNumber ?? 0)
  const state = { id, slug, draftRevision: 1, firstPublishedAt, lastPairNumber: last }
  const [article] = await tx
    .insert(articles)
    .values({ ...state, createdAt, updatedAt: createdAt })
    .returning()
  if (!article) throw new Error(`Article ${id} could not be made.`)
  await tx.insert(revisions).values({ articleId: id, number: 1, document, author, reason, createdAt })
  await keepMatchKeys(tx, id, document)
  return article
}
