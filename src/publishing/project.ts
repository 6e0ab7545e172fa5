import { eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { PersonRef, RichText, TopicRef } from '../contract.ts'
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
import { indexText } from '../db/text-search.ts'
import type { World } from '../deps.ts'
import type { StoredBody, StoredSummary } from '../articles/present.ts'
import { resolvePerson } from '../people/resolve.ts'
import type { StoredPair } from '../qa/present.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import { resolveTopic } from '../topics/resolve.ts'
import { countWords, renderRichText } from './rich-text.ts'
import { writeExport } from './write-export.ts'

export interface Published {
  id: string
  slug: string
  revision: number
  publishedAt: string
  updatedAt: string
}

/**
 * Turns a document into the rows that readers query, in the place of those that were there: the one way
 * into them. People and topics that are new are made on the way.
 */
export async function project(
  tx: Db,
  world: World,
  published: Published,
  document: ArticleDocument,
): Promise<void> {
  await unproject(tx, published.id)
  const people = await resolvePeople(tx, world, document.people)
  const topics = await resolveTopics(tx, world, document)
  const { summary, ...texts } = renderArticle(published, document, people, topics)
  const pairs = document.qa.map((pair, index) => renderPair(pair, index + 1, people, topics))
  const body: z.infer<typeof StoredBody> = { ...texts, qa: pairs }
  await tx.insert(publishedArticles).values({
    articleId: published.id,
    slug: published.slug,
    title: document.title,
    titleKey: sortKey(document.title),
    kind: document.kind,
    language: document.language,
    publishedAt: published.publishedAt,
    updatedAt: published.updatedAt,
    summary,
    body,
    markdown: writeExport(published.id, document),
  })
  const stands = people.map(({ ref, role }) => ({ articleId: published.id, personId: ref.id, role }))
  if (stands.length > 0) await tx.insert(articlePeople).values(stands).onConflictDoNothing()
  const links = summary.topics.map(({ id }) => ({ articleId: published.id, topicId: id }))
  if (links.length > 0) await tx.insert(articleTopics).values(links)
  const searched = [document.dek ?? '', body.intro?.text ?? '', body.note?.text ?? '']
  await indexText(tx, {
    kind: 'article',
    id: published.id,
    articleId: published.id,
    head: document.title,
    body: searched.join('\n'),
  })
  for (const pair of pairs) await projectPair(tx, published, document, pair)
}

async function unproject(tx: Db, articleId: string): Promise<void> {
  const pairIds = tx.select({ id: qaPairs.id }).from(qaPairs).where(eq(qaPairs.articleId, articleId))
  await tx.delete(qaPeople).where(inArray(qaPeople.qaId, pairIds))
  await tx.delete(qaTopics).where(inArray(qaTopics.qaId, pairIds))
  await tx.delete(searchTexts).where(eq(searchTexts.articleId, articleId))
  await tx.delete(qaPairs).where(eq(qaPairs.articleId, articleId))
  await tx.delete(articlePeople).where(eq(articlePeople.articleId, articleId))
  await tx.delete(articleTopics).where(eq(articleTopics.articleId, articleId))
  await tx.delete(publishedArticles).where(eq(publishedArticles.articleId, articleId))
}

type Person = ArticleDocument['people'][number] & { ref: PersonRef }
type TopicOf = (slug: string) => TopicRef[]

async function resolvePeople(tx: Db, world: World, people: ArticleDocument['people']): Promise<Person[]> {
  const resolved: Person[] = []
  for (const person of people) {
    const { id, slug, name } = await resolvePerson(tx, world, person)
    resolved.push({ ...person, ref: { id, slug, name } })
  }
  return resolved
}

async function resolveTopics(tx: Db, world: World, document: ArticleDocument): Promise<TopicOf> {
  const refs = new Map<string, TopicRef>()
  for (const topic of [...document.topics, ...document.qa.flatMap((pair) => pair.topics)])
    if (!refs.has(topic.slug)) refs.set(topic.slug, await resolveTopic(tx, world, topic))
  return (slug) => {
    const ref = refs.get(slug)
    return ref ? [ref] : []
  }
}

function renderArticle(
  published: Published,
  document: ArticleDocument,
  people: Person[],
  topicOf: TopicOf,
): { summary: z.infer<typeof StoredSummary>; intro: RichText | null; note: RichText | null } {
  const intro = document.intro === null ? null : renderRichText(document.intro)
  const note = document.note === null ? null : renderRichText(document.note)
  const pairTexts = document.qa.flatMap(({ question, answer }) => [question, answer])
  const words = [document.title, document.dek ?? '', intro?.text ?? '', note?.text ?? '', ...pairTexts]
  const { title, dek, kind, language, source } = document
  const { id, slug, revision, publishedAt, updatedAt } = published
  return {
    summary: {
      ...{ id, type: 'article', kind, slug, title, dek, language, publishedAt, updatedAt, revision },
      people: people.map(({ ref, role, title: inArticle }) => ({ ...ref, role, title: inArticle })),
      topics: distinct(document.topics.flatMap((topic) => topicOf(topic.slug))),
      source,
      wordCount: words.reduce((sum, text) => sum + countWords(text), 0),
      qaCount: document.qa.length,
    },
    intro,
    note,
  }
}

function renderPair(
  pair: ArticleDocument['qa'][number],
  position: number,
  people: Person[],
  topicOf: TopicOf,
): z.infer<typeof StoredPair> {
  const refsOf = (names: string[]) =>
    distinct(names.flatMap((name) => people.find((person) => person.name === name)?.ref ?? []))
  return {
    id: pair.id,
    type: 'qa',
    number: pair.number,
    position,
    anchor: `q${pair.number}`,
    question: renderRichText(pair.question),
    answer: renderRichText(pair.answer),
    askedBy: refsOf(pair.askedBy === null ? [] : [pair.askedBy])[0] ?? null,
    answeredBy: refsOf(pair.answeredBy),
    mentions: refsOf(pair.mentions),
    topics: distinct(pair.topics.flatMap((topic) => topicOf(topic.slug))),
  }
}

async function projectPair(
  tx: Db,
  published: Published,
  { kind, language }: ArticleDocument,
  pair: z.infer<typeof StoredPair>,
): Promise<void> {
  const { id, position, question, answer } = pair
  const { publishedAt, updatedAt } = published
  const row = { id, articleId: published.id, position, kind, language, publishedAt, updatedAt, pair }
  await tx.insert(qaPairs).values(row)
  const roles = [
    ...(pair.askedBy ? [{ qaId: id, personId: pair.askedBy.id, role: 'asker' as const }] : []),
    ...pair.answeredBy.map((person) => ({ qaId: id, personId: person.id, role: 'answerer' as const })),
    ...pair.mentions.map((person) => ({ qaId: id, personId: person.id, role: 'mentioned' as const })),
  ]
  if (roles.length > 0) await tx.insert(qaPeople).values(roles)
  if (pair.topics.length > 0)
    await tx.insert(qaTopics).values(pair.topics.map((topic) => ({ qaId: id, topicId: topic.id })))
  await indexText(tx, { kind: 'qa', id, articleId: published.id, head: question.text, body: answer.text })
}

function distinct<T extends { id: string }>(refs: T[]): T[] {
  return [...new Map(refs.map((ref) => [ref.id, ref])).values()]
}
