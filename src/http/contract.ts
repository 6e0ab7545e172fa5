import { z } from 'zod'
import { ARTICLE_KINDS, FACET_ITEMS_MAX, FACET_VALUES_MAX, FACETS, Slug } from '../contract.ts'
import { problemCodes } from '../problem.ts'

export const PAGE_ITEMS_MAX = 100
export const PAGE_ITEMS_DEFAULT = 20
/** Longest `q`. */
export const QUERY_CHARS_MAX = 1_000
/** Most names in one filter. */
export const FILTER_NAMES_MAX = 50
const CURSOR_CHARS_MAX = 2_000

/** RFC 9457. */
export const ProblemDocument = z
  .object({
    type: z.string().meta({ description: 'Address of an explanation.', examples: ['/problems/not_found'] }),
    title: z.string(),
    status: z.int(),
    code: z.enum(problemCodes).meta({ description: 'What a program should look at.' }),
    detail: z.string().meta({ description: 'What went wrong here, and what to do.' }),
    instance: z.string().meta({ description: 'The path that was asked.' }),
    requestId: z.string().meta({ description: 'The same as in `X-Request-Id` and in the log.' }),
    errors: z.array(
      z.object({
        parameter: z.string().optional(),
        header: z.string().optional(),
        pointer: z.string().optional().meta({ description: 'RFC 6901 pointer into the body.' }),
        code: z.string(),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'Problem', description: 'An error, as RFC 9457 has it.' })
export type ProblemDocument = z.infer<typeof ProblemDocument>

const names = (value: string) => value.split(',').map((name) => name.trim())

const isListOfNames = (value: string) => {
  const list = names(value)
  return list.length <= FILTER_NAMES_MAX && list.every((name) => name !== '')
}

const listMessage = `names parted by commas, ${FILTER_NAMES_MAX} at most, none empty`

// In each of these the description stands outermost, where the OpenAPI document looks for it.

/** `a,b`: any of them. */
export function anyOf(description: string): z.ZodOptional<z.ZodType<string[], string>> {
  return z.string().refine(isListOfNames, listMessage).transform(names).optional().meta({ description })
}

/** `a,b` for any of them; given again, each must hold. The value is a list of such alternatives. */
export function allOfAnyOf(description: string): z.ZodOptional<z.ZodType<string[][], string | string[]>> {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat())
    .refine((list) => list.every(isListOfNames), listMessage)
    .transform((list) => list.map(names))
    .optional()
    .meta({
      description: `${description} \`a,b\`: any of them. Given again: all of them.`,
      override: { type: 'array', items: { type: 'string' }, anyOf: undefined },
    })
}

/** `a,b` out of a closed list. */
export function anyOfThese<const T extends readonly string[]>(
  values: T,
  description: string,
): z.ZodOptional<z.ZodType<T[number][], string>> {
  return z
    .string()
    .transform(names)
    .pipe(z.array(z.enum(values)).max(values.length))
    .optional()
    .meta({
      description: `${description} Any of ${values.join(', ')}; several parted by commas.`,
      override: { type: 'string', items: undefined },
    })
}

/** A day (its first moment, UTC) or a moment; becomes RFC 3339 UTC with milliseconds. */
export function moment(description: string): z.ZodOptional<z.ZodType<string, string>> {
  return z
    .union(
      [z.iso.date(), z.iso.datetime({ offset: true })],
      'a date (2012-06-07) or date-time (2012-06-07T20:01:00Z)',
    )
    .transform((value) => new Date(value).toISOString())
    .optional()
    .meta({ description, override: { type: 'string', examples: ['2012-06-07'], anyOf: undefined } })
}

/** `fields=`: the top-level members to keep; `id` and `type` always stay. */
export function fieldsOf(resource: z.ZodObject): z.ZodOptional<z.ZodType<string[], string>> {
  return anyOfThese(Object.keys(resource.shape), 'Members to keep, beside `id` and `type`.')
}

export const searchParameter = z
  .string()
  .max(QUERY_CHARS_MAX)
  .optional()
  .meta({
    description:
      'Words (all must occur), `"phrases"`, `-not`, `prefix*`, or a question in natural language (the best answers first). Any text is valid.',
    examples: ['why does Pakistan not act against the Haqqanis?'],
  })

/** What a list of articles or pairs is narrowed by; each is named after the field it looks at. */
export const contentFilters = {
  topic: allOfAnyOf('Topics, by slug or id.'),
  'topic.under': allOfAnyOf('The same, or any narrower topic.'),
  'topic.not': anyOf('None of these topics.'),
  person: allOfAnyOf('People, by slug or id.'),
  article: anyOf('Articles, by slug or id.'),
  kind: anyOfThese(ARTICLE_KINDS, 'Kinds of article.'),
  language: anyOf('BCP 47 tags.'),
  'publishedAt.gte': moment('Published at this moment or later.'),
  'publishedAt.lt': moment('Published before this moment.'),
  'updatedAt.gte': moment('Changed at this moment or later.'),
  q: searchParameter,
}

export const NAME_SORTS = ['name', '-relevance'] as const

/** What every list takes. */
export const pageParameters = {
  limit: z.coerce
    .number<number>()
    .int()
    .min(1)
    .max(PAGE_ITEMS_MAX)
    .default(PAGE_ITEMS_DEFAULT)
    .meta({ description: 'Items on a page.' }),
  cursor: z
    .string()
    .max(CURSOR_CHARS_MAX)
    .optional()
    .meta({ description: '`page.nextCursor` of the page before, with the same filters and sort.' }),
  count: z.literal('exact').optional().meta({ description: '`exact` adds `page.total`.' }),
}

export const facetsParameter = anyOfThese(
  FACETS,
  `Adds \`facets\`: how many of the whole list have which values, the ${FACET_VALUES_MAX} most frequent of each.`,
)

const PageInfo = z.object({
  limit: z.int(),
  nextCursor: z.string().nullable().meta({ description: 'null on the last page.' }),
  total: z.int().optional().meta({ description: 'Items on all pages, with `count=exact`.' }),
})

/** One page of a list. */
export function pageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{ data: z.ZodArray<T>; page: typeof PageInfo }> {
  return z.object({ data: z.array(item), page: PageInfo })
}

const NamedCount = z.object({ slug: Slug, name: z.string(), count: z.int().min(1) })
const ValueCount = z.object({ value: z.string(), count: z.int().min(1) })

const Facets = z
  .object({
    topic: z.array(NamedCount),
    person: z.array(NamedCount),
    kind: z.array(ValueCount),
    language: z.array(ValueCount),
    year: z.array(ValueCount).meta({ description: 'Of `publishedAt`.' }),
  })
  .partial()
  .meta({
    id: 'Facets',
    description:
      'How many of the whole list have which values, the most frequent first; those that `facets` asks for. A topic counts where it is set, not those above it; a person counts as in the filter `person`.',
  })

const FacetedPageInfo = PageInfo.extend({
  facetsCutAt: z
    .int()
    .optional()
    .meta({
      description: `Where several filters or \`q\` find more than ${FACET_ITEMS_MAX} items, facets are counted over so many of them, and this says it. Absent: they are counted over all.`,
    }),
})

/** One page of a list that can be counted by facets. */
export function facetedPageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{
  data: z.ZodArray<T>
  page: typeof FacetedPageInfo
  facets: z.ZodOptional<typeof Facets>
}> {
  return z.object({
    data: z.array(item),
    page: FacetedPageInfo,
    facets: Facets.optional().meta({ description: 'With `facets`.' }),
  })
}
