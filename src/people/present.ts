import { PERSON_ROLES } from '../contract.ts'
import { entityTagOf } from '../http/if-match.ts'
import { Person } from './contract.ts'
import type { PersonRow } from './queries.ts'
import type { PersonRecord } from './resolve.ts'

/** Another one after every change that an editor may make. */
export function etagOf({ slug, name, title, bio, aliases, sameAs }: PersonRecord): string {
  return entityTagOf([slug, name, title, bio, aliases, sameAs])
}

/** The wire's person; editors are given the entity tag. */
export function presentPerson(row: PersonRow, siteUrl: string, forEditor = false): Person {
  const roles = Object.fromEntries(PERSON_ROLES.map((role) => [role, row.counts.roles[role] ?? 0]))
  return Person.parse({
    ...row,
    type: 'person',
    url: `${siteUrl}/people/${row.slug}`,
    counts: { ...row.counts, roles },
    ...(forEditor && { etag: etagOf(row) }),
  })
}
