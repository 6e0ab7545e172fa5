import { asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articles, imports } from '../db/tables.ts'
import { ImportedArticle, type ImportResult, Receipt } from './contract.ts'

const StoredResult = z.object({ article: ImportedArticle, receipt: Receipt })

const selected = {
  id: imports.id,
  articleId: imports.articleId,
  slug: articles.slug,
  publishedRevision: articles.publishedRevision,
  result: imports.result,
}

/** An import by its id; undefined where there is none. */
export async function findImport(db: Db, id: string): Promise<ImportResult | undefined> {
  const [row] = await db
    .select(selected)
    .from(imports)
    .innerJoin(articles, eq(articles.id, imports.articleId))
    .where(eq(imports.id, id))
  return row && present(row, 'created')
}

/** The first import of these bytes; undefined where they are new. `checksum` is SHA-256 in hex. */
export async function findSameBytes(db: Db, checksum: string): Promise<ImportResult | undefined> {
  const [row] = await db
    .select(selected)
    .from(imports)
    .innerJoin(articles, eq(articles.id, imports.articleId))
    .where(eq(imports.checksum, checksum))
    .orderBy(asc(imports.createdAt), asc(imports.id))
    .limit(1)
  return row && present(row, 'unchanged')
}

/** What an article was last imported from: the bytes as they came. `undefined` where it was not imported. */
export async function findSource(
  db: Db,
  idOrSlug: string,
): Promise<Pick<typeof imports.$inferSelect, 'source' | 'checksum' | 'mediaType' | 'charset'> | undefined> {
  const [articleId] = await idsOf(db, 'article', [idOrSlug])
  if (articleId === undefined) return undefined
  const { source, checksum, mediaType, charset } = imports
  const [row] = await db
    .select({ source, checksum, mediaType, charset })
    .from(imports)
    .where(eq(imports.articleId, articleId))
    .orderBy(desc(imports.revision))
    .limit(1)
  return row
}

interface Row {
  id: string
  articleId: string
  slug: string
  publishedRevision: number | null
  result: unknown
}

function present({ publishedRevision, result, ...row }: Row, status: ImportResult['status']): ImportResult {
  return { ...row, status, published: publishedRevision !== null, ...StoredResult.parse(result) }
}
