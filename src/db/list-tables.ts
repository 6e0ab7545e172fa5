import { sql } from 'drizzle-orm'
import type { PersonRole } from '../contract.ts'
import { flag, index, integer, json, primaryKey, table, text, time, uniqueIndex } from './kit.sqlite.ts'

// What readers' lists are found and counted by: written by publishing alone.

/** Who stands on an article. By person and role its index gives the articles in the order of their dates. */
export const articlePeople = table(
  'article_people',
  {
    articleId: text().notNull(),
    personId: text().notNull(),
    role: text().$type<PersonRole>().notNull(),
    publishedAt: time().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.articleId, row.personId, row.role] }),
    uniqueIndex('article_people_list').on(row.personId, row.role, row.publishedAt, row.articleId),
  ],
)

/** The topics of an article and every topic above them; its index is as that of `article_people`. */
export const articleTopics = table(
  'article_topics',
  {
    articleId: text().notNull(),
    topicId: text().notNull(),
    /** The article has the topic itself; false: only one under it. */
    isDirect: flag().notNull(),
    publishedAt: time().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.articleId, row.topicId] }),
    uniqueIndex('article_topics_list').on(row.topicId, row.isDirect, row.publishedAt, row.articleId),
  ],
)

export const qaPeople = table(
  'qa_people',
  {
    qaId: text().notNull(),
    personId: text().notNull(),
    role: text().$type<'asker' | 'answerer' | 'mentioned'>().notNull(),
  },
  (row) => [primaryKey({ columns: [row.qaId, row.personId, row.role] })],
)

export const qaTopics = table('qa_topics', { qaId: text().notNull(), topicId: text().notNull() }, (row) => [
  primaryKey({ columns: [row.qaId, row.topicId] }),
])

/** Who asks or answers in an article: where pairs by person are looked for, in the order of their articles. */
export const articleSpeakers = table(
  'article_speakers',
  {
    articleId: text().notNull(),
    personId: text().notNull(),
    role: text().$type<'asker' | 'answerer'>().notNull(),
    publishedAt: time().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.articleId, row.personId, row.role] }),
    uniqueIndex('article_speakers_list').on(row.personId, row.role, row.publishedAt, row.articleId),
  ],
)

/** What the pairs of an article are about, and every topic above: where pairs by topic are looked for. */
export const articleQaTopics = table(
  'article_qa_topics',
  {
    articleId: text().notNull(),
    topicId: text().notNull(),
    /** A pair has the topic itself; false: only one under it. */
    isDirect: flag().notNull(),
    publishedAt: time().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.articleId, row.topicId] }),
    uniqueIndex('article_qa_topics_list').on(row.topicId, row.isDirect, row.publishedAt, row.articleId),
  ],
)

/**
 * What articles and pairs are counted under, `('topic', top_…)`, and how many there are of it. Its id stands for it where
 * there are many of them; what nothing has any more has no row. src/db/facet-counts.ts says which there are.
 */
export const facetValues = table(
  'facet_values',
  {
    id: integer().primaryKey(),
    facet: text().notNull(),
    value: text().notNull(),
    articles: integer().notNull(),
    pairs: integer().notNull(),
  },
  (row) => [
    uniqueIndex('facet_values_value').on(row.facet, row.value),
    // Few are, and not for long.
    index('facet_values_gone')
      .on(row.id)
      .where(sql`articles = 0 and pairs = 0`),
  ],
)

/** How many articles, and pairs, with one value (the scope) have another one; both are ids of `facet_values`. */
export const facetCounts = table(
  'facet_counts',
  {
    scope: integer().notNull(),
    /** That of the value. */
    facet: text().notNull(),
    value: integer().notNull(),
    articles: integer().notNull(),
    pairs: integer().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.scope, row.facet, row.value] }),
    index('facet_counts_gone')
      .on(row.scope)
      .where(sql`articles = 0 and pairs = 0`),
  ],
)

/** In which items the same people are the same; of these, how many have which topics. Ids of `facet_values`. */
export type MarkedItems = [people: number[], roles: number[], ofTopics: [items: number, topics: number[]][]]

/** What an article and its pairs are counted under, so that lists that are kept under nothing can be counted. */
export const articleMarks = table('article_marks', {
  articleId: text().primaryKey(),
  kind: integer().notNull(),
  language: integer().notNull(),
  year: integer().notNull(),
  article: json<MarkedItems[]>().notNull(),
  pairs: json<MarkedItems[]>().notNull(),
})
