import { z } from 'zod'
import { Time } from '../contract.ts'

export const CHANGE_TYPES = [
  'article.published',
  'article.updated',
  'article.unpublished',
  'article.corrected',
  'qa.published',
  'qa.updated',
  'qa.removed',
  'person.updated',
  'topic.updated',
] as const
export const ChangeType = z.enum(CHANGE_TYPES).meta({ id: 'ChangeType' })
export type ChangeType = z.infer<typeof ChangeType>

/** One entry of the log: what happened to which resource. What it says now is to be read where it is. */
export const Change = z
  .object({
    seq: z.int().min(1).meta({ description: 'Counts upward, with gaps perhaps.' }),
    type: ChangeType,
    at: Time,
    resource: z.enum(['article', 'qa', 'person', 'topic']),
    id: z.string().meta({ description: 'Id of the resource.' }),
    revision: z.int().nullable().meta({ description: 'Of the article, for it and its pairs; else null.' }),
    deleted: z.boolean().meta({ description: 'A tombstone: readers no longer find the resource.' }),
    cacheTags: z.array(z.string()).meta({
      description: 'What replies show it: to be thrown out of caches.',
      examples: [['article:art_01m858wfznfzv9524c0pm78a71', 'list:articles']],
    }),
  })
  .meta({ id: 'Change', description: 'Something that readers may have noticed.' })
export type Change = z.infer<typeof Change>
