import { z } from 'zod'
import { PERSON_ROLES } from '../contract.ts'
import { pageParameters } from '../http/contract.ts'

const { cursor } = pageParameters

export const WholeQuery = z.strictObject({})
export const PartQuery = z.strictObject({ cursor })

// Which list of a person's or topic's page is shown; where it is not said, the first that has something.

export const PersonList = z.enum(['answers', ...PERSON_ROLES])
export type PersonList = z.infer<typeof PersonList>
export const PersonPartQuery = PartQuery.extend({ show: PersonList.optional() })

export const TopicList = z.enum(['answers', 'articles'])
export type TopicList = z.infer<typeof TopicList>
export const TopicPartQuery = PartQuery.extend({ show: TopicList.optional() })
