import { freeSlug, nameKeysOf } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import { findPerson } from '../people/resolve.ts'
import { slugOf } from '../slug.ts'
import { findTopic } from '../topics/resolve.ts'
import type { Names } from './render-article.ts'

/**
 * What the names of one document would stand for if it were published, without a trace: who and what is new has an id
 * that nothing else knows, and the slug that would be given.
 */
export function provisionalNames(): Names {
  const people = new Map<string, Awaited<ReturnType<Names['person']>>>()
  const topics = new Map<string, Awaited<ReturnType<Names['topic']>>>()
  return {
    async person(db, world, named) {
      const keys = nameKeysOf(named.name)
      const known = (await findPerson(db, named)) ?? keys.map((key) => people.get(key)).find(Boolean)
      if (known) return known
      const { name } = named
      const person = { id: world.newId('per'), slug: await freeSlug(db, 'person', slugOf(name)), name }
      for (const key of keys) people.set(key, person)
      return person
    },
    async topic(db, world, named) {
      const { name } = named
      const known = (await findTopic(db, named)) ?? topics.get(sortKey(name))
      if (known) return known
      const topic = { id: world.newId('top'), slug: await freeSlug(db, 'topic', named.slug), name }
      topics.set(sortKey(name), topic)
      return topic
    },
  }
}
