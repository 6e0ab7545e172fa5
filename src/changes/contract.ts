import { z } from 'zod'
import { Article } from '../articles/contract.ts'
import { idOf, Time } from '../contract.ts'
import { allOfAnyOf, anyOfThese } from '../http/contract.ts'
import { Person } from '../people/contract.ts'
import { Topic } from '../topics/contract.ts'

/** Most entries of one reply. */
export const CHANGES_MAX = 1_000
const CHANGES_DEFAULT = 100
/** Where entries are hidden by filters: so many are looked at for one reply. */
export const CHANGES_LOOKED_AT_MAX = 10_000

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

const SEQ = /^(0|[1-9]\d{0,14})$/

export const ChangeListQuery = z.strictObject({
  since: z
    .string()
    .regex(SEQ, 'must be the seq of a change, or 0')
    .transform(Number)
    .optional()
    .meta({
      description:
        'Entries after this one. Default 0: from the beginning; of a stream: only what is new. After the end of the log it is an error: then it comes from another log, and everything has to be loaded again.',
      override: { type: 'integer', minimum: 0, pattern: undefined },
    }),
  types: anyOfThese(CHANGE_TYPES, 'Types of change.'),
  topic: allOfAnyOf('Topics that it has or had, by slug or id. People have none.'),
  limit: z.coerce
    .number<number>()
    .int()
    .min(1)
    .max(CHANGES_MAX)
    .default(CHANGES_DEFAULT)
    .meta({ description: 'Entries of one reply; does not go with a stream.' }),
})
export type ChangeListQuery = z.infer<typeof ChangeListQuery>

export const LastEventId = z
  .string()
  .regex(SEQ, 'must be the id of an event of this stream')
  .optional()
  .meta({
    description:
      'Of a stream: go on after this event; counts more than `since`. Browsers send it by themselves.',
  })

export const ChangePage = z
  .object({
    data: z.array(Change).meta({ description: 'In order. May be empty although there is more.' }),
    lastSeq: z.int().min(0).meta({
      description:
        '`since` of the next request: up to here everything was looked at, whether it is shown or not.',
    }),
    hasMore: z.boolean().meta({ description: 'false: this was the end of the log.' }),
  })
  .meta({ id: 'ChangePage' })
export type ChangePage = z.infer<typeof ChangePage>

/** One line of a full load. */
export const LoadLine = z
  .discriminatedUnion('resource', [
    z.object({
      resource: z.literal('topic'),
      id: idOf('top'),
      data: Topic.omit({ counts: true, etag: true }),
    }),
    z.object({
      resource: z.literal('person'),
      id: idOf('per'),
      data: Person.omit({ counts: true, etag: true }),
    }),
    z.object({ resource: z.literal('article'), id: idOf('art'), data: Article }),
    z.object({
      resource: z.literal('cursor'),
      seq: z.int().min(0).meta({ description: 'The last line. What comes after this is not in the load.' }),
    }),
  ])
  .meta({ id: 'LoadLine', description: 'One line of a full load.' })
export type LoadLine = z.infer<typeof LoadLine>
