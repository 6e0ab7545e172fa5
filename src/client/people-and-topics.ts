import type { z } from 'zod'
import type { NewPerson, Person, PersonPatch } from '../people/contract.ts'
import type { NewTopic, Topic, TopicPatch } from '../topics/contract.ts'
import { headersOf, type Match, type Once } from './conditions.ts'
import { type ClientOptions, request } from './request.ts'

/** What editors do with people or topics; each needs the key of an editor, and throws `ProblemError` where it is refused. */
interface NounEditing<T, New, Patch> {
  create(made: New, options?: Once): Promise<T>
  /** Changes it by a merge patch. Every reply shows the new name from then on. */
  update(name: string, patch: Patch, match: Match): Promise<T>
  /** Deletes it, where nothing published shows it. */
  delete(name: string, match: Match): Promise<void>
  /** Makes one of two: gives the one it went into, where its names lead from then on. */
  merge(name: string, into: string, options: Match & Once): Promise<T>
}
export type PeopleEditing = NounEditing<Person, z.input<typeof NewPerson>, z.input<typeof PersonPatch>>
export type TopicEditing = NounEditing<Topic, z.input<typeof NewTopic>, z.input<typeof TopicPatch>>

/** The editors' part of what is under `path`. */
export function nounEditing<T, New extends object, Patch extends object>(
  options: ClientOptions,
  path: string,
): NounEditing<T, New, Patch> {
  const at = (name: string, rest = '') => `${path}/${encodeURIComponent(name)}${rest}`
  return {
    create: (body, once = {}) => request(options, 'POST', path, { body, headers: headersOf(once) }),
    update: (name, body, match) =>
      request(options, 'PATCH', at(name), {
        body,
        contentType: 'application/merge-patch+json',
        headers: headersOf(match),
      }),
    delete: (name, match) => request(options, 'DELETE', at(name), { headers: headersOf(match) }),
    merge: (name, into, given) =>
      request(options, 'POST', at(name, '/merge'), { body: { into }, headers: headersOf(given) }),
  }
}
