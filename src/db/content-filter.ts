import { and, eq, exists, gte, inArray, lt, not, type SQL, sql } from 'drizzle-orm'
import { type ArticleKind, type ListName, PERSON_ROLES } from '../contract.ts'
import { EVERYTHING, keptCounts } from './facet-counts.ts'
import type { Column, Table } from './kit.sqlite.ts'
import { idsOf } from './names.ts'
import { isRenaming } from './is-renaming.ts'
import type { Db } from './store.ts'
import {
  articlePeople,
  articleQaTopics,
  articleSpeakers,
  articleTopics,
  qaPeople,
  qaTopics,
} from './list-tables.ts'
import { publishedArticles, qaPairs, topicClosure } from './tables.ts'

/** The filters that articles and pairs share, as the contract reads them: outer list all, inner list any. */
export interface ContentFilter {
  topic?: string[][] | undefined
  'topic.under'?: string[][] | undefined
  'topic.not'?: string[] | undefined
  person?: string[][] | undefined
  role?: string | undefined
  article?: string[] | undefined
  kind?: ArticleKind[] | undefined
  language?: string[] | undefined
  'publishedAt.gte'?: string | undefined
  'publishedAt.lt'?: string | undefined
  'updatedAt.gte'?: string | undefined
}

/** Where articles, or pairs, are kept with what filters look at. */
export interface Noun {
  list: ListName
  table: Table
  id: Column
  articleId: Column
  kind: Column
  language: Column
  publishedAt: Column
  updatedAt: Column
  /** In which articles there are some, by topic and by person. */
  byTopic: typeof articleTopics | typeof articleQaTopics
  byPerson: typeof articlePeople | typeof articleSpeakers
  /** In which a person counts where the filter names none. */
  roles: readonly string[]
}

export const NOUNS: Record<ListName, Noun> = {
  article: {
    list: 'article',
    table: publishedArticles,
    id: publishedArticles.articleId,
    articleId: publishedArticles.articleId,
    kind: publishedArticles.kind,
    language: publishedArticles.language,
    publishedAt: publishedArticles.publishedAt,
    updatedAt: publishedArticles.updatedAt,
    byTopic: articleTopics,
    byPerson: articlePeople,
    roles: PERSON_ROLES,
  },
  qa: {
    list: 'qa',
    table: qaPairs,
    id: qaPairs.id,
    articleId: qaPairs.articleId,
    kind: qaPairs.kind,
    language: qaPairs.language,
    publishedAt: qaPairs.publishedAt,
    updatedAt: qaPairs.updatedAt,
    byTopic: articleQaTopics,
    byPerson: articleSpeakers,
    roles: ['asker', 'answerer'],
  },
}

/** A part of a filter that names values: any of them is enough. */
export interface Group {
  by: 'topic' | 'topic.under' | 'person' | 'kind' | 'language' | 'article'
  /** Ids, or the values themselves. */
  values: string[]
  /** As what people count. */
  roles: readonly string[]
  /** The facets that its values are kept under, and how many there are of them: no less than it finds. */
  counts: { facet: string; value: string; count: number }[]
}

/** A filter whose names have been looked up. */
export interface KnownFilter {
  noun: Noun
  /** All must hold. The one that finds the fewest comes first. */
  groups: Group[]
  /** What must hold beside them. */
  others: SQL[]
  from: string | undefined
  before: string | undefined
}

/** Looks up what a filter names; undefined where nothing can be found by it. */
export async function knowFilter(
  db: Db,
  list: ListName,
  filter: ContentFilter,
): Promise<KnownFilter | undefined> {
  const noun = NOUNS[list]
  const roles = filter.role === undefined ? noun.roles : [filter.role]
  const named: [Group['by'], string[]][] = []
  for (const names of filter.topic ?? []) named.push(['topic', await idsOf(db, 'topic', names)])
  for (const names of filter['topic.under'] ?? [])
    named.push(['topic.under', await idsOf(db, 'topic', names)])
  for (const names of filter.person ?? []) named.push(['person', await idsOf(db, 'person', names)])
  if (filter.article) named.push(['article', await idsOf(db, 'article', filter.article)])
  if (filter.kind) named.push(['kind', filter.kind])
  if (filter.language) named.push(['language', filter.language])

  const groups: Group[] = []
  for (const [by, values] of named) {
    const counts = await countGroup(db, list, { by, values: [...new Set(values)], roles })
    if (counts.length === 0) return undefined
    groups.push({ by, values: [...new Set(values)], roles, counts })
  }
  const others: (SQL | undefined)[] = []
  if (filter['topic.not']) {
    const ids = await idsOf(db, 'topic', filter['topic.not'])
    others.push(not(holds(db, noun, { by: 'topic', values: ids, roles })))
  }
  if (filter.role !== undefined && !filter.person) others.push(hasRole(db, noun, roles))
  if (filter['updatedAt.gte']) others.push(gte(noun.updatedAt, filter['updatedAt.gte']))
  return {
    noun,
    groups: groups.sort((a, b) => sizeOf(a) - sizeOf(b)),
    others: others.filter((condition) => condition !== undefined),
    from: filter['publishedAt.gte'],
    before: filter['publishedAt.lt'],
  }
}

/** How many a group finds, at most. */
export function sizeOf({ counts }: Group): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** What the values of a group are kept under in `facet_counts`. */
export function keptUnder({ by, roles }: Pick<Group, 'by' | 'roles'>): string[] {
  if (by === 'topic.under') return ['topic', 'above']
  return by === 'person' ? [...roles] : [by]
}

/** What has one value, without asking how many there are of it. */
export function groupOf({ roles }: Noun, by: Group['by'], value: string): Group {
  const counts = keptUnder({ by, roles }).map((facet) => ({ facet, value, count: 0 }))
  return { by, values: [value], roles, counts }
}

/** Everything, or what is in one group. */
export function filterBy(noun: Noun, ...groups: Group[]): KnownFilter {
  return { noun, groups, others: [], from: undefined, before: undefined }
}

/** What has a topic under this one, and not this one itself. */
export function onlyUnder(db: Db, noun: Noun, topicId: string): KnownFilter {
  const others = [not(holds(db, noun, groupOf(noun, 'topic', topicId)))]
  return { noun, groups: [groupOf(noun, 'topic.under', topicId)], others, from: undefined, before: undefined }
}

async function countGroup(db: Db, list: ListName, group: Omit<Group, 'counts'>): Promise<Group['counts']> {
  const { by, values } = group
  // An article has few pairs.
  if (by === 'article') return values.map((value) => ({ facet: by, value, count: 1 }))
  const facets = keptUnder(group)
  const kept = await keptCounts(db, list, EVERYTHING, { facets, values })
  if (!(await isRenaming(db))) return kept
  // What was merged is found under the other one before it is counted there.
  const isKept = (facet: string, value: string) =>
    kept.some((each) => each.facet === facet && each.value === value)
  const uncounted = facets.flatMap((facet) =>
    values.filter((value) => !isKept(facet, value)).map((value) => ({ facet, value, count: 1 })),
  )
  return [...kept, ...uncounted]
}

/** What must hold of an article or pair, all of it, whatever way it is come to. */
export function conditionsOf(db: Db, { noun, groups, others, from, before }: KnownFilter): SQL[] {
  return [
    ...groups.map((group) => holds(db, noun, group)),
    ...others,
    ...(from === undefined ? [] : [gte(noun.publishedAt, from)]),
    ...(before === undefined ? [] : [lt(noun.publishedAt, before)]),
  ]
}

/** Whether an article or pair is among those of a group: found by its primary key. */
export function holds(db: Db, noun: Noun, group: Omit<Group, 'counts'>): SQL {
  const { by, values } = group
  if (by === 'kind') return inArray(noun.kind, values)
  if (by === 'language') return inArray(noun.language, values)
  if (by === 'article') return inArray(noun.articleId, values)
  if (noun.list === 'article') return mayHold(db, noun, group, noun.articleId)
  const one = { one: sql`1` }
  if (by === 'person') {
    const isSpeaker = and(inArray(qaPeople.personId, values), inRoles(qaPeople.role, group.roles))
    return exists(
      db
        .select(one)
        .from(qaPeople)
        .where(and(eq(qaPeople.qaId, noun.id), isSpeaker)),
    )
  }
  const own = db.select(one).from(qaTopics).$dynamic()
  if (by === 'topic')
    return exists(own.where(and(eq(qaTopics.qaId, noun.id), inArray(qaTopics.topicId, values))))
  // A pair has few topics: they are looked at first, and not all that are under the one.
  const isUnder = exists(
    db
      .select(one)
      .from(topicClosure)
      .where(and(inArray(topicClosure.ancestorId, values), eq(topicClosure.descendantId, qaTopics.topicId))),
  )
  return exists(own.where(and(eq(qaTopics.qaId, noun.id), isUnder)))
}

/** Whether an article is, or has pairs that are, among those of a group by topic or person. */
export function mayHold(
  db: Db,
  { byTopic, byPerson }: Noun,
  { by, values, roles }: Omit<Group, 'counts'>,
  articleId: Column,
): SQL {
  const one = { one: sql`1` }
  if (by === 'person')
    return exists(
      db
        .select(one)
        .from(byPerson)
        .where(
          and(
            eq(byPerson.articleId, articleId),
            inArray(byPerson.personId, values),
            inRoles(byPerson.role, roles),
          ),
        ),
    )
  return exists(
    db
      .select(one)
      .from(byTopic)
      .where(
        and(
          eq(byTopic.articleId, articleId),
          inArray(byTopic.topicId, values),
          by === 'topic' ? eq(byTopic.isDirect, true) : undefined,
        ),
      ),
  )
}

function hasRole(db: Db, noun: Noun, roles: readonly string[]): SQL {
  const one = { one: sql`1` }
  if (noun.list === 'article') {
    const isIt = and(eq(articlePeople.articleId, noun.articleId), inRoles(articlePeople.role, roles))
    return exists(db.select(one).from(articlePeople).where(isIt))
  }
  const isIt = and(eq(qaPeople.qaId, noun.id), inRoles(qaPeople.role, roles))
  return exists(db.select(one).from(qaPeople).where(isIt))
}

function inRoles(column: Column, roles: readonly string[]): SQL {
  return inArray(column, [...roles])
}
