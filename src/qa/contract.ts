import { z } from 'zod'
import { ArticleRef, idOf, PageUrl, PersonRef, RichText, TopicRef } from '../contract.ts'
import { contentFilters, facetedPageOf, facetsParameter, fieldsOf, pageParameters } from '../http/contract.ts'

/** One turn of an interview, inside its article. */
export const QaPair = z
  .object({
    id: idOf('qa'),
    type: z.literal('qa'),
    number: z.int().min(1).meta({ description: 'Given once in its article and never again.' }),
    position: z.int().min(1).meta({ description: 'Reading order today.' }),
    anchor: z.string().meta({ description: 'Fragment of its permalink.', examples: ['q3'] }),
    url: PageUrl,
    question: RichText,
    answer: RichText,
    askedBy: PersonRef.nullable().meta({ description: 'null: the source does not say who asked.' }),
    answeredBy: z.array(PersonRef),
    mentions: z.array(PersonRef).meta({ description: 'People the pair speaks of.' }),
    topics: z.array(TopicRef),
  })
  .meta({ id: 'QaPair', description: 'A question and its answer.' })
export type QaPair = z.infer<typeof QaPair>

const Highlights = z
  .object({
    question: z.string().nullable(),
    answer: z.string().nullable(),
  })
  .meta({
    id: 'QaHighlights',
    description:
      'HTML in which `<mark>` is around what was found and all else is escaped: the whole question, the best stretch of the answer. null where nothing was found.',
  })

/** A pair on its own, with the article it is from. */
export const ListedQaPair = QaPair.extend({
  article: ArticleRef,
  highlights: Highlights.optional().meta({ description: 'With `q`.' }),
}).meta({ id: 'ListedQaPair', description: 'A question and its answer, with the article they are from.' })
export type ListedQaPair = z.infer<typeof ListedQaPair>

export const QaPage = facetedPageOf(ListedQaPair).meta({ id: 'QaPage' })
export type QaPage = z.infer<typeof QaPage>

export const QA_SORTS = [
  '-publishedAt',
  'publishedAt',
  'title',
  '-updatedAt',
  '-relevance',
  'position',
] as const

export const QaListQuery = z.strictObject({
  ...contentFilters,
  role: z.enum(['asker', 'answerer']).optional().meta({ description: 'Narrows `person`.' }),
  sort: z.enum(QA_SORTS).optional().meta({
    description:
      'Default `-publishedAt`, with `q` `-relevance`. Within an article pairs stand in reading order. `position` goes with `article`.',
  }),
  facets: facetsParameter,
  fields: fieldsOf(ListedQaPair),
  ...pageParameters,
})
export type QaListQuery = z.infer<typeof QaListQuery>

export const QaQuery = z.strictObject({ fields: fieldsOf(ListedQaPair) })

export const RELATED_ITEMS_MAX = 20
export const RELATED_ITEMS_DEFAULT = 5

export const RelatedQaQuery = QaQuery.extend({
  limit: z.coerce
    .number<number>()
    .int()
    .min(1)
    .max(RELATED_ITEMS_MAX)
    .default(RELATED_ITEMS_DEFAULT)
    .meta({ description: 'Most pairs that are given.' }),
})

export const RelatedQa = z
  .object({ data: z.array(ListedQaPair) })
  .meta({ id: 'RelatedQa', description: 'Pairs close to one, the closest first; none where none is.' })
export type RelatedQa = z.infer<typeof RelatedQa>
