import { z } from 'zod'
import { idOf, PageUrl, PERSON_ROLES, type PersonRole, Slug } from '../contract.ts'
import {
  anyOfThese,
  fieldsOf,
  NAME_SORTS,
  pageOf,
  pageParameters,
  searchParameter,
} from '../http/contract.ts'

const count = z.int().min(0)

/** A person who stands on a published article. */
export const Person = z
  .object({
    id: idOf('per'),
    type: z.literal('person'),
    slug: Slug,
    name: z.string().meta({ examples: ['Ada Byron'] }),
    title: z.string().nullable().meta({ description: 'Office or profession.' }),
    bio: z.string().nullable(),
    aliases: z.array(z.string()),
    sameAs: z.array(z.url()).meta({ description: 'The same person elsewhere.' }),
    url: PageUrl,
    counts: z.object({
      articles: count,
      asked: count.meta({ description: 'Pairs.' }),
      answered: count.meta({ description: 'Pairs.' }),
      roles: z
        .object({
          interviewee: count,
          interviewer: count,
          moderator: count,
          author: count,
          editor: count,
          translator: count,
          mentioned: count,
        } satisfies Record<PersonRole, z.ZodType>)
        .meta({ description: 'Articles per role.' }),
    }),
  })
  .meta({ id: 'Person', description: 'A person, and how often in which role.' })
export type Person = z.infer<typeof Person>

export const PersonPage = pageOf(Person).meta({ id: 'PersonPage' })
export type PersonPage = z.infer<typeof PersonPage>

export const PersonListQuery = z.strictObject({
  role: anyOfThese(PERSON_ROLES, 'People who stand on an article in one of these roles.'),
  q: searchParameter,
  sort: z.enum(NAME_SORTS).optional().meta({ description: 'Default `name`, with `q` `-relevance`.' }),
  fields: fieldsOf(Person),
  ...pageParameters,
})
export type PersonListQuery = z.infer<typeof PersonListQuery>

export const PersonQuery = z.strictObject({ fields: fieldsOf(Person) })
