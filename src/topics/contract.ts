import { z } from 'zod'
import { idOf, PageUrl, Slug, TopicRef } from '../contract.ts'
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
