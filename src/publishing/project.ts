import { eq, inArray } from 'drizzle-orm'
import { insertRows } from '../db/insert-rows.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { articlePeople, articleTopics, publishedArticles, qaPairs, qaPeople, qaTopics } from '../db/tables.ts'
import { indexArticle, type SearchedText } from '../db/text-search.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import type { Published, Rendered } from './render-article.ts'
import { writeExport } from './write-export.ts'

type Pair = Rendered['body']['qa'][number]

/** The rows that readers query of an article, but for those of the search. */
export interface Projection {
  article: typeof publishedArticles.$inferInsert
  people: (typeof articlePeople.$inferInsert)[]
  topics: (typeof articleTopics.$inferInsert)[]
  pairs: (typeof qaPairs.$inferInsert)[]
  pairPeople: (typeof qaPeople.$inferInsert)[]
  pairTopics: (typeof qaTopics.$inferInsert)[]
}

/** What readers are to query of an article. Pure. */
export function projectionOf(
  { id: articleId, slug, publishedAt, updatedAt }: Published,
  document: ArticleDocument,
  { summary, body }: Rendered,
): Projection {
  const { title, kind, language } = document
  const common = { articleId, kind, language, publishedAt, updatedAt }
  const markdown = writeExport(articleId, document)
  return {
    article: { ...common, slug, title, titleKey: sortKey(title), summary, body, markdown },
    people: summary.people.map(({ id, role }) => ({ articleId, personId: id, role: role ?? 'mentioned' })),
    topics: summary.topics.map(({ id }) => ({ articleId, topicId: id })),
    pairs: body.qa.map((pair) => ({ ...common, id: pair.id, position: pair.position, pair })),
    pairPeople: body.qa.flatMap(peopleOf),
    pairTopics: body.qa.flatMap(({ id, topics }) => topics.map((topic) => ({ qaId: id, topicId: topic.id }))),
  }
}

/** Writes the rows that readers query of an article: the one way into them. There must be none of it. */
export async function project(tx: Db, rows: Projection): Promise<void> {
  await tx.insert(publishedArticles).values(rows.article)
  await insertRows(tx, articlePeople, rows.people)
  await insertRows(tx, articleTopics, rows.topics)
  await insertRows(tx, qaPairs, rows.pairs)
  await insertRows(tx, qaPeople, rows.pairPeople)
  await insertRows(tx, qaTopics, rows.pairTopics)
}

function peopleOf({ id, askedBy, answeredBy, mentions }: Pair): (typeof qaPeople.$inferInsert)[] {
  return [
    ...(askedBy ? [{ qaId: id, personId: askedBy.id, role: 'asker' as const }] : []),
    ...answeredBy.map((person) => ({ qaId: id, personId: person.id, role: 'answerer' as const })),
    ...mentions.map((person) => ({ qaId: id, personId: person.id, role: 'mentioned' as const })),
  ]
}

/** Lets readers find an article by what they see of it; by nothing, where they see none. */
export async function projectSearch(tx: Db, articleId: string, shown: Rendered | undefined): Promise<void> {
  await indexArticle(tx, articleId, shown ? searchTextsOf(shown) : [])
}

/** What an article and its pairs are found by. */
export function searchTextsOf({ summary, body }: Rendered): SearchedText[] {
  const { id, title, dek } = summary
  const texts = [dek ?? '', body.intro?.text ?? '', body.note?.text ?? '']
  return [
    { kind: 'article', id, head: title, body: texts.join('\n') },
    ...body.qa.map(({ id: qaId, question, answer }) => {
      return { kind: 'qa' as const, id: qaId, head: question.text, body: answer.text }
    }),
  ]
}

/** Takes the rows of an article away, where there are any, but for those of the search. */
export async function unproject(tx: Db, articleId: string): Promise<void> {
  const pairIds = tx.select({ id: qaPairs.id }).from(qaPairs).where(eq(qaPairs.articleId, articleId))
  await tx.delete(qaPeople).where(inArray(qaPeople.qaId, pairIds))
  await tx.delete(qaTopics).where(inArray(qaTopics.qaId, pairIds))
  await tx.delete(qaPairs).where(eq(qaPairs.articleId, articleId))
  await tx.delete(articlePeople).where(eq(articlePeople.articleId, articleId))
  await tx.delete(articleTopics).where(eq(articleTopics.articleId, articleId))
  await tx.delete(publishedArticles).where(eq(publishedArticles.articleId, articleId))
}
