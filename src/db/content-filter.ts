import { and, eq, gte, inArray, lt, notInArray, type SQL } from 'drizzle-orm'
import type { ArticleKind } from '../contract.ts'
import type { Column, Table } from './kit.sqlite.ts'
import { idsOf } from './names.ts'
import type { Db } from './store.ts'
import { topicClosure } from './tables.ts'

/** The filters that articles and pairs share, as the contract reads them: outer list all, inner list any. */
export interface ContentFilter {
  topic?: string[][] | undefined
  'topic.under'?: string[][] | undefined
  'topic.not'?: string[] | undefined
  person?: string[][] | undefined
  article?: string[] | undefined
  kind?: ArticleKind[] | undefined
  language?: string[] | undefined
  'publishedAt.gte'?: string | undefined
  'publishedAt.lt'?: string | undefined
  'updatedAt.gte'?: string | undefined
}

/** Where a noun keeps what the filters look at. */
export interface ContentColumns {
  id: Column
  articleId: Column
  kind: Column
  language: Column
  publishedAt: Column
  updatedAt: Column
  topics: { table: Table; id: Column; topicId: Column }
  people: { table: Table; id: Column; personId: Column; role: Column }
}

/** What must hold, all of it. `roles` are those in which a person counts; undefined: in any. */
export async function contentConditions(
  db: Db,
  filter: ContentFilter,
  columns: ContentColumns,
  roles: string[] | undefined,
): Promise<SQL[]> {
  const { topics, people } = columns
  const withTopics = (ids: string[]) =>
    db.select({ id: topics.id }).from(topics.table).where(inArray(topics.topicId, ids))
  const withTopicsUnder = (ids: string[]) =>
    db
      .select({ id: topics.id })
      .from(topics.table)
      .innerJoin(
        topicClosure,
        and(inArray(topicClosure.ancestorId, ids), eq(topicClosure.descendantId, topics.topicId)),
      )
  const withPeople = (where: SQL | undefined) => db.select({ id: people.id }).from(people.table).where(where)
  const inRoles = roles && inArray(people.role, roles)

  const conditions: (SQL | undefined)[] = []
  for (const names of filter.topic ?? [])
    conditions.push(inArray(columns.id, withTopics(await idsOf(db, 'topic', names))))
  for (const names of filter['topic.under'] ?? [])
    conditions.push(inArray(columns.id, withTopicsUnder(await idsOf(db, 'topic', names))))
  if (filter['topic.not'])
    conditions.push(notInArray(columns.id, withTopics(await idsOf(db, 'topic', filter['topic.not']))))
  for (const names of filter.person ?? []) {
    const ids = await idsOf(db, 'person', names)
    conditions.push(inArray(columns.id, withPeople(and(inArray(people.personId, ids), inRoles))))
  }
  if (inRoles && !filter.person) conditions.push(inArray(columns.id, withPeople(inRoles)))
  if (filter.article) conditions.push(inArray(columns.articleId, await idsOf(db, 'article', filter.article)))
  if (filter.kind) conditions.push(inArray(columns.kind, filter.kind))
  if (filter.language) conditions.push(inArray(columns.language, filter.language))
  if (filter['publishedAt.gte']) conditions.push(gte(columns.publishedAt, filter['publishedAt.gte']))
  if (filter['publishedAt.lt']) conditions.push(lt(columns.publishedAt, filter['publishedAt.lt']))
  if (filter['updatedAt.gte']) conditions.push(gte(columns.updatedAt, filter['updatedAt.gte']))
  return conditions.filter((condition) => condition !== undefined)
}
