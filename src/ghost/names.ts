import type { SQL } from 'drizzle-orm'
import { idsOf, type NamedKind } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { people, topics } from '../db/tables.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { SITE_AUTHOR } from '../articles/authors.ts'
import { conditionOf, constant, type Fields, identity, text } from './conditions.ts'
import type { GhostAuthor, GhostTag, NamesQuery } from './contract.ts'
import { parseFilter } from './parse-filter.ts'
import { parseOrder } from './parse-order.ts'
import { presentAuthor, presentSiteAuthor, presentTag } from './present.ts'
import {
  countByAuthor,
  countByTag,
  findAuthor,
  findTag,
  listAuthors,
  listTags,
  type NameOrder,
} from './queries.ts'
import type { Found, Listed } from './resource.ts'

const TAG_FIELDS: Fields = {
  ...{ id: identity('topic', topics.id), slug: identity('topic', topics.id), name: text(topics.name) },
  visibility: constant('public'),
}
const AUTHOR_FIELDS: Fields = {
  ...{ id: identity('person', people.id), slug: identity('person', people.id), name: text(people.name) },
}
const TAG_ORDERS: Record<string, NameOrder | null> = {
  name: 'name',
  slug: 'slug',
  id: 'id',
  'count.posts': 'count',
  visibility: null,
}
type AuthorOrder = Exclude<NameOrder, 'count'>
const AUTHOR_ORDERS: Record<string, AuthorOrder> = { name: 'name', slug: 'slug', id: 'id' }

/** A page of tags that posts have, by name where no order is asked for. */
export async function browseTags({ store, config }: Deps, query: NamesQuery): Promise<Listed<GhostTag>> {
  const order = parseOrder<NameOrder>(query.order, TAG_ORDERS, { by: 'name', descending: false })
  const condition = await conditionBy(store.read, TAG_FIELDS, query)
  const { rows, total } = await listTags(store.read, condition, order, query)
  const counts = await countByTag(store.read, idsIn(rows))
  const items = rows.map((row) => ({ ...presentTag(row, config), ...counted(counts, row.id) }))
  return { items, total, shown: { tags: ['list:topics', 'list:articles'] } }
}

/** A page of those who are authors of posts, by name where no order is asked for. */
export async function browseAuthors(
  { store, config }: Deps,
  query: NamesQuery,
): Promise<Listed<GhostAuthor>> {
  const order = parseOrder<AuthorOrder>(query.order, AUTHOR_ORDERS, { by: 'name', descending: false })
  const condition = await conditionBy(store.read, AUTHOR_FIELDS, query)
  const { rows, total } = await listAuthors(store.read, condition, order, query)
  const counts = query.include ? await countByAuthor(store.read, idsIn(rows)) : new Map<string, number>()
  const items = rows.map((row) => ({ ...presentAuthor(row, config), ...counted(counts, row.id) }))
  return { items, total, shown: { tags: ['list:people', 'list:articles'] } }
}

/** One tag. Throws `Problem` where no post has it. */
export async function readTag({ store, config }: Deps, idOrSlug: string): Promise<Found<GhostTag>> {
  const row = await findTag(store.read, await getId(store.read, 'topic', idOrSlug))
  if (!row) throw nothing('topic')
  const counts = await countByTag(store.read, [row.id])
  return {
    item: { ...presentTag(row, config), ...counted(counts, row.id) },
    shown: { tags: [`topic:${row.slug}`, 'list:topics', 'list:articles'] },
  }
}

/** One author. Throws `Problem` where no post has them. */
export async function readAuthor({ store, config }: Deps, idOrSlug: string): Promise<Found<GhostAuthor>> {
  if (idOrSlug === SITE_AUTHOR) return { item: presentSiteAuthor(config), shown: { tags: ['list:articles'] } }
  const row = await findAuthor(store.read, await getId(store.read, 'person', idOrSlug))
  if (!row) throw nothing('person')
  const counts = await countByAuthor(store.read, [row.id])
  return {
    item: { ...presentAuthor(row, config), ...counted(counts, row.id) },
    shown: { tags: [`person:${row.slug}`, 'list:people', 'list:articles'] },
  }
}

async function conditionBy(db: Db, fields: Fields, { filter }: NamesQuery): Promise<SQL | undefined> {
  return filter === undefined ? undefined : conditionOf(db, fields, parseFilter(filter))
}

async function getId(db: Db, kind: NamedKind, idOrSlug: string): Promise<string> {
  const [id] = await idsOf(db, kind, [idOrSlug])
  if (id === undefined) throw nothing(kind)
  return id
}

function nothing(kind: NamedKind): Problem {
  return new Problem('not_found', `No ${kind} of a published article has this id or slug.`)
}

function idsIn(rows: { id: string }[]): string[] {
  return rows.map(({ id }) => id)
}

function counted(counts: Map<string, number>, id: string): { count: { posts: number } } {
  return { count: { posts: counts.get(id) ?? 0 } }
}
