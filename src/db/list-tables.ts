import { sql } from 'drizzle-orm'
import type { ListName, PersonRole } from '../contract.ts'
import { flag, index, integer, primaryKey, table, text, time, uniqueIndex } from './kit.sqlite.ts'

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
 * How many articles or pairs of a scope have a value: `('qa', 'topic', top_…, 'person', per_…)` are the pairs with a topic
 * in which a person speaks. Kept by publishing; src/db/facet-counts.ts says which there are.
 */
export const facetCounts = table(
  'facet_counts',
  {
    list: text().$type<ListName>().notNull(),
    scope: text().notNull(),
    scopeId: text().notNull(),
    facet: text().notNull(),
    value: text().notNull(),
    count: integer().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.list, row.scope, row.scopeId, row.facet, row.value] }),
    // Few are, and not for long.
    index('facet_counts_gone')
      .on(row.list)
      .where(sql`count = 0`),
  ],
)
