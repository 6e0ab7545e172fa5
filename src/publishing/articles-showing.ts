import { and, asc, eq, gt } from 'drizzle-orm'
import type { Db } from '../db/store.ts'
import { articlePeople, articleQaTopics, articleTopics } from '../db/list-tables.ts'

/** A person or a topic. */
export interface Named {
  kind: 'person' | 'topic'
  id: string
}

interface Part {
  /** Those made after this one. */
  after?: string
  limit?: number
}

/**
 * The published articles on which a person stands, or which have a topic themselves or on one of their pairs, in the
 * order they were made.
 */
export async function articlesShowing(db: Db, { kind, id }: Named, part: Part = {}): Promise<string[]> {
  const { after = '', limit = Number.MAX_SAFE_INTEGER } = part
  if (kind === 'topic') return articlesAbout(db, id, { after, limit })
  const { articleId, personId } = articlePeople
  const rows = await db
    .selectDistinct({ articleId })
    .from(articlePeople)
    .where(and(eq(personId, id), gt(articleId, after)))
    .orderBy(asc(articleId))
    .limit(limit)
  return rows.map((row) => row.articleId)
}

async function articlesAbout(db: Db, id: string, { after, limit }: Required<Part>): Promise<string[]> {
  const ids = new Set<string>()
  for (const table of [articleTopics, articleQaTopics]) {
    const isAbout = and(eq(table.topicId, id), eq(table.isDirect, true), gt(table.articleId, after))
    const rows = await db
      .select({ articleId: table.articleId })
      .from(table)
      .where(isAbout)
      .orderBy(asc(table.articleId))
      .limit(limit)
    for (const { articleId } of rows) ids.add(articleId)
  }
  return [...ids].sort().slice(0, limit)
}
