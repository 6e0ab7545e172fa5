import { not, or, type SQL, sql } from 'drizzle-orm'
import { type ContentFilter, holds, NOUNS } from '../db/content-filter.ts'
import type { Db } from '../db/store.ts'
import { AUTHOR_ROLES, SITE_AUTHOR } from '../articles/authors.ts'
import {
  conditionOf,
  constant,
  type Fields,
  identity,
  moment,
  momentsOf,
  named,
  namesOf,
  TRUE,
} from './conditions.ts'
import type { Comparison, Expression } from './parse-filter.ts'
import { hasAuthors, hasPrimaryAuthor, hasPrimaryTopic } from '../articles/primary.ts'

const post = NOUNS.article

const tag = named('topic', (db, { ids }) => holds(db, post, { by: 'topic', values: ids, roles: [] }))
const primaryTag = named('topic', (_db, { ids }) => hasPrimaryTopic(ids))
const author = named('person', (db, { ids, names }) =>
  orBySite(db, names, holds(db, post, { by: 'person', values: ids, roles: AUTHOR_ROLES })),
)
const primaryAuthor = named('person', (db, { ids, names }) => orBySite(db, names, hasPrimaryAuthor(db, ids)))
const self = identity('article', post.articleId)

/** What an index of topics or people is walked by; what else there is to these fields is looked at on the way. */
const WALKED: Record<string, 'topic' | 'person'> = {
  ...{ tag: 'topic', tags: 'topic', 'tags.slug': 'topic', 'tags.id': 'topic', primary_tag: 'topic' },
  ...{ author: 'person', authors: 'person', 'authors.slug': 'person', 'authors.id': 'person' },
  primary_author: 'person',
}
const TAGS = ['tag', 'tags', 'tags.slug', 'tags.id']

const FIELDS: Fields = {
  ...Object.fromEntries(TAGS.map((name) => [name, tag])),
  primary_tag: primaryTag,
  ...Object.fromEntries(['author', 'authors', 'authors.slug', 'authors.id'].map((name) => [name, author])),
  primary_author: primaryAuthor,
  id: self,
  slug: self,
  published_at: moment(post.publishedAt),
  created_at: moment(post.publishedAt),
  updated_at: moment(post.updatedAt),
  featured: constant(false),
  visibility: constant('public'),
  feature_image: constant(null),
}

/** What a filter narrows posts to: what an index knows, and beside it conditions of each article. */
export interface PostFilter {
  content: ContentFilter
  others: SQL[]
}

/** Says a filter in our words. `Problem` where it compares what we do not speak. */
export async function translateFilter(db: Db, expression: Expression | undefined): Promise<PostFilter> {
  const content: ContentFilter = {}
  const others: SQL[] = []
  for (const part of expression ? partsOf(expression) : []) {
    // Every part is looked at, so that none is passed over that we do not speak.
    const condition = await conditionOf(db, FIELDS, part)
    if (condition === TRUE || ('values' in part && narrow(content, part))) continue
    others.push(condition)
  }
  return { content, others }
}

/** What must hold, all of it. */
function partsOf(expression: Expression): Expression[] {
  return 'all' in expression ? expression.all.flatMap(partsOf) : [expression]
}

/** Adds what an index knows of a comparison; true where there is no more to it. */
function narrow(content: ContentFilter, comparison: Comparison): boolean {
  const { field, operator } = comparison
  const isBound = field === 'published_at' || field === 'created_at'
  if (isBound && operator !== 'in' && operator !== 'notIn' && operator !== 'all')
    return bound(content, comparison)
  if (operator !== 'in' && operator !== 'all') return false
  const names = [...new Set(namesOf(comparison))]
  if ((field === 'id' || field === 'slug') && operator === 'in' && !content.article) {
    content.article = names
    return true
  }
  const walked = WALKED[field]
  if (walked === undefined || names.includes(SITE_AUTHOR)) return false
  const groups = operator === 'in' ? [names] : names.map((name) => [name])
  content[walked] = [...(content[walked] ?? []), ...groups]
  return TAGS.includes(field)
}

function bound(content: ContentFilter, comparison: Comparison): true {
  const { operator } = comparison
  const [at = ''] = momentsOf(comparison)
  // Moments are whole milliseconds.
  const edge = operator === '>' || operator === '<=' ? new Date(Date.parse(at) + 1).toISOString() : at
  const { 'publishedAt.gte': from = edge, 'publishedAt.lt': before = edge } = content
  if (operator === '>' || operator === '>=') content['publishedAt.gte'] = from > edge ? from : edge
  else content['publishedAt.lt'] = before < edge ? before : edge
  return true
}

function orBySite(db: Db, names: string[], condition: SQL): SQL {
  if (!names.includes(SITE_AUTHOR)) return condition
  return or(condition, not(hasAuthors(db))) ?? sql`1 = 0`
}
