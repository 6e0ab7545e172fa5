import { isDeepStrictEqual } from 'node:util'
import { giveSlug, idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { Problem } from '../problem.ts'
import { showAgain } from '../publishing/publish.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import {
  type ArticleState,
  changeState,
  createArticle,
  findArticleState,
  getRevision,
  identifyPairs,
  updateArticle,
} from '../revisions/queries.ts'
import { type ArticlePatch, type EditorialArticle, type NewArticle, READ_ONLY } from './contract.ts'
import { presentEditorial } from './present.ts'
import { readInput } from './read-input.ts'
import { refuseContradictions } from './refuse-contradictions.ts'
import { slugTaken } from './slug-taken.ts'

/** An article by its id or by any slug it has or had. `Problem` where there is none. */
export async function getArticleState(db: Db, idOrSlug: string): Promise<ArticleState> {
  const [id] = await idsOf(db, 'article', [idOrSlug])
  const state = await findArticleState(db, id ?? '')
  if (!state) throw new Problem('not_found', 'No article has this id or slug.')
  return state
}

/** The draft of an article, as editors are shown it. */
export async function getDraft(db: Db, state: ArticleState): Promise<EditorialArticle> {
  return presentEditorial(state, await getRevision(db, state.id, state.draftRevision))
}

/** Makes a draft of what an editor sent. */
export async function createDraft(
  tx: Db,
  world: World,
  input: NewArticle,
  author: string,
): Promise<EditorialArticle> {
  const { content } = await readInput(tx, input, undefined)
  const { slug, reason = 'created' } = input
  if (slug !== undefined && (await idsOf(tx, 'article', [slug])).length > 0) throw slugTaken('article', slug)
  const id = await createArticle(tx, world, content, { author, reason }, slug)
  return getDraft(tx, await getArticleState(tx, id))
}

/**
 * Changes the draft of an article as a merge patch says; a patch that changes nothing makes no revision. A new slug
 * holds at once, and for readers too, whom the old one leads there.
 */
export async function patchDraft(
  tx: Db,
  world: World,
  article: ArticleState,
  { patch, author }: { patch: ArticlePatch; author: string },
): Promise<EditorialArticle> {
  const before = await getRevision(tx, article.id, article.draftRevision)
  refuseContradictions(presentEditorial(article, before), patch, READ_ONLY)
  const { content, known } = await readInput(tx, patch, before)
  const document = identifyPairs(world, content, { known, lastPairNumber: article.lastPairNumber })
  let state = article
  if (!isDeepStrictEqual(document, before)) {
    await updateArticle(tx, world, article, document, { author, reason: patch.reason ?? 'edited' })
    state = await getArticleState(tx, article.id)
  }
  const { slug } = patch
  if (slug !== undefined && slug !== article.slug) state = await rename(tx, world, state, slug)
  return presentEditorial(state, document)
}

/** Makes an older revision the draft again, as a new revision. */
export async function restoreRevision(
  tx: Db,
  world: World,
  article: ArticleState,
  { number, author }: { number: number; author: string },
): Promise<EditorialArticle> {
  const document = await getKnownRevision(tx, article, number)
  await updateArticle(tx, world, article, document, { author, reason: `restored revision ${number}` })
  return getDraft(tx, await getArticleState(tx, article.id))
}

/** One revision of an article. `Problem` where there is none of this number. */
export async function getKnownRevision(
  db: Db,
  { id, draftRevision }: ArticleState,
  number: number,
): Promise<ArticleDocument> {
  if (number < 1 || number > draftRevision)
    throw new Problem('not_found', `The article has the revisions 1 to ${draftRevision}.`)
  return getRevision(db, id, number)
}

async function rename(tx: Db, world: World, article: ArticleState, slug: string): Promise<ArticleState> {
  if (!(await giveSlug(tx, 'article', slug, article.id))) throw slugTaken('article', slug)
  const renamed = await changeState(tx, world, article, { slug })
  await showAgain(tx, world, renamed)
  return renamed
}
