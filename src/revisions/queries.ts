import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { insertRows, placeholdersOf } from '../db/insert-rows.ts'
import { keepQuery } from '../db/keep-query.ts'
import { takeSlug } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articles, revisions } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { slugOf } from '../slug.ts'
import { ArticleDocument, type Signature } from './contract.ts'
import { keepMatchKeys } from './match-keys.ts'

type Pair = ArticleDocument['qa'][number]
/** Who a pair is. */
export type PairIdentity = Pick<Pair, 'id' | 'number'>

/** A document whose pairs have no identity yet. */
export type NewDocument = Omit<ArticleDocument, 'qa'> & { qa: Omit<Pair, 'id' | 'number'>[] }

/** Makes an article with its first revision, a draft; gives its id. Pairs get their ids and numbers here. */
export async function createArticle(
  tx: Db,
  world: World,
  content: NewDocument,
  { author, reason }: Signature,
  wantedSlug = slugOf(content.title),
): Promise<string> {
  const id = world.newId('art')
  const slug = await takeSlug(tx, 'article', wantedSlug, id)
  const createdAt = world.now().toISOString()
  const document = identifyPairs(world, content, { known: [], lastPairNumber: 0 })
  const lastPairNumber = document.qa.length
  await insertRows(tx, articles, [
    { id, slug, draftRevision: 1, lastPairNumber, createdAt, updatedAt: createdAt },
  ])
  await insertRows(tx, revisions, [{ articleId: id, number: 1, document, author, reason, createdAt }])
  await keepMatchKeys(tx, id, document)
  return id
}

/**
 * The document that a content makes whose pairs are `known`, by their places: the others get new ids, and the numbers
 * after `lastPairNumber`.
 */
export function identifyPairs(
  world: World,
  content: NewDocument,
  { known, lastPairNumber }: { known: (PairIdentity | undefined)[]; lastPairNumber: number },
): ArticleDocument {
  let last = lastPairNumber
  const qa = content.qa.map((pair, index): Pair => {
    const { id, number } = known[index] ?? { id: world.newId('qa'), number: (last += 1) }
    return { ...pair, id, number }
  })
  return ArticleDocument.parse({ ...content, qa })
}

/** Adds a revision to an article, its new draft. Readers see what they saw until it is published. */
export async function updateArticle(
  tx: Db,
  world: World,
  article: ArticleState,
  document: ArticleDocument,
  { author, reason }: Signature,
): Promise<void> {
  const { id } = article
  const number = article.draftRevision + 1
  const createdAt = world.now().toISOString()
  const lastPairNumber = document.qa.reduce(
    (last, pair) => Math.max(last, pair.number),
    article.lastPairNumber,
  )
  await insertRows(tx, revisions, [{ articleId: id, number, document, author, reason, createdAt }])
  await changeState(tx, world, article, { draftRevision: number, lastPairNumber })
  await keepMatchKeys(tx, id, document)
}

const changeOf = keepQuery((db, ...columns: string[]) =>
  db
    .update(articles)
    .set({
      ...placeholdersOf([...columns, 'updatedAt']),
      version: sql`${articles.version} + 1`,
    })
    .where(eq(articles.id, sql.placeholder('id')))
    .returning()
    .prepare(),
)

/** Changes where an article stands; gives how it stands then. Its entity tag is another one afterwards. */
export async function changeState(
  tx: Db,
  world: World,
  { id }: ArticleState,
  change: Partial<ArticleState>,
): Promise<ArticleState> {
  const updatedAt = world.now().toISOString()
  const [state] = await changeOf(tx, ...Object.keys(change)).execute({ ...change, updatedAt, id })
  if (!state) throw new Error(`Article ${id} is gone.`)
  return state
}

export type ArticleState = typeof articles.$inferSelect

const stateById = keepQuery((db) =>
  db
    .select()
    .from(articles)
    .where(eq(articles.id, sql.placeholder('id')))
    .prepare(),
)

/** Where an article stands; undefined where there is none. */
export async function findArticleState(db: Db, id: string): Promise<ArticleState | undefined> {
  const [state] = await stateById(db).execute({ id })
  return state
}

const revision = keepQuery((db) =>
  db
    .select({ document: revisions.document })
    .from(revisions)
    .where(
      and(
        eq(revisions.articleId, sql.placeholder('articleId')),
        eq(revisions.number, sql.placeholder('number')),
      ),
    )
    .prepare(),
)

/** One revision of an article. Throws where there is none: the state of an article names only real ones. */
export async function getRevision(db: Db, articleId: string, number: number): Promise<ArticleDocument> {
  const [row] = await revision(db).execute({ articleId, number })
  if (!row) throw new Error(`Article ${articleId} has no revision ${number}.`)
  return ArticleDocument.parse(row.document)
}

/** A revision without its document. */
export type RevisionHead = Omit<typeof revisions.$inferSelect, 'document' | 'articleId'>

/** The revisions of an article, the newest first; from `before` on downwards. */
export async function listRevisions(
  db: Db,
  articleId: string,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<RevisionHead[]> {
  const { number, author, reason, createdAt } = revisions
  return db
    .select({ number, author, reason, createdAt })
    .from(revisions)
    .where(and(eq(revisions.articleId, articleId), before === undefined ? undefined : lt(number, before)))
    .orderBy(desc(number))
    .limit(limit)
}
