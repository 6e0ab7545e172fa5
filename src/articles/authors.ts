import type { PersonRef, PersonRole } from '../contract.ts'

/**
 * Who is an author in the sense of a byline, the first of them first: who is only mentioned is not. Of the same role they
 * stand in the order of the article.
 */
export const AUTHOR_ROLES = [
  'author',
  'interviewer',
  'moderator',
  'interviewee',
  'editor',
  'translator',
] as const satisfies PersonRole[]

/** Id and slug of the author of what nobody stands on: the site itself. No slug of a person has such a character. */
export const SITE_AUTHOR = '_site'

/** The authors of an article, each once. */
export function authorsOf(people: PersonRef[]): PersonRef[] {
  const rank = ({ role }: PersonRef) => AUTHOR_ROLES.findIndex((each) => each === role)
  const isFirst = (person: PersonRef) => people.findIndex(({ id }) => id === person.id)
  const authors = people
    .filter((person) => rank(person) !== -1)
    .sort((a, b) => rank(a) - rank(b) || isFirst(a) - isFirst(b))
  return authors.filter((person, index) => authors.findIndex(({ id }) => id === person.id) === index)
}
