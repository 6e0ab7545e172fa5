import { z } from 'zod'

/** Most items on a page; `all` and more than these get as many, as in Ghost 6, and `meta.pagination.limit` says so. */
export const GHOST_ITEMS_MAX = 100
const GHOST_ITEMS_DEFAULT = 15
const FILTER_CHARS_MAX = 1_000
const VALUE_CHARS_MAX = 200

// https://docs.ghost.org/content-api; what Ghost has and we have not is null.
const nothing = z.null()
const time = z.string()

const social = {
  og_image: nothing,
  og_title: nothing,
  og_description: nothing,
  twitter_image: nothing,
  twitter_title: nothing,
  twitter_description: nothing,
  meta_title: nothing,
  meta_description: nothing,
}
const injected = { codeinjection_head: nothing, codeinjection_foot: nothing }
const count = z.object({ posts: z.int() }).optional()

export const GhostTag = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  feature_image: nothing,
  visibility: z.literal('public'),
  ...social,
  ...injected,
  canonical_url: z.string(),
  accent_color: nothing,
  url: z.string(),
  count,
})
export type GhostTag = z.infer<typeof GhostTag>

export const GhostAuthor = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  profile_image: nothing,
  cover_image: nothing,
  bio: z.string().nullable(),
  website: nothing,
  location: nothing,
  facebook: nothing,
  twitter: nothing,
  threads: nothing,
  bluesky: nothing,
  mastodon: nothing,
  tiktok: nothing,
  youtube: nothing,
  instagram: nothing,
  linkedin: nothing,
  meta_title: nothing,
  meta_description: nothing,
  url: z.string(),
  count,
})
export type GhostAuthor = z.infer<typeof GhostAuthor>

export const GhostPost = z.object({
  id: z.string(),
  uuid: z.string(),
  title: z.string(),
  slug: z.string(),
  html: z.string(),
  plaintext: z.string(),
  comment_id: z.string(),
  feature_image: nothing,
  feature_image_alt: nothing,
  feature_image_caption: nothing,
  featured: z.literal(false),
  visibility: z.literal('public'),
  created_at: time,
  updated_at: time,
  published_at: time,
  custom_excerpt: z.string().nullable(),
  ...injected,
  custom_template: nothing,
  canonical_url: z.string(),
  url: z.string(),
  excerpt: z.string(),
  reading_time: z.int(),
  access: z.literal(true),
  comments: z.literal(false),
  ...social,
  email_subject: nothing,
  frontmatter: nothing,
  tags: z.array(GhostTag),
  primary_tag: GhostTag.nullable(),
  authors: z.array(GhostAuthor),
  primary_author: GhostAuthor,
  tiers: z.array(nothing),
})
export type GhostPost = z.infer<typeof GhostPost>

/** What each value of `include` adds to what there is without it. */
export const INCLUDED = {
  tags: ['tags', 'primary_tag'],
  authors: ['authors', 'primary_author'],
  tiers: ['tiers'],
  'count.posts': ['count'],
} as const
export type Include = keyof typeof INCLUDED
const INCLUDES: Record<'posts' | 'names', Include[]> = {
  posts: ['tags', 'authors', 'tiers'],
  names: ['count.posts'],
}

/** Ghost's clients send a parameter that they were not given as an empty one. */
function given<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
}

const list = <T extends string>(values: readonly T[]) =>
  given(
    z
      .string()
      .transform((value) => value.split(',').map((name) => name.trim()))
      .pipe(z.array(z.enum(values))),
  )

const value = z.string().max(VALUE_CHARS_MAX)

function parameters(resource: z.ZodObject, includes: Include[]) {
  return {
    key: given(value),
    include: list(includes),
    fields: list(Object.keys(resource.shape)),
  }
}

const pages = {
  filter: given(z.string().max(FILTER_CHARS_MAX)),
  limit: given(
    z
      .union([z.literal('all').transform(() => GHOST_ITEMS_MAX), z.coerce.number<string>().int().min(1)])
      .transform((limit) => Math.min(limit, GHOST_ITEMS_MAX)),
  ).transform((limit) => limit ?? GHOST_ITEMS_DEFAULT),
  page: given(z.coerce.number<string>().int().min(1)).transform((page) => page ?? 1),
  order: given(value),
}

/** Ghost's client repeats the slug that is in the address. */
const named = { slug: given(value) }

const ofPosts = {
  ...parameters(GhostPost, INCLUDES.posts),
  formats: list(['html', 'plaintext'] as const),
}
const ofTags = parameters(GhostTag, INCLUDES.names)
const ofAuthors = parameters(GhostAuthor, INCLUDES.names)

/** What is asked of each resource: of a list, and of one. */
export const QUERIES = {
  posts: { browse: z.strictObject({ ...ofPosts, ...pages }), read: z.strictObject({ ...ofPosts, ...named }) },
  tags: { browse: z.strictObject({ ...ofTags, ...pages }), read: z.strictObject({ ...ofTags, ...named }) },
  authors: {
    browse: z.strictObject({ ...ofAuthors, ...pages }),
    read: z.strictObject({ ...ofAuthors, ...named }),
  },
  settings: z.strictObject({ key: given(value) }),
  tiers: z.strictObject({
    key: given(value),
    include: list(['monthly_price', 'yearly_price', 'benefits'] as const),
    ...pages,
  }),
}
export type PostsQuery = z.infer<typeof QUERIES.posts.browse>
export type NamesQuery = z.infer<typeof QUERIES.tags.browse | typeof QUERIES.authors.browse>
export type PageQuery = Pick<PostsQuery, 'limit' | 'page'>

/** What of a resource is kept: that is asked for. */
export interface Wanted {
  fields?: string[] | undefined
  include?: Include[] | undefined
  formats?: string[] | undefined
}
