import { PERSON_ROLES } from '../contract.ts'
import { Person } from './contract.ts'
import type { PersonRow } from './queries.ts'

/** The wire's person. */
export function presentPerson(row: PersonRow, siteUrl: string): Person {
  const roles = Object.fromEntries(PERSON_ROLES.map((role) => [role, row.counts.roles[role] ?? 0]))
  return Person.parse({
    ...row,
    type: 'person',
    url: `${siteUrl}/people/${row.slug}`,
    counts: { ...row.counts, roles },
  })
}
