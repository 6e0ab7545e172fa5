import { z } from 'zod'

/** Longest slug we give or accept. */
export const SLUG_CHARS_MAX = 120

/** The nouns that carry an id, by the prefix of their TypeID. */
export type IdPrefix = 'art' | 'qa' | 'per' | 'top' | 'imp' | 'key' | 'usr' | 'whk' | 'dlv' | 'cor' | 'plk'

/** A TypeID (https://github.com/jetify-com/typeid): sortable by creation, never changed, never reused. */
export function idOf(prefix: IdPrefix): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`))
    .meta({
      description: `TypeID with the prefix \`${prefix}_\`.`,
      examples: [`${prefix}_01m858wfzvfzv9526c1yc20ntq`],
    })
}

/** RFC 3339 in UTC with milliseconds and `Z`. */
export const Time = z.iso.datetime({ precision: 3 }).meta({
  id: 'Time',
  description: 'A moment in UTC, RFC 3339 with milliseconds.',
  examples: ['2012-06-07T20:01:00.000Z'],
  override: { type: 'string', format: 'date-time', pattern: undefined },
})

/** BCP 47, e.g. `en` or `pt-BR`. */
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 tag, such as en or pt-BR')
  .meta({ description: 'BCP 47 language tag.', examples: ['en'] })

export const Slug = z
  .string()
  .min(1)
  .max(SLUG_CHARS_MAX)
  .regex(/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u)
  .meta({
    description: 'Readable name in addresses. A former one redirects to the present one.',
    examples: ['talking-of-rivers'],
  })

/** Text for people: sanitised HTML, and the same words plain. Kept as CommonMark. */
export const RichText = z
  .object({
    html: z
      .string()
      .meta({ description: 'Sanitised HTML, block level.', examples: ['<p>Who owns a river?</p>'] }),
    text: z.string().meta({
      description: 'The same words without markup; paragraphs are parted by an empty line.',
      examples: ['Who owns a river?'],
    }),
  })
  .meta({ id: 'RichText' })
export type RichText = z.infer<typeof RichText>

export const ARTICLE_KINDS = ['interview', 'panel', 'faq', 'transcript', 'article'] as const
export const ArticleKind = z.enum(ARTICLE_KINDS).meta({
  id: 'ArticleKind',
  description: '`article` is a text in which no interview was found; it has no pairs.',
})
export type ArticleKind = z.infer<typeof ArticleKind>

/** How an article stands, in a word: of several that are true the last one. */
export const ARTICLE_STATUSES = ['draft', 'scheduled', 'published', 'retracted', 'trashed'] as const
export const ArticleStatus = z
  .enum(ARTICLE_STATUSES)
  .meta({ id: 'ArticleStatus', description: '`published` articles may have a newer draft beside them.' })
export type ArticleStatus = z.infer<typeof ArticleStatus>

export const PERSON_ROLES = [
  'interviewee',
  'interviewer',
  'moderator',
  'author',
  'editor',
  'translator',
  'mentioned',
] as const
export const PersonRole = z.enum(PERSON_ROLES).meta({
  id: 'PersonRole',
  description: 'What a person did for an article.',
})
export type PersonRole = z.infer<typeof PersonRole>

/** What readers list and count: articles, or pairs across them. */
export type ListName = 'article' | 'qa'

/** What lists are counted by. */
export const FACETS = ['topic', 'person', 'kind', 'language', 'year'] as const
export type Facet = (typeof FACETS)[number]
/** Most values of a facet: those that most have. */
export const FACET_VALUES_MAX = 50
/** Of so many items of a list facets are counted where they are not kept. */
export const FACET_ITEMS_MAX = 2_000

export const PersonRef = z
  .object({
    id: idOf('per'),
    slug: Slug,
    name: z.string().meta({ examples: ['Ada Byron'] }),
    role: PersonRole.optional(),
    title: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'As this article introduces the person.', examples: ['hydrologist'] }),
  })
  .meta({ id: 'PersonRef', description: 'A person, as other resources name one.' })
export type PersonRef = z.infer<typeof PersonRef>

export const TopicRef = z
  .object({ id: idOf('top'), slug: Slug, name: z.string() })
  .meta({ id: 'TopicRef', description: 'A topic, as other resources name one.' })
export type TopicRef = z.infer<typeof TopicRef>

/** Where a person reads it. */
export const PageUrl = z.url().meta({
  description: 'Where readers read it.',
  examples: ['https://example.org/articles/talking-of-rivers'],
})

export const ArticleRef = z
  .object({
    id: idOf('art'),
    slug: Slug,
    title: z.string().meta({ examples: ['Talking of Rivers'] }),
    publishedAt: Time,
    url: PageUrl,
  })
  .meta({ id: 'ArticleRef', description: 'An article, as other resources name one.' })
export type ArticleRef = z.infer<typeof ArticleRef>

/** Where a text was published before it came here. */
export const Source = z
  .object({
    name: z
      .string()
      .nullable()
      .meta({ description: 'Publisher or file; null where the source does not say.' }),
    url: z.url().nullable(),
    language: Language.nullable().meta({
      description: 'Language of the original, where this is a translation.',
    }),
  })
  .meta({ id: 'Source', description: 'Where the text was published before.' })
export type Source = z.infer<typeof Source>
