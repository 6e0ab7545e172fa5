import { eq, isNotNull, notExists, sql } from 'drizzle-orm'
import type { Db } from './store.ts'
import { articles, publishedArticles } from './tables.ts'

/** One thing that was looked at; `fault` says what is wrong, null that all is well. */
export interface Finding {
  check: string
  fault: string | null
}

/** Looks at the database whole; reads only. Time grows with its size. */
export async function examine(db: Db): Promise<Finding[]> {
  return [
    { check: 'file is sound', fault: await integrityFault(db) },
    { check: 'references lead somewhere', fault: await referenceFault(db) },
    { check: 'search finds what is published', fault: await searchFault(db) },
    { check: 'readers see the revisions that were published', fault: await projectionFault(db) },
  ]
}

async function integrityFault(db: Db): Promise<string | null> {
  const rows = await db.all<{ integrity_check: string }>(sql`pragma integrity_check`)
  const faults = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok')
  return faults.length > 0 ? faults.join('; ') : null
}

async function referenceFault(db: Db): Promise<string | null> {
  const rows = await db.all<{ table: string; parent: string }>(sql`pragma foreign_key_check`)
  return rows.length > 0 ? rows.map(({ table, parent }) => `${table} without its ${parent}`).join('; ') : null
}

async function searchFault(db: Db): Promise<string | null> {
  const missing = await db.all<{ id: string }>(sql`
    select qa_pairs.id from qa_pairs left join search_texts on search_texts.id = qa_pairs.id
    where search_texts.id is null
    union all
    select search_texts.id from search_texts left join qa_pairs on qa_pairs.id = search_texts.id
    where search_texts.kind = 'qa' and qa_pairs.id is null`)
  return missing.length > 0
    ? `the index and the pairs differ in ${missing.map(({ id }) => id).join(', ')}`
    : null
}

async function projectionFault(db: Db): Promise<string | null> {
  const shown = db
    .select({ id: publishedArticles.articleId })
    .from(publishedArticles)
    .where(eq(publishedArticles.articleId, articles.id))
  const hidden = await db
    .select({ slug: articles.slug })
    .from(articles)
    .where(sql`${isNotNull(articles.publishedRevision)} and ${notExists(shown)}`)
  return hidden.length > 0
    ? `published, but not to be seen: ${hidden.map(({ slug }) => slug).join(', ')}`
    : null
}
