import { and, eq, exists, inArray, lt, ne, not, or, type SQL, sql } from 'drizzle-orm'
import { NOUNS } from '../db/content-filter.ts'
import { alias, type Column, positionOf } from '../db/kit.sqlite.ts'
import { articlePeople } from '../db/list-tables.ts'
import type { Db } from '../db/store.ts'
import { publishedArticles } from '../db/tables.ts'
import { AUTHOR_ROLES } from './authors.ts'

// The order of topics and people is in the summary alone, which is read where an index led to it.

/** Whether one of these topics is the first of an article. */
export function hasPrimaryTopic(ids: string[]): SQL {
  const isFirst = ids.map((id) => {
    return sql`${positionOf(publishedArticles.summary, `"topics":[{"id":"${id}"`)} > 0`
  })
  return or(...isFirst) ?? sql`1 = 0`
}

/** Whether one of these people is the first of the authors of an article, as `authorsOf` has them. */
export function hasPrimaryAuthor(db: Db, ids: string[]): SQL {
  const first = alias(articlePeople, 'first_author')
  const other = alias(articlePeople, 'other_author')
  const isBefore = or(
    lt(rankOf(other.role), rankOf(first.role)),
    and(eq(rankOf(other.role), rankOf(first.role)), lt(placeOf(other.personId), placeOf(first.personId))),
  )
  const hasBefore = exists(
    db
      .select({ one: sql`1` })
      .from(other)
      .where(and(isAuthor(other), ne(other.personId, first.personId), isBefore)),
  )
  return exists(
    db
      .select({ one: sql`1` })
      .from(first)
      .where(and(isAuthor(first), inArray(first.personId, ids), not(hasBefore))),
  )
}

/** Whether an article has authors of its own. */
export function hasAuthors(db: Db): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(articlePeople)
      .where(isAuthor(articlePeople)),
  )
}

function isAuthor(table: { articleId: Column; role: Column }): SQL | undefined {
  return and(eq(table.articleId, NOUNS.article.articleId), inArray(table.role, [...AUTHOR_ROLES]))
}

function rankOf(role: Column): SQL<number> {
  const ranks = AUTHOR_ROLES.map((each, rank) => sql`when ${role} = ${each} then ${rank}`)
  return sql`case ${sql.join(ranks, sql` `)} end`
}

function placeOf(personId: Column): SQL<number> {
  return positionOf(publishedArticles.summary, sql`${'"id":"'} || ${personId} || ${'"'}`)
}
