import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import { keepQuery } from '../db/keep-query.ts'
import type { Column, Table } from '../db/kit.sqlite.ts'
import {
  articlePeople,
  articleQaTopics,
  articleSpeakers,
  articleTopics,
  qaPeople,
  qaTopics,
} from '../db/list-tables.ts'
import { articleReplies } from '../db/reply-tables.ts'
import type { Db } from '../db/store.ts'
import { publishedArticles, qaPairs } from '../db/tables.ts'
import { type KeyedRows, keyedRows, type Replacement, writeDifferences } from '../db/write-differences.ts'
import type { Projection } from './project.ts'

type Row = Record<string, unknown>

/** What an article has in one table. */
interface Part {
  rows: KeyedRows
  present: (tx: Db, articleId: string) => Promise<Row[]>
  of: (projection: Projection) => Row[]
}

function part<T extends Table>(
  table: T,
  key: (keyof T['$inferInsert'] & string)[],
  isOfArticle: (db: Db) => SQL,
  of: Part['of'],
): Part {
  const query = keepQuery((db) => db.select().from<Table>(table).where(isOfArticle(db)).prepare())
  return {
    rows: keyedRows(table, key),
    present: async (tx, articleId) => query(tx).execute({ articleId }),
    of,
  }
}

const isArticle = (column: Column) => () => eq(column, sql.placeholder('articleId'))

const isItsPair = (column: Column) => (db: Db) =>
  inArray(column, db.select({ id: qaPairs.id }).from(qaPairs).where(isArticle(qaPairs.articleId)()))

/** In an order in which nothing is without what it belongs to. */
const PARTS = [
  part(publishedArticles, ['articleId'], isArticle(publishedArticles.articleId), ({ article }) => [article]),
  part(articleReplies, ['articleId'], isArticle(articleReplies.articleId), ({ reply }) => [reply]),
  part(
    articlePeople,
    ['articleId', 'personId', 'role'],
    isArticle(articlePeople.articleId),
    ({ people }) => people,
  ),
  part(articleTopics, ['articleId', 'topicId'], isArticle(articleTopics.articleId), ({ topics }) => topics),
  part(
    articleSpeakers,
    ['articleId', 'personId', 'role'],
    isArticle(articleSpeakers.articleId),
    ({ speakers }) => speakers,
  ),
  part(
    articleQaTopics,
    ['articleId', 'topicId'],
    isArticle(articleQaTopics.articleId),
    ({ qaTopics: topics }) => topics,
  ),
  part(qaPairs, ['id'], isArticle(qaPairs.articleId), ({ pairs }) => pairs),
  part(qaPeople, ['qaId', 'personId', 'role'], isItsPair(qaPeople.qaId), ({ pairPeople }) => pairPeople),
  part(qaTopics, ['qaId', 'topicId'], isItsPair(qaTopics.qaId), ({ pairTopics }) => pairTopics),
]

/**
 * Writes the rows that readers query of an article, but for those of the search, in the place of those that are there;
 * undefined: none. The one way into them.
 */
export async function project(tx: Db, articleId: string, projection: Projection | undefined): Promise<void> {
  const replacements: Replacement[] = []
  let isShown = true
  for (const { rows, present, of } of PARTS) {
    const before = isShown ? await present(tx, articleId) : []
    // Of what is not among the published articles, nothing is anywhere.
    if (before.length === 0 && replacements.length === 0) isShown = false
    replacements.push({ rows, before, after: projection ? of(projection) : [] })
  }
  await writeDifferences(tx, replacements)
}
