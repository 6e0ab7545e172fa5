import { z } from 'zod'
import {
  ArticleKind,
  idOf,
  Language,
  PageUrl,
  PERSON_ROLES,
  PersonRef,
  RichText,
  Slug,
  Source,
  Time,
  TopicRef,
} from '../contract.ts'
import { EditorialListQuery } from '../editing/contract.ts'
import { contentFilters, facetedPageOf, facetsParameter, fieldsOf, pageParameters } from '../http/contract.ts'
import { QaPair } from '../qa/contract.ts'

const Highlights = z.object({ title: z.string().nullable(), text: z.string().nullable() }).meta({
  id: 'ArticleHighlights',
  description:
    'HTML in which `<mark>` is around what was found and all else is escaped: the title or a question, and a stretch of text. null where nothing was found.',
})

/** Everything about an article but its text. */
export const ArticleSummary = z
  .object({
    id: idOf('art'),
    type: z.literal('article'),
    kind: ArticleKind,
    slug: Slug,
    title: z.string().meta({ examples: ['Talking of Rivers'] }),
    dek: z
      .string()
      .nullable()
      .meta({
        description: 'The line under the title; plain text.',
        examples: ['A hydrologist on borders.'],
      }),
    language: Language,
    publishedAt: Time.meta({
      description: 'As the source dates it; where it does not, when it was published here.',
    }),
    updatedAt: Time.meta({ description: 'When what readers see last changed.' }),
    revision: z.int().min(1),
    url: PageUrl,
    people: z.array(PersonRef).meta({ description: 'With role and title; those who speak first.' }),
    topics: z.array(TopicRef),
    source: Source,
    wordCount: z.int().min(0),
    qaCount: z.int().min(0).meta({ description: 'Number of pairs.' }),
  })
  .meta({ id: 'ArticleSummary', description: 'An article without its text.' })
export type ArticleSummary = z.infer<typeof ArticleSummary>

export const ListedArticle = ArticleSummary.extend({
  highlights: Highlights.optional().meta({ description: 'With `q`.' }),
}).meta({ id: 'ListedArticle', description: 'An article in a list.' })
export type ListedArticle = z.infer<typeof ListedArticle>

export const Article = ArticleSummary.extend({
  intro: RichText.nullable(),
  note: RichText.nullable().meta({ description: 'What the publisher says about the series.' }),
  qa: z.array(QaPair).meta({ description: 'In reading order.' }),
}).meta({ id: 'Article', description: 'A whole article.' })
export type Article = z.infer<typeof Article>

export const ArticlePage = facetedPageOf(ListedArticle).meta({ id: 'ArticlePage' })
export type ArticlePage = z.infer<typeof ArticlePage>

/** The pairs of one article, in reading order. */
export const ArticleQa = z.object({ data: z.array(QaPair) }).meta({ id: 'ArticleQa' })
export type ArticleQa = z.infer<typeof ArticleQa>

export const ARTICLE_SORTS = ['-publishedAt', 'publishedAt', 'title', '-updatedAt', '-relevance'] as const

export const ArticleListQuery = z.strictObject({
  ...contentFilters,
  role: z.enum(PERSON_ROLES).optional().meta({ description: 'Narrows `person`.' }),
  sort: z
    .enum(ARTICLE_SORTS)
    .optional()
    .meta({ description: 'Default `-publishedAt`, with `q` `-relevance`.' }),
  facets: facetsParameter,
  fields: fieldsOf(ListedArticle),
  ...pageParameters,
})
export type ArticleListQuery = z.infer<typeof ArticleListQuery>

/** The same, or with `version=draft` the list for editors. */
export const ArticleVersionListQuery = ArticleListQuery.extend({
  version: z.enum(['published', 'draft']).optional().meta({
    description:
      '`draft`: every article as it stands, for editors; what was changed last comes first. Goes with `status` and pages alone.',
  }),
  status: EditorialListQuery.shape.status,
}).superRefine(({ version, ...query }, context) => {
  const { shape } = version === 'draft' ? EditorialListQuery : ArticleListQuery
  const message = version === 'draft' ? 'does not go with version=draft' : 'goes with version=draft'
  for (const name of Object.keys(query))
    if (!(name in shape)) context.addIssue({ code: 'custom', path: [name], message })
})

const PREVIEW_CHARS_MAX = 2_000

export const ArticleQuery = z.strictObject({ fields: fieldsOf(Article) })
export const ArticleVersionQuery = ArticleQuery.extend({
  version: z
    .enum(['published', 'draft'])
    .optional()
    .meta({ description: '`draft`: the draft, for editors, with text as CommonMark and an `ETag`.' }),
  preview: z
    .string()
    .max(PREVIEW_CHARS_MAX)
    .optional()
    .meta({ description: 'Token of a preview link: shows the draft as readers would see it.' }),
})
export const ArticleQaQuery = z.strictObject({ fields: fieldsOf(QaPair) })
