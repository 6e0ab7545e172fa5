import { eq, inArray } from 'drizzle-orm'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import {
  articlePeople,
  articleTopics,
  publishedArticles,
  qaPairs,
  qaPeople,
  qaTopics,
  searchTexts,
} from '../db/tables.ts'
import { indexTexts } from '../db/text-search.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import type { Published, Rendered } from './render-article.ts'
import { writeExport } from './write-export.ts'

type Pair = Rendered['body']['qa'][number]

/** Writes the rows that readers query of an article: the one way into them. There must be none of it. */
export async function project(
  tx: Db,
  { id, slug, publishedAt, updatedAt }: Published,
  document: ArticleDocument,
  { summary, body }: Rendered,
): Promise<void> {
  const { title, kind, language, dek } = document
  await tx.insert(publishedArticles).values({
    articleId: id,
    slug,
    title,
    titleKey: sortKey(title),
    kind,
    language,
    publishedAt,
    updatedAt,
    summary,
    body,
    markdown: writeExport(id, document),
  })
  const stands = summary.people.map((person) => ({
    articleId: id,
    personId: person.id,
    role: person.role ?? 'mentioned',
  }))
  if (stands.length > 0) await tx.insert(articlePeople).values(stands).onConflictDoNothing()
  const links = summary.topics.map((topic) => ({ articleId: id, topicId: topic.id }))
  if (links.length > 0) await tx.insert(articleTopics).values(links)
  await projectPairs(tx, { articleId: id, kind, language, publishedAt, updatedAt }, body.qa)
  const searched = [dek ?? '', body.intro?.text ?? '', body.note?.text ?? '']
  await indexTexts(tx, [
    { kind: 'article', id, articleId: id, head: title, body: searched.join('\n') },
    ...body.qa.map(({ id: qaId, question, answer }) => {
      return { kind: 'qa' as const, id: qaId, articleId: id, head: question.text, body: answer.text }
    }),
  ])
}

type PairRow = typeof qaPairs.$inferInsert

async function projectPairs(
  tx: Db,
  common: Omit<PairRow, 'id' | 'position' | 'pair'>,
  pairs: Pair[],
): Promise<void> {
  const rows = pairs.map((pair): PairRow => ({ ...common, id: pair.id, position: pair.position, pair }))
  if (rows.length > 0) await tx.insert(qaPairs).values(rows)
  const people = pairs.flatMap(peopleOf)
  if (people.length > 0) await tx.insert(qaPeople).values(people)
  const links = pairs.flatMap(({ id, topics }) => topics.map((topic) => ({ qaId: id, topicId: topic.id })))
  if (links.length > 0) await tx.insert(qaTopics).values(links)
}

function peopleOf({ id, askedBy, answeredBy, mentions }: Pair): (typeof qaPeople.$inferInsert)[] {
  return [
    ...(askedBy ? [{ qaId: id, personId: askedBy.id, role: 'asker' as const }] : []),
    ...answeredBy.map((person) => ({ qaId: id, personId: person.id, role: 'answerer' as const })),
    ...mentions.map((person) => ({ qaId: id, personId: person.id, role: 'mentioned' as const })),
  ]
}

/** Takes the rows of an article away, where there are any. */
export async function unproject(tx: Db, articleId: string): Promise<void> {
  const pairIds = tx.select({ id: qaPairs.id }).from(qaPairs).where(eq(qaPairs.articleId, articleId))
  await tx.delete(qaPeople).where(inArray(qaPeople.qaId, pairIds))
  await tx.delete(qaTopics).where(inArray(qaTopics.qaId, pairIds))
  await tx.delete(searchTexts).where(eq(searchTexts.articleId, articleId))
  await tx.delete(qaPairs).where(eq(qaPairs.articleId, articleId))
  await tx.delete(articlePeople).where(eq(articlePeople.articleId, articleId))
  await tx.delete(articleTopics).where(eq(articleTopics.articleId, articleId))
  await tx.delete(publishedArticles).where(eq(publishedArticles.articleId, articleId))
}
