import { z } from 'zod'
import { PAGE_ITEMS_MAX, QUERY_CHARS_MAX } from '../http/contract.ts'

/** What WordPress shows where nobody says how many. */
export const WORDPRESS_ITEMS_DEFAULT = 10
const LIST_ITEMS_MAX = 100
const VALUE_CHARS_MAX = 200

/** Of a parameter that is given several times the last counts; an empty one is as if it was not given. */
function one<T extends z.ZodType>(schema: T) {
  const last = (values: unknown) => stringsOf(values).at(-1) || undefined
  return z.preprocess(last, schema.optional())
}

/** Values parted by commas or spaces, or given one by one. */
function many<T extends z.ZodType>(item: T) {
  const parted = (values: unknown) => {
    const found = stringsOf(values)
      .flatMap((value) => value.split(/[\s,]+/))
      .filter((value) => value !== '')
    return found.length === 0 ? undefined : found
  }
  const tooMany = `has more than ${LIST_ITEMS_MAX} items.`
  return z.preprocess(parted, z.array(item).max(LIST_ITEMS_MAX, tooMany).optional())
}

function stringsOf(values: unknown): string[] {
  return z.array(z.string()).catch([]).parse(values)
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `is not one of ${values.join(', ')}.`)
}

function integer(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const bounds =
    max === Number.MAX_SAFE_INTEGER
      ? `must be greater than or equal to ${min}`
      : `must be between ${min} (inclusive) and ${max} (inclusive)`
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'is not of type integer.')
    .transform(Number)
    .pipe(z.number().min(min, bounds).max(max, bounds))
}

/** In milliseconds since 1970; in UTC where it names no zone. */
const moment = z.iso
  .datetime({ offset: true, local: true, error: 'is no date-time, such as 2012-06-07T20:01:00.' })
  .transform((value) => Date.parse(/T[\d:.]+$/.test(value) ? `${value}Z` : value))

const flag = oneOf(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')
const name = z.string().max(VALUE_CHARS_MAX)
const numbers = many(integer(0))

/** What everything takes. A moment that keeps caches away, and the language of WordPress's own messages, change nothing. */
const common = {
  context: one(oneOf(['view', 'embed', 'edit'])),
  _fields: many(name),
  _embed: z.array(name).optional(),
  _locale: z.unknown().optional(),
  _: z.unknown().optional(),
}

const pages = {
  page: one(integer(1)).transform((page) => page ?? 1),
  per_page: one(integer(1, PAGE_ITEMS_MAX)).transform((items) => items ?? WORDPRESS_ITEMS_DEFAULT),
}

const list = {
  ...common,
  ...pages,
  offset: one(integer(0)),
  search: one(z.string().max(QUERY_CHARS_MAX, `is longer than ${QUERY_CHARS_MAX} characters.`)),
  include: numbers,
  exclude: numbers,
  slug: many(name),
  order: one(oneOf(['asc', 'desc'])),
}

/** There are no others for readers. */
const status = z.literal('publish')

const POST_ORDERS = ['date', 'modified', 'title', 'slug', 'id', 'include', 'relevance'] as const
const TERM_ORDERS = ['name', 'slug', 'id', 'count', 'include'] as const
const USER_ORDERS = ['name', 'slug', 'id', 'include'] as const

const posts = {
  ...list,
  after: one(moment),
  before: one(moment),
  modified_after: one(moment),
  modified_before: one(moment),
  author: numbers,
  author_exclude: numbers,
  status: many(status),
  sticky: one(flag),
}

const terms = { ...list, hide_empty: one(flag), post: one(integer(0)), orderby: one(oneOf(TERM_ORDERS)) }

/** What is asked of each resource: of a list, and of one. */
export const QUERIES = {
  posts: z.strictObject({
    ...posts,
    categories: numbers,
    categories_exclude: numbers,
    tags: numbers,
    tags_exclude: numbers,
    orderby: one(oneOf(POST_ORDERS)),
  }),
  pages: z.strictObject({
    ...posts,
    ...{ parent: numbers, parent_exclude: numbers, menu_order: one(integer(0)) },
    orderby: one(oneOf([...POST_ORDERS, 'menu_order', 'parent', 'author'])),
  }),
  tags: z.strictObject(terms),
  categories: z.strictObject({ ...terms, parent: one(integer(0)) }),
  users: z.strictObject({ ...list, orderby: one(oneOf(USER_ORDERS)) }),
  types: z.strictObject(common),
  search: z.strictObject({
    ...common,
    ...pages,
    search: list.search,
    type: one(oneOf(['post'])),
    subtype: many(oneOf(['post', 'page', 'any'])),
    ...{ include: numbers, exclude: numbers },
  }),
  one: z.strictObject(common),
}
export type PostsQuery = z.infer<typeof QUERIES.posts>
export type TermsQuery = z.infer<typeof QUERIES.categories>
export type UsersQuery = z.infer<typeof QUERIES.users>
export type SearchQuery = z.infer<typeof QUERIES.search>

/** How much of a resource is asked for. */
export type Wanted = Pick<z.infer<typeof QUERIES.one>, 'context' | '_fields' | '_embed'>
/** Which part of a list. */
export type PageQuery = Pick<PostsQuery, 'page' | 'per_page'> & { offset?: number | undefined }
