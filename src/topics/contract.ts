import { z } from 'zod'
import { idOf, PageUrl, Slug, SLUG_CHARS_MAX, TopicRef } from '../contract.ts'
import { Addresses, Line, OtherNames, Paragraph } from '../editing/contract.ts'
import { fieldsOf, NAME_SORTS, pageOf, pageParameters, searchParameter } from '../http/contract.ts'

const count = z.int().min(0)

export const TopicCounts = z
  .object({
    articles: count,
    qa: count,
    articlesUnder: count.meta({ description: 'With those of every narrower topic.' }),
    qaUnder: count.meta({ description: 'With those of every narrower topic.' }),
  })
  .meta({ id: 'TopicCounts', description: 'What the filters `topic` and `topic.under` find.' })
export type TopicCounts = z.infer<typeof TopicCounts>

const common = {
  id: idOf('top'),
  type: z.literal('topic'),
  slug: Slug,
  name: z.string().meta({ examples: ['Water'] }),
  description: z.string().nullable(),
  altLabels: z.array(z.string()).meta({ description: 'Other names, in the sense of SKOS.' }),
  broader: TopicRef.nullable(),
  sameAs: z.array(z.url()),
  url: PageUrl,
  counts: TopicCounts,
  etag: z.string().optional().meta({
    description: 'What `If-Match` takes; the header `ETag` has the same. Only editors are given it.',
  }),
}

/** A topic in the words of SKOS. */
export const Topic = z
  .object({ ...common, narrower: z.array(TopicRef) })
  .meta({ id: 'Topic', description: 'A topic; topics form a tree.' })
export type Topic = z.infer<typeof Topic>

export interface TopicNode extends Omit<Topic, 'narrower'> {
  narrower: TopicNode[]
}
export const TopicNode: z.ZodType<TopicNode> = z
  .object({
    ...common,
    get narrower() {
      return z.array(TopicNode)
    },
  })
  .meta({ id: 'TopicNode', description: 'A topic with everything under it.' })

export const TopicPage = pageOf(Topic).meta({ id: 'TopicPage' })
export type TopicPage = z.infer<typeof TopicPage>

export const TopicTree = pageOf(TopicNode).meta({
  id: 'TopicTree',
  description: 'All topics, those without a broader one at the top. Always one page.',
})
export type TopicTree = z.infer<typeof TopicTree>

export const TopicListQuery = z.strictObject({
  tree: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`true`: all topics at once, nested. Goes with no other parameter.' }),
  q: searchParameter,
  sort: z.enum(NAME_SORTS).optional().meta({ description: 'Default `name`, with `q` `-relevance`.' }),
  fields: fieldsOf(Topic),
  ...pageParameters,
})
export type TopicListQuery = z.infer<typeof TopicListQuery>

export const TopicQuery = z.strictObject({ fields: fieldsOf(Topic) })

// ---- What editors send -----------------------------------------------------------------------------

const TopicName = z.string().min(1).max(SLUG_CHARS_MAX)
/** As it is read, or its id or slug. */
const Broader = z.union([TopicName, z.looseObject({ id: idOf('top') }).transform(({ id }) => id)])

const input = {
  description: Paragraph.nullable().optional(),
  altLabels: OtherNames.nullable().optional().meta({
    description:
      'Other names that texts and documents find the topic by. A name that is changed is added by itself.',
  }),
  broader: Broader.nullable().optional().meta({
    description: 'Id or slug of the topic above; null: none. Everything under the topic goes along.',
  }),
  sameAs: Addresses.nullable().optional().meta({ description: 'The same topic elsewhere.' }),
}

export const NewTopic = z
  .strictObject({
    name: Line,
    slug: Slug.optional().meta({ description: 'Where it is not given, it is made of the name.' }),
    ...input,
  })
  .meta({ id: 'NewTopic' })
export type NewTopic = z.infer<typeof NewTopic>

const ignored = z.unknown().optional().meta({ description: 'Read-only.' })
/** What may be sent back as it came. */
export const READ_ONLY = ['id', 'type', 'url', 'etag'] as const

export const TopicPatch = z
  .strictObject({
    name: Line.optional(),
    slug: Slug.optional().meta({ description: 'The old one leads here.' }),
    ...{ id: ignored, type: ignored, url: ignored, etag: ignored, counts: ignored, narrower: ignored },
    ...input,
  })
  .meta({
    id: 'TopicPatch',
    description:
      'RFC 7396: what is not given stays, null clears, arrays are replaced whole. Read-only members may be sent back as they came.',
  })
export type TopicPatch = z.infer<typeof TopicPatch>

export const TopicMerge = z
  .strictObject({
    into: TopicName.meta({ description: 'Id or slug of the topic that it becomes a part of.' }),
  })
  .meta({ id: 'TopicMerge' })
