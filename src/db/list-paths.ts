import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { type Group, type KnownFilter, mayHold } from './content-filter.ts'
import { alias, type Column, type Table } from './kit.sqlite.ts'
import { articlePeople, articleQaTopics, articleSpeakers, articleTopics } from './list-tables.ts'
import type { Db } from './store.ts'
import { publishedArticles } from './tables.ts'

/** Where a walk goes along: rows of articles with a date, those of one `arm` in its order. */
export interface Path {
  table: Table
  articleId: Column
  publishedAt: Column
  arms: (SQL | undefined)[]
  /** The group whose articles these are. */
  group: Group | undefined
}

const topicPaths = { article: alias(articleTopics, 'walked'), qa: alias(articleQaTopics, 'walked') }
const personPaths = { article: alias(articlePeople, 'walked'), qa: alias(articleSpeakers, 'walked') }

export const everyArticle: Path = {
  table: publishedArticles,
  articleId: publishedArticles.articleId,
  publishedAt: publishedArticles.publishedAt,
  arms: [undefined],
  group: undefined,
}

/** Along the articles of a group. */
export function pathOf({ noun }: KnownFilter, group: Group): Path {
  const { by, counts } = group
  const topics = topicPaths[noun.list]
  const people = personPaths[noun.list]
  const along = (facet: string, value: string): SQL | undefined => {
    if (by === 'kind') return sql`${publishedArticles.kind} = ${value}`
    if (by === 'language') return eq(publishedArticles.language, value)
    if (by === 'article') return eq(publishedArticles.articleId, value)
    if (by === 'person') return sql`${people.personId} = ${value} and ${people.role} = ${facet}`
    return and(eq(topics.topicId, value), eq(topics.isDirect, true))
  }
  const arms = counts.map(({ facet, value }) => along(facet, value))
  if (by === 'person')
    return { table: people, articleId: people.articleId, publishedAt: people.publishedAt, arms, group }
  if (by !== 'topic' && by !== 'topic.under') return { ...everyArticle, arms, group }
  const { articleId, publishedAt } = topics
  if (by === 'topic') return { table: topics, articleId, publishedAt, arms, group }
  const under = [...new Set(counts.map(({ value }) => value))].flatMap((value) =>
    [true, false].map((isDirect) => and(eq(topics.topicId, value), eq(topics.isDirect, isDirect))),
  )
  return { table: topics, articleId, publishedAt, arms: under, group }
}

/** What is asked of each article on a path before what is in it is looked at. */
export function onTheWay(
  db: Db,
  { noun, groups, from, before }: KnownFilter,
  path: Path,
): (SQL | undefined)[] {
  return [
    from === undefined ? undefined : gte(path.publishedAt, from),
    before === undefined ? undefined : lt(path.publishedAt, before),
    ...groups
      .filter((group) => group !== path.group)
      .filter(({ by }) => by === 'topic' || by === 'topic.under' || by === 'person')
      .map((group) => mayHold(db, noun, group, path.articleId)),
  ]
}
