import type { Db } from '../src/db/store.ts'
import type { World } from '../src/deps.ts'
import { publish } from '../src/publishing/publish.ts'
import type { ArticleDocument } from '../src/revisions/contract.ts'
import {
  type ArticleState,
  createArticle,
  findArticleState,
  getRevision,
  type NewDocument,
  updateArticle,
} from '../src/revisions/queries.ts'

const SIGNATURE = { author: 'bench', reason: 'bench' }

/** A draft; gives the article's id. */
export function create(tx: Db, world: World, document: NewDocument): Promise<string> {
  return createArticle(tx, world, document, SIGNATURE)
}

/** Shows readers the draft of an article. */
export async function publishDraft(tx: Db, world: World, id: string): Promise<void> {
  await publish(tx, world, await stateOf(tx, id))
}

/** As an import that publishes has it; gives the article's id. */
export async function createAndPublish(tx: Db, world: World, document: NewDocument): Promise<string> {
  const id = await create(tx, world, document)
  await publishDraft(tx, world, id)
  return id
}

/** A new revision, and everything that readers see of the article anew; gives the revision's number. */
export async function changeAndPublish(
  tx: Db,
  world: World,
  id: string,
  change: (before: ArticleDocument) => ArticleDocument,
): Promise<number> {
  const state = await stateOf(tx, id)
  const before = await getRevision(tx, id, state.draftRevision)
  await updateArticle(tx, world, state, change(before), SIGNATURE)
  const changed = await stateOf(tx, id)
  await publish(tx, world, changed)
  return changed.draftRevision
}

async function stateOf(tx: Db, id: string): Promise<ArticleState> {
  const state = await findArticleState(tx, id)
  if (!state) throw new Error(`${id} is gone.`)
  return state
}
