import { z } from 'zod'
import { idOf, PageUrl, PERSON_ROLES, type PersonRole, Slug, SLUG_CHARS_MAX } from '../contract.ts'
import { Addresses, Line, OtherNames, Paragraph } from '../editing/contract.ts'
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
    etag: z.string().optional().meta({
      description: 'What `If-Match` takes; the header `ETag` has the same. Only editors are given it.',
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

// ---- What editors send -----------------------------------------------------------------------------

const input = {
  slug: Slug.optional().meta({ description: 'Where it is not given, it is made of the name.' }),
  title: Line.nullable().optional().meta({ description: 'Office or profession.' }),
  bio: Paragraph.nullable().optional(),
  aliases: OtherNames.nullable().optional().meta({
    description: 'Other names that documents find the person by. A name that is changed is added by itself.',
  }),
  sameAs: Addresses.nullable().optional().meta({ description: 'The same person elsewhere.' }),
}

export const NewPerson = z.strictObject({ name: Line, ...input }).meta({ id: 'NewPerson' })
export type NewPerson = z.infer<typeof NewPerson>

const ignored = z.unknown().optional().meta({ description: 'Read-only.' })
/** What may be sent back as it came. */
export const READ_ONLY = ['id', 'type', 'url', 'etag'] as const

export const PersonPatch = z
  .strictObject({
    name: Line.optional(),
    ...input,
    slug: Slug.optional().meta({ description: 'The old one leads here.' }),
    ...{ id: ignored, type: ignored, url: ignored, etag: ignored, counts: ignored },
  })
  .meta({
    id: 'PersonPatch',
    description:
      'RFC 7396: what is not given stays, null clears, arrays are replaced whole. Read-only members may be sent back as they came.',
  })
export type PersonPatch = z.infer<typeof PersonPatch>

export const PersonMerge = z
  .strictObject({
    into: z
      .string()
      .min(1)
      .max(SLUG_CHARS_MAX)
      .meta({ description: 'Id or slug of who it turned out to be.' }),
  })
  .meta({ id: 'PersonMerge' })
