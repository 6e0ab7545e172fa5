import { and, eq } from 'drizzle-orm'
import { takeSlug } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articles, revisions } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { slugOf } from '../slug.ts'
import { ArticleDocument, type Signature } from './contract.ts'

/** A document whose pairs have no identity yet. */
export type NewDocument = Omit<ArticleDocument, 'qa'> & {
  qa: Omit<ArticleDocument['qa'][number], 'id' | 'number'>[]
}

/** Makes an article with its first revision, a draft; gives its id. Pairs get their ids and numbers here. */
export async function createArticle(
  tx: Db,
  world: World,
  content: NewDocument,
  { author, reason }: Signature,
): Promise<string> {
  const id = world.newId('art')
  const slug = await takeSlug(tx, 'article', slugOf(content.title), id)
  const createdAt = world.now().toISOString()
  const qa = content.qa.map((pair, index) => ({ ...pair, id: world.newId('qa'), number: index + 1 }))
  const document = ArticleDocument.parse({ ...content, qa })
  await tx
    .insert(articles)
    .values({ id, slug, draftRevision: 1, lastPairNumber: qa.length, createdAt, updatedAt: createdAt })
  await tx.insert(revisions).values({ articleId: id, number: 1, document, author, reason, createdAt })
  return id
}

export type ArticleState = typeof articles.$inferSelect

/** Where an article stands; undefined where there is none. */
export async function findArticleState(db: Db, id: string): Promise<ArticleState | undefined> {
  const [state] = await db.select().from(articles).where(eq(articles.id, id))
  return state
}

/** One revision of an article. Throws where there is none: the state of an article names only real ones. */
export async function getRevision(db: Db, articleId: string, number: number): Promise<ArticleDocument> {
  const [row] = await db
    .select({ document: revisions.document })
    .from(revisions)
    .where(and(eq(revisions.articleId, articleId), eq(revisions.number, number)))
  if (!row) throw new Error(`Article ${articleId} has no revision ${number}.`)
  return ArticleDocument.parse(row.document)
}
